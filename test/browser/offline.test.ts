import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { MediaEvent, Tracker, TrackerOptions } from '@media-collection/core';
import type { OfflineOptions } from '@media-collection/core/offline';
import { openBrowser, openStage, type Browser, type Stage } from './browser';

declare global {
  interface Window {
    /** What a page of these tests has at hand. */
    viewer: { tracker: Tracker; readonly lost: string[]; readonly warnings: string[] };
    visit(options?: Partial<TrackerOptions>, how?: OfflineOptions): void;
    stored(): Promise<string[]>;
  }
}

const content = { 'media.id': 'ep-1', 'media.length': 60, 'media.contentType': 'vod' } as const;

/** Runs in each page before its scripts. */
function addPageFunctions(): void {
  window.visit = ((options?: Partial<TrackerOptions>, how?: OfflineOptions) => {
    const { createTracker, offline } = window.mediaCollection as typeof window.mediaCollection &
      typeof import('@media-collection/core/offline');
    const lost: string[] = [];
    const warnings: string[] = [];
    const tracker = createTracker({
      endpoint: document.documentElement.dataset['endpoint']!,
      params: {
        'analytics.trackingServer': 'acme.sc.omtrdc.net',
        'analytics.reportSuite': 'acme',
        'visitor.marketingCloudOrgId': '0123456789@AdobeOrg',
        'media.channel': 'test',
        'media.playerName': 'test',
      },
      prerollWait: 0,
      downloaded: true,
      offline: offline(how),
      onLost: ({ eventType }, reason) => lost.push(`${eventType} ${reason}`),
      onWarning: (sentence) => warnings.push(sentence),
      ...options,
    });
    window.viewer = { tracker, lost, warnings };
  }) as typeof window.visit;
  window.stored = () =>
    new Promise((resolve, reject) => {
      const request = indexedDB.open('media-collection', 1);
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const all = request.result.transaction('media-collection').objectStore('media-collection').getAll();
        all.onsuccess = () => {
          request.result.close();
          resolve((all.result as { event: MediaEvent }[]).map(({ event }) => event.eventType));
        };
      };
    });
}

let browser: Browser;
let stage: Stage;
beforeAll(async () => {
  browser = await openBrowser();
  await browser.context.addInitScript(addPageFunctions);
});
afterAll(() => browser?.close());
beforeEach(async () => {
  stage = await openStage({
    browser,
    html: ({ endpoint }) => `<script>document.documentElement.dataset.endpoint = ${JSON.stringify(endpoint)}</script>`,
    scripts: ['/core.min.js', '/core/offline.min.js'],
  });
});
afterEach(() => stage.close());

/** The bodies of what came whole, by types. */
const batches = () =>
  stage.calls
    .filter(({ path, method, status }) => method === 'POST' && path === '/api/v1/downloaded' && status === 201)
    .map(({ event }) => (event as MediaEvent[]).map(({ eventType }) => eventType).join(' '));
const visit = async (): Promise<Stage['page']> => {
  const page = await browser.context.newPage();
  await page.goto(stage.url);
  return page;
};
/** Watches for a moment; with `end` to the end, else up to a pause, in which nothing more comes for ten seconds. */
const watch = (page: Stage['page'], end = true) =>
  page.evaluate(
    ([content, end]) => {
      const { tracker } = window.viewer;
      tracker.track('sessionStart', content);
      tracker.track('play');
      tracker.track(end ? 'sessionComplete' : 'pauseStart');
    },
    [content, end] as const,
  );
const cut = (away: boolean) => browser.context.setOffline(away);
const stored = (page: Stage['page']) => page.evaluate(() => window.stored());

test('downloaded content that was watched without a network is delivered at the next visit, once, in order, with two tabs open', async () => {
  await stage.page.evaluate(() => window.visit());
  await cut(true);
  // A request that is still in flight as the page is closed would arrive when the network is back, from nobody's page.
  const failed = stage.page.waitForEvent('requestfailed');
  await watch(stage.page);
  await watch(stage.page, false);
  await expect
    .poll(() => stored(stage.page))
    .toEqual(['sessionStart', 'play', 'sessionComplete', 'sessionStart', 'play', 'pauseStart']);
  await failed;
  await stage.page.close();
  await cut(false);
  const tabs = await Promise.all([visit(), visit()]);
  await Promise.all(tabs.map((tab) => tab.evaluate(() => window.visit())));
  await expect
    .poll(batches, { timeout: 10_000 })
    .toEqual(['sessionStart play sessionComplete', 'sessionStart play pauseStart sessionEnd']);
  // What a second one would send, it would send now.
  await tabs[1]!.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect.poll(() => stored(tabs[0]!)).toEqual([]);
  await watch(tabs[0]!);
  await expect.poll(batches).toHaveLength(3);
  expect(await Promise.all(tabs.map((tab) => tab.evaluate(() => [window.viewer.lost, window.viewer.warnings])))).toEqual([
    [[], []],
    [[], []],
  ]);
  await Promise.all(tabs.map((tab) => tab.close()));
});

test('a page that is reloaded in the middle has told all up to there', async () => {
  await stage.page.evaluate(() => window.visit());
  await watch(stage.page, false);
  await stage.page.reload();
  await stage.page.evaluate(() => window.visit());
  await expect.poll(batches, { timeout: 10_000 }).toEqual(['sessionStart play pauseStart sessionEnd']);
});

test('a tab that crashes in the middle leaves its session to another one', async () => {
  const crashing = await visit();
  await crashing.evaluate(() => window.visit());
  await watch(crashing, false);
  await expect.poll(() => stored(stage.page)).toEqual(['sessionStart', 'play', 'pauseStart']);
  await stage.page.evaluate(() => window.visit());
  const crashed = crashing.waitForEvent('crash');
  void crashing.goto('chrome://crash').catch(() => {});
  await crashed;
  await expect.poll(batches, { timeout: 30_000 }).toEqual(['sessionStart play pauseStart sessionEnd']);
  await crashing.close();
});

test('a streamed session whose end fell into a gap of the network gets it at the next visit', async () => {
  await stage.page.evaluate(() => window.visit({ downloaded: false }));
  await watch(stage.page, false);
  await stage.until('pauseStart');
  await cut(true);
  await stage.page.evaluate(() => window.viewer.tracker.track('sessionComplete'));
  await expect.poll(() => stored(stage.page)).toEqual(['sessionStart', 'sessionComplete']);
  await stage.page.close();
  await cut(false);
  const page = await visit();
  await page.evaluate(() => window.visit());
  await stage.until('sessionComplete');
  expect(stage.eventTypes()).toEqual(['sessionStart', 'play', 'pauseStart', 'sessionComplete']);
  await expect.poll(() => stored(page)).toEqual([]);
  await page.close();
});

test('a viewer who withdraws consent leaves nothing in storage, and nothing more is sent', async () => {
  await cut(true);
  await stage.page.evaluate(() => window.visit());
  await watch(stage.page);
  await watch(stage.page, false);
  await expect.poll(() => stored(stage.page)).toHaveLength(6);
  await stage.page.evaluate(() => window.viewer.tracker.consent('out'));
  await expect.poll(() => stored(stage.page)).toEqual([]);
  await cut(false);
  const page = await visit();
  await page.evaluate(() => window.visit());
  await watch(page);
  await expect.poll(batches, { timeout: 10_000 }).toHaveLength(1);
  expect(await stage.page.evaluate(() => window.viewer.lost)).toEqual(
    ['sessionStart', 'play', 'sessionComplete', 'sessionStart', 'play', 'pauseStart'].map((type) => `${type} consent`),
  );
  await page.close();
});

test.each([
  ['a quota that is spent', 'full'],
  ['a browser that refuses IndexedDB', 'private'],
])('with %s what was watched is sent all the same, with one warning', async (_, how) => {
  await stage.page.evaluate((how) => {
    const refuse = (): never => {
      throw new DOMException('no', how === 'full' ? 'QuotaExceededError' : 'SecurityError');
    };
    if (how === 'full') IDBObjectStore.prototype.put = refuse;
    else IDBFactory.prototype.open = refuse;
    window.visit();
  }, how);
  await watch(stage.page);
  await expect.poll(batches, { timeout: 10_000 }).toEqual(['sessionStart play sessionComplete']);
  await watch(stage.page, false);
  expect(await stage.page.evaluate(() => [window.viewer.lost, window.viewer.warnings.length])).toEqual([[], 1]);
  await stage.page.close();
  await expect
    .poll(batches, { timeout: 10_000 })
    .toEqual(['sessionStart play sessionComplete', 'sessionStart play pauseStart sessionEnd']);
});
