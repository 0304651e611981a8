import { afterAll, beforeAll, describe, test } from 'vitest';
import type { Case } from './ads-case';
import type { Browser } from './browser';
import { BREAK, playShaka } from './shaka-ads';
import { openShakaBrowser } from './shaka-scene';

let browser: Browser;
beforeAll(async () => {
  browser = await openShakaBrowser();
});
afterAll(() => browser?.close());

/** Interstitials that are not shown as long as they are, or not at one go. */
const cases: Readonly<Record<string, Case>> = {
  'an ad that a playout limit cuts': {
    act: async () => {
      await window.shakaStage.open('cut/20/main.m3u8?only=1&ads=cut');
      await window.shakaStage.passes(6);
    },
    lines: [`sessionStart play play ${BREAK} play sessionEnd`],
  },
  'an ad that jumps to its own end': {
    act: async () => {
      const { open, passes } = window.shakaStage;
      await open('cut/20/main.m3u8?only=1&ads=mid');
      await window.scene.untilMade('adStart');
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      const element = window.shakaStage.player.getAdManager().getInterstitialPlayer().getMediaElement()!;
      element.currentTime = element.duration - 0.3;
      await passes(10);
    },
    lines: ['sessionStart play play adBreakStart adStart play adSkip adBreakComplete play sessionEnd'],
  },
  'a viewer who leaves in a post-roll': {
    act: async () => {
      await window.shakaStage.open('cut/6/main.m3u8?only=1&ads=post');
      await window.scene.untilMade('adStart');
      await new Promise((resolve) => setTimeout(resolve, 1_500));
    },
    lines: ['sessionStart play play adBreakStart adStart play adSkip adBreakComplete sessionComplete'],
  },
};

describe('in an element of their own', () => {
  test.each(Object.entries(cases))('%s', (situation, one) => playShaka(browser, situation, one));
});
