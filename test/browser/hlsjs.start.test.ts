import { expect, test } from 'vitest';
import { expectNear, OPENING, playheadOf } from './html5-scene';
import { openHlsBrowser, openHlsScene } from './hlsjs-scene';
import { scene, useScenes } from './scenes';

useScenes(openHlsBrowser, openHlsScene);

test('a session begins at the start position of its player', async () => {
  await scene.page.evaluate(() => window.perform('cut/60/main.m3u8?only=1', { startPosition: 30 }));
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
  for (const index of [0, 2]) expectNear(playheadOf(scene, index), 30, 0.1);
});

test('a session begins where the page tells its player to load', async () => {
  await scene.page.evaluate(async () => {
    const { at, element, untilMade } = window.scene;
    window.hls = window.createHls({ autoStartLoad: false });
    window.hls.attachMedia(element);
    window.watch();
    window.hls.on('hlsManifestParsed' as never, (() => window.hls.startLoad(8)) as never);
    window.hls.loadSource(`${at.media}/cut/20/main.m3u8?only=1`);
    void element.play();
    await untilMade('play', 2);
  });
  await scene.finish();
  expectNear(playheadOf(scene, 0), 8, 0.1);
});

test.each([
  ['to load twice', undefined, 0],
  ['where to load, twice', 8, 8],
])('a player that is told %s, and whose segments do not come, has its session at %s', async (_, from, place) => {
  const missing = scene.media.fault({ match: /c-1-0000[2-9]/, holdMs: Infinity });
  await scene.page.evaluate(async (from) => {
    const { at, element, untilMade } = window.scene;
    window.hls = window.createHls({ autoStartLoad: false, startLevel: 0 });
    window.hls.attachMedia(element);
    window.watch();
    window.hls.loadSource(`${at.media}/cut/20/main.m3u8?only=1`);
    await window.nextHlsEvent('hlsManifestParsed');
    window.hls.startLoad(from);
    await window.nextHlsEvent('hlsFragLoading');
    window.hls.startLoad(from);
    const played = window.scene.nextEvent('play');
    void element.play().catch(() => undefined);
    await played;
    window.scene.detach();
    await untilMade('sessionEnd');
  }, from);
  missing.release();
  await scene.settle();
  expect(scene.lines()).toEqual(['sessionStart stateStart:mute sessionEnd']);
  expect(playheadOf(scene, 0)).toBe(place);
});

test('sources that are abandoned at once bear their own names, and the last one is one session', async () => {
  await scene.page.evaluate(async () => {
    const { at, element, past } = window.scene;
    window.hls = window.createHls();
    window.hls.attachMedia(element);
    window.watch();
    for (const seconds of [20, 10, 6]) {
      window.hls.loadSource(`${at.media}/cut/${seconds}/main.m3u8?only=1`);
      void element.play().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    // One that is abandoned may have played, too.
    await past(2);
  });
  await scene.finish();
  const ids = scene.lines().map((_, session) => scene.events(session)[0]!.params!['media.id']);
  expect(ids.at(-1)).toBe(`${scene.media.url}/cut/6/main.m3u8`);
  expect(new Set(ids).size).toBe(ids.length);
  expect(scene.lines().at(-1)).toBe(`${OPENING} sessionEnd`);
});
