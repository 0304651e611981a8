import { expect, test } from 'vitest';
import { OPENING } from './html5-scene';
import { openHlsBrowser, openHlsScene } from './hlsjs-scene';
import { scene, useScenes } from './scenes';

useScenes(openHlsBrowser, openHlsScene);

const DAY_S = 86_400;

/** How far behind the second of the day at which it was told the playhead of each event is. */
const lags = (): number[] =>
  scene.events().map(({ playerTime: { ts, playhead } }) => (((ts / 1_000 - playhead) % DAY_S) + DAY_S) % DAY_S);

const isLive = () => expect(scene.events()[0]!.params).toMatchObject({ 'media.contentType': 'live', 'media.length': DAY_S });

test('a programme with dates is live, and its playhead is the second of the day that is shown', async () => {
  const lag = await scene.page.evaluate(async () => {
    await window.perform('live/main.m3u8');
    const { element, past, untilMade } = window.scene;
    await past(element.currentTime + 3);
    const lag = (Date.now() - window.hls.playingDate!.getTime()) / 1_000;
    element.pause();
    await untilMade('pauseStart');
    return lag;
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} pauseStart sessionEnd`]);
  isLive();
  expect(lag).toBeGreaterThan(1);
  for (const each of lags().slice(2)) expect(Math.abs(each - lag)).toBeLessThan(0.5);
});

test('without dates it is as far behind now as it is behind the live edge', async () => {
  const [dated, lag] = await scene.page.evaluate(async () => {
    await window.perform('live/main.m3u8?pdt=0');
    const { element, past, untilMade } = window.scene;
    await past(element.currentTime + 3);
    element.pause();
    await untilMade('pauseStart');
    return [window.hls.playingDate, window.hls.latency] as const;
  });
  await scene.finish();
  expect(dated).toBe(null);
  expect(scene.lines()).toEqual([`${OPENING} pauseStart sessionEnd`]);
  isLive();
  expect(lag).toBeGreaterThan(1);
  for (const each of lags().slice(4)) expect(Math.abs(each - lag)).toBeLessThan(1);
});

test('a jump back to what is not there any more is one seek, to where the player goes instead', async () => {
  const jump = await scene.page.evaluate(async () => {
    await window.perform('live/main.m3u8');
    const { element, past, untilMade } = window.scene;
    await past(element.currentTime + 6);
    let seeks = 0;
    element.addEventListener('seeking', () => seeks++);
    element.currentTime = 1;
    await untilMade('play', 3);
    return [seeks, element.currentTime] as const;
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} pauseStart play sessionEnd`]);
  expect(jump[0]).toBe(2);
  expect(jump[1]).toBeGreaterThan(10);
});

test('a programme that ends stays one to who watched it live', async () => {
  await scene.page.evaluate(() => window.perform('live/main.m3u8?only=1'));
  await scene.page.route('**/media_*.m3u8*', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${await response.text()}#EXT-X-ENDLIST\n` });
  });
  await scene.page.evaluate(async () => {
    const { element, past, untilMade } = window.scene;
    await window.nextHlsEvent('hlsLevelUpdated', ({ details }: { details: { live: boolean } }) => !details.live);
    await past(element.currentTime + 1);
    element.pause();
    await untilMade('pauseStart');
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} pauseStart sessionEnd`]);
  const told = lags().slice(3);
  for (const each of told) expect(Math.abs(each - told[0]!)).toBeLessThan(1);
});
