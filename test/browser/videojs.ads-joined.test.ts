import { describe, expect, test } from 'vitest';
import type { AdPlan } from './ad-plugin';
import { openAdsScene, openAdsBrowser } from './ads-scene';
import { expectNear, playheadOf } from './html5-scene';
import { scene, useScenes } from './scenes';

useScenes(openAdsBrowser, openAdsScene);

const SHOWN = 'adBreakStart adStart play adComplete adBreakComplete';
const ads = [{ file: 'short.mp4?ad=1', id: 'one', duration: 4 }];

/** Shows the first second of an ad, does something, follows, and does something again until the break is over. */
const join = (plan: AdPlan, file: string, isPaused: boolean): Promise<void> =>
  scene.page.evaluate(
    async ({ plan, file, isPaused }) => {
      const { create, follow, nextEvent, source } = window.stage;
      create();
      const { player } = window.stage;
      window.adPlugin(player as never, plan);
      player.src(source(file));
      void player.play();
      await window.adStage.shows('ad=1', 1);
      const over = nextEvent('adend');
      if (isPaused) {
        player.pause();
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
      follow();
      if (isPaused) {
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        if (window.scene.made.length) throw new Error('something began before the viewer played');
        void player.play();
      }
      await over;
    },
    { plan, file, isPaused },
  );

describe('who follows while an ad is paused is told of it when it goes on:', () => {
  test.each([
    ['a pre-roll', { pre: ads }, 0],
    ['a mid-roll', { mid: { at: 2, ads } }, 2.1],
  ])('%s', async (_, plan, at) => {
    await join({ ...plan, firesEvents: true }, 'clip.mp4', true);
    await scene.page.evaluate((second) => window.stage.passes(second), at + 1.5);
    await scene.finish();
    expect(scene.lines()).toEqual([`sessionStart stateStart:mute ${SHOWN} play play sessionEnd`]);
    for (const index of [0, 1, 2]) expectNear(playheadOf(scene, index), at, 0.2);
  });

  test('a post-roll', async () => {
    await join({ post: ads, firesEvents: true }, 'short.mp4', true);
    await scene.page.evaluate(() => window.scene.untilMade('sessionComplete'));
    await scene.finish();
    expect(scene.lines()).toEqual([`sessionStart stateStart:mute ${SHOWN} sessionComplete`]);
  });
});

test('who follows in a post-roll in another element is told of it, although the content is over', async () => {
  await join({ post: ads, second: true, firesEvents: true }, 'short.mp4', false);
  await scene.page.evaluate(() => window.scene.untilMade('sessionComplete'));
  await scene.finish();
  expect(scene.lines()).toEqual([`sessionStart stateStart:mute ${SHOWN} sessionComplete`]);
});

describe('content that plays on behind its ads, so that nobody fires `playing` when they are over,', () => {
  test.each([
    ['of a file', 'clip.mp4'],
    // The default of videojs-contrib-ads for a live programme, whose volume it turns down meanwhile.
    ['of a live programme', 'live/main.m3u8?win=8'],
  ])('goes on with the end of the break, and to its own end: %s', async (_, file) => {
    await scene.page.evaluate(async (file) => {
      const { create, follow, nextEvent, source } = window.stage;
      const { at, untilMade } = window.scene;
      const isLive = file.includes('live');
      create({ muted: false });
      const player = window.stage.player as unknown as import('./ad-plugin').AdPlayer;
      player.ads({});
      follow();
      player.on('readyforpreroll', () => player.trigger('nopreroll'));
      player.trigger('adsready');
      if (!isLive) player.one('loadedmetadata', () => void player.currentTime(14));
      player.src(source(file));
      void player.play();
      await untilMade('play', 2);
      player.ads.startLinearAdMode();
      player.ads.ad = { id: 'one', duration: 4 };
      const over = Object.assign(document.createElement('video'), { muted: true, src: `${at.media}/short.mp4?ad=1` });
      player.el().append(over);
      await over.play();
      player.trigger('ads-ad-started');
      await new Promise<void>((resolve) => over.addEventListener('timeupdate', () => void (over.currentTime < 1.5 || resolve())));
      over.remove();
      player.trigger('ads-ad-ended');
      player.ads.endLinearAdMode();
      await nextEvent(isLive ? 'contenttimeupdate' : 'resumeended');
      if (isLive) await new Promise((resolve) => setTimeout(resolve, 1_500));
    }, file);
    await scene.finish();
    const end = file.includes('live') ? 'sessionEnd' : 'sessionComplete';
    expect(scene.lines()).toEqual([`sessionStart play play ${SHOWN} play ${end}`]);
    const [back, last] = scene.events().slice(8);
    expectNear((last!.playerTime.ts - back!.playerTime.ts) / 1_000, last!.playerTime.playhead - back!.playerTime.playhead, 0.5);
  });
});
