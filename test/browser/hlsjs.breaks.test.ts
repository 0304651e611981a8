import { expect, test } from 'vitest';
import type { MediaEvent } from '@media-collection/core';
import { expectNear } from './html5-scene';
import { withBreaks } from './hlsjs-breaks';
import { openHlsBrowser, openHlsScene } from './hlsjs-scene';
import { scene, useScenes } from './scenes';
import { linesOf } from './shown-ads';

useScenes(openHlsBrowser, openHlsScene);

const OUT = 'X-RESUME-OFFSET=0';
const PRE = `CUE="PRE",${OUT}`;

const START = 'sessionStart stateStart:mute';
const CONTENT = `${START} play play`;
const AD = 'adStart play adComplete';
const CUT = 'adStart play adSkip adBreakComplete sessionEnd';

const of = (type: MediaEvent['eventType'], session = 0) => scene.events(session).filter(({ eventType }) => eventType === type);
const playheads = (type: MediaEvent['eventType'], session = 0) => of(type, session).map(({ playerTime }) => playerTime.playhead);
const pods = (session = 0) =>
  of('adBreakStart', session).map(({ params }) => (params as Record<string, number>)['media.ad.podSecond']);

/** Plays the content; a tracker that is `late` is left to the test. */
const play = (isLate = false) =>
  scene.page.evaluate((isLate) => {
    const { at, element } = window.scene;
    window.hls = window.createHls();
    window.hls.attachMedia(element);
    if (!isLate) window.watch();
    window.hls.loadSource(`${at.media}/cut/12/main.m3u8?only=1&breaks=1`);
    element.play().catch(() => undefined);
  }, isLate);

const until = (type: MediaEvent['eventType'], count = 1) =>
  scene.page.evaluate(([type, count]) => window.scene.untilMade(type, count), [type, count] as const);
/** Waits in an ad for so many ms of it. */
const linger = (ms: number) => scene.page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), ms);

test.each([
  ['a pre-roll', { id: 'pre', at: 0, more: PRE }, `${START} adBreakStart ${CUT}`, 0],
  ['a mid-roll', { id: 'mid', at: 2, more: OUT }, `${CONTENT} adBreakStart ${CUT}`, 2],
  ['a mid-roll in place', { id: 'mid', at: 4 }, `${CONTENT} adBreakStart ${CUT}`, 4],
])('the same source, loaded again in %s, is another viewing, from its own ads on', async (_, each, first, second) => {
  await withBreaks(scene, each);
  await play();
  await until('adStart');
  await linger(1_000);
  await scene.page.evaluate(async () => {
    const { element } = window.scene;
    window.hls.loadSource(window.hls.url!);
    window.hls.attachMedia(element);
    element.play().catch(() => undefined);
    await window.scene.untilMade('adBreakComplete', 2);
  });
  await scene.finish();
  const [cut, again, ...others] = linesOf(scene);
  expect([cut, ...others]).toEqual([first]);
  expect(again).toContain(first.replace(CUT, `${AD} adBreakComplete`));
  expectNear(playheads('sessionEnd')[0]!, second, 0.1);
  expect(pods(1)).toEqual(pods(0));
});

test('the same source, loaded again in a post-roll, is another viewing', async () => {
  await withBreaks(scene, { id: 'post', at: 12, more: 'CUE="POST"' });
  await play();
  await scene.page.evaluate(async () => {
    const { element, past } = window.scene;
    await past(1.2);
    element.currentTime = 10.5;
  });
  await until('adStart');
  await linger(1_000);
  await scene.page.evaluate(async () => {
    const { element, made, untilMade } = window.scene;
    window.hls.loadSource(window.hls.url!);
    window.hls.attachMedia(element);
    element.play().catch(() => undefined);
    await untilMade('play', made.filter((type) => type === 'play').length + 2);
  });
  await scene.finish();
  expect(linesOf(scene)).toEqual([
    expect.stringContaining('adBreakStart adStart play adSkip adBreakComplete sessionComplete') as string,
    `${CONTENT} sessionEnd`,
  ]);
  expectNear(playheads('sessionStart', 1)[0]!, 0, 0.1);
});

test('the content stands where it begins in two pre-rolls', async () => {
  await withBreaks(scene, { id: 'one', at: 0, seconds: 2, more: PRE }, { id: 'two', at: 0, seconds: 2, more: PRE });
  await play();
  await until('play', 4);
  await scene.finish();
  expect(linesOf(scene)).toEqual([
    `${START} adBreakStart ${AD} adBreakComplete adBreakStart ${AD} adBreakComplete play play sessionEnd`,
  ]);
  expect(pods()).toEqual([0, 0]);
  for (const playhead of [...playheads('adStart'), ...playheads('adComplete'), ...playheads('adBreakComplete')])
    expectNear(playhead, 0, 0.1);
});

test('the content stands at its end between two post-rolls', async () => {
  const more = 'CUE="POST"';
  await withBreaks(scene, { id: 'one', at: 12, seconds: 2, more }, { id: 'two', at: 12, seconds: 2, more });
  await play();
  await scene.page.evaluate(async () => {
    const { element, past } = window.scene;
    await past(1.2);
    element.currentTime = 11;
  });
  await until('sessionComplete');
  await scene.settle();
  expect(linesOf(scene)).toEqual([
    `${CONTENT} pauseStart play adBreakStart ${AD} adBreakComplete adBreakStart ${AD} adBreakComplete sessionComplete`,
  ]);
  for (const playhead of playheads('adBreakComplete')) expectNear(playhead, 12, 0.1);
});

test('an ad in place that is over as its player is followed no longer is complete', async () => {
  await withBreaks(scene, { id: 'mid', at: 2, seconds: 2 });
  await play();
  await until('adStart');
  await scene.page.evaluate(async () => {
    const { element, detach } = window.scene;
    while (element.currentTime < 3.95) await new Promise(requestAnimationFrame);
    detach();
  });
  await scene.settle();
  expect(linesOf(scene)).toEqual([`${CONTENT} adBreakStart ${AD} adBreakComplete sessionEnd`]);
});

test.each([
  ['out of place', OUT, false],
  ['out of place, whose element is named', OUT, true],
  ['in place', undefined, false],
])(
  'a player that is followed in the middle of an ad %s is followed from there, where the content stands',
  async (_, more, isNamed) => {
    await withBreaks(scene, { id: 'mid', at: 4, ...(more && { more }) });
    await play(true);
    await scene.page.evaluate(async (isNamed) => {
      const { element, untilMade } = window.scene;
      await window.nextHlsEvent('hlsInterstitialAssetStarted');
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      window.watch(isNamed ? { element } : {});
      await untilMade('play', 3);
    }, isNamed);
    await scene.finish();
    expect(linesOf(scene)).toEqual([`${START} adBreakStart ${AD} adBreakComplete play play sessionEnd`]);
    expect(pods()).toEqual([4]);
    for (const type of ['sessionStart', 'adStart', 'adComplete'] as const) expectNear(playheads(type)[0]!, 4, 0.1);
    expectNear(playheads('adBreakComplete')[0]!, more ? 4 : 8, 0.15);
  },
);

test.each([
  ['out of place', OUT],
  ['in place', undefined],
])('a player that is followed anew in an ad %s resumes its content in another session', async (_, more) => {
  await withBreaks(scene, { id: 'mid', at: 4, ...(more && { more }) });
  await play();
  await until('adStart');
  await linger(1_000);
  await scene.page.evaluate(async () => {
    const { mediaCollection, scene } = window as unknown as {
      mediaCollection: typeof import('@media-collection/hlsjs');
      scene: typeof window.scene;
    };
    scene.detach();
    scene.detach = scene.tracker.attach(mediaCollection.hlsjs(window.hls));
    await scene.untilMade('adBreakComplete', 2);
  });
  await scene.finish();
  expect(linesOf(scene)).toEqual([
    `${CONTENT} adBreakStart ${CUT}`,
    expect.stringMatching(`^${START} adBreakStart ${AD} adBreakComplete( play)* sessionEnd$`) as string,
  ]);
  expect((of('sessionStart', 1)[0]!.params as Record<string, unknown>)['media.resume']).toBe(true);
  expect(pods(1)).toEqual([4]);
});

test.each([
  ['a post-roll', { id: 'post', at: 12, seconds: 2, more: 'CUE="POST"' }],
  ['a break in place', { id: 'post', at: 12, seconds: 2 }],
])('content whose end is sought in a pause is not complete, although %s follows', async (_, each) => {
  await withBreaks(scene, each);
  await play();
  await scene.page.evaluate(async () => {
    const { element, past, untilMade } = window.scene;
    await past(2);
    element.pause();
    await untilMade('pauseStart');
    element.currentTime = 12;
    await untilMade('adBreakStart');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    void element.play().catch(() => undefined);
    await untilMade('adBreakComplete');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  });
  await scene.finish();
  expect(linesOf(scene)).toEqual([
    expect.stringMatching(`^${CONTENT} pauseStart adBreakStart ${AD} adBreakComplete( pauseStart)? sessionEnd$`) as string,
  ]);
});

test('a page that takes the element away in an ad in place ends the ad and the session then', async () => {
  await withBreaks(scene, { id: 'mid', at: 4 });
  await play();
  await until('adStart');
  await linger(1_000);
  const at = await scene.page.evaluate(async () => {
    const now = Date.now();
    window.hls.detachMedia();
    await window.scene.untilMade('sessionEnd');
    return now;
  });
  await scene.finish();
  expect(linesOf(scene)).toEqual([`${CONTENT} adBreakStart ${CUT}`]);
  expect(Math.abs(of('sessionEnd')[0]!.playerTime.ts - at)).toBeLessThan(100);
});
