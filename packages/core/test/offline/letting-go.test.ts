import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { content } from '../tracking';
import { createBrowser, settle } from './browser';

let browser: ReturnType<typeof createBrowser>;
beforeEach(() => void (browser = createBrowser()));
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** The database; resolves when it was deleted, and says whether somebody blocked it. */
const deleteDatabase = (): Promise<string> =>
  new Promise((resolve) => {
    const request = indexedDB.deleteDatabase('media-collection');
    request.onblocked = () => resolve('blocked');
    request.onsuccess = () => resolve('deleted');
  });
/** Puts a row into the database as another version, or somebody else, may have. */
const put = (row: object): Promise<void> =>
  new Promise((resolve) => {
    const request = indexedDB.open('media-collection', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('media-collection', { keyPath: 'key' });
    request.onsuccess = () => {
      const transaction = request.result.transaction('media-collection', 'readwrite');
      transaction.objectStore('media-collection').put(row);
      transaction.oncomplete = () => {
        request.result.close();
        resolve();
      };
    };
  });

test.each(['visible', 'hidden'])(
  'sessions that slept on a page that is %s hold no lock, and leave nothing behind',
  async (state) => {
    let playhead = 0;
    const { clock, pass, tracker, lost, document } = browser.visit({ playhead: () => playhead });
    tracker.track('sessionStart', content);
    tracker.track('play');
    await pass(2_000);
    document.hidden = state === 'hidden';
    document.dispatchEvent(new Event('visibilitychange'));
    for (let sleep = 1; sleep <= 5; sleep++) {
      clock.set(clock.now() + 900_000);
      playhead += 1;
      await pass(12_000);
      expect(browser.locks.names.length).toBeLessThanOrEqual(1);
      playhead += 1;
      await pass(12_000);
    }
    expect(browser.lines.filter((line) => line.startsWith('sessions: ')).length).toBe(6);
    expect([await browser.stored(), browser.locks.names.length, lost]).toEqual([['sessionStart'], 1, []]);
    tracker.track('sessionEnd');
    await settle();
    expect([await browser.stored(), browser.locks.names]).toEqual([[], []]);
  },
);

test('a session that sleeps, and one that ends while it does, hold no lock', async () => {
  const { clock, pass, tracker } = browser.visit({ playhead: () => 1 });
  tracker.track('sessionStart', content);
  tracker.track('play');
  await pass(2_000);
  clock.set(clock.now() + 900_000);
  await pass(12_000);
  expect([await browser.stored(), browser.locks.names]).toEqual([[], []]);
  tracker.track('sessionEnd');
  await settle();
  expect([await browser.stored(), browser.locks.names]).toEqual([[], []]);
});

describe('the database', () => {
  test('is let go when the page deletes it; what is tracked then stays in memory, with one warning', async () => {
    const { lost, pass, tracker, warnings } = browser.visit({ downloaded: true });
    tracker.track('sessionStart', content);
    await settle();
    expect(await deleteDatabase()).toBe('deleted');
    tracker.track('sessionEnd');
    tracker.track('sessionStart', content);
    tracker.track('sessionEnd');
    await pass(1_000);
    expect(warnings).toEqual(['offline stores events in memory only: the database was closed.']);
    // Of the session whose start was deleted, the rest is lost.
    expect([browser.lines.at(-1), lost]).toEqual(['downloaded: sessionStart sessionEnd', ['sessionEnd left']]);
  });

  test.each([true, false])(
    'is closed when its tracker is destroyed, once nothing of it is left (the network is there: %s)',
    async (isThere) => {
      const close = vi.spyOn(IDBDatabase.prototype, 'close');
      const { tracker, lost } = browser.visit();
      tracker.track('sessionStart', content);
      tracker.track('play');
      await settle();
      if (!isThere) browser.answer(-1);
      const { length } = close.mock.calls;
      tracker.destroy();
      await settle();
      expect(close.mock.calls.length).toBe(length + 1);
      expect([lost, browser.locks.names, (await browser.stored()).length]).toEqual([[], [], isThere ? 0 : 2]);
    },
  );

  test.each([
    ['no event', { key: '1001760000000000 0.5 1000000000', event: null }],
    ['an event that is none', { key: '1001760000000000 0.5 1000000000', event: 'play', endpoint: 'https://c.example' }],
    [
      'an endpoint that is none',
      { key: '1001760000000000 0.5 1000000000', event: { eventType: 'play', playerTime: {} }, endpoint: 7 },
    ],
    ['a key of another kind', { key: 'x', event: { eventType: 'play', playerTime: {} } }],
    ['an empty key', { key: '', event: {} }],
  ])('that holds a row with %s is emptied all the same, and the row thrown away with a warning', async (_, row) => {
    await put(row);
    browser.answer(-1);
    const first = browser.visit({ downloaded: true });
    for (const id of ['a', 'b']) {
      first.tracker.track('sessionStart', { ...content, 'media.id': id });
      first.tracker.track('sessionEnd');
      await first.pass(10);
    }
    browser.crash();
    browser.answer(0);
    await put(row);
    const second = browser.visit();
    await settle();
    expect(browser.lines).toEqual(Array(2).fill('downloaded: sessionStart sessionEnd'));
    expect([await browser.stored(), second.lost]).toEqual([[], []]);
    expect(second.warnings).toEqual([expect.stringMatching(/^a stored event is unreadable and was deleted: \{"key"/)]);
  });

  test('takes events with what no database can copy', async () => {
    const ids = new Proxy({ crm: { id: 'c-42', authState: 1 } }, {});
    const { pass, tracker, warnings } = browser.visit({ downloaded: true });
    tracker.track('sessionStart', { ...content, 'visitor.customerIDs': ids } as never);
    await pass(1_000);
    expect([await browser.stored(), warnings]).toEqual([['sessionStart'], []]);
    tracker.track('sessionEnd');
    await settle();
    expect(browser.sent[0]!.events[0]!.params).toMatchObject({ 'visitor.customerIDs': { crm: { id: 'c-42' } } });
    expect(await browser.stored()).toEqual([]);
  });
});

test('a tracker without a database reports what hangs after destroy()', async () => {
  vi.stubGlobal('indexedDB', { open: () => ({}) });
  const { lost, pass, tracker } = browser.visit({ downloaded: true, fetch: () => new Promise(() => {}) });
  tracker.track('sessionStart', content);
  tracker.destroy();
  await pass(130_000);
  expect(lost).toEqual(['sessionStart destroyed', 'sessionEnd destroyed']);
});
