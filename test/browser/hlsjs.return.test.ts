import { expect, test } from 'vitest';
import { expectNear, OPENING, playheadOf } from './html5-scene';
import { openHlsBrowser, openHlsScene } from './hlsjs-scene';
import { scene, useScenes } from './scenes';

useScenes(openHlsBrowser, openHlsScene);

/** The viewing goes on in its session: what lay between was buffering. */
const GOES_ON = `${OPENING} bufferStart play sessionEnd`;

test('an element that is taken away and given back goes on in its session', async () => {
  const at = await scene.page.evaluate(async () => {
    await window.perform();
    const { element, past, untilMade } = window.scene;
    await past(1.5);
    const at = element.currentTime;
    window.hls.detachMedia();
    window.hls.attachMedia(element);
    void element.play();
    await untilMade('play', 3);
    return at;
  });
  await scene.finish();
  expect(scene.lines()).toEqual([GOES_ON]);
  expectNear(playheadOf(scene, 4), at);
  expectNear(playheadOf(scene, 5), at);
});

test('another element for the same player goes on in the session, and the first is left alone', async () => {
  const at = await scene.page.evaluate(async () => {
    await window.perform();
    const { element, past, untilMade } = window.scene;
    await past(1.5);
    const at = element.currentTime;
    const next = element.cloneNode() as HTMLVideoElement;
    next.muted = true;
    document.body.append(next);
    window.hls.detachMedia();
    window.hls.attachMedia(next);
    // What the first one does now is not the player's.
    element.src = `${window.scene.at.media}/short.mp4`;
    element.muted = false;
    void element.play();
    void next.play();
    await untilMade('play', 3);
    return at;
  });
  await scene.finish();
  expect(scene.lines()).toEqual([GOES_ON]);
  expectNear(playheadOf(scene, 4), at);
});

test('media that are recovered from a fatal error go on in their session', async () => {
  const at = await scene.page.evaluate(async () => {
    await window.perform();
    const { element, past, untilMade } = window.scene;
    await past(1.5);
    const { currentTime } = element;
    const error = { type: 'mediaError', details: 'bufferAppendError', fatal: true, error: new Error('The append failed') };
    window.hls.trigger('hlsError' as never, error as never);
    window.hls.recoverMediaError();
    void element.play();
    await untilMade('play', 3);
    return currentTime;
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} error bufferStart play sessionEnd`]);
  expectNear(playheadOf(scene, 5), at);
});

test('a paused element that is taken away and given back stays paused in its session', async () => {
  await scene.page.evaluate(async () => {
    await window.perform();
    const { element, nextEvent, past, untilMade } = window.scene;
    await past(1.5);
    element.pause();
    await untilMade('pauseStart');
    window.hls.detachMedia();
    const loaded = nextEvent('loadeddata');
    window.hls.attachMedia(element);
    await loaded;
    // Longer than content that is away is waited for.
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    void element.play();
    await untilMade('play', 3);
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} pauseStart play sessionEnd`]);
});

test('content that its player plays on by itself goes on in its session', async () => {
  await scene.page.evaluate(async () => {
    await window.perform();
    const { element, past, untilMade } = window.scene;
    await past(1.5);
    window.hls.detachMedia();
    window.hls.attachMedia(element);
    await untilMade('play', 3);
  });
  await scene.finish();
  expect(scene.lines()).toEqual([GOES_ON]);
});

test('an element that is taken away for good ends the session then', async () => {
  const at = await scene.page.evaluate(async () => {
    await window.perform();
    const { element, past, untilMade } = window.scene;
    await past(1.5);
    const now = [Date.now(), element.currentTime] as const;
    window.hls.detachMedia();
    await untilMade('sessionEnd');
    return now;
  });
  await scene.settle();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
  const { ts, playhead } = scene.events()[4]!.playerTime;
  expectNear(playhead, at[1]);
  expect(Math.abs(ts - at[0])).toBeLessThan(100);
});

test('the same source once more is one viewing where it goes on, and another one where it begins again', async () => {
  await scene.page.evaluate(async () => {
    window.hls = window.createHls({ autoStartLoad: false });
    const { hls } = window;
    const { at, element, past, untilMade } = window.scene;
    let from = 0;
    hls.on('hlsManifestParsed' as never, (() => hls.startLoad(from)) as never);
    hls.attachMedia(element);
    window.watch();
    const load = async (start: number, plays: number) => {
      from = start;
      hls.loadSource(`${at.media}/cut/20/main.m3u8?only=1`);
      void element.play();
      await untilMade('play', plays);
    };
    await load(8, 2);
    await past(9);
    await load(element.currentTime, 3);
    await past(10);
    await load(0, 5);
  });
  await scene.finish();
  expect(scene.lines()).toEqual([GOES_ON, `${OPENING} sessionEnd`]);
  expectNear(playheadOf(scene, 0), 8, 0.1);
  expectNear(playheadOf(scene, 0, 1), 0, 0.1);
});
