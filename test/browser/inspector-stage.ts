import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { createCollector, createMemoryStore } from '@media-collection/collector';
import { serve, type RunningServer } from '@media-collection/collector/serve';
import { openBrowser, type Browser } from './browser';

let browser: Browser;
let server: RunningServer;

/** The address of a collector of its own for every test of a file that imports this. */
export let url: string;
/** A page that looks at nothing yet. */
export let page: Page;
/** What went wrong in the page, and what its policy forbade. */
export let errors: string[];
/** Whom the page asked for anything. */
export let hosts: Set<string>;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

beforeEach(async () => {
  const store = createMemoryStore({ maxSessions: 20_000 });
  server = await serve(createCollector({ store, inspect: true }), { port: 0 });
  url = server.url;
  page = await browser.context.newPage();
  errors = [];
  hosts = new Set();
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`);
  });
  page.on('request', (sent) => hosts.add(new URL(sent.url()).hostname));
  await page.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      console.error(`${effectiveDirective} forbids ${blockedURI}`),
    ),
  );
});
afterEach(async () => {
  await page.close();
  await server.close();
});

/** Ends the collector, and starts another one with an empty store at the same address; resolves to a function that does the latter. */
export async function endCollector(): Promise<() => Promise<void>> {
  const port = Number(new URL(url).port);
  await server.close(0);
  return async () => {
    server = await serve(createCollector({ store: createMemoryStore(), inspect: true }), { port });
  };
}

/** Second, type, playhead, and what else rides on the event. */
export type Row = readonly [second: number, eventType: string, playhead: number, parts?: object | undefined];

const usual: Readonly<Record<string, object>> = {
  sessionStart: {
    'analytics.trackingServer': 'acme.sc.omtrdc.net',
    'analytics.reportSuite': 'acme',
    'visitor.marketingCloudOrgId': 'ACME@AdobeOrg',
    'visitor.marketingCloudUserId': '41861666193140161934276845651148876988',
    'media.id': 'ep-1',
    'media.name': 'Pilot',
    'media.length': 80,
    'media.contentType': 'vod',
    'media.playerName': 'html5',
    'media.channel': 'test',
  },
  adBreakStart: { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0 },
  adStart: { 'media.ad.id': 'ad-7', 'media.ad.length': 4, 'media.ad.podPosition': 1, 'media.ad.playerName': 'html5' },
  chapterStart: { 'media.chapter.index': 1, 'media.chapter.offset': 0, 'media.chapter.length': 30 },
};

const START = 1_795_000_000_000;

/** The event of a row. */
export function eventOf([second, eventType, playhead, parts = {}]: Row) {
  const { params, ...others } = parts as { params?: object };
  const all = { ...usual[eventType], ...params };
  return {
    eventType,
    playerTime: { ts: START + Math.round(second * 1_000), playhead },
    ...(Object.keys(all).length && { params: all }),
    ...others,
  };
}

/** Posts a body to the collector. */
export const post = (path: string, body: unknown) =>
  fetch(url + path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

/** Sends a session, or more of one; resolves to its id. */
export async function send(rows: readonly Row[], id?: string): Promise<string> {
  let session = id;
  for (const row of rows) {
    const reply = await post(session === undefined ? '/api/v1/sessions' : `/api/v1/sessions/${session}/events`, eventOf(row));
    expect(reply.status, await reply.text()).toBeLessThan(300);
    session ??= reply.headers.get('location')!.split('/').at(-1)!;
  }
  return session!;
}

/** A pre-roll, content, a buffering, a seek, a state, and an event that breaks a rule. */
export const viewing: readonly Row[] = [
  [0, 'sessionStart', 0],
  [0, 'adBreakStart', 0],
  [0.1, 'adStart', 0],
  [4.1, 'adComplete', 0],
  [4.2, 'adBreakComplete', 0],
  [4.3, 'play', 0, { qoeData: { 'media.qoe.timeToStart': 612 } }],
  [4.4, 'chapterStart', 0, { params: { 'media.chapter.friendlyName': 'Cold open' } }],
  [10.3, 'bufferStart', 6],
  [12.3, 'play', 6],
  [14.3, 'pauseStart', 8],
  [15.3, 'play', 30],
  [16, 'stateStart', 30.7, { params: { 'media.state.name': 'mute' } }],
  [20.3, 'adStart', 35],
  [22, 'stateEnd', 36.7, { params: { 'media.state.name': 'mute' } }],
];

/** Opens the inspector, by default without a session. */
export async function open(hash = ''): Promise<void> {
  await page.goto(`${url}/${hash}`);
  await page.getByText('live', { exact: true }).first().waitFor();
}

/** The accessible names of what has a role within the picture. */
export const wordsOf = (role: 'listitem' | 'button', within = '.picture svg') =>
  page
    .locator(within)
    .first()
    .getByRole(role)
    .evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label')));

/** A number under its label. */
export const number = (label: string) => page.locator('.numbers div', { hasText: label }).first().locator('dd').textContent();
