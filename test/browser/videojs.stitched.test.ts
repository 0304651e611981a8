import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { expectNear, playheadOf, type Scene } from './html5-scene';
import type { Browser } from './browser';
import { finishAds, watchFrames } from './shown-ads';
import { openVideojsBrowser, openVideojsScene } from './videojs-scene';

let browser: Browser;
let scene: Scene;
beforeAll(async () => {
  browser = await openVideojsBrowser();
});
afterAll(() => browser?.close());
afterEach(() => scene.close());

/** Two ads of 2 s in one break at second 2 of the content, and one of 2 s behind it: the clip of 20 s has 14 s of content. */
const ads = [
  { start: 2, end: 4, params: { 'media.ad.id': 'a', 'media.ad.advertiser': 'Acme' } },
  { start: 4, end: 6, params: { 'media.ad.id': 'b' } },
  { start: 18, end: 20, params: { 'media.ad.id': 'c' } },
];

const finish = () =>
  finishAds(scene, {
    player: 'Video.js',
    real: 'player; stitched: listed in the option `ads`, what is shown in them is content',
    inStream: ads.map(({ start, end }) => [start, end] as const),
  });

test('a pod that is part of the stream is reported as one break, and the content goes on where it stood', async () => {
  scene = await openVideojsScene(browser);
  await watchFrames(scene);
  await scene.page.evaluate(async (ads) => {
    await window.stage.show('clip.mp4', {}, { ads });
    await window.stage.passes(7);
  }, ads);
  await finish();
  expect(scene.lines()).toEqual([
    'sessionStart stateStart:mute play play adBreakStart adStart play adComplete adStart play adComplete adBreakComplete play sessionEnd',
  ]);
  const [start, , , , pod, a, , aEnd, b] = scene.events();
  expect(start!.params).toMatchObject({ 'media.length': 14 });
  expect(pod!.params).toEqual({ 'media.ad.podIndex': 1, 'media.ad.podSecond': 2, 'media.ad.podFriendlyName': 'midroll' });
  expect(a!.params).toMatchObject({ 'media.ad.id': 'a', 'media.ad.advertiser': 'Acme', 'media.ad.playerName': 'videojs' });
  expect(b!.params).toMatchObject({ 'media.ad.id': 'b', 'media.ad.podPosition': 2 });
  for (const event of [pod, a, aEnd, b]) expect(event!.playerTime.playhead).toBe(2);
  expectNear(playheadOf(scene, scene.events().length - 1), 3, 0.4);
});

test('ads at the end come before the content is complete', async () => {
  scene = await openVideojsScene(browser);
  await watchFrames(scene);
  await scene.page.evaluate(async (ads) => {
    window.stage.create();
    window.stage.follow({ ads });
    window.stage.player.src(window.stage.source('clip.mp4'));
    await window.stage.nextEvent('loadedmetadata');
    window.stage.player.currentTime(16);
    await window.stage.nextEvent('seeked');
    void window.stage.player.play();
    await window.stage.nextEvent('ended');
  }, ads);
  await finish();
  expect(scene.lines()).toEqual([
    'sessionStart stateStart:mute play play adBreakStart adStart play adComplete adBreakComplete sessionComplete',
  ]);
  expect(scene.events()[4]!.params).toMatchObject({ 'media.ad.podSecond': 14, 'media.ad.podFriendlyName': 'postroll' });
  expect(playheadOf(scene, 9)).toBe(14);
});
