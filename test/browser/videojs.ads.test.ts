import { afterAll, beforeAll, describe, test } from 'vitest';
import { play, type Case } from './ads-case';
import { openAdsBrowser } from './ads-scene';
import { byteOf, type Browser } from './browser';

let browser: Browser;
beforeAll(async () => {
  browser = await openAdsBrowser();
});
afterAll(() => browser?.close());

const first = { 'media.ad.podPosition': 1, 'media.ad.length': 4 };
const second = { 'media.ad.podPosition': 2, 'media.ad.length': 4 };
const pre = { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0, 'media.ad.podFriendlyName': 'preroll' };
const post = { 'media.ad.podIndex': 1, 'media.ad.podSecond': 4, 'media.ad.podFriendlyName': 'postroll' };
const mid = { 'media.ad.podIndex': 1, 'media.ad.podFriendlyName': 'midroll' };

const POD = 'adBreakStart adStart play adComplete adStart play adComplete adBreakComplete';

/** Contrib-ads and a plugin that plays its ads in the player's own element. */
const cases: Readonly<Record<string, Case>> = {
  'a pod before the content': {
    act: async () => {
      window.adStage.open({ pre: [{ file: 'short.mp4?ad=1' }, { file: 'short.mp4?ad=2' }] });
      await window.stage.nextEvent('adend');
      await window.stage.passes(2);
    },
    lines: [`sessionStart ${POD} play play sessionEnd`],
    breaks: [pre],
    ads: [first, second],
  },
  'a pod before the content, for who follows before the ads are set up': {
    act: async () => {
      window.adStage.open({ pre: [{ file: 'short.mp4?ad=1' }, { file: 'short.mp4?ad=2' }] }, { early: true });
      await window.stage.nextEvent('adend');
      await window.stage.passes(2);
    },
    lines: [`sessionStart ${POD} play play sessionEnd`],
    breaks: [pre],
    ads: [first, second],
  },
  'a pod in the content, of a plugin that names its ads': {
    act: async () => {
      const ads = [
        { file: 'short.mp4?ad=1', id: 'one', duration: 4 },
        { file: 'short.mp4?ad=2', id: 'two', duration: 4 },
      ];
      window.adStage.open({ mid: { at: 2, ads }, firesEvents: true });
      await window.stage.nextEvent('adend');
      await window.stage.passes(4);
    },
    lines: [`sessionStart play play ${POD} play sessionEnd`],
    breaks: [mid],
    ads: [
      { ...first, 'media.ad.id': 'one' },
      { ...second, 'media.ad.id': 'two' },
    ],
  },
  'an ad after the content, whose last ended never comes': {
    act: async () => {
      window.adStage.open({ post: [{ file: 'short.mp4?ad=1' }] }, { file: 'short.mp4' });
      await window.scene.untilMade('sessionComplete');
    },
    lines: ['sessionStart play play adBreakStart adStart play adComplete adBreakComplete sessionComplete'],
    breaks: [post],
    ads: [first],
  },
  'an ad after the content, that is then seen again': {
    act: async () => {
      window.adStage.open({ post: [{ file: 'short.mp4?ad=1' }] }, { file: 'short.mp4' });
      await window.scene.untilMade('sessionComplete');
      await window.stage.nextEvent('contentseeked');
      const { player } = window.stage;
      // Chromium has arrived before it knows that this is the end: whoever plays just then is shown nothing, and hears `ended`.
      while (!player.ended()) await new Promise(requestAnimationFrame);
      void player.play();
      await window.scene.untilMade('play', 5);
      const paused = window.scene.untilMade('pauseStart');
      player.pause();
      await paused;
      await new Promise((resolve) => setTimeout(resolve, 700));
      void player.play();
      await window.scene.untilMade('sessionComplete', 2);
    },
    lines: [
      'sessionStart play play adBreakStart adStart play adComplete adBreakComplete sessionComplete',
      'sessionStart play play pauseStart play sessionComplete',
    ],
  },
  'no ad before the content, and none after it': {
    act: async () => {
      window.adStage.open({}, { file: 'short.mp4' });
      await window.scene.untilMade('sessionComplete');
    },
    lines: ['sessionStart play play sessionComplete'],
  },
  'an ad that is skipped in a pod': {
    act: async () => {
      window.adStage.open({ pre: [{ file: 'short.mp4?ad=1' }, { file: 'short.mp4?ad=2' }], firesEvents: true });
      await window.adStage.shows('ad=1', 1.5);
      window.adStage.controls.skip();
      await window.stage.nextEvent('adend');
      await window.stage.passes(2);
    },
    lines: ['sessionStart adBreakStart adStart play adSkip adStart play adComplete adBreakComplete play play sessionEnd'],
    ads: [first, second],
  },
  'a break that is left in its first ad': {
    act: async () => {
      window.adStage.open({ pre: [{ file: 'short.mp4?ad=1' }, { file: 'short.mp4?ad=2' }] });
      await window.adStage.shows('ad=1', 1.5);
      window.adStage.controls.end();
      await window.stage.passes(2);
    },
    lines: ['sessionStart adBreakStart adStart play adSkip adBreakComplete play play sessionEnd'],
    ads: [first],
  },
  'an ad that is sought to its end': {
    act: async () => {
      window.adStage.open({ pre: [{ file: 'short.mp4?ad=1' }] });
      await window.adStage.shows('ad=1', 1.5);
      window.stage.player.currentTime(3.9);
      await window.stage.nextEvent('adend');
      await window.stage.passes(2);
    },
    lines: ['sessionStart adBreakStart adStart play adSkip adBreakComplete play play sessionEnd'],
    ads: [first],
  },
  'an ad that its plugin cuts after the length that it announced': {
    act: async () => {
      window.adStage.open({ mid: { at: 2, ads: [{ file: 'short.mp4?ad=1', id: 'one', duration: 2 }] }, firesEvents: true });
      await window.adStage.shows('ad=1', 2);
      window.adStage.controls.end();
      await window.stage.passes(4);
    },
    lines: ['sessionStart play play adBreakStart adStart play adComplete adBreakComplete play sessionEnd'],
    ads: [{ ...first, 'media.ad.id': 'one', 'media.ad.length': 2 }],
  },
  'an ad after the content that is left': {
    act: async () => {
      window.adStage.open({ post: [{ file: 'short.mp4?ad=1' }] }, { file: 'short.mp4' });
      await window.adStage.shows('ad=1', 1.5);
    },
    lines: ['sessionStart play play adBreakStart adStart play adSkip adBreakComplete sessionComplete'],
    breaks: [post],
    ads: [first],
  },
  'an ad that is resumed while data are missing': {
    before: (scene) => void scene.media.fault({ match: 'ad=1', afterBytes: byteOf(2), holdMs: 4_000 }),
    act: async () => {
      window.adStage.open({ mid: { at: 2, ads: [{ file: 'clip.mp4?ad=1', id: 'one', duration: 3 }] }, firesEvents: true });
      await window.scene.untilMade('bufferStart');
      const { player } = window.stage;
      player.pause();
      await window.scene.untilMade('pauseStart');
      void player.play();
      await window.scene.untilMade('bufferStart', 2);
      await window.adStage.shows('ad=1', 3);
      window.adStage.controls.end();
      await window.stage.passes(4);
    },
    lines: [
      'sessionStart play play adBreakStart adStart play bufferStart pauseStart bufferStart play adComplete adBreakComplete play sessionEnd',
    ],
  },
  'a player that is reset in a break, and then shows other content': {
    act: async () => {
      window.adStage.open({ mid: { at: 2, ads: [{ file: 'short.mp4?ad=1' }] } });
      await window.adStage.shows('ad=1', 1);
      const { player, source, nextEvent } = window.stage;
      const reset = nextEvent('playerreset');
      player.reset();
      await reset;
      player.muted(true);
      player.src(source('clip.mp4?other'));
      void player.play();
      await window.adStage.shows('other', 2);
      const paused = window.scene.untilMade('pauseStart');
      player.pause();
      await paused;
      void player.play();
      await window.scene.untilMade('play', 6);
    },
    lines: [
      'sessionStart play play adBreakStart adStart play adSkip adBreakComplete sessionEnd',
      'sessionStart play play pauseStart play sessionEnd',
    ],
  },
  'an ad that is paused and goes on': {
    act: async () => {
      window.adStage.open({ pre: [{ file: 'short.mp4?ad=1' }] });
      await window.adStage.shows('ad=1', 1.5);
      window.adStage.controls.pause();
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      window.adStage.controls.resume();
      await window.stage.nextEvent('adend');
      await window.stage.passes(2);
    },
    lines: ['sessionStart adBreakStart adStart play pauseStart play adComplete adBreakComplete play play sessionEnd'],
    ads: [first],
  },
  'an ad that is not there': {
    act: async () => {
      window.adStage.open({ pre: [{ file: 'missing.mp4?ad=1' }] });
      await window.stage.passes(2);
    },
    lines: ['sessionStart play play sessionEnd'],
    forgive: /404|VIDEOJS/,
  },
  'an ad that is not there in a pod': {
    act: async () => {
      const ads = [{ file: 'short.mp4?ad=1' }, { file: 'missing.mp4?ad=2' }, { file: 'short.mp4?ad=3' }];
      window.adStage.open({ mid: { at: 2, ads } });
      await window.stage.nextEvent('adend');
      await window.stage.passes(4);
    },
    lines: [`sessionStart play play ${POD} play sessionEnd`],
    ads: [first, second],
    forgive: /404|VIDEOJS/,
  },
  'an ad that breaks while it plays': {
    before: (scene) => void scene.media.fault({ match: 'ad=1', corrupt: true, afterBytes: 70_000 } as never),
    act: async () => {
      window.adStage.open({ pre: [{ file: 'short.mp4?ad=1' }] });
      await window.stage.nextEvent('adend');
      await window.stage.passes(2);
    },
    lines: ['sessionStart adBreakStart adStart play adSkip adBreakComplete play play sessionEnd'],
    ads: [first],
    forgive: /VIDEOJS/,
  },
  'an ad plugin that is never ready': {
    act: async () => {
      window.adStage.open({ late: true, settings: { timeout: 1_500 } });
      await window.stage.passes(2);
    },
    lines: ['sessionStart play play sessionEnd'],
  },
  'a break in which nothing comes': {
    before: (scene) => void scene.media.fault({ match: 'ad=1', afterBytes: 0, holdMs: Infinity }),
    act: async () => {
      window.adStage.open({ mid: { at: 2, ads: [{ file: 'short.mp4?ad=1' }] } });
      await window.stage.nextEvent('adstart');
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      window.adStage.controls.end();
      await window.stage.passes(4);
    },
    lines: ['sessionStart play play adBreakStart adBreakComplete play sessionEnd'],
    breaks: [mid],
  },
  'a break that begins during a seek': {
    act: async () => {
      window.adStage.open({ mid: { at: 99, ads: [{ file: 'short.mp4?ad=1' }] }, firesEvents: true });
      await window.stage.passes(2);
      window.stage.player.currentTime(12);
      await window.stage.nextEvent('seeking');
      window.adStage.controls.start();
      await window.stage.nextEvent('adend');
      await window.stage.passes(14);
    },
    lines: ['sessionStart play play pauseStart adBreakStart adStart play adComplete adBreakComplete play sessionEnd'],
    breaks: [{ ...mid, 'media.ad.podSecond': 12 }],
    ads: [first],
  },
  'other content in a break': {
    act: async () => {
      window.adStage.open({ mid: { at: 2, ads: [{ file: 'short.mp4?ad=1' }] } });
      await window.adStage.shows('ad=1', 1);
      const { player, source } = window.stage;
      const { ads } = player as unknown as import('./ad-plugin').AdPlayer;
      ads.disableNextSnapshotRestore = true;
      player.src(source('clip.mp4?other'));
      window.adStage.controls.end();
      void player.play();
      await window.adStage.shows('other', 2);
    },
    lines: [
      'sessionStart play play adBreakStart adStart play adSkip adBreakComplete sessionEnd',
      'sessionStart play play sessionEnd',
    ],
  },
  'content that is not there, while an ad is awaited': {
    act: async () => {
      window.adStage.open({ late: true }, { file: 'missing.mp4' });
      await window.scene.untilMade('sessionEnd');
    },
    lines: ['sessionStart error sessionEnd'],
    forgive: /404|VIDEOJS/,
  },
  'content that is not there, without an ad before it': {
    act: async () => {
      window.adStage.open({}, { file: 'missing.mp4' });
      await window.scene.untilMade('sessionEnd');
    },
    lines: ['sessionStart error sessionEnd'],
    forgive: /404|VIDEOJS|NotSupportedError/,
  },
  'an ad that is no longer silent': {
    act: async () => {
      window.adStage.open({ mid: { at: 2, ads: [{ file: 'short.mp4?ad=1' }] } });
      await window.adStage.shows('ad=1', 1);
      window.stage.player.muted(false);
      await window.scene.untilMade('stateEnd');
      await window.stage.nextEvent('adend');
      await window.stage.passes(4);
    },
    lines: ['sessionStart play play adBreakStart adStart play adComplete adBreakComplete play sessionEnd'],
    breaks: [mid],
  },
};

describe('in the player’s own element:', () => {
  test.each(Object.entries(cases))('%s', (situation, each) =>
    play(browser, { situation, real: 'player and contrib-ads; the ad plugin is ours, in the player’s element' }, each),
  );
});
