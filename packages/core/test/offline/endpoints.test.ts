import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TrackerOptions } from '../../src/index';
import { content } from '../tracking';
import { createBrowser, settle, type Visit } from './browser';

let browser: ReturnType<typeof createBrowser>;
beforeEach(() => void (browser = createBrowser()));
afterEach(() => void vi.unstubAllGlobals());

const DAY = 86_400_000;
/** Keeps so many sessions of downloaded content for an endpoint, in a page that crashes; returns what that page reported as lost. */
const leave = async (count: number, options: Partial<TrackerOptions>): Promise<readonly string[]> => {
  browser.answer(-1);
  const { lost, pass, tracker } = browser.visit({ downloaded: true, ...options });
  for (let session = 0; session < count; session++) {
    tracker.track('sessionStart', { ...content, 'media.id': `${session}` });
    tracker.track('sessionEnd');
    await pass(10);
  }
  browser.crash();
  browser.answer(0);
  return lost;
};
const hosts = () => browser.hosts.filter((host) => host !== 'gone.example');
const watch = ({ tracker }: Visit): void => {
  tracker.track('sessionStart', content);
  tracker.track('sessionEnd');
};

describe('what is stored for an endpoint', () => {
  test.each<[string, Partial<TrackerOptions>]>([
    ['that is gone', {}],
    ['that never answers', {}],
    ['that asks for peace', {}],
  ])('%s holds up nothing of the others', async (what) => {
    await leave(1, { endpoint: 'https://gone.example' });
    await leave(5, {});
    browser.answer((_, host) =>
      host !== 'gone.example' ? 0 : what === 'that is gone' ? -1 : what === 'that asks for peace' ? 429 : -2,
    );
    const visit = browser.visit();
    await visit.pass(1_000);
    expect(hosts()).toEqual(Array(5).fill('c.example'));
    expect(await browser.stored()).toEqual(['sessionStart', 'sessionEnd']);
    expect(visit.lost).toEqual([]);
  });

  test('that is gone is tried again ever more rarely, and given up after 30 days, with a report', async () => {
    await leave(1, { endpoint: 'https://gone.example' });
    let requests = 0;
    browser.answer((_, host) => (host === 'gone.example' ? (requests++, -1) : 0));
    const visit = browser.visit();
    await visit.pass(3_600_000);
    expect(requests).toBeGreaterThan(10);
    expect(requests).toBeLessThan(250);
    expect(visit.lost).toEqual([]);
    browser.crash();
    browser.goesOn(30 * DAY);
    const later = browser.visit();
    await settle();
    expect(later.lost).toEqual(['sessionStart', 'sessionEnd'].map((type) => `${type} expired it was kept for 30 days`));
    expect(await browser.stored()).toEqual([]);
  });

  test('is no more than 100 sessions: the oldest are given up whole, with a report', async () => {
    // Its own attempts, at random times, may already have given up some.
    const lost = await leave(103, { endpoint: 'https://gone.example' });
    browser.answer((_, host) => (host === 'gone.example' ? 503 : 0));
    const visit = browser.visit();
    await visit.pass(1_000);
    for (let more = 0; more < 3; more++) await settle();
    expect([...lost, ...visit.lost]).toEqual(Array(3).fill(['sessionStart overflow', 'sessionEnd overflow']).flat());
    expect((await browser.stored()).length).toBe(200);
  });

  test('and asks for 600 s of peace is asked every 10 s at most, however often the tab is switched or a session ends', async () => {
    let requests = 0;
    const visit = browser.visit({
      downloaded: true,
      fetch: async () => (requests++, new Response('', { status: 429, headers: { 'Retry-After': '600' } })),
    });
    watch(visit);
    await settle();
    for (let second = 0; second < 60; second++) {
      visit.window.dispatchEvent(new Event('online'));
      if (second % 20 === 0) watch(visit);
      await visit.pass(1_000);
    }
    expect(requests).toBeGreaterThan(3);
    expect(requests).toBeLessThanOrEqual(7);
    expect(visit.clock.timers).toBeLessThanOrEqual(2);
  });
});

test.each([true, false])(
  'a batch that is on its way is not sent again, whatever the page does (Web Locks: %s)',
  async (hasLocks) => {
    if (!hasLocks) browser.navigator.locks = undefined;
    const waiting: ((response: Response) => void)[] = [];
    const visit = browser.visit({ downloaded: true, fetch: () => new Promise((resolve) => waiting.push(resolve)) });
    watch(visit);
    await settle();
    const document = visit.document;
    for (const hidden of [true, false]) {
      document.hidden = hidden;
      document.dispatchEvent(new Event('visibilitychange'));
      await settle();
    }
    visit.window.dispatchEvent(new Event('online'));
    await settle();
    expect(waiting.length).toBe(1);
    waiting[0]!(new Response(null, { status: 204 }));
    await visit.pass(60_000);
    expect([waiting.length, visit.lost]).toEqual([1, []]);
  },
);

test('a web page in place of an answer delivers nothing that is stored', async () => {
  await leave(1, {});
  let isBetween = true;
  const visit = browser.visit({
    fetch: async () => (isBetween ? new Response('<html>') : new Response(null, { status: 204 })),
  });
  await visit.pass(10_000);
  expect(await browser.stored()).toEqual(['sessionStart', 'sessionEnd']);
  isBetween = false;
  await visit.pass(60_000);
  expect([visit.lost, await browser.stored()]).toEqual([[], []]);
});
