import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { content } from '../tracking';
import { createBrowser, settle, type Visit } from './browser';

let browser: ReturnType<typeof createBrowser>;
beforeEach(() => void (browser = createBrowser()));
afterEach(() => void vi.unstubAllGlobals());

const watch = ({ tracker }: Visit, id: string, end = true): void => {
  tracker.track('sessionStart', { ...content, 'media.id': id });
  if (end) tracker.track('sessionEnd');
};
const ids = () => browser.sent.map(({ events }) => events[0]!.params!['media.id' as never]);

test('of several tabs one sends, each session once, in the order in which they began', async () => {
  browser.answer(-1);
  const tabs = ['a', 'b', 'c'].map(() => browser.visit({ downloaded: true }));
  for (const id of ['1', '2', '3', '4', '5', '6']) {
    watch(tabs[Number(id) % 3]!, id);
    for (const tab of tabs) await tab.pass(10);
  }
  browser.answer(0);
  for (const tab of tabs) tab.window.dispatchEvent(new Event('online'));
  await settle();
  await settle();
  expect(ids()).toEqual(['1', '2', '3', '4', '5', '6']);
  expect([tabs.flatMap(({ lost }) => lost), await browser.stored()]).toEqual([[], []]);
});

test('a session that another tab is at is left alone until that tab is gone', async () => {
  const first = browser.visit({ downloaded: true });
  watch(first, 'live', false);
  await settle();
  const second = browser.visit({ downloaded: true });
  await second.pass(10_000);
  expect(ids()).toEqual([]);
  browser.locks.abandon();
  await second.pass(120_000);
  expect(ids()).toEqual(['live']);
  expect(second.lost).toEqual([]);
});

test('two trackers of one page do not send for each other what is not over', async () => {
  const first = browser.visit({ downloaded: true });
  const second = browser.visit({ downloaded: true });
  watch(first, '1', false);
  await first.pass(100);
  await second.pass(200);
  watch(second, '2');
  await settle();
  expect(ids()).toEqual(['2']);
  first.tracker.track('sessionEnd');
  await settle();
  expect(ids()).toEqual(['2', '1']);
});

// Browsers pass locks and transactions on by different ways: a page that got a lock would read what was there before.
test.each([
  ['downloaded content', { downloaded: true }],
  ['a stream', {}],
])('a page that holds %s lets its lock go when the database is up to date', async (_, options) => {
  const page = browser.visit(options);
  await settle();
  /** Changes of the database that are on their way. */
  let changes = 0;
  for (const change of ['put', 'delete'] as const) {
    const original = IDBObjectStore.prototype[change] as (...of: unknown[]) => IDBRequest;
    vi.spyOn(IDBObjectStore.prototype, change).mockImplementation(function (this: IDBObjectStore, ...of: unknown[]) {
      changes++;
      for (const end of ['complete', 'abort']) this.transaction.addEventListener(end, () => changes--);
      return original.apply(this, of) as never;
    });
  }
  const released: string[] = [];
  browser.locks.onRelease = (name) => released.push(`${name.replace(/\d[\d.]*/g, '#').trim()} ${changes}`);
  watch(page, '1');
  await settle();
  vi.restoreAllMocks();
  expect(browser.sent.flatMap(({ types }) => types.split(' '))).toEqual(['sessionStart', 'sessionEnd']);
  expect(await browser.stored()).toEqual([]);
  const session = 'media-collection # # 0';
  expect(released).toEqual(
    'downloaded' in options ? [session, session, 'media-collection drain https://c.example 0'] : [session],
  );
});
