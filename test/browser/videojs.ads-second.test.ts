import { afterAll, beforeAll, describe, test } from 'vitest';
import { play, type Case } from './ads-case';
import { openAdsBrowser } from './ads-scene';
import type { Browser } from './browser';

let browser: Browser;
beforeAll(async () => {
  browser = await openAdsBrowser();
});
afterAll(() => browser?.close());

const one = { 'media.ad.podPosition': 1, 'media.ad.id': 'one', 'media.ad.length': 4 };
const two = { 'media.ad.podPosition': 2, 'media.ad.id': 'two', 'media.ad.length': 4 };
const POD = 'adBreakStart adStart play adComplete adStart play adComplete adBreakComplete';

/** Contrib-ads and a plugin that plays its ads over the player, and says so as ad plugins agreed. */
const cases: Readonly<Record<string, Case>> = {
  'a pod before the content': {
    act: async () => {
      const pre = [
        { file: 'short.mp4?ad=1', id: 'one', duration: 4 },
        { file: 'short.mp4?ad=2', id: 'two', duration: 4 },
      ];
      window.adStage.open({ pre, second: true, firesEvents: true });
      await window.stage.nextEvent('adend');
      await window.stage.passes(2);
    },
    lines: [`sessionStart ${POD} play play sessionEnd`],
    breaks: [{ 'media.ad.podIndex': 1, 'media.ad.podSecond': 0, 'media.ad.podFriendlyName': 'preroll' }],
    ads: [one, two],
  },
  'a pod in the content, for who follows before the ads are set up': {
    act: async () => {
      const ads = [
        { file: 'short.mp4?ad=1', id: 'one', duration: 4 },
        { file: 'short.mp4?ad=2', id: 'two', duration: 4 },
      ];
      window.adStage.open({ mid: { at: 2, ads }, second: true, firesEvents: true }, { early: true });
      await window.stage.nextEvent('adend');
      await window.stage.passes(4);
    },
    lines: [`sessionStart play play ${POD} play sessionEnd`],
    breaks: [{ 'media.ad.podIndex': 1, 'media.ad.podFriendlyName': 'midroll' }],
    ads: [one, two],
  },
  'ads before and after the content': {
    act: async () => {
      const pre = [{ file: 'short.mp4?ad=1', id: 'one', duration: 4 }];
      const post = [{ file: 'short.mp4?ad=2', id: 'two', duration: 4 }];
      window.adStage.open({ pre, post, second: true, firesEvents: true }, { file: 'short.mp4' });
      await window.scene.untilMade('sessionComplete');
    },
    lines: [
      'sessionStart adBreakStart adStart play adComplete adBreakComplete play play adBreakStart adStart play adComplete adBreakComplete sessionComplete',
    ],
    breaks: [
      { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0, 'media.ad.podFriendlyName': 'preroll' },
      { 'media.ad.podIndex': 2, 'media.ad.podSecond': 4, 'media.ad.podFriendlyName': 'postroll' },
    ],
    ads: [one, { ...two, 'media.ad.podPosition': 1 }],
  },
  'an ad that is paused and goes on, and then is skipped': {
    act: async () => {
      const ads = [{ file: 'short.mp4?ad=1', id: 'one', duration: 4 }];
      window.adStage.open({ mid: { at: 2, ads }, second: true, firesEvents: true });
      await window.adStage.shows('ad=1', 1);
      window.adStage.controls.pause();
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      window.adStage.controls.resume();
      await window.adStage.shows('ad=1', 2.5);
      window.adStage.controls.skip();
      await window.stage.passes(4);
    },
    lines: ['sessionStart play play adBreakStart adStart play pauseStart play adSkip adBreakComplete play sessionEnd'],
    ads: [one],
  },
  'an ad that is not there': {
    act: async () => {
      const ads = [{ file: 'missing.mp4?ad=1', id: 'one', duration: 4 }];
      window.adStage.open({ mid: { at: 2, ads }, second: true, firesEvents: true });
      await window.stage.nextEvent('adend');
      await window.stage.passes(4);
    },
    lines: ['sessionStart play play sessionEnd'],
    forgive: /404/,
  },
  'an ad of which only the page knows': {
    act: async () => {
      const ads = [{ file: 'short.mp4?ad=1' }];
      const ad = () => ({ params: { 'media.ad.id': 'one', 'media.ad.length': 4 } });
      window.adStage.open({ mid: { at: 2, ads }, second: true, firesEvents: true }, { options: { ad } });
      await window.stage.nextEvent('adend');
      await window.stage.passes(4);
    },
    lines: ['sessionStart play play adBreakStart adStart play adComplete adBreakComplete play sessionEnd'],
    ads: [one],
  },
};

describe('in an element of their own:', () => {
  test.each(Object.entries(cases))('%s', (situation, each) =>
    play(browser, { situation, real: 'player and contrib-ads; the ad plugin is ours, in an element of its own' }, each),
  );
});
