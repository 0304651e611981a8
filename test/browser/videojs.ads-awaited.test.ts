import { afterAll, beforeAll, describe, test } from 'vitest';
import { play, type Case } from './ads-case';
import { openAdsBrowser } from './ads-scene';
import type { Browser } from './browser';

let browser: Browser;
beforeAll(async () => {
  browser = await openAdsBrowser();
});
afterAll(() => browser?.close());

const BREAK = 'adBreakStart adStart play adComplete adBreakComplete';

/** Videojs-contrib-ads waits for an ad, and what the player shows meanwhile is content. */
const cases: Readonly<Record<string, Case>> = {
  'content that plays by itself until its pre-roll comes': {
    act: async () => {
      const { stage } = window;
      stage.create({ autoplay: true });
      const { player } = stage;
      const pre = [{ file: 'short.mp4?ad=1', id: 'one', duration: 4 }];
      window.adPlugin(player as never, { late: true, pre, second: true, firesEvents: true });
      stage.follow();
      player.src(stage.source('clip.mp4'));
      await stage.nextEvent('play');
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      const over = stage.nextEvent('adend');
      player.trigger('adsready');
      await over;
      await stage.passes(3.5);
    },
    lines: [`sessionStart play play ${BREAK} play sessionEnd`],
  },
  'content that plays by itself, and no pre-roll comes': {
    act: async () => {
      const { stage } = window;
      stage.create({ autoplay: true });
      window.adPlugin(stage.player as never, { late: true, settings: { timeout: 1_500 } });
      stage.follow();
      stage.player.src(stage.source('clip.mp4'));
      await stage.passes(3);
    },
    lines: ['sessionStart play play sessionEnd'],
  },
  'content that plays by itself, and is paused for a while': {
    act: async () => {
      const { stage } = window;
      stage.create({ autoplay: true });
      const { player } = stage;
      window.adPlugin(player as never, { late: true, settings: { timeout: 3_500, allowVjsAutoplay: true } });
      stage.follow();
      player.src(stage.source('clip.mp4'));
      await window.scene.untilMade('play', 2);
      player.pause();
      await window.scene.untilMade('pauseStart');
      await new Promise((resolve) => setTimeout(resolve, 700));
      void player.play();
      await stage.passes(3);
    },
    lines: ['sessionStart play play pauseStart play sessionEnd'],
  },
  'content that is held back until its pre-roll comes': {
    act: async () => {
      const { stage } = window;
      window.adStage.open({ late: true, pre: [{ file: 'short.mp4?ad=1', id: 'one', duration: 4 }], firesEvents: true });
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      const over = stage.nextEvent('adend');
      stage.player.trigger('adsready');
      await over;
      await stage.passes(2);
    },
    lines: [`sessionStart ${BREAK} play play sessionEnd`],
  },
  'other content while a pre-roll is awaited': {
    act: async () => {
      const { stage } = window;
      window.adStage.open({ late: true, settings: { timeout: 3_000 } }, { file: 'short.mp4' });
      await new Promise((resolve) => setTimeout(resolve, 500));
      stage.player.src(stage.source('clip.mp4'));
      void stage.player.play();
      await window.adStage.shows('clip', 4);
    },
    lines: ['sessionStart sessionEnd', 'sessionStart play play sessionEnd'],
  },
  'other content after a reset while a pre-roll is awaited': {
    act: async () => {
      const { stage } = window;
      window.adStage.open({ late: true, settings: { timeout: 2_000 } }, { file: 'short.mp4' });
      await new Promise((resolve) => setTimeout(resolve, 500));
      stage.player.reset();
      await new Promise((resolve) => setTimeout(resolve, 300));
      stage.player.muted(true);
      stage.player.src(stage.source('clip.mp4'));
      void stage.player.play();
      await window.adStage.shows('clip', 3);
    },
    lines: ['sessionStart sessionEnd', 'sessionStart play play sessionEnd'],
  },
  'other content while a post-roll is awaited': {
    act: async () => {
      const { stage } = window;
      stage.create();
      const { player } = stage;
      (player as unknown as { ads(options: object): void }).ads({});
      player.on('readyforpreroll', () => player.trigger('nopreroll'));
      player.trigger('adsready');
      stage.follow();
      player.src(stage.source('short.mp4'));
      void player.play();
      await stage.nextEvent('contentended');
      await new Promise((resolve) => setTimeout(resolve, 500));
      player.src(stage.source('clip.mp4'));
      void player.play();
      await window.adStage.shows('clip', 3);
    },
    lines: ['sessionStart play play pauseStart sessionComplete', 'sessionStart play play sessionEnd'],
  },
  'content that plays by itself until the answer of IMA comes': {
    act: async () => {
      const { imaAd } = window.adStage;
      const { stage } = window;
      const loader = (
        window as unknown as { google: { ima: { AdsLoader: { prototype: { requestAds(request: unknown): void } } } } }
      ).google.ima.AdsLoader.prototype;
      const request = loader.requestAds;
      loader.requestAds = function (asked) {
        setTimeout(() => request.call(this, asked), 1_500);
      };
      stage.create({ autoplay: true });
      (stage.player as unknown as { ima(options: object): void }).ima({
        adsResponse: JSON.stringify([{ at: 0, ads: [imaAd(1)] }]),
      });
      stage.follow();
      stage.player.src(stage.source('clip.mp4'));
      await stage.nextEvent('adend');
      await stage.passes(3.5);
    },
    lines: [`sessionStart play play ${BREAK} play sessionEnd`],
  },
};

describe('while an ad is awaited:', () => {
  test.each(Object.entries(cases))('%s', (situation, each) =>
    play(browser, { situation, real: 'player and contrib-ads; the ad plugin is ours, or videojs-ima' }, each),
  );
});
