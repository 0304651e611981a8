import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { MediaEvent } from '@media-collection/core';
import { report } from '@media-collection/report';
import { contentOf } from '../truth/truth';
import { expectNear, type Scene } from './html5-scene';
import { openCinema, openScreen } from './hlsjs-scene';
import type { Browser } from './kit';

let browser: Browser;
let scene: Scene;
/** Where in the timeline ads that are played in place begin and end. */
let inPlace: readonly number[] = [];
beforeAll(async () => {
  browser = await openCinema();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  scene = await openScreen(browser);
  await watch();
});
afterEach(() => scene.close());

/** Events of a type, with what they bear and where. */
const all = (type: MediaEvent['eventType']) => scene.events().filter(({ eventType }) => eventType === type);
const params = (type: MediaEvent['eventType']) => all(type).map((event) => event.params as Record<string, unknown>);
const playheads = (type: MediaEvent['eventType']) => all(type).map(({ playerTime }) => playerTime.playhead);

/** The sessions without their pings. */
const lines = () => scene.lines().map((line) => line.replaceAll(' ping', ''));

const AD = 'adStart play adComplete';
const START = 'sessionStart stateStart:mute';
const CONTENT = `${START} play play`;

/** Plays content of so many seconds with interstitials; resolves when an event came so often. */
const show = (query: string, until: MediaEvent['eventType'], count = 1, seconds = 20) => {
  inPlace = !query.includes('in=place') ? [] : query.includes('pod') ? [8, 12.01, 16.02] : [8, 12.01];
  return scene.page.evaluate(
    async ([query, until, count, seconds]) => {
      const { at, element, said } = window.scene;
      window.hls = window.createHls();
      window.hls.attachMedia(element);
      window.watch();
      window.hls.loadSource(`${at.media}/cut/${seconds}/main.m3u8?only=1&${query}`);
      // A pre-roll takes the element away from this wish.
      element.play().catch(() => undefined);
      await said(until, count);
    },
    [query, until, count, seconds] as const,
  );
};

/** Keeps the frames that come up, by their source; a source that was opened while an ad played is the ad's. */
const watch = () =>
  scene.page.evaluate(() => {
    const shown = (window.shownFrames = new Map());
    const ads = new Set<string>();
    const { element } = window.scene;
    element.addEventListener('loadedmetadata', () => {
      if (window.hls.interstitialsManager?.playingItem?.event) ads.add(element.currentSrc);
    });
    const onFrame = (now: number, { mediaTime }: { mediaTime: number }): void => {
      const source = (ads.has(element.currentSrc) ? 'ad ' : '') + element.currentSrc;
      shown.set(source, [...(shown.get(source) ?? []), [performance.timeOrigin + now, mediaTime]]);
      element.requestVideoFrameCallback(onFrame);
    };
    element.requestVideoFrameCallback(onFrame);
  });

/**
 * Every ad and the content were told for as long as they were really shown, by the frames that came up. `untold`: ads that the page
 * left out, the first ones; `lost`: seconds in which nothing was shown, and nothing was told of it.
 */
async function finish({ untold = 0, lost = 0 } = {}): Promise<void> {
  const shown = await scene.page.evaluate(() => {
    const all = [...window.shownFrames];
    window.scene.detach();
    return all;
  });
  await scene.settle();
  const seconds = new Map<string, number>();
  for (const [source, frames] of shown) {
    // The same source shows ads in place, four seconds each from second 8 on; what lies between was not shown.
    const borders = source.startsWith('ad') ? [] : inPlace;
    const part = (second: number): number => borders.filter((border) => border <= second).length;
    for (let each = 0; each <= borders.length; each++) {
      const own = frames.filter(([, second]) => part(second) === each);
      const isAd = source.startsWith('ad') || (each > 0 && each < borders.length);
      const kind = isAd ? `ad ${source} ${each}` : 'content';
      if (own.length) seconds.set(kind, (seconds.get(kind) ?? 0) + contentOf({ frames: own, looks: [] }));
    }
  }
  const reports = lines().map((_, session) => report(scene.events(session)));
  const told = reports.flatMap(({ calls }) => calls).filter(({ call }) => call === 'adClose');
  const ads = [...seconds].filter(([kind]) => kind !== 'content');
  expect(told.length, `ads ${ads.join(' ')}`).toBe(ads.length - untold);
  told.forEach(({ metrics }, index) => {
    expectNear(metrics.adTimeSpent!, ads[index + untold]![1], 0.15);
  });
  const content = reports.reduce((sum, { metrics }) => sum + metrics.contentTimeSpent, 0);
  expectNear(content, seconds.get('content') ?? 0, 0.15 + lost);
}

/** Waits for so many milliseconds of the page's time, in which nothing should be told. */
const linger = (ms: number) => scene.page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), ms);

test('a pre-roll comes before the content, whose length its session knows', async () => {
  await show('ads=pre', 'play', 3);
  await finish();
  expect(lines()).toEqual([`${START} adBreakStart ${AD} adBreakComplete play play sessionEnd`]);
  expectNear((all('sessionStart')[0]!.params as { 'media.length': number })['media.length'], 20, 0.1);
  expect(params('adBreakStart')).toEqual([
    { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0, 'media.ad.podFriendlyName': 'preroll' },
  ]);
  expect(params('adStart')).toEqual([
    {
      'media.ad.id': expect.stringMatching(/^pre-1-/),
      'media.ad.name': 'pre',
      'media.ad.length': expect.closeTo(4, 1),
      'media.ad.podPosition': 1,
      'media.ad.playerName': 'hls.js',
      'media.ad.creativeURL': `${scene.media.url}/cut/4/main.m3u8`,
    },
  ]);
  expect(playheads('adComplete')).toEqual([0]);
});

test.each(['ads=pod', 'ads=pod&in=place'])('a pod from an asset list is one break of two ads: %s', async (query) => {
  await show(query, 'play', 5);
  await finish();
  expect(lines()).toEqual([`${CONTENT} adBreakStart ${AD} ${AD} adBreakComplete play sessionEnd`]);
  expect(params('adBreakStart')).toEqual([
    { 'media.ad.podIndex': 1, 'media.ad.podSecond': 8, 'media.ad.podFriendlyName': 'midroll' },
  ]);
  expect(params('adStart')).toMatchObject([
    { 'media.ad.id': expect.stringMatching(/^pod-1-/), 'media.ad.podPosition': 1 },
    { 'media.ad.id': expect.stringMatching(/^pod-2-/), 'media.ad.podPosition': 2 },
  ]);
  for (const { 'media.ad.length': length } of params('adStart')) expectNear(length as number, 4, 0.05);
  expect([...playheads('adStart'), ...playheads('adComplete')]).toEqual([8, 8, 8, 8]);
  const resumed = query.includes('place') ? 16 : 8;
  expectNear(playheads('adBreakComplete')[0]!, resumed, 0.15);
});

test('a post-roll ends before its content is complete', async () => {
  await show('ads=post', 'sessionComplete', 1);
  await linger(1_500);
  await finish();
  expect(lines()).toEqual([`${CONTENT} adBreakStart ${AD} adBreakComplete sessionComplete`]);
  expect(params('adBreakStart')).toMatchObject([{ 'media.ad.podFriendlyName': 'postroll' }]);
  expectNear(playheads('adBreakStart')[0]!, 20, 0.1);
  expectNear(playheads('sessionComplete')[0]!, 20, 0.1);
});

test('a pre-roll, a pod and a post-roll are three breaks', async () => {
  await show('ads=pre,pod,post', 'sessionComplete');
  await finish();
  expect(lines()).toEqual([
    `${START} adBreakStart ${AD} adBreakComplete play play adBreakStart ${AD} ${AD} adBreakComplete play adBreakStart ${AD} adBreakComplete sessionComplete`,
  ]);
  expect(params('adBreakStart').map(({ 'media.ad.podIndex': index }) => index)).toEqual([1, 2, 3]);
});

test.each(['ads=mid', 'ads=mid&in=place'])('an ad that is skipped is told so, with what was shown of it: %s', async (query) => {
  await show(query, 'adStart');
  await linger(1_500);
  await scene.page.evaluate(async () => {
    window.hls.interstitialsManager!.skip();
    await window.scene.said('play', 4);
  });
  await finish();
  expect(lines()).toEqual([`${CONTENT} adBreakStart adStart play adSkip adBreakComplete play sessionEnd`]);
});

test('an ad that must not be skipped plays on', async () => {
  await show('ads=pre', 'adStart');
  await scene.page.evaluate(async () => {
    window.hls.interstitialsManager!.skip();
    await window.scene.said('play', 2);
  });
  await finish();
  expect(lines()).toEqual([`${START} adBreakStart ${AD} adBreakComplete play sessionEnd`]);
});

test('an ad that cannot be loaded is not told, nor is its break', async () => {
  await show('ads=bad', 'play', 2);
  await scene.page.evaluate(() => window.scene.past(9.5));
  scene.forgive(/404/);
  // hls.js takes the element away and gives it back.
  await finish({ lost: 0.25 });
  expect(lines()).toEqual([`${CONTENT} sessionEnd`]);
});

test('a break that is jumped over is not told, only the jump', async () => {
  await show('ads=mid', 'play', 2);
  await scene.page.evaluate(async () => {
    window.scene.element.currentTime = 14;
    await window.scene.past(15);
  });
  await finish();
  expect(lines()).toEqual([`${CONTENT} pauseStart play sessionEnd`]);
});

test('a jump into a break is its ad', async () => {
  await show('ads=mid&in=place', 'play', 2);
  await scene.page.evaluate(async () => {
    window.scene.element.currentTime = 9;
    await window.scene.said('adBreakComplete');
  });
  await finish();
  expect(lines()).toEqual([`${CONTENT} adBreakStart ${AD} adBreakComplete play sessionEnd`]);
});

test('a pause in an ad is told, and what the element does around a break is not', async () => {
  await show('ads=mid', 'adStart');
  await scene.page.evaluate(async () => {
    const { element, said } = window.scene;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    element.pause();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    void element.play();
    await said('play', 5);
  });
  await finish();
  expect(lines()).toEqual([`${CONTENT} adBreakStart adStart play pauseStart play adComplete adBreakComplete play sessionEnd`]);
});

test('a player that is destroyed in an ad ends ad, break and session where the content stood', async () => {
  await show('ads=mid', 'adStart');
  await linger(1_000);
  await scene.page.evaluate(async () => {
    window.hls.destroy();
    await window.scene.said('sessionEnd');
  });
  await finish();
  expect(lines()).toEqual([`${CONTENT} adBreakStart adStart play adSkip adBreakComplete sessionEnd`]);
  expect(playheads('sessionEnd')).toEqual([8]);
});

test('a source that is changed in an ad ends it, and its session where the content stood', async () => {
  await show('ads=mid', 'adStart');
  await scene.page.evaluate(async () => {
    const { at, element, said } = window.scene;
    // hls.js does not get back by itself what it lent.
    window.hls.loadSource(`${at.media}/cut/6/main.m3u8?only=1`);
    window.hls.attachMedia(element);
    void element.play();
    await said('play', 5);
  });
  await finish();
  expect(lines()).toEqual([`${CONTENT} adBreakStart adStart play adSkip adBreakComplete sessionEnd`, `${CONTENT} sessionEnd`]);
  expect(playheads('sessionEnd')).toEqual([8]);
});

test('the page is given the attributes of the date range, and may add, replace, or leave out', async () => {
  await scene.page.evaluate(() => {
    const { options } = window.scene;
    window.scene.options = () => ({
      ...options(),
      ad: ({ native, params }) => {
        const attributes = native as Record<string, string>;
        return params!['media.ad.id']!.startsWith('pod-1')
          ? null
          : { params: { 'media.ad.advertiser': attributes['X-COM-ACME-ADVERTISER']!, 'media.ad.name': 'Ours' } };
      },
    });
  });
  await show('ads=pod', 'adBreakComplete');
  await finish({ untold: 1 });
  expect(lines()).toEqual([`${CONTENT} adBreakStart ${AD} adBreakComplete play sessionEnd`]);
  expect(params('adStart')).toMatchObject([
    { 'media.ad.advertiser': 'Acme', 'media.ad.name': 'Ours', 'media.ad.podPosition': 1 },
  ]);
});

test('an interstitial that is played once is not told again in a replay', async () => {
  await show('ads=once', 'sessionComplete', 1, 6);
  await scene.page.evaluate(async () => {
    void window.scene.element.play();
    await window.scene.said('sessionComplete', 2);
  });
  await finish();
  expect(lines()).toEqual([
    `${START} adBreakStart ${AD} adBreakComplete play play sessionComplete`,
    `${CONTENT} sessionComplete`,
  ]);
});
