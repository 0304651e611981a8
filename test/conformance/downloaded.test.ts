import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { createCollector, createMemoryStore } from '@media-collection/collector';
import { createTracker } from '@media-collection/core';
import { offline } from '@media-collection/core/offline';
import { createManualClock } from '@media-collection/core/testing';
import { lint, report } from '@media-collection/report';
import { EPOCH } from './drive';

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 40; turn++) await new Promise((resolve) => setImmediate(resolve));
};

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.stubGlobal('IDBKeyRange', IDBKeyRange);
  // One tab, alone in its browser.
  const request = (_name: string, ...rest: ((lock: object) => unknown)[]) => Promise.resolve().then(() => rest.at(-1)!({}));
  vi.stubGlobal('navigator', { locks: { request }, onLine: true });
});
afterEach(() => void vi.unstubAllGlobals());

test('a viewing of downloaded content with an ad is taken by the collector as a whole, keeps the rules, and is reported as it was', async () => {
  const clock = createManualClock(EPOCH);
  const store = createMemoryStore();
  // The collector lives a week later than the viewing, as services do that get it late.
  const collector = createCollector({ store, now: () => clock.now() + 7 * 86_400_000 });
  let moved = 0;
  let since = EPOCH;
  const playhead = (): number => moved + (since ? (clock.now() - since) / 1_000 : 0);
  const lost: unknown[] = [];
  const tracker = createTracker({
    endpoint: 'https://collector.example',
    params: {
      'analytics.trackingServer': 'acme.sc.omtrdc.net',
      'analytics.reportSuite': 'acme',
      'visitor.marketingCloudOrgId': 'ACME@AdobeOrg',
      'media.channel': 'conformance',
      'media.playerName': 'conformance',
    },
    clock,
    playhead,
    prerollWait: 0,
    downloaded: true,
    offline: offline(),
    fetch: (url, init) => collector(new Request(url, { method: 'POST', headers: init.headers!, body: init.body })),
    onLost: (...what) => lost.push(what),
    onWarning: (sentence) => lost.push(sentence),
  });
  await settle();
  tracker.track('sessionStart', { 'media.id': 'ep-1', 'media.length': 200, 'media.contentType': 'vod' });
  tracker.track('play');
  clock.advance(120_000);
  [moved, since] = [120, 0];
  tracker.track('adBreakStart', { 'media.ad.podIndex': 1, 'media.ad.podSecond': 120 });
  tracker.track('adStart', { 'media.ad.id': 'a', 'media.ad.length': 60, 'media.ad.podPosition': 1 });
  clock.advance(60_000);
  tracker.track('adComplete');
  tracker.track('adBreakComplete');
  since = clock.now();
  clock.advance(80_000);
  tracker.track('sessionComplete');
  await settle();

  const sessions = await store.list();
  expect([sessions.length, lost]).toEqual([1, []]);
  const [{ events, closed } = { events: [], closed: false }] = sessions;
  expect(closed).toBe(true);
  expect(lint(events).filter(({ severity }) => severity === 'breach')).toEqual([]);
  const { metrics } = report(events);
  expect(metrics).toMatchObject({ downloaded: 1, contentCompletes: 1, adStarts: 1 });
  expect(Math.abs(metrics.contentTimeSpent - 200)).toBeLessThan(0.1);
});
