import { beforeEach, expect, test } from 'vitest';
import type { Html5Options } from '@media-collection/html5';
import { expectNear, openScene, openSceneBrowser, playheadOf } from './html5-scene';
import { byteOf } from './browser';
import { finishAds, watchFrames } from './shown-ads';
import { scene, useScenes } from './scenes';

useScenes(openSceneBrowser, openScene);
beforeEach(() => watchFrames(scene));

/** Two ads of 2 s in one break at second 2 of the content, and one of 2 s behind it: the clip of 20 s has 14 s of content. */
const ads = [
  { start: 2, end: 4, params: { 'media.ad.id': 'a', 'media.ad.name': 'A', 'media.ad.advertiser': 'Acme' } },
  { start: 4, end: 6, params: { 'media.ad.id': 'b' }, customMetadata: { house: 'no' } },
  { start: 18, end: 20, params: { 'media.ad.id': 'c' } },
];

/** Follows the element with stitched ads, and plays the clip from a second on. */
const perform = (from = 0, options: Html5Options = { ads }) =>
  scene.page.evaluate(
    async ([from, options]) => {
      const { options: tracking, load, element } = window.scene;
      const { createTracker, html5 } = window.mediaCollection;
      window.scene.tracker = createTracker(tracking());
      window.scene.detach = window.scene.tracker.attach(html5(element, options));
      await load('clip.mp4', from);
      await element.play();
    },
    [from, options] as const,
  );
const past = (second: number) => scene.page.evaluate((second) => window.scene.past(second), second);

const finish = () =>
  finishAds(scene, {
    player: 'html5',
    real: 'stitched: listed in the option `ads`, what is shown in them is content',
    inStream: ads.map(({ start, end }) => [start, end] as const),
  });

const START = 'sessionStart stateStart:mute';
const AD = 'adStart play adComplete';

test.each([
  ['other media come', () => void window.scene.load('short.mp4')],
  ['nobody follows any more', () => window.scene.detach()],
])('an ad that was shown to its end is complete, although %s just then', async (_, leave) => {
  await perform(1, { ads: [{ start: 2, end: 4, params: { 'media.ad.id': 'a' } }] });
  await scene.page.evaluate(async () => {
    const { element, untilMade } = window.scene;
    await untilMade('adStart');
    while (element.currentTime < 3.97) await new Promise(requestAnimationFrame);
  });
  await scene.page.evaluate(leave);
  await scene.finish();
  expect(scene.lines()).toEqual([
    expect.stringMatching(`^${START}( play)+ adBreakStart ${AD} adBreakComplete sessionEnd$`) as string,
  ]);
});

test('a pod that is part of the stream is reported as one break, and the content goes on where it stood', async () => {
  await perform();
  await past(7);
  await finish();
  expect(scene.lines()).toEqual([`${START} play play adBreakStart ${AD} ${AD} adBreakComplete play sessionEnd`]);
  const [start, , , , pod, a, , aEnd, b, , bEnd, podEnd] = scene.events();
  expect(start!.params).toMatchObject({ 'media.length': 14 });
  expect(pod!.params).toEqual({ 'media.ad.podIndex': 1, 'media.ad.podSecond': 2, 'media.ad.podFriendlyName': 'midroll' });
  expect(a!.params).toEqual({
    'media.ad.id': 'a',
    'media.ad.name': 'A',
    'media.ad.advertiser': 'Acme',
    'media.ad.length': 2,
    'media.ad.podPosition': 1,
    'media.ad.playerName': 'html5',
  });
  expect(b).toMatchObject({ params: { 'media.ad.id': 'b', 'media.ad.podPosition': 2 }, customMetadata: { house: 'no' } });
  for (const event of [pod, a, aEnd, b, bEnd, podEnd]) expect(event!.playerTime.playhead).toBe(2);
  expectNear(playheadOf(scene, scene.events().length - 1), 3, 0.4);
});

test('ads at the end come before the content is complete', async () => {
  await perform(17);
  await scene.page.evaluate(() => window.scene.untilMade('sessionComplete'));
  await finish();
  expect(scene.lines()).toEqual([`${START} play play adBreakStart ${AD} adBreakComplete sessionComplete`]);
  expect(scene.events()[4]!.params).toMatchObject({ 'media.ad.podSecond': 14, 'media.ad.podFriendlyName': 'postroll' });
  expect(playheadOf(scene, 9)).toBe(14);
});

test('a jump over a break is a jump, one out of an ad skips it, and one into an ad ends with it', async () => {
  await perform(0.5);
  await past(1);
  await scene.page.evaluate(async () => {
    const { element, past, untilMade } = window.scene;
    element.currentTime = 10;
    await past(11);
    element.currentTime = 4.5;
    await past(5);
    element.currentTime = 8;
    await untilMade('adBreakComplete');
    await past(8.5);
  });
  await finish();
  expect(scene.lines()).toEqual([
    `${START} play pauseStart play play pauseStart adBreakStart adStart play adSkip adBreakComplete play sessionEnd`,
  ]);
  expectNear(scene.events()[7]!.playerTime.playhead, 2, 0);
});

test('an ad that is sought to its own end is skipped, and the next one of its break is shown', async () => {
  await perform(1.5);
  await past(2.5);
  await scene.page.evaluate(async () => {
    const { element, past } = window.scene;
    element.currentTime = 3.9;
    await past(6.5);
  });
  await scene.finish();
  // What is left of it may be over before the element tells its time.
  expect(
    scene
      .line()
      .replace(/(play )?bufferStart /, '')
      .replace('pauseStart play adSkip', 'pauseStart adSkip'),
  ).toBe(`${START} play adBreakStart adStart play pauseStart adSkip ${AD} adBreakComplete play sessionEnd`);
});

test('content whose post-roll is left has been played to its end', async () => {
  await perform(17.5);
  await past(18.8);
  await scene.finish();
  expect(scene.line()).toMatch(/adBreakStart adStart play adSkip adBreakComplete sessionComplete$/);
});

test('content whose tab is closed in its post-roll has been played to its end', async () => {
  await perform(17.5);
  await past(18.8);
  await scene.until((event) => event.eventType === 'adStart');
  await scene.page.close();
  await scene.until('sessionComplete');
  expect(scene.line()).toMatch(/adBreakStart adStart play adSkip adBreakComplete sessionComplete$/);
});

test('an ad that is resumed while data are missing waits for them', async () => {
  const held = scene.media.fault({ match: 'clip.mp4', afterBytes: byteOf(3.2), holdMs: Infinity });
  await scene.page.exposeFunction('release', held.release);
  await perform(1);
  await scene.page.evaluate(async () => {
    const { element, untilMade } = window.scene;
    await untilMade('bufferStart');
    element.pause();
    await untilMade('pauseStart');
    void element.play().catch(() => undefined);
    await untilMade('bufferStart', 2);
    (window as unknown as { release(): void }).release();
    await untilMade('adComplete');
  });
  await scene.finish();
  expect(scene.line()).toMatch(/adBreakStart adStart play bufferStart pauseStart bufferStart play adComplete /);
});

test('a page that tracks its breaks by hand says where the content stands', async () => {
  await scene.page.evaluate(async () => {
    const { options, load, element, past, nextEvent } = window.scene;
    const { createTracker } = window.mediaCollection;
    const playhead = () => element.currentTime - Math.max(0, Math.min(element.currentTime, 3) - 2);
    const tracker = createTracker({ ...options(), playhead });
    window.scene.tracker = tracker;
    window.scene.detach = () => tracker.track('sessionEnd');
    await load('clip.mp4', 1);
    tracker.track('sessionStart', { 'media.id': 'ep-1', 'media.length': 19, 'media.contentType': 'vod' });
    await element.play();
    tracker.track('play');
    await past(2);
    tracker.track('adBreakStart', { 'media.ad.podIndex': 1, 'media.ad.podSecond': 2 });
    tracker.track('adStart', { 'media.ad.id': 'a', 'media.ad.length': 1, 'media.ad.podPosition': 1 });
    await past(3);
    tracker.track('adComplete');
    tracker.track('adBreakComplete');
    await nextEvent('timeupdate');
  });
  await scene.finish();
  expect(scene.lines()[0]).toMatch(
    /^sessionStart play (play )?adBreakStart adStart play adComplete adBreakComplete play sessionEnd$/,
  );
  const playheads = scene.events().map(({ playerTime }) => playerTime.playhead);
  // As near as `timeupdate` tells the page where its break begins and ends.
  for (const second of playheads.slice(-6)) expectNear(second, 2.15, 0.3);
});
