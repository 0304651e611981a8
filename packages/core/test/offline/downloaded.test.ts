import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { content, params, track } from '../tracking';
import type { BaseParams } from '../../src/index';
import { createBrowser, settle, type Visit } from './browser';

let browser: ReturnType<typeof createBrowser>;
beforeEach(() => void (browser = createBrowser()));
afterEach(() => void vi.unstubAllGlobals());

/** Watches downloaded content from its start. */
const watch = async ({ tracker, pass }: Visit, ms = 60_000): Promise<void> => {
  tracker.track('sessionStart', content);
  tracker.track('play');
  await pass(ms);
};
const whole = 'downloaded: sessionStart play play ping sessionComplete';

describe('downloaded content', () => {
  test('is sent as a whole when it has ended, and then nothing is kept', async () => {
    const visit = browser.visit({ downloaded: true });
    await watch(visit);
    expect(browser.lines).toEqual([]);
    expect(await browser.stored()).toEqual(['sessionStart', 'play', 'play', 'ping']);
    visit.tracker.track('sessionComplete');
    await settle();
    expect(browser.lines).toEqual([whole]);
    expect(browser.sent[0]!.events[0]!.params).toMatchObject({ 'media.downloaded': true, 'media.id': 'ep-1' });
    expect(await browser.stored()).toEqual([]);
    expect([visit.lost, visit.warnings, browser.locks.names]).toEqual([[], [], []]);
  });

  test('that was delivered is forgotten: nothing of it is looked for when consent is withdrawn', async () => {
    const { tracker } = browser.visit({ downloaded: true });
    for (const id of ['a', 'b', 'c']) {
      tracker.track('sessionStart', { ...content, 'media.id': id });
      tracker.track('sessionComplete');
      await settle();
    }
    expect(browser.lines.length).toBe(3);
    const removed = vi.spyOn(IDBObjectStore.prototype, 'delete');
    tracker.consent('out');
    await settle();
    expect(removed).not.toHaveBeenCalled();
    removed.mockRestore();
  });

  test('may be one content among others, which are streamed', async () => {
    const { tracker } = browser.visit();
    tracker.track('sessionStart', content);
    await settle();
    tracker.track('sessionEnd');
    tracker.track('sessionStart', { ...content, 'media.downloaded': true });
    tracker.track('sessionEnd');
    await settle();
    expect(browser.lines).toEqual([
      'sessions: sessionStart',
      'sessions/s1/events: sessionEnd',
      'downloaded: sessionStart sessionEnd',
    ]);
  });

  test('pings every 50 s, in ads too', async () => {
    const { tracker, pass } = browser.visit({ downloaded: true, adPingInterval: 1_000 });
    tracker.track('sessionStart', content);
    tracker.track('adBreakStart', { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0 });
    tracker.track('adStart', { 'media.ad.id': 'a', 'media.ad.length': 120, 'media.ad.podPosition': 1 });
    tracker.track('play');
    await pass(110_000);
    tracker.track('sessionEnd');
    await settle();
    const [{ events } = { events: [] }] = browser.sent;
    const pings = events.filter(({ eventType }) => eventType === 'ping').map(({ playerTime }) => playerTime.ts);
    expect(pings.map((ts) => ts - events[0]!.playerTime.ts)).toEqual([50_000, 100_000]);
  });

  test('without the module is refused with a sentence that says so', async () => {
    const { tracker, warnings, made } = track({ downloaded: true });
    tracker.track('sessionStart', content);
    expect([made, warnings]).toEqual([[], ['sessionStart is ignored: downloaded content needs the option offline.']]);
  });

  test('of which a page that is left, or crashed, knew no end is ended where it was last seen', async () => {
    const first = browser.visit({ downloaded: true });
    await watch(first, 30_000);
    browser.crash();
    const second = browser.visit();
    await settle();
    expect(browser.lines).toEqual(['downloaded: sessionStart play play sessionEnd']);
    const [{ events } = { events: [] }] = browser.sent;
    expect(events[3]!.playerTime).toEqual({ ...events[2]!.playerTime, ts: events[2]!.playerTime.ts + 1 });
    expect([second.lost, await browser.stored()]).toEqual([[], []]);
  });

  test('that ends as the page goes is sent at the next visit, once', async () => {
    const first = browser.visit({ downloaded: true });
    await watch(first);
    await first.leave();
    expect(browser.lines).toEqual([]);
    browser.crash();
    browser.visit();
    browser.visit();
    await settle();
    expect(browser.lines).toEqual(['downloaded: sessionStart play play ping sessionEnd']);
  });

  test('on its way as the page goes is not sent again, unless the network is away', async () => {
    for (const onLine of [true, false]) {
      browser.sent.splice(0);
      browser.navigator.onLine = onLine;
      const first = browser.visit({ downloaded: true, fetch: () => new Promise(() => {}) });
      await watch(first);
      first.tracker.track('sessionComplete');
      await settle();
      await first.leave();
      browser.crash();
      browser.visit();
      await settle();
      expect(browser.lines).toEqual(onLine ? [] : [whole]);
      expect(first.lost.length).toBe(onLine ? 5 : 0);
    }
  });

  test('waits while the network is away, and goes in the order in which it began', async () => {
    browser.answer(-1);
    const visit = browser.visit({ downloaded: true });
    for (const id of ['a', 'b', 'c']) {
      visit.tracker.track('sessionStart', { ...content, 'media.id': id });
      visit.tracker.track('sessionEnd');
      await visit.pass(90_000);
    }
    expect(browser.sent).toEqual([]);
    browser.answer(0);
    visit.window.dispatchEvent(new Event('online'));
    await settle();
    expect(browser.sent.map(({ events }) => events[0]!.params)).toMatchObject(['a', 'b', 'c'].map((id) => ({ 'media.id': id })));
    expect([visit.lost, await browser.stored()]).toEqual([[], []]);
  });

  test('is tried again by itself', async () => {
    browser.answer(503);
    const visit = browser.visit({ downloaded: true });
    await watch(visit);
    visit.tracker.track('sessionComplete');
    await settle();
    browser.answer(0);
    await visit.pass(2_000);
    expect(browser.lines).toEqual([whole]);
  });

  test.each([0, 1, 2, 4, 8])('that ends while the store is read, %d turns after that began, is sent then', async (turns) => {
    const { tracker, window } = browser.visit({ downloaded: true });
    await settle();
    window.dispatchEvent(new Event('online'));
    for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    tracker.track('sessionStart', content);
    tracker.track('sessionComplete');
    await settle();
    expect(browser.lines).toEqual(['downloaded: sessionStart sessionComplete']);
    expect(await browser.stored()).toEqual([]);
  });

  test('that the service refuses is dropped with a report, and the next one goes', async () => {
    let refusals = 0;
    browser.answer(() => (refusals++ ? 0 : 400));
    const visit = browser.visit({ downloaded: true });
    for (let session = 0; session < 2; session++) {
      visit.tracker.track('sessionStart', content);
      visit.tracker.track('sessionEnd');
    }
    await settle();
    expect(visit.lost).toEqual(['sessionStart', 'sessionEnd'].map((type) => `${type} refused {"message":"answered 400"}`));
    expect(browser.lines).toEqual(['downloaded: sessionStart sessionEnd']);
    expect(await browser.stored()).toEqual([]);
  });

  test('that the service fails at holds no other up, and is tried on', async () => {
    const visit = browser.visit({ downloaded: true });
    let posts = 0;
    browser.answer(() => (posts++ % 2 || posts > 8 ? 0 : 500));
    for (const id of ['a', 'b', 'c']) {
      visit.tracker.track('sessionStart', { ...content, 'media.id': id });
      visit.tracker.track('sessionEnd');
    }
    await visit.pass(120_000);
    const ids = browser.sent.map(({ events }) => (events[0]!.params as { 'media.id': string })['media.id']);
    expect(ids.toSorted()).toEqual(['a', 'b', 'c']);
    expect(ids[0]).toBe('b');
    expect([visit.lost, await browser.stored()]).toEqual([[], []]);
  });

  test.each([0, 5_000])('whose params come %d ms after destroy() is sent as a whole', async (ms) => {
    let keep = (_: BaseParams): void => {};
    const visit = browser.visit({ downloaded: true, params: () => new Promise((resolve) => (keep = resolve)) });
    visit.tracker.track('sessionStart', content);
    visit.tracker.track('play');
    await visit.pass(2_000);
    visit.tracker.destroy();
    if (ms) await visit.pass(ms);
    keep(params);
    await settle();
    expect(browser.lines).toEqual(['downloaded: sessionStart play play sessionEnd']);
    expect([visit.lost, await browser.stored(), browser.locks.names]).toEqual([[], [], []]);
  });

  test('whose tracker is destroyed from within onEvent has its end', async () => {
    const visit: Visit = browser.visit({
      downloaded: true,
      onEvent: ({ eventType }) => void (eventType === 'pauseStart' && visit.tracker.destroy()),
    });
    await watch(visit, 1_000);
    visit.tracker.track('pauseStart');
    await settle();
    expect(browser.lines).toEqual(['downloaded: sessionStart play play pauseStart sessionEnd']);
    expect([visit.lost, await browser.stored(), browser.locks.names]).toEqual([[], [], []]);
  });
});
