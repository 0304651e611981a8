import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Fetch, TrackerOptions } from '../src/index';
import { createBench } from './bench';
import { content } from './tracking';

let sentences: string[];
beforeEach(() => {
  sentences = [];
  vi.spyOn(console, 'warn').mockImplementation((sentence: string) => void sentences.push(sentence));
});
afterEach(() => void vi.restoreAllMocks());

const opened = (): Response => new Response(null, { status: 201, headers: { Location: '/api/v1/sessions/s1' } });
/** A page that gave neither onLost nor onWarning, or what it gave. */
const bench = (fetch: Fetch, options: Partial<TrackerOptions> = {}) =>
  createBench({ prerollWait: 0, fetch, onLost: undefined, onWarning: undefined, ...options } as never);

describe('a page that gave no onLost', () => {
  test.each([
    [404, 'is endpoint right?'],
    [403, 'is endpoint right?'],
    [400, 'no such key'],
  ])('finds on the console that an opening was answered %i, once, with address, status and what to do', async (status, hint) => {
    const { pass, tracker } = bench(async () => new Response('no such key', { status }));
    for (let session = 0; session < 3; session++) {
      tracker.track('sessionStart', content);
      tracker.track('play');
      await pass(300);
      tracker.track('sessionEnd');
    }
    expect(sentences).toEqual([
      expect.stringContaining(`sessionStart is lost (refused): https://c.example/api/v1/sessions responded ${status}`),
    ]);
    expect(sentences[0]).toContain(hint);
  });

  test('finds each kind of loss, once', async () => {
    let status = 204;
    const { pass, tracker } = bench(async (url) => (url.endsWith('/events') ? new Response(null, { status }) : opened()));
    tracker.track('sessionStart', content);
    await pass(0);
    for (status of [400, 400, 410, 410]) {
      tracker.track('bitrateChange');
      await pass(0);
    }
    expect(sentences.map((sentence) => /\((\w+)\): \S+ responded (\d+)/.exec(sentence)?.slice(1).join(' '))).toEqual([
      'refused 400',
      'expired 410',
    ]);
    // No file of the repository: the page has only the package.
    for (const sentence of sentences) expect(sentence).toMatch(/: set onLost to receive all lost events\.$/);
  });

  test.each<[string, Fetch, string]>([
    ['nobody answers', () => new Promise(() => {}), 'did not respond'],
    ['the network is away', () => Promise.reject(new TypeError('no network')), 'did not respond'],
    ['the service only says that it is down', async () => new Response('', { status: 503 }), 'responded 503'],
    ['somebody else answers', async () => new Response('<html>'), 'responded 200 with a web page'],
  ])('finds one sentence when for 30 s %s', async (_, fetch, what) => {
    const { pass, tracker } = bench(fetch);
    tracker.track('sessionStart', content);
    await pass(29_999);
    expect(sentences).toEqual([]);
    await pass(1);
    await pass(3_600_000);
    expect(sentences.filter((sentence) => !/is lost/.test(sentence))).toEqual([
      expect.stringContaining(`nothing was delivered for 30 s: https://c.example/api/v1/sessions ${what}. Is endpoint right`),
    ]);
  });

  test('finds nothing while the browser is offline, and one sentence when it is not and still nobody answers', async () => {
    const navigator = { onLine: false };
    vi.stubGlobal('navigator', navigator);
    const { pass, tracker } = bench(() => Promise.reject(new TypeError('no network')));
    tracker.track('sessionStart', content);
    await pass(600_000);
    expect(sentences).toEqual([]);
    navigator.onLine = true;
    await pass(100_000);
    expect(sentences.length).toBe(1);
    vi.unstubAllGlobals();
  });

  test('finds one sentence of an opening whose session id cannot be read', async () => {
    const { pass, tracker } = bench(async () => new Response(null, { status: 201 }));
    tracker.track('sessionStart', content);
    await pass(25_000);
    expect(sentences).toEqual([expect.stringContaining('https://c.example/api/v1/sessions opens no session: ')]);
  });

  test('finds nothing while the service answers', async () => {
    const { pass, tracker } = bench(async (url) => (url.endsWith('/events') ? new Response(null, { status: 204 }) : opened()));
    tracker.track('sessionStart', content);
    tracker.track('play');
    await pass(600_000);
    expect(sentences).toEqual([]);
  });

  test('finds it on the console also where it gave onWarning', async () => {
    const warnings: string[] = [];
    const { pass, tracker } = bench(async () => new Response('', { status: 404 }), {
      onWarning: (sentence) => warnings.push(sentence),
    });
    tracker.track('sessionStart', content);
    await pass(0);
    expect([sentences.length, warnings]).toEqual([1, []]);
  });
});

test('a page that gave onLost finds nothing on the console, and is warned when nobody answers', async () => {
  const lost: string[] = [];
  const warnings: string[] = [];
  const { pass, tracker } = bench(() => new Promise(() => {}), {
    onLost: ({ eventType }, why) => lost.push(`${eventType} ${why}`),
    onWarning: (sentence) => warnings.push(sentence),
  });
  tracker.track('sessionStart', content);
  await pass(30_000);
  tracker.destroy();
  await pass(60_000);
  expect([sentences, warnings.length]).toEqual([[], 1]);
  expect(lost.every((one) => one.endsWith(' destroyed'))).toBe(true);
  expect(lost.length).toBe(5);
});
