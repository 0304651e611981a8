import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
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

test.each([true, false])(
  'consent that is withdrawn in one tab drops nothing of what another tab holds (downloaded: %s)',
  async (downloaded) => {
    const gone = browser.visit({ downloaded: true });
    watch(gone, 'left', false);
    await settle();
    browser.crash();
    const held = browser.visit({ downloaded });
    browser.answer(-1);
    watch(held, 'held', false);
    held.tracker.track('play');
    await settle();
    const other = browser.visit({ downloaded });
    watch(other, 'own', false);
    await settle();
    other.tracker.consent('out');
    await settle();
    expect([...other.lost].sort()).toEqual(['sessionStart consent', 'sessionStart consent']);
    browser.answer(0);
    held.tracker.track('sessionEnd');
    await held.pass(120_000);
    expect(browser.sent.flatMap(({ types }) => types.split(' '))).toEqual(['sessionStart', 'play', 'sessionEnd']);
    expect([held.lost, await browser.stored()]).toEqual([[], []]);
  },
);

/** Counts the changes of the database that are on their way. */
function countChanges(): { open: number } {
  const changes = { open: 0 };
  for (const change of ['put', 'delete'] as const) {
    const original = IDBObjectStore.prototype[change] as (...of: unknown[]) => IDBRequest;
    vi.spyOn(IDBObjectStore.prototype, change).mockImplementation(function (this: IDBObjectStore, ...of: unknown[]) {
      changes.open++;
      for (const end of ['complete', 'abort']) this.transaction.addEventListener(end, () => changes.open--);
      return original.apply(this, of) as never;
    });
  }
  return changes;
}

// Browsers pass locks and transactions on by different ways: a page that got a lock would read what was there before.
describe.each([
  ['downloaded content', { downloaded: true }],
  ['a stream', {}],
])('a page that holds %s', (_, options) => {
  let page: Visit;
  let released: string[];
  let changes: { open: number };
  beforeEach(async () => {
    page = browser.visit(options);
    await settle();
    released = [];
    changes = countChanges();
    browser.locks.onRelease = (name) => released.push(`${name.replace(/\d[\d.]*/g, '#').trim()} ${changes.open}`);
  });
  afterEach(() => void vi.restoreAllMocks());
  const session = 'media-collection # # 0';

  test('lets its lock go when the database is up to date', async () => {
    watch(page, '1');
    await settle();
    expect(browser.sent.flatMap(({ types }) => types.split(' '))).toEqual(['sessionStart', 'sessionEnd']);
    expect(await browser.stored()).toEqual([]);
    expect(released).toEqual(
      'downloaded' in options ? [session, session, 'media-collection drain https://c.example 0'] : [session],
    );
  });

  test('lets it go no sooner where the viewer refuses', async () => {
    watch(page, '1', false);
    await settle();
    page.tracker.consent('out');
    await settle();
    expect([released, await browser.stored()]).toEqual([[session], []]);
  });

  test('lets it go while the viewer has not decided, and as the page goes', async () => {
    page.tracker.consent('pending');
    watch(page, '1');
    await settle();
    expect(browser.locks.names.filter((name) => !name.includes('drain'))).toHaveLength('downloaded' in options ? 0 : 1);
    page.tracker.consent('in');
    watch(page, '2', false);
    page.window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true }));
    for (let turn = 0; turn < 30; turn++) await Promise.resolve();
    expect(browser.locks.names.filter((name) => !name.includes('drain'))).toEqual([]);
  });
});
