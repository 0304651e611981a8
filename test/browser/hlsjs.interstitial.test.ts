import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { expectNear, OPENING, playheadOf, type Scene } from './html5-scene';
import { openCinema, openScreen } from './hlsjs-scene';
import type { Browser } from './kit';

let browser: Browser;
let scene: Scene;
beforeAll(async () => {
  browser = await openCinema();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  scene = await openScreen(browser);
});
afterEach(() => scene.close());

/** Puts an ad of 4 s into what is played. */
const insert = (attributes: string) =>
  scene.page.route(/\/cut\/(6|20)\/media_1\.m3u8/, async (route) => {
    const response = await route.fetch();
    const asset = `X-ASSET-URI="${scene.media.url}/cut/4/main.m3u8?ad=1&only=1"`;
    const ad = `#EXT-X-DATERANGE:ID="ad",CLASS="com.apple.hls.interstitial",DURATION=4,${asset},${attributes}`;
    const body = (await response.text()).replace('#EXTINF', `#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00Z\n${ad}\n#EXTINF`);
    await route.fulfill({ response, body });
  });

test.each([
  ['that borrows the element', 'START-DATE="2026-01-01T00:00:03Z",X-RESUME-OFFSET=0'],
  ['that is played in place', 'START-DATE="2026-01-01T00:00:04Z"'],
])('an interstitial %s is a pause of the content, in the same session', async (_, attributes) => {
  await insert(attributes);
  await scene.page.evaluate(async () => {
    await window.perform('cut/20/main.m3u8?only=1');
    await window.told('hlsInterstitialEnded');
    await window.scene.said('play', 3);
    const { element, past } = window.scene;
    await past(element.currentTime + 0.5);
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} pauseStart play sessionEnd`]);
  const begins = Number(/:0(\d)Z/.exec(attributes)![1]);
  expectNear(playheadOf(scene, 4), begins, 0.6);
});

test('content that an interstitial follows was played to its end, once', async () => {
  await insert('START-DATE="2026-01-01T00:00:00Z",CUE="POST",X-RESUME-OFFSET=0');
  await scene.page.evaluate(async () => {
    await window.perform('cut/6/main.m3u8?only=1');
    await window.told('hlsInterstitialEnded');
    await window.told('hlsMediaAttached');
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionComplete`]);
  expectNear(playheadOf(scene, 4), 6, 0.1);
});

test('a player that is destroyed in an interstitial ends the session where the content stood', async () => {
  await insert('START-DATE="2026-01-01T00:00:03Z",X-RESUME-OFFSET=0');
  await scene.page.evaluate(async () => {
    await window.perform('cut/20/main.m3u8?only=1');
    const { heard, said } = window.scene;
    await said('pauseStart');
    await heard('playing');
    window.hls.destroy();
    await said('sessionEnd');
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} pauseStart sessionEnd`]);
  expectNear(playheadOf(scene, 5), 3, 0.6);
});
