import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, sep } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { lint } from '@media-collection/report';
import type { Browser } from '../browser/browser';
import type { Backend } from '../browser/backend';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.map': 'application/json',
};

/** Serves a folder on loopback as a plain web server does. */
export async function serveFolder(folder: string): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url!, 'http://localhost');
    const path = normalize(join(folder, pathname.endsWith('/') ? `${pathname}index.html` : pathname));
    const file = path.startsWith(folder + sep) ? await readFile(path).catch(() => undefined) : undefined;
    if (!file) return void response.writeHead(404).end();
    response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream').end(file);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** What the sources of consumers and examples say, and what they shall say in this backend. */
export const saysOf = ({ endpoint, media }: Backend): Readonly<Record<string, string>> => ({
  'https://acme.hb-api.omtrdc.net': endpoint,
  'https://media.acme.example': media.url,
});

/** What a page that was played left. */
export interface Played {
  readonly page: Page;
  /** What went wrong in the page. */
  readonly errors: readonly string[];
}

/** Opens a page, and waits for its video. */
export async function openPage({ context }: Browser, url: string): Promise<Played> {
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`);
  });
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  await page.waitForSelector('video');
  return { page, errors };
}

/** What is told of a viewing with one pause, to the end. */
export const TO_THE_END = 'sessionStart stateStart play play pauseStart play sessionComplete';

/** Plays the page's video with one pause, to its end; resolves to what the collector was told, and expects that no rule was broken. */
export async function playToTheEnd({ page, errors }: Played, backend: Backend): Promise<string> {
  const act = (deed: 'play' | 'pause') => page.evaluate((name) => void document.querySelector('video')![name](), deed);
  await act('play');
  await backend.until('play', { count: 2 });
  await act('pause');
  await backend.until('pauseStart');
  await act('play');
  await backend.until('sessionComplete');
  expect(lint(backend.events()).filter(({ severity }) => severity === 'breach')).toEqual([]);
  expect(errors).toEqual([]);
  return backend.eventTypes().join(' ');
}
