import { expect, test } from 'vitest';
import { expectNear, OPENING, playheadOf } from './html5-scene';
import { openHlsBrowser, openHlsScene } from './hlsjs-scene';
import { scene, useScenes } from './scenes';

useScenes(openHlsBrowser, openHlsScene);

test('a player that has its element is followed', async () => {
  await scene.page.evaluate(() => window.perform());
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
  expect(scene.events()[0]).toMatchObject({
    params: {
      'media.id': `${scene.media.url}/cut/20/main.m3u8`,
      // The sound is 0.01 s longer, which media know once its last segment is there.
      'media.length': expect.closeTo(20, 1) as number,
      'media.contentType': 'vod',
      'media.streamType': 'video',
      'media.playerName': 'hls.js',
      'media.sdkVersion': '1.7.4',
    },
  });
  expectNear(playheadOf(scene, 0), 0, 0.1);
});

test('what an element that is named plays before it is given to the player is of others', async () => {
  await scene.page.evaluate(async () => {
    const { at, element, past, untilMade } = window.scene;
    window.hls = window.createHls();
    window.watch({ element });
    element.src = `${at.media}/short.mp4`;
    void element.play();
    await past(0.5);
    window.hls.loadSource(`${at.media}/cut/12/main.m3u8?only=1`);
    await window.scene.nextEvent('ended');
    window.hls.attachMedia(element);
    void element.play();
    await untilMade('play', 2);
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
  expectNear(playheadOf(scene, 0), 0);
  expectNear(scene.events()[0]!.params!['media.length'] as number, 12, 0.1);
});

test('a player that gets its element later is followed from then on, whoever wished to play before', async () => {
  await scene.page.evaluate(async () => {
    const { at, element, untilMade } = window.scene;
    window.hls = window.createHls();
    window.watch();
    window.hls.loadSource(`${at.media}/cut/20/main.m3u8`);
    void element.play();
    await window.nextHlsEvent('hlsManifestParsed');
    window.hls.attachMedia(element);
    await untilMade('play', 2);
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
  expectNear(playheadOf(scene, 0), 0, 0.1);
});

test('a player that plays is followed from where it is, with its bitrate', async () => {
  const at = await scene.page.evaluate(async () => {
    const { at, element, past, untilMade } = window.scene;
    window.hls = window.createHls({ startLevel: 1 });
    window.hls.attachMedia(element);
    window.hls.loadSource(`${at.media}/cut/20/main.m3u8?only=1`);
    void element.play();
    await past(1);
    window.watch();
    const { currentTime } = element;
    await untilMade('play', 2);
    return currentTime;
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
  expectNear(playheadOf(scene, 0), at, 0.1);
  expect(scene.events()[0]!.qoeData).toEqual({ 'media.qoe.bitrate': 267, 'media.qoe.droppedFrames': 0 });
});

test('the element is named: a request to play counts before the player has it', async () => {
  await scene.page.evaluate(async () => {
    const { at, element, untilMade } = window.scene;
    window.hls = window.createHls({ autoStartLoad: false });
    window.watch({ element });
    window.hls.loadSource(`${at.media}/cut/20/main.m3u8`);
    await window.nextHlsEvent('hlsManifestParsed');
    const played = window.scene.nextEvent('play');
    void element.play();
    Object.assign(window, { wished: await played });
    window.hls.attachMedia(element);
    window.hls.startLoad();
    await untilMade('play', 2);
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
  const wished = await scene.page.evaluate(() => (window as unknown as { wished: number }).wished);
  expect(Math.abs(scene.events()[0]!.playerTime.ts - wished)).toBeLessThan(20);
});

test('a request to play nothing is reported when there is something', async () => {
  await scene.page.evaluate(async () => {
    const { at, element, nextEvent, untilMade } = window.scene;
    window.hls = window.createHls();
    window.hls.attachMedia(element);
    const options = window.scene.options();
    window.scene.options = () => ({ ...options, media: { params: { 'media.id': 'ep-1' } } });
    window.watch();
    const waits = nextEvent('waiting');
    void element.play();
    await waits;
    window.hls.loadSource(`${at.media}/cut/20/main.m3u8`);
    await untilMade('play', 2);
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
  expect(scene.events()[0]!.params!['media.length']).toBe(20);
});

test('other content in the middle ends the session where the first one was, and is another', async () => {
  const at = await scene.page.evaluate(async () => {
    await window.perform();
    const { element, past, untilMade } = window.scene;
    await past(1.5);
    const { currentTime } = element;
    window.hls.loadSource(`${window.scene.at.media}/cut/10/main.m3u8`);
    void element.play();
    await untilMade('play', 4);
    return currentTime;
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`, `${OPENING} sessionEnd`]);
  expectNear(playheadOf(scene, 4), at);
  expectNear(playheadOf(scene, 0, 1), 0, 0.1);
  expect(scene.events(1)[0]!.params).toMatchObject({ 'media.length': 10, 'media.id': `${scene.media.url}/cut/10/main.m3u8` });
});
