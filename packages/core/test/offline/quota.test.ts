import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { content } from '../tracking';
import { createBrowser, settle, type Visit } from './browser';

let browser: ReturnType<typeof createBrowser>;
beforeEach(() => void (browser = createBrowser()));
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const { put } = IDBObjectStore.prototype;
/** From now on the disk has no room for events of these types; returns what makes room. */
const fill = (doesNotFit = /./): (() => void) => {
  const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, row) {
    if (doesNotFit.test((row as { event: { eventType: string } }).event.eventType))
      throw new DOMException('full', 'QuotaExceededError');
    return put.call(this, row);
  });
  return () => full.mockRestore();
};
/** Watches downloaded content for 60 s. */
const watch = async (): Promise<Visit> => {
  const visit = browser.visit({ downloaded: true });
  visit.tracker.track('sessionStart', content);
  visit.tracker.track('play');
  await visit.pass(60_000);
  return visit;
};
const hides = async ({ window }: Visit, persisted: boolean): Promise<void> => {
  window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted }));
  await settle();
};
/** Types of the events that were stored before the disk was full, and the batch that they become. */
const stored = ['sessionStart', 'play', 'play', 'ping'];
const batch = 'downloaded: sessionStart play play ping sessionEnd';

describe('of downloaded content on a disk that is full', () => {
  test('what was stored before goes at the next visit, and the rest is reported as the page goes', async () => {
    const visit = await watch();
    const free = fill();
    visit.tracker.track('pauseStart');
    await visit.pass(1_000);
    await visit.leave();
    expect([browser.lines, visit.lost, await browser.stored()]).toEqual([[], ['pauseStart left', 'sessionEnd left'], stored]);
    browser.crash();
    free();
    const next = browser.visit();
    await settle();
    expect([browser.lines, next.lost, await browser.stored()]).toEqual([[batch], [], []]);
  });

  test('a session that ended and waits for the network is treated alike', async () => {
    browser.answer(-1);
    const visit = await watch();
    const free = fill();
    visit.tracker.track('sessionEnd');
    await visit.pass(1_000);
    await visit.leave();
    expect([visit.lost, await browser.stored()]).toEqual([['sessionEnd left'], stored]);
    browser.crash();
    free();
    browser.answer(0);
    browser.visit();
    await settle();
    expect(browser.lines).toEqual([batch]);
  });

  test('what was stored before is sent when the page returns from the back/forward cache', async () => {
    const visit = await watch();
    fill();
    visit.tracker.track('pauseStart');
    await hides(visit, true);
    visit.window.dispatchEvent(new Event('pageshow'));
    await settle();
    expect([browser.lines, visit.lost, await browser.stored()]).toEqual([[batch], ['pauseStart left', 'sessionEnd left'], []]);
  });

  test('what did not fit is reported although that is known only after the page went', async () => {
    const visit = await watch();
    fill();
    visit.tracker.track('pauseStart');
    await hides(visit, false);
    expect([visit.lost, await browser.stored()]).toEqual([['pauseStart left', 'sessionEnd left'], stored]);
  });

  test('what a destroyed tracker cannot send, and what did not fit, is reported', async () => {
    browser.answer(-1);
    const visit = await watch();
    fill();
    visit.tracker.track('pauseStart');
    visit.tracker.destroy();
    await visit.pass(1_000);
    const told = visit.lost.map((line) => line.split(' ')[0]);
    expect([...(await browser.stored()), ...told].toSorted()).toEqual([...stored, 'pauseStart', 'sessionEnd'].toSorted());
  });

  test('a start that does not fit, and a rest that does, go together as the page goes', async () => {
    fill(/sessionStart/);
    const visit = browser.visit({ downloaded: true });
    await settle();
    visit.tracker.track('sessionStart', content);
    visit.tracker.track('play');
    await settle();
    await visit.leave();
    expect([browser.lines, visit.lost, await browser.stored()]).toEqual([['downloaded: sessionStart play sessionEnd'], [], []]);
  });
});

test('a session that begins after the page was left stays whole when the disk turns out to be full', async () => {
  const visit = await watch();
  await hides(visit, true);
  fill();
  visit.tracker.track('sessionStart', content);
  await settle();
  visit.tracker.track('sessionEnd');
  await settle();
  expect(browser.lines.at(-1)).toBe('downloaded: sessionStart sessionEnd');
  expect(visit.lost).toEqual([]);
});

test('a page that returned from the back/forward cache tries on with what does not fit any more', async () => {
  const visit = await watch();
  await hides(visit, true);
  visit.window.dispatchEvent(new Event('pageshow'));
  await settle();
  browser.answer(-1);
  fill();
  visit.tracker.track('sessionStart', content);
  visit.tracker.track('sessionEnd');
  await settle();
  browser.answer(0);
  await visit.pass(5_000);
  expect([browser.lines.at(-1), visit.lost]).toEqual(['downloaded: sessionStart sessionEnd', []]);
});

test('a batch that is sent from memory as the page goes is reported when it fails, although the viewer refuses meanwhile', async () => {
  browser.navigator.locks = undefined;
  let fail = (): void => {};
  const visit = browser.visit({
    downloaded: true,
    fetch: () => new Promise((_, reject) => (fail = () => reject(new TypeError('Failed to fetch')))),
  });
  visit.tracker.track('sessionStart', content);
  await settle();
  await hides(visit, true);
  visit.tracker.consent('out');
  fail();
  await settle();
  expect(visit.lost).toEqual(['sessionStart unanswered', 'sessionEnd unanswered']);
});

test('a session of which the database cannot be read is not deleted from it', async () => {
  const visit = await watch();
  const unread = vi.spyOn(IDBObjectStore.prototype, 'getAll').mockImplementation(() => {
    throw new DOMException('read error', 'UnknownError');
  });
  fill();
  visit.tracker.track('sessionEnd');
  await visit.pass(1_000);
  unread.mockRestore();
  expect([browser.lines, visit.lost, await browser.stored()]).toEqual([[], ['sessionEnd left'], stored]);
});

test('what a stream sends as the page goes, and the disk has no room for, is reported once', async () => {
  let fail = (): void => {};
  let answers = (url: string): Promise<Response> =>
    Promise.resolve(
      /sessions$/.test(url)
        ? new Response(null, { status: 201, headers: { Location: '/api/v1/sessions/s1' } })
        : new Response(null, { status: 503 }),
    );
  const visit = browser.visit({ fetch: (url) => answers(url) });
  visit.tracker.track('sessionStart', content);
  visit.tracker.track('play');
  await settle();
  answers = () =>
    new Promise((_, reject) => (fail = ((before) => () => (before(), reject(new TypeError('Failed to fetch'))))(fail)));
  fill();
  await hides(visit, true);
  fail();
  await settle();
  expect(visit.lost.filter((line) => line.startsWith('sessionEnd'))).toEqual(['sessionEnd unanswered']);
});
