import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createCollector } from '@media-collection/collector';
import { serve } from '@media-collection/collector/serve';
import type { MediaEvent } from '@media-collection/core';
import { eventsOf } from '@media-collection/core/schema';
import { forOldest } from '../engines/courier';
import { startMediaServer } from '../media/server.mjs';
import { MARK, type Closing } from './closing';
import { visit } from './page';

/** The collector is so far away, there and back. */
export const AWAY_MS = 40;
const read = (file: string): string => readFileSync(fileURLToPath(new URL(`../../packages/${file}`, import.meta.url)), 'utf8');
/** What is built may be built anew while this goes on. */
const scripts = ['html5/dist/html5.min.js', 'core/dist/edge.min.js'].map(read);
const oldScripts = ['html5/dist/html5.legacy.min.js', 'core/dist/edge.legacy.min.js'].map(read);

/** A request of a session that the collector read. */
export interface Heard {
  /** When it came, in epoch ms. */
  readonly time: number;
  readonly status: number;
  readonly message: string | undefined;
  /** It opened the session. */
  readonly opens: boolean;
  readonly events: readonly MediaEvent[];
}

/** The events of a body, whatever its API. */
const eventsIn = (body: unknown): readonly MediaEvent[] => {
  const { events } = body as { events?: readonly { readonly xdm: never }[] };
  return events ? (events.flatMap(({ xdm }) => eventsOf(xdm)) as readonly MediaEvent[]) : [body as MediaEvent];
};

/** A page to be left, a media server, and a collector that is a little away; each on an origin of its own. */
export interface Backend {
  /** The page of a closing; `cached`: the answer to a preflight may be kept. */
  urlOf(closing: Pick<Closing, 'number' | 'cached' | 'wire'>): string;
  /** Another page of the same site, without a player. */
  readonly elsewhere: string;
  /** What the collector read of the session of a closing, in the order of arrival. */
  heardOf(number: number): readonly Heard[];
  /** By the number of a closing, where its content stood as its page went, in seconds: once the other page is open. */
  left(): Promise<Readonly<Record<string, string>>>;
  close(): Promise<void>;
}

export async function openBackend(): Promise<Backend> {
  const heard = new Map<string, Heard[]>();
  const contentOf = new Map<string, string>();
  const collect = createCollector({
    onCall: (call) => {
      const { time, method, event, path, sessionId, status, message } = call;
      if (method !== 'POST') return;
      const opens = /\/(sessions|sessionStart)$/.test(path);
      const events = eventsIn(event);
      if (opens && sessionId) contentOf.set(sessionId, (events[0]!.params as { 'media.id': string })['media.id']);
      const content = contentOf.get(sessionId ?? /sessions\/([^/]+)/.exec(path)?.[1] ?? '');
      if (content) heard.set(content, [...(heard.get(content) ?? []), { time, status, message, opens, events }]);
    },
  });
  const [media, collector] = await Promise.all([
    startMediaServer(),
    serve(
      async (request) => {
        const isKept = new URL(request.url).pathname.startsWith('/cached');
        await pause(AWAY_MS / 2);
        const { status, headers, body } = await collect(request);
        await pause(AWAY_MS / 2);
        return new Response(body, {
          status,
          headers: { ...Object.fromEntries(headers), 'Access-Control-Max-Age': isKept ? '600' : '-1' },
        });
      },
      { port: 0 },
    ),
  ]);
  const at = { mark: MARK, media: media.url, endpoint: collector.url };
  const head = '<!doctype html><meta charset="utf-8"><title>Leaving</title><link rel="icon" href="data:,">';
  const script = `(${visit.toString()})(${JSON.stringify(at)})`;
  const scriptFor = { new: script, old: await forOldest(script) };
  const playerOf = (scripts: readonly string[]): string =>
    `<video muted playsinline></video>${scripts.map((script) => `<script>${script}</script>`).join('')}`;
  const playerFor = { new: playerOf(scripts), old: playerOf(oldScripts) };
  let took = (_: string): void => {};
  const site = createServer((request, response) => {
    if (request.method === 'POST') void text(request).then((body) => took(body));
    response.setHeader('content-type', 'text/html');
    const { pathname, searchParams } = new URL(request.url!, 'http://site');
    const age = searchParams.has('old') ? 'old' : 'new';
    response.end(`${head}${pathname === '/elsewhere' ? '' : playerFor[age]}<script>${scriptFor[age]}</script>`);
  }).listen(0, '127.0.0.1');
  await once(site, 'listening');
  const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  return {
    urlOf: ({ number, cached, wire }) =>
      `${url}/?closing=${number}&${cached ? 'cached' : 'asked'}&wire=${encodeURIComponent(wire)}`,
    elsewhere: `${url}/elsewhere`,
    heardOf: (number) => heard.get(`closing-${number}`) ?? [],
    left: () =>
      new Promise((resolve) => {
        took = (body) => resolve(JSON.parse(body) as Record<string, string>);
      }),
    async close() {
      site.closeAllConnections();
      site.close();
      await Promise.all([media.close(), collector.close()]);
    },
  };
}
