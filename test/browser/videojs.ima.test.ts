import { afterAll, beforeAll, describe, test } from 'vitest';
import { play, type Case } from './ads-case';
import { openAdsBrowser } from './ads-scene';
import type { Browser } from './browser';

let browser: Browser;
beforeAll(async () => {
  browser = await openAdsBrowser();
});
afterAll(() => browser?.close());

/** What the stand-in's nth ad says of itself. */
const adOf = (n: number, position: number, length = 4) => ({
  'media.ad.id': `ad-${n}`,
  'media.ad.name': `Ad ${n}`,
  'media.ad.length': length,
  'media.ad.advertiser': 'Acme',
  'media.ad.creativeId': `creative-${n}`,
  'media.ad.podPosition': position,
});
const POD = 'adBreakStart adStart play adComplete adStart play adComplete adBreakComplete';

/** The real videojs-ima on the real contrib-ads, with a stand-in for Google's script. */
const cases: Readonly<Record<string, Case>> = {
  'a pod before the content and an ad in it': {
    act: async () => {
      const { imaAd, open } = window.adStage;
      open([
        { at: 0, ads: [imaAd(1), imaAd(2)] },
        { at: 2, ads: [imaAd(3)] },
      ]);
      await window.scene.untilMade('adBreakComplete', 2);
      await window.stage.passes(5);
    },
    lines: [`sessionStart ${POD} play play adBreakStart adStart play adComplete adBreakComplete play sessionEnd`],
    breaks: [
      { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0, 'media.ad.podFriendlyName': 'preroll' },
      { 'media.ad.podIndex': 2, 'media.ad.podFriendlyName': 'midroll' },
    ],
    ads: [adOf(1, 1), adOf(2, 2), adOf(3, 1)],
  },
  'a pod before the content, for who follows before the ads are set up': {
    act: async () => {
      const { imaAd, open } = window.adStage;
      open([{ at: 0, ads: [imaAd(1), imaAd(2)] }], { early: true });
      await window.scene.untilMade('adBreakComplete');
      await window.stage.passes(2);
    },
    lines: [`sessionStart ${POD} play play sessionEnd`],
    ads: [adOf(1, 1), adOf(2, 2)],
  },
  'an ad after the content': {
    act: async () => {
      const { imaAd, open } = window.adStage;
      open([{ at: -1, ads: [imaAd(1)] }], { file: 'short.mp4' });
      await window.scene.untilMade('sessionComplete');
      await new Promise((resolve) => setTimeout(resolve, 500));
    },
    lines: ['sessionStart play play adBreakStart adStart play adComplete adBreakComplete sessionComplete'],
    breaks: [{ 'media.ad.podIndex': 1, 'media.ad.podSecond': 4, 'media.ad.podFriendlyName': 'postroll' }],
    ads: [adOf(1, 1)],
  },
  'no ad after the content': {
    act: async () => {
      const { imaAd, open } = window.adStage;
      open([{ at: 99, ads: [imaAd(1)] }], { file: 'short.mp4' });
      await window.scene.untilMade('sessionComplete');
    },
    lines: ['sessionStart play play sessionComplete'],
  },
  'an ad that is skipped in a pod': {
    act: async () => {
      const { imaAd, open, shows } = window.adStage;
      open([{ at: 0, ads: [imaAd(1), imaAd(2)] }]);
      await shows('ad=1', 1.5);
      window.imaAd.skip();
      await window.scene.untilMade('adBreakComplete');
      await window.stage.passes(2);
    },
    lines: ['sessionStart adBreakStart adStart play adSkip adStart play adComplete adBreakComplete play play sessionEnd'],
    ads: [adOf(1, 1), adOf(2, 2)],
  },
  'an ad that is paused and goes on': {
    act: async () => {
      const { imaAd, open, shows } = window.adStage;
      open([{ at: 2, ads: [imaAd(1)] }]);
      await shows('ad=1', 1);
      const { ima } = window.stage.player as unknown as { ima: { pauseAd(): void; resumeAd(): void } };
      ima.pauseAd();
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      ima.resumeAd();
      await window.scene.untilMade('adBreakComplete');
      await window.stage.passes(4);
    },
    lines: ['sessionStart play play adBreakStart adStart play pauseStart play adComplete adBreakComplete play sessionEnd'],
    ads: [adOf(1, 1)],
  },
  'an ad whose length is known 150 ms late': {
    act: async () => {
      const { imaAd, open } = window.adStage;
      open([{ at: 0, ads: [{ ...imaAd(1), durationAfter: 150 }] }]);
      await window.scene.untilMade('adBreakComplete');
      await window.stage.passes(2);
    },
    lines: ['sessionStart adBreakStart adStart play adComplete adBreakComplete play play sessionEnd'],
    ads: [adOf(1, 1)],
  },
  'an ad whose metadata the page changes': {
    act: async () => {
      const { imaAd, open } = window.adStage;
      const ad = ({ params }: { params?: object }) => ({
        params: { 'media.ad.campaignId': '7', 'media.ad.name': `${String(params?.['media.ad.name' as never])}!` },
        customMetadata: { slot: 'top' },
      });
      open([{ at: 0, ads: [imaAd(1)] }], { options: { ad } });
      await window.scene.untilMade('adBreakComplete');
      await window.stage.passes(2);
    },
    lines: ['sessionStart adBreakStart adStart play adComplete adBreakComplete play play sessionEnd'],
    ads: [{ ...adOf(1, 1), 'media.ad.name': 'Ad 1!', 'media.ad.campaignId': '7' }],
  },
  'a banner over the content': {
    act: async () => {
      const { imaAd, open } = window.adStage;
      open([{ at: 2, ads: [{ ...imaAd(1), overlay: true }] }]);
      await window.stage.passes(4);
    },
    lines: ['sessionStart play play sessionEnd'],
  },
  'an ad that is not there in a pod': {
    act: async () => {
      const { imaAd, open } = window.adStage;
      open([{ at: 2, ads: [imaAd(1), { ...imaAd(2), url: `${window.scene.at.media}/missing.mp4?ad=2` }] }]);
      await window.scene.untilMade('adBreakComplete');
      await window.stage.passes(4);
    },
    lines: ['sessionStart play play adBreakStart adStart play adComplete adBreakComplete play sessionEnd'],
    ads: [adOf(1, 1)],
    forgive: /404|VIDEOJS/,
  },
  'no response of the ad server': {
    act: async () => {
      window.adStage.open([]);
      await window.stage.passes(2);
    },
    lines: ['sessionStart play play sessionEnd'],
    forgive: /VIDEOJS/,
  },
  'other content in a break': {
    act: async () => {
      const { imaAd, open, shows } = window.adStage;
      open([{ at: 0, ads: [imaAd(1), imaAd(2)] }]);
      await shows('ad=1', 1);
      const { player, source } = window.stage;
      const { ima } = player as unknown as { ima: { setContentWithAdsResponse(source: object, response: string): void } };
      ima.setContentWithAdsResponse(source('clip.mp4?other'), JSON.stringify([{ at: 99, ads: [] }]));
      void player.play();
      await shows('other', 2);
    },
    lines: ['sessionStart adBreakStart adStart play adSkip adBreakComplete sessionEnd', 'sessionStart play play sessionEnd'],
    ads: [adOf(1, 1)],
  },
  'ads whose manager is private': {
    act: async () => {
      const { imaAd, open } = window.adStage;
      const ad = () => ({ params: { 'media.ad.id': 'one', 'media.ad.length': 4 } });
      open([{ at: 0, ads: [imaAd(1)] }], { options: { ad } });
      (window.stage.player as unknown as { ima: object }).ima = {};
      await window.scene.untilMade('adBreakComplete');
      await window.stage.passes(2);
    },
    // The plugin says when an ad starts, and nothing of its end.
    lines: ['sessionStart adBreakStart adStart play adSkip adBreakComplete play play sessionEnd'],
    ads: [{ 'media.ad.id': 'one', 'media.ad.length': 4, 'media.ad.podPosition': 1 }],
  },
};

describe('with videojs-ima:', () => {
  test.each(Object.entries(cases))('%s', (situation, each) =>
    play(browser, { situation, real: 'player, contrib-ads and videojs-ima; Google’s script is a stand-in' }, each),
  );
});
