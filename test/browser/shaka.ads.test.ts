import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Case } from './ads-case';
import type { Browser } from './browser';
import { AD, BREAK, POD, ad, broken, playShaka } from './shaka-ads';
import { openShakaBrowser } from './shaka-scene';

let browser: Browser;
beforeAll(async () => {
  browser = await openShakaBrowser();
});
afterAll(() => browser?.close());

const preroll: Case = {
  act: async () => {
    await window.shakaStage.open('cut/20/main.m3u8?only=1&ads=pre');
    await window.shakaStage.passes(2);
  },
  lines: [`sessionStart ${BREAK} play play sessionEnd`],
  breaks: [broken('preroll', 1, 0)],
  ads: [ad('pre')],
};

/** Interstitials of an HLS playlist, and those that a page adds, in a second element. */
const cases: Readonly<Record<string, Case>> = {
  'a pre-roll': preroll,
  'a pre-roll in front of content that is slow to come': {
    ...preroll,
    before: ({ media }) => void media.fault({ match: /cut\/20\/c-.*m4s/, delayMs: 800 }),
  },
  'a pod from an asset list': {
    act: async () => {
      await window.shakaStage.open('cut/20/main.m3u8?only=1&ads=pod');
      await window.shakaStage.passes(10);
    },
    lines: [`sessionStart play play ${POD} play sessionEnd`],
    breaks: [broken('midroll', 1, expect.closeTo(8, 0) as number)],
    ads: [ad('pod_shaka_asset_0'), ad('pod_shaka_asset_1', 2)],
  },
  'an ad that is put into a DASH stream': {
    act: async () => {
      await window.shakaStage.open('cut/20/main.mpd?only=1&ads=mid');
      await window.shakaStage.passes(10);
    },
    lines: [`sessionStart play play ${BREAK} play sessionEnd`],
    breaks: [broken('midroll', 1, expect.closeTo(8, 0) as number)],
    ads: [ad('mid')],
  },
  'a post-roll': {
    act: async () => {
      await window.shakaStage.open('cut/20/main.m3u8?only=1&ads=post');
      await window.scene.untilMade('sessionComplete');
    },
    lines: [`sessionStart play play ${BREAK} sessionComplete`],
    breaks: [broken('postroll', 1, expect.closeTo(20, 0) as number)],
    ads: [ad('post')],
  },
  'a pre-roll, a pod and a post-roll': {
    act: async () => {
      await window.shakaStage.open('cut/20/main.m3u8?only=1&ads=pre,pod,post');
      await window.scene.untilMade('sessionComplete');
    },
    lines: [`sessionStart ${BREAK} play play ${POD} play ${BREAK} sessionComplete`],
    breaks: [broken('preroll', 1, 0), { 'media.ad.podIndex': 2 }, { 'media.ad.podIndex': 3 }],
  },
  'the post-roll again, after a replay': {
    act: async () => {
      await window.shakaStage.open('cut/4/main.m3u8?only=1&ads=post');
      await window.scene.untilMade('sessionComplete');
      window.scene.element.currentTime = 0;
      void window.scene.element.play();
      await window.scene.untilMade('sessionComplete', 2);
    },
    lines: [`sessionStart play play ${BREAK} sessionComplete`, `sessionStart play play ${BREAK} sessionComplete`],
  },
  'ads of the page, one of them skipped': {
    act: async () => {
      const { shakaStage } = window;
      await shakaStage.open('cut/20/main.m3u8?only=1', {
        ads: [
          ['first', { pre: true }],
          ['second', { startTime: 4, isSkippable: true, skipOffset: 0 }],
          ['third', { startTime: 4 }],
        ],
      });
      await window.scene.untilMade('adStart', 2);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      shakaStage.ad.skip();
      await shakaStage.passes(6);
    },
    lines: [`sessionStart ${BREAK} play play adBreakStart adStart play adSkip ${AD} adBreakComplete play sessionEnd`],
    ads: [ad('first'), ad('second'), ad('third', 2)],
  },
  'an ad that is paused': {
    act: async () => {
      const { shakaStage } = window;
      await shakaStage.open('cut/20/main.m3u8?only=1&ads=pre');
      await window.scene.untilMade('adStart');
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      shakaStage.ad.pause();
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      shakaStage.ad.play();
      await shakaStage.passes(2);
    },
    lines: ['sessionStart adBreakStart adStart play pauseStart play adComplete adBreakComplete play play sessionEnd'],
  },
  'an ad that is not there': {
    act: async () => {
      // Shaka Player lets the rejection of its preload go unhandled.
      window.addEventListener('unhandledrejection', (event) => {
        if ((event.reason as { code?: number }).code === 1001) event.preventDefault();
      });
      await window.shakaStage.open('cut/20/main.m3u8?only=1&ads=bad');
      await window.shakaStage.passes(10);
    },
    lines: ['sessionStart play play sessionEnd'],
    forgive: /404/,
  },
  'a break that is jumped over': {
    act: async () => {
      await window.shakaStage.open('cut/20/main.m3u8?only=1&ads=mid');
      await window.shakaStage.passes(2);
      window.scene.element.currentTime = 16;
      await window.shakaStage.passes(18);
    },
    lines: ['sessionStart play play pauseStart play sessionEnd'],
  },
  'a jump into a break, which begins in its middle': {
    act: async () => {
      await window.shakaStage.open('cut/20/main.m3u8?only=1&ads=pod');
      await window.shakaStage.passes(2);
      window.scene.element.currentTime = 14;
      await window.shakaStage.passes(16);
    },
    // The ad manager looks when it likes: before the element says that it seeks, or after its first frame there.
    lines: [expect.stringMatching(`^sessionStart play play (pauseStart (play )?)?${POD} play sessionEnd$`) as string],
    breaks: [broken('midroll', 1, expect.closeTo(14, 0) as number)],
  },
  'a player that is destroyed in an ad': {
    act: async () => {
      await window.shakaStage.open('cut/20/main.m3u8?only=1&ads=pre');
      await window.scene.untilMade('adStart');
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await window.shakaStage.player.destroy();
    },
    lines: ['sessionStart adBreakStart adStart play adSkip adBreakComplete sessionEnd'],
  },
  'other content in an ad': {
    act: async () => {
      await window.shakaStage.open('cut/20/main.m3u8?only=1&ads=pre');
      await window.scene.untilMade('adStart');
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await window.shakaStage.player.load(`${window.scene.at.media}/cut/20/main.m3u8?only=1`);
      void window.scene.element.play();
      await window.shakaStage.passes(2);
    },
    lines: ['sessionStart adBreakStart adStart play adSkip adBreakComplete sessionEnd', 'sessionStart play play sessionEnd'],
  },
  "a picture over the content is no ad of Adobe's, for the content goes on": {
    act: async () => {
      const overlay = { viewport: { x: 100, y: 100 }, topLeft: { x: 0, y: 0 }, size: { x: 20, y: 20 } };
      const uri = 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=';
      await window.shakaStage.open('cut/20/main.m3u8?only=1', {
        ads: [['banner', { startTime: 2, endTime: 4, uri, mimeType: 'image/gif', overlay }]],
      });
      await window.shakaStage.nextEvent('ad-break-started');
      await window.shakaStage.passes(6);
    },
    lines: ['sessionStart play play sessionEnd'],
  },
  "a page over the content is no ad of Adobe's either": {
    act: async () => {
      const overlay = { viewport: { x: 100, y: 100 }, topLeft: { x: 0, y: 0 }, size: { x: 20, y: 20 } };
      await window.shakaStage.open('cut/20/main.m3u8?only=1', {
        ads: [['banner', { startTime: 2, endTime: 4, uri: 'data:text/html,Banner', mimeType: 'text/html', overlay }]],
      });
      await window.shakaStage.nextEvent('ad-break-started');
      await window.shakaStage.passes(6);
    },
    lines: ['sessionStart play play sessionEnd'],
  },
  'a VAST response, whose ads come where the content stands': {
    act: async () => {
      const { shakaStage, scene } = window;
      await shakaStage.open('cut/20/main.m3u8?only=1');
      await shakaStage.passes(3);
      const file = `${scene.at.media}/cut/4/main.m3u8?ad=vast&amp;only=1`;
      const media = `<MediaFiles><MediaFile delivery="streaming" type="application/x-mpegurl">${file}</MediaFile></MediaFiles>`;
      const vast = `<VAST version="3.0"><Ad id="house"><InLine><Creatives><Creative><Linear><Duration>00:00:04</Duration>${media}</Linear></Creative></Creatives></InLine></Ad></VAST>`;
      await shakaStage.player.getAdManager().addAdUrlInterstitial(`data:application/xml,${encodeURIComponent(vast)}`);
      await scene.untilMade('adBreakComplete');
      await shakaStage.passes(5);
    },
    lines: [`sessionStart play play ${BREAK} play sessionEnd`],
    breaks: [broken('midroll', 1, expect.closeTo(3, 0) as number)],
    ads: [ad('house')],
  },
  'who begins to follow after the content was loaded': {
    act: async () => {
      await window.shakaStage.open('cut/4/main.m3u8?only=1&ads=post', { late: true });
      await window.scene.untilMade('sessionComplete');
    },
    lines: [`sessionStart play play ${BREAK} sessionComplete`],
  },
};

describe('in an element of their own', () => {
  test.each(Object.entries(cases))('%s', (situation, one) => playShaka(browser, situation, one));
});

/** Version 4 says nothing of breaks. */
const OLD = [
  'a pre-roll',
  'a pod from an asset list',
  'a post-roll',
  'ads of the page, one of them skipped',
  'an ad that is not there',
];

describe('in version 4', () => {
  test.each(OLD)('%s', (situation) => playShaka(browser, `${situation}, version 4`, cases[situation]!, 'shaka-player-4'));
});
