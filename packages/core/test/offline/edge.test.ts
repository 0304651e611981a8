import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { edge } from '../../src/edge';
import type { TrackerOptions } from '../../src/index';
import { validateEdge } from '../../src/wire/schema';
import { content } from '../tracking';
import { createBrowser, settle } from './browser';

let browser: ReturnType<typeof createBrowser>;
beforeEach(() => void (browser = createBrowser()));
afterEach(() => void vi.unstubAllGlobals());

/** Requests of all visits: the path, and its body. */
let asked: { path: string; body: unknown }[];
let isAway: boolean;
beforeEach(() => {
  asked = [];
  isAway = false;
});

/** A page that speaks the Edge wire. */
const overEdge = (datastreamId = 'd'): Partial<TrackerOptions> =>
  ({
    endpoint: undefined,
    wire: edge({ datastreamId }),
    fetch: async (url: string, { body }: { body: string }) => {
      if (isAway) throw new TypeError('Failed to fetch');
      const { pathname, search } = new URL(url);
      asked.push({ path: pathname + search, body: JSON.parse(body) });
      const handle = [{ type: 'media-analytics:new-session', payload: [{ sessionId: 'a'.repeat(64) }] }];
      return pathname.endsWith('/sessionStart') ? new Response(JSON.stringify({ handle })) : new Response(null, { status: 204 });
    },
  }) as unknown as Partial<TrackerOptions>;
const paths = (): string[] => asked.map(({ path }) => path);

test('downloaded content is one request to /downloaded, which its schema takes', async () => {
  const { tracker, pass } = browser.visit({ ...overEdge(), downloaded: true });
  tracker.track('sessionStart', content);
  tracker.track('play');
  await pass(60_000);
  tracker.track('sessionEnd');
  await pass(1_000);
  expect(paths()).toEqual(['/ee/va/v1/downloaded?configId=d']);
  expect(validateEdge('downloaded', asked[0]!.body)).toEqual([]);
  expect(await browser.stored()).toEqual([]);
});

test('what is left goes at the next visit, to the datastream that it was stored for', async () => {
  isAway = true;
  const { tracker, pass } = browser.visit({ ...overEdge('old'), downloaded: true });
  tracker.track('sessionStart', content);
  tracker.track('sessionEnd');
  await pass(1_000);
  browser.crash();
  isAway = false;
  await browser.visit(overEdge('new')).pass(1_000);
  expect(paths()).toEqual(['/ee/va/v1/downloaded?configId=old']);
});

test('what is stored for an open session goes to it by its id', async () => {
  const { tracker, pass } = browser.visit(overEdge());
  tracker.track('sessionStart', content);
  await pass(100);
  isAway = true;
  tracker.track('play');
  await pass(100);
  browser.crash();
  isAway = false;
  await browser.visit(overEdge()).pass(1_000);
  expect(paths().map((path) => path.split('?')[0])).toEqual(['/ee/va/v1/sessionStart', '/ee/va/v1/play']);
  expect(JSON.stringify(asked[1]!.body)).toContain('a'.repeat(64));
});

test('a page that changed to Edge delivers what it had stored for the other wire', async () => {
  browser.answer(-1);
  const { tracker, pass } = browser.visit({ downloaded: true });
  tracker.track('sessionStart', content);
  tracker.track('sessionEnd');
  await pass(1_000);
  browser.crash();
  await browser.visit(overEdge()).pass(1_000);
  expect(paths()).toEqual(['/api/v1/downloaded']);
});

test('a page without Edge leaves what was stored for it to one that has it', async () => {
  isAway = true;
  const { tracker, pass } = browser.visit({ ...overEdge(), downloaded: true });
  tracker.track('sessionStart', content);
  tracker.track('sessionEnd');
  await pass(1_000);
  browser.crash();
  isAway = false;
  const plain = browser.visit();
  await plain.pass(5_000);
  expect([browser.sent, plain.lost, (await browser.stored()).length]).toEqual([[], [], 2]);
  browser.crash();
  await browser.visit(overEdge()).pass(1_000);
  await settle();
  expect(paths()).toEqual(['/ee/va/v1/downloaded?configId=d']);
});
