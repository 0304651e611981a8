import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { content, createFakeAdapter } from '../tracking';
import { createBrowser, settle, type Visit } from './browser';

let browser: ReturnType<typeof createBrowser>;
beforeEach(() => void (browser = createBrowser()));
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const refuse = (): never => {
  throw new DOMException('denied', 'SecurityError');
};
/** What may be wrong with a browser. */
const wants = {
  'no IndexedDB': () => vi.stubGlobal('indexedDB', undefined),
  'an IndexedDB that refuses': () => vi.stubGlobal('indexedDB', { open: refuse }),
  'an IndexedDB that never opens': () => vi.stubGlobal('indexedDB', { open: () => ({}) }),
  'an IndexedDB that fails to open': () =>
    vi.stubGlobal('indexedDB', {
      open: () => {
        const request = { error: new DOMException('private', 'InvalidStateError'), onerror: () => {} };
        setImmediate(() => request.onerror());
        return request;
      },
    }),
  'no Web Locks': () => void (browser.navigator.locks = undefined),
  'Web Locks that reject': () => void (browser.navigator.locks = { request: async () => refuse() }),
  'Web Locks that throw': () => void (browser.navigator.locks = { request: refuse }),
};
/** A viewing of 10 s without its end. */
const begin = async ({ tracker, pass }: Visit): Promise<void> => {
  tracker.track('sessionStart', content);
  tracker.track('play');
  await pass(10_000);
};

describe.each(Object.entries(wants))('with %s', (_, want) => {
  beforeEach(() => void want());

  test('downloaded content is sent from memory, with one warning', async () => {
    browser.answer(-1);
    const visit = browser.visit({ downloaded: true });
    await begin(visit);
    visit.tracker.track('sessionEnd');
    await begin(visit);
    visit.tracker.track('sessionEnd');
    await settle();
    browser.answer(0);
    visit.window.dispatchEvent(new Event('online'));
    await settle();
    expect(browser.lines).toEqual(Array(2).fill('downloaded: sessionStart play play sessionEnd'));
    expect([visit.lost, visit.warnings.length]).toEqual([[], 1]);
    expect(visit.warnings[0]).toMatch(/^offline stores events in memory only: /);
  });

  test('and a page that goes it is sent at once, and reported when that fails', async () => {
    const first = browser.visit({ downloaded: true });
    await begin(first);
    await first.leave();
    expect(browser.lines).toEqual(['downloaded: sessionStart play play sessionEnd']);
    browser.answer(-1);
    const second = browser.visit({ downloaded: true });
    await begin(second);
    await second.leave();
    expect(second.lost).toEqual(['sessionStart', 'play', 'play', 'sessionEnd'].map((type) => `${type} unanswered`));
  });

  test('and a tracker that is destroyed it is sent once, and reported when that fails', async () => {
    const visit = browser.visit({ downloaded: true });
    await begin(visit);
    browser.answer(-1);
    visit.tracker.destroy();
    await settle();
    expect(visit.lost).toEqual(['sessionStart', 'play', 'play', 'sessionEnd'].map((type) => `${type} destroyed`));
  });

  test('what is streamed goes as it goes without', async () => {
    const visit = browser.visit();
    await begin(visit);
    await visit.leave();
    expect(browser.lines.map((line) => line.split(' ')[1])).toEqual(['sessionStart', 'play', 'play', 'sessionEnd']);
    expect(visit.lost).toEqual([]);
  });
});

test('a quota that is spent in the middle of a session leaves the rest in memory, with one warning', async () => {
  const visit = browser.visit({ downloaded: true });
  visit.tracker.track('sessionStart', content);
  await settle();
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  await begin({
    ...visit,
    tracker: { ...visit.tracker, track: (type: string) => type === 'play' && visit.tracker.track('play') } as never,
  });
  expect(await browser.stored()).toEqual(['sessionStart']);
  visit.tracker.track('sessionEnd');
  await settle();
  expect(browser.lines).toEqual(['downloaded: sessionStart play play sessionEnd']);
  expect([visit.lost, visit.warnings.length, await browser.stored()]).toEqual([[], 1, []]);
  expect(visit.warnings[0]).toContain('QuotaExceededError');
});

test('with Web Locks that are denied for a while, what is stored goes when they are granted again', async () => {
  const { request } = browser.locks;
  const visit = browser.visit({ downloaded: true });
  await begin(visit);
  browser.locks.request = () => Promise.reject(new DOMException('denied', 'SecurityError'));
  visit.tracker.track('sessionEnd');
  await visit.pass(10_000);
  expect(browser.lines).toEqual([]);
  browser.locks.request = request;
  await visit.pass(120_000);
  expect(browser.lines).toEqual(['downloaded: sessionStart play play sessionEnd']);
  expect([visit.lost, await browser.stored()]).toEqual([[], []]);
});

test('with a clock of the page that has fractions of a millisecond, what a visit before left is sent', async () => {
  browser.answer(-1);
  const first = browser.visit({ downloaded: true });
  const { now, after } = first.clock;
  const second = browser.visit({ downloaded: true, clock: { now: () => now() + 0.3, after } });
  await begin({ ...second, pass: first.pass });
  second.tracker.track('sessionEnd');
  await settle();
  browser.crash();
  browser.answer(0);
  const third = browser.visit();
  await third.pass(10_000);
  expect(browser.lines).toEqual(['downloaded: sessionStart play play sessionEnd']);
  expect([third.lost, third.warnings]).toEqual([[], []]);
});

describe('a viewer', () => {
  test('who has not decided has nothing stored and nothing sent', async () => {
    const visit = browser.visit({ downloaded: true, consent: 'pending' });
    await begin(visit);
    visit.tracker.track('sessionEnd');
    await settle();
    expect([browser.sent, await browser.stored()]).toEqual([[], []]);
    visit.tracker.consent('in');
    await settle();
    expect(browser.lines).toEqual(['downloaded: sessionStart play play sessionEnd']);
    expect([visit.lost, await browser.stored()]).toEqual([[], []]);
  });

  test('who refuses then is forgotten', async () => {
    const visit = browser.visit({ downloaded: true, consent: 'pending' });
    await begin(visit);
    visit.tracker.consent('out');
    visit.tracker.track('sessionEnd');
    await visit.pass(120_000);
    expect([browser.sent, await browser.stored()]).toEqual([[], []]);
    expect(visit.lost).toEqual(['sessionStart consent', 'play consent', 'play consent']);
  });

  test.each([true, false])(
    'who withdraws leaves nothing in storage, and nothing more is sent (downloaded: %s)',
    async (downloaded) => {
      browser.answer(-1);
      const visit = browser.visit({ downloaded });
      await begin(visit);
      visit.tracker.track('sessionEnd');
      await begin(visit);
      expect((await browser.stored()).length).toBe(7);
      browser.answer(0);
      visit.tracker.consent('out');
      visit.window.dispatchEvent(new Event('online'));
      await visit.pass(120_000);
      expect([
        browser.sent.filter(({ path }) => path !== '/api/v1/sessions'),
        await browser.stored(),
        browser.locks.names,
      ]).toEqual([[], [], []]);
      expect(visit.lost.filter((lost) => lost.endsWith(' consent')).length).toBe(7);
      browser.crash();
      browser.visit();
      await settle();
      expect(browser.sent.length).toBe(0);
    },
  );

  test('who refuses at the next visit does not learn of what was left by the one before', async () => {
    browser.answer(-1);
    await begin(browser.visit({ downloaded: true }));
    browser.crash();
    browser.answer(0);
    const second = browser.visit({ consent: 'out' });
    await settle();
    expect([browser.sent, await browser.stored()]).toEqual([[], []]);
    expect(second.lost).toEqual(['sessionStart consent', 'play consent', 'play consent']);
  });

  test('who agrees again at once is recorded anew', async () => {
    const visit = browser.visit({ downloaded: true });
    const fake = createFakeAdapter();
    visit.tracker.attach(fake);
    fake.emit({ type: 'playRequested' });
    fake.emit({ type: 'playing' });
    await visit.pass(1_000);
    visit.tracker.consent('out');
    visit.tracker.consent('in');
    await visit.pass(1_000);
    fake.emit({ type: 'ended' });
    await settle();
    expect(browser.lines.join()).toMatch(/^downloaded: sessionStart .*sessionComplete$/);
    expect(browser.sent[0]!.events[0]!.params).toMatchObject({ 'media.resume': true });
    expect(await browser.stored()).toEqual([]);
  });

  test('who has not decided when the page goes leaves what others left', async () => {
    browser.answer(-1);
    await begin(browser.visit({ downloaded: true }));
    browser.crash();
    const second = browser.visit({ downloaded: true, consent: 'pending' });
    await begin(second);
    await second.leave();
    expect(second.lost.toSorted()).toEqual(['play left', 'play left', 'sessionEnd left', 'sessionStart left']);
    expect(await browser.stored()).toEqual(['sessionStart', 'play', 'play']);
  });
});
