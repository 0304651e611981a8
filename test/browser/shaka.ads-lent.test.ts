import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Case } from './ads-case';
import type { Browser } from './browser';
import { BREAK, POD, broken, playShaka } from './shaka-ads';
import { openShakaBrowser } from './shaka-scene';

let browser: Browser;
beforeAll(async () => {
  browser = await openShakaBrowser();
});
afterAll(() => browser?.close());

/** Where there is but one element, its content gives it up for its ads. */
const alone: Readonly<Record<string, Case>> = {
  'a pre-roll and a pod': {
    act: async () => {
      const config = { ads: { supportsMultipleMediaElements: false } };
      await window.shakaStage.open('cut/20/main.m3u8?only=1&ads=pre,pod', { config });
      await window.scene.untilMade('adBreakComplete', 2);
      await window.shakaStage.passes(10);
    },
    lines: [`sessionStart ${BREAK} play play ${POD} play sessionEnd`],
    breaks: [broken('preroll', 1, 0), broken('midroll', 2, expect.closeTo(8, 0) as number)],
  },
  'a post-roll': {
    act: async () => {
      const config = { ads: { supportsMultipleMediaElements: false } };
      await window.shakaStage.open('cut/4/main.m3u8?only=1&ads=post', { config });
      await window.scene.untilMade('sessionComplete');
      await new Promise((resolve) => setTimeout(resolve, 1_500));
    },
    lines: [`sessionStart play play ${BREAK} sessionComplete`],
    breaks: [broken('postroll', 1, expect.closeTo(4, 0) as number)],
  },
  'a player that is destroyed in an ad': {
    act: async () => {
      // Shaka Player asks for its element back in the same moment, and that this is refused goes unheard (player.js of 5.2.12, 1076).
      window.addEventListener('unhandledrejection', (event) => {
        if ((event.reason as { code?: number }).code === 7000) event.preventDefault();
      });
      const config = { ads: { supportsMultipleMediaElements: false } };
      await window.shakaStage.open('cut/20/main.m3u8?only=1&ads=pre', { config });
      await window.scene.untilMade('adStart');
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await window.shakaStage.player.destroy();
      await window.scene.untilMade('sessionEnd');
    },
    lines: ['sessionStart adBreakStart adStart play adSkip adBreakComplete sessionEnd'],
  },
  'content that is unloaded in an ad': {
    act: async () => {
      const config = { ads: { supportsMultipleMediaElements: false } };
      await window.shakaStage.open('cut/20/main.m3u8?only=1&ads=pre', { config });
      await window.scene.untilMade('adStart');
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await window.shakaStage.player.unload();
      await window.scene.untilMade('sessionEnd');
    },
    lines: ['sessionStart adBreakStart adStart play adSkip adBreakComplete sessionEnd'],
  },
};

test.each(Object.entries(alone))('%s', (situation, one) =>
  playShaka(browser, `${situation}, one element`, one, undefined, 'its element'),
);
