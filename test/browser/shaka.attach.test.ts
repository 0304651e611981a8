import { describe, expect, test } from 'vitest';
import type { Adapter } from '@media-collection/core';
import { report } from '@media-collection/report';
import { paramsOf } from './ads-scene';
import type { Scene } from './html5-scene';
import { BREAK, broken } from './shaka-ads';
import { openShakaScene, openShakaBrowser } from './shaka-scene';
import { scene, useScenes } from './scenes';

useScenes(openShakaBrowser, openShakaScene);

/** Seconds of the only ad that were reported. */
const adTimeOf = (scene: Scene): number =>
  report(scene.events(0)).calls.find(({ call }) => call === 'adClose')!.metrics.adTimeSpent!;

describe('who begins to follow in an ad of 4 s, 1.5 s after its start, reports the rest of it', () => {
  test.each([
    ['a pre-roll', 'pre', [`sessionStart ${BREAK} play play sessionEnd`], broken('preroll', 1, 0)],
    ['a mid-roll', 'mid', [`sessionStart ${BREAK} play play sessionEnd`], { 'media.ad.podFriendlyName': 'midroll' }],
    ['a post-roll', 'post', [`sessionStart ${BREAK} sessionComplete`], { 'media.ad.podFriendlyName': 'postroll' }],
  ])('%s', async (_, ads, lines, params) => {
    await scene.page.evaluate(async (ads) => {
      const { shakaStage } = window;
      const file = ads === 'post' ? 'cut/4/main.m3u8?only=1' : 'cut/20/main.m3u8?only=1';
      await shakaStage.open(`${file}&ads=${ads}`, { late: () => shakaStage.adPasses(1.5) });
      if (ads === 'post') await window.scene.untilMade('sessionComplete');
      else {
        await window.scene.untilMade('adBreakComplete');
        await new Promise((resolve) => setTimeout(resolve, 1_500));
      }
    }, ads);
    await scene.finish();
    expect(scene.lines().map((line) => line.replace(/ (state|chapter)\w+(:\w+)?/g, ''))).toEqual(lines);
    expect(paramsOf(scene, 'adBreakStart')).toMatchObject([params]);
    expect(paramsOf(scene, 'adStart')).toMatchObject([{ 'media.ad.id': ads, 'media.ad.length': expect.closeTo(4, 1) as number }]);
    // Playback was requested before anybody followed.
    expect(JSON.stringify(scene.events(0))).not.toContain('timeToStart');
    expect(adTimeOf(scene)).toBeGreaterThan(2.2);
    expect(adTimeOf(scene)).toBeLessThan(2.8);
  });
});

test('who begins to follow while the ad is loaded, or paused by its viewer, reports it from its next frame on', async () => {
  await scene.page.evaluate(async () => {
    const { shakaStage, scene } = window;
    const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    await shakaStage.open('cut/20/main.m3u8?only=1&ads=pre', { late: () => shakaStage.nextEvent('ad-started') });
    await shakaStage.adPasses(1.5);
    shakaStage.ad.pause();
    await scene.untilMade('pauseStart');
    scene.detach();
    scene.detach = scene.tracker.attach(
      (window.mediaCollection as unknown as { shaka(player: object): Adapter }).shaka(shakaStage.player),
    );
    await wait(800);
    shakaStage.ad.play();
    await scene.untilMade('adBreakComplete', 2);
    await wait(300);
    // Here, so that no slow machine is late for it: 1 s after the break there is a second `play`.
    scene.detach();
  });
  await scene.finish();
  const lines = scene.lines().map((line) => line.replace(/ state\w+(:\w+)?/g, ''));
  expect(lines).toEqual([
    'sessionStart adBreakStart adStart play pauseStart adSkip adBreakComplete sessionEnd',
    `sessionStart ${BREAK} play sessionEnd`,
  ]);
  expect(adTimeOf(scene)).toBeGreaterThan(1.2);
});
