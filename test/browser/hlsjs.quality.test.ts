import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { OPENING, type Scene } from './html5-scene';
import { openHlsBrowser, openHlsScene } from './hlsjs-scene';
import type { Browser } from './browser';

let browser: Browser;
let scene: Scene;
beforeAll(async () => {
  browser = await openHlsBrowser();
});
afterAll(() => browser?.close());
afterEach(() => scene.close());

/** Kilobits per second of the three renditions, with their sound, as the playlist says. */
const RATES = [167, 267, 467];
const rates = () => scene.events().flatMap(({ eventType, qoeData }) => [[eventType, qoeData?.['media.qoe.bitrate']]]);

test.each(['hls', 'hls.light'])(
  '%s: a level that is shown is one change of the bitrate, and the first one is none',
  async (build) => {
    scene = await openHlsScene(browser, undefined, build);
    await scene.page.evaluate(async () => {
      await window.perform('adaptive/main.m3u8', { startLevel: 0, maxBufferLength: 4, maxMaxBufferLength: 4 });
      const { untilMade } = window.scene;
      window.hls.nextLevel = 2;
      await untilMade('bitrateChange');
      window.hls.currentLevel = 1;
      await untilMade('bitrateChange', 2);
    });
    await scene.finish();
    expect(scene.line()).toMatch(
      new RegExp(
        `^${OPENING}( bufferStart)?( play)? bitrateChange( bufferStart)?( play)? bitrateChange( bufferStart)?( play)? sessionEnd$`,
      ),
    );
    const told = rates();
    expect(told.filter(([type]) => type === 'bitrateChange').map(([, rate]) => rate)).toEqual([RATES[2], RATES[1]]);
    expect(told.find(([type, rate]) => type === 'play' && rate)).toEqual(['play', RATES[0]]);
  },
);

test('bits per second, where a report suite was always given these', async () => {
  scene = await openHlsScene(browser);
  await scene.page.evaluate(async () => {
    const { at, element, untilMade } = window.scene;
    window.hls = window.createHls();
    window.hls.attachMedia(element);
    window.watch({ bitrateUnit: 'bps' });
    window.hls.loadSource(`${at.media}/cut/20/main.m3u8?only=1`);
    void element.play();
    await untilMade('play', 2);
  });
  await scene.finish();
  const told = rates().filter(([, rate]) => rate);
  expect(told[0]).toEqual(['play', 267_790]);
});

test('a stream without levels has no bitrate', async () => {
  scene = await openHlsScene(browser);
  await scene.page.evaluate(async () => {
    await window.perform('adaptive/media_1.m3u8');
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
  expect(rates().filter(([, rate]) => rate !== undefined)).toEqual([]);
});

test('a stream of sound alone is audio, though the element could show a picture', async () => {
  scene = await openHlsScene(browser);
  await scene.page.evaluate(async () => {
    await window.perform('adaptive/media_3.m3u8');
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
  expect(scene.events()[0]!.params).toMatchObject({
    'media.streamType': 'audio',
    'media.contentType': 'aod',
    'media.id': `${scene.media.url}/adaptive/media_3.m3u8`,
  });
});
