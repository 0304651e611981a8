import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { MediaEvent } from '@media-collection/core';
import { expectNear, type Scene } from './html5-scene';
import { openHlsBrowser, openHlsScene } from './hlsjs-scene';
import type { Browser } from './browser';
import { finishAds, linesOf, watchFrames } from './shown-ads';

let browser: Browser;
let scene: Scene;
/** Where in the timeline ads that are played in place begin and end. */
let inPlace: readonly (readonly [number, number])[] = [];
beforeAll(async () => {
  browser = await openHlsBrowser();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  scene = await openHlsScene(browser);
  await watchFrames(scene, 'hls.interstitialsManager?.playingItem?.event');
});
afterEach(() => scene.close());

/** Events of a type, with what they bear and where. */
const all = (type: MediaEvent['eventType']) => scene.events().filter(({ eventType }) => eventType === type);
const params = (type: MediaEvent['eventType']) => all(type).map((event) => event.params as Record<string, unknown>);
const playheads = (type: MediaEvent['eventType']) => all(type).map(({ playerTime }) => playerTime.playhead);

const lines = () => linesOf(scene);

const AD = 'adStart play adComplete';
const START = 'sessionStart stateStart:mute';
const CONTENT = `${START} play play`;

/** Plays content of so many seconds with interstitials; resolves when an event came so often. */
const show = (query: string, until: MediaEvent['eventType'], count = 1, seconds = 20) => {
  const first = [8, 12.01] as const;
  inPlace = !query.includes('in=place') ? [] : query.includes('pod') ? [first, [12.01, 16.02]] : [first];
  return scene.page.evaluate(
    async ([query, until, count, seconds]) => {
      const { at, element, untilMade } = window.scene;
      window.hls = window.createHls();
      window.hls.attachMedia(element);
      window.watch();
      window.hls.loadSource(`${at.media}/cut/${seconds}/main.m3u8?only=1&${query}`);
      // A pre-roll takes the element away from this wish.
      element.play().catch(() => undefined);
      await untilMade(until, count);
    },
    [query, until, count, seconds] as const,
  );
};

const finish = (judged: { unreported?: number; lost?: number } = {}) =>
  finishAds(scene, { player: 'hls.js', real: 'hls.js 1.7.4, its interstitials, its element', inStream: inPlace, ...judged });

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

test.each(['ads=mid', 'ads=mid&in=place'])(
  'an ad that is skipped is reported so, with what was shown of it: %s',
  async (query) => {
    await show(query, 'adStart');
    await linger(1_500);
    await scene.page.evaluate(async () => {
      window.hls.interstitialsManager!.skip();
      await window.scene.untilMade('play', 4);
    });
    await finish();
    expect(lines()).toEqual([`${CONTENT} adBreakStart adStart play adSkip adBreakComplete play sessionEnd`]);
  },
);

test('an ad that a playout limit cuts is complete', async () => {
  await show('ads=cut', 'play', 4);
  await finish();
  expect(lines()).toEqual([`${CONTENT} adBreakStart ${AD} adBreakComplete play sessionEnd`]);
});

test.each([
  ['ads=mid', () => window.scene.element.duration],
  ['ads=mid&in=place', () => 12],
])('an ad that jumps to its own end is skipped: %s', async (query, end) => {
  await show(query, 'adStart');
  await linger(1_000);
  const second = await scene.page.evaluate(end);
  await scene.page.evaluate(async (second) => {
    window.scene.element.currentTime = second - 0.1;
    await window.scene.untilMade('play', 4);
  }, second);
  // What it jumped over was not shown.
  inPlace = [];
  await scene.finish();
  expect(lines()).toEqual([`${CONTENT} adBreakStart adStart play adSkip adBreakComplete play sessionEnd`]);
});

test('a viewer who leaves in a post-roll has seen the content to its end', async () => {
  await show('ads=post', 'adStart', 1, 6);
  await linger(1_000);
  await scene.finish();
  expect(lines()).toEqual([`${CONTENT} adBreakStart adStart play adSkip adBreakComplete sessionComplete`]);
});

test.each(['ads=mid', 'ads=mid&in=place'])('an ad that is resumed without data stalls: %s', async (query) => {
  const held = scene.media.fault({ match: /c-1-0000[2-9].*ad=mid/, holdMs: Infinity });
  await show(query, 'adStart');
  await scene.page.evaluate(async () => {
    const { element, untilMade } = window.scene;
    await untilMade('bufferStart');
    element.pause();
    await untilMade('pauseStart');
    void element.play().catch(() => undefined);
    await untilMade('bufferStart', 2);
  });
  held.release();
  await scene.page.evaluate(() => window.scene.untilMade('adBreakComplete'));
  await scene.finish();
  expect(lines()).toEqual([
    `${CONTENT} adBreakStart adStart play bufferStart pauseStart bufferStart play adComplete adBreakComplete play sessionEnd`,
  ]);
});

test('an ad that must not be skipped plays on', async () => {
  await show('ads=pre', 'adStart');
  await scene.page.evaluate(async () => {
    window.hls.interstitialsManager!.skip();
    await window.scene.untilMade('play', 2);
  });
  await finish();
  expect(lines()).toEqual([`${START} adBreakStart ${AD} adBreakComplete play sessionEnd`]);
});

test('an ad that cannot be loaded is not reported, nor is its break', async () => {
  await show('ads=bad', 'play', 2);
  await scene.page.evaluate(() => window.scene.past(9.5));
  scene.forgive(/404/);
  // hls.js takes the element away and gives it back.
  await finish({ lost: 0.4 });
  expect(lines()).toEqual([`${CONTENT} sessionEnd`]);
});

test('a break that is jumped over is not reported, only the jump', async () => {
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
    await window.scene.untilMade('adBreakComplete');
  });
  await finish();
  expect(lines()).toEqual([`${CONTENT} adBreakStart ${AD} adBreakComplete play sessionEnd`]);
});

test('a pause in an ad is reported, and what the element does around a break is not', async () => {
  await show('ads=mid', 'adStart');
  await scene.page.evaluate(async () => {
    const { element, untilMade } = window.scene;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    element.pause();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    void element.play();
    await untilMade('play', 5);
  });
  await finish();
  expect(lines()).toEqual([`${CONTENT} adBreakStart adStart play pauseStart play adComplete adBreakComplete play sessionEnd`]);
});

test('a player that is destroyed in an ad ends ad, break and session where the content stood', async () => {
  await show('ads=mid', 'adStart');
  await linger(1_000);
  await scene.page.evaluate(async () => {
    window.hls.destroy();
    await window.scene.untilMade('sessionEnd');
  });
  await finish();
  expect(lines()).toEqual([`${CONTENT} adBreakStart adStart play adSkip adBreakComplete sessionEnd`]);
  expect(playheads('sessionEnd')).toEqual([8]);
});

test('a source that is changed in an ad ends it, and its session where the content stood', async () => {
  await show('ads=mid', 'adStart');
  await linger(1_000);
  await scene.page.evaluate(async () => {
    const { at, element, untilMade } = window.scene;
    // hls.js does not get back by itself what it lent.
    window.hls.loadSource(`${at.media}/cut/6/main.m3u8?only=1`);
    window.hls.attachMedia(element);
    void element.play();
    await untilMade('play', 5);
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
  await finish({ unreported: 1 });
  expect(lines()).toEqual([`${CONTENT} adBreakStart ${AD} adBreakComplete play sessionEnd`]);
  expect(params('adStart')).toMatchObject([
    { 'media.ad.advertiser': 'Acme', 'media.ad.name': 'Ours', 'media.ad.podPosition': 1 },
  ]);
});

test('an interstitial that is played once is not reported again in a replay', async () => {
  await show('ads=once', 'sessionComplete', 1, 6);
  await scene.page.evaluate(async () => {
    void window.scene.element.play();
    await window.scene.untilMade('sessionComplete', 2);
  });
  await finish();
  expect(lines()).toEqual([
    `${START} adBreakStart ${AD} adBreakComplete play play sessionComplete`,
    `${CONTENT} sessionComplete`,
  ]);
});
