import { afterAll, beforeAll, expect, test } from 'vitest';
import { playIn, type Case } from './ads-case';
import { eventsOf, paramsOf, wordsOf } from './ads-scene';
import { standInForIma, type ImaAdData } from './ima-stand-in';
import type { Browser } from './browser';
import { openShakaScene, openShakaBrowser } from './shaka-scene';

declare global {
  interface Window {
    /** The nth ad, as Google would describe it. */
    imaAdOf(n: number, more?: Partial<ImaAdData>): ImaAdData;
  }
}

let browser: Browser;
beforeAll(async () => {
  browser = await openShakaBrowser();
  await browser.context.addInitScript(standInForIma, true);
  await browser.context.addInitScript(() => {
    window.imaAdOf = (n, more) => ({
      url: `${window.scene.at.media}/short.mp4?ad=${n}`,
      id: `ad-${n}`,
      title: `Ad ${n}`,
      duration: 4,
      advertiser: 'Acme',
      creative: `creative-${n}`,
      ...more,
    });
  });
});
afterAll(() => browser?.close());

const AD = 'adStart play adComplete';
const adOf = (n: number, position = 1) => ({
  'media.ad.id': `ad-${n}`,
  'media.ad.name': `Ad ${n}`,
  'media.ad.length': 4,
  'media.ad.advertiser': 'Acme',
  'media.ad.creativeId': `creative-${n}`,
  'media.ad.podPosition': position,
});

/** Shaka Player's client-side ads, with a stand-in for Google's script; what the manager then says is the real one's. */
const cases: Readonly<Record<string, Case>> = {
  'a pod before the content and an ad in it': {
    act: async () => {
      const { imaAdOf, shakaStage, scene } = window;
      const ima = [
        { at: 0, ads: [imaAdOf(1), imaAdOf(2)] },
        { at: 2, ads: [imaAdOf(3)] },
      ];
      await shakaStage.open('cut/20/main.m3u8?only=1', { ima });
      await scene.untilMade('adBreakComplete', 2);
      await shakaStage.passes(5);
    },
    lines: [`sessionStart adBreakStart ${AD} ${AD} adBreakComplete play play adBreakStart ${AD} adBreakComplete play sessionEnd`],
    breaks: [
      { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0, 'media.ad.podFriendlyName': 'preroll' },
      { 'media.ad.podIndex': 2, 'media.ad.podFriendlyName': 'midroll' },
    ],
    ads: [adOf(1), adOf(2, 2), adOf(3)],
  },
  'an ad that is paused, and one that is skipped': {
    act: async () => {
      const { imaAdOf, shakaStage, scene } = window;
      await shakaStage.open('cut/20/main.m3u8?only=1', { ima: [{ at: 2, ads: [imaAdOf(1), imaAdOf(2)] }] });
      await scene.untilMade('adStart');
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      shakaStage.ad.pause();
      await scene.untilMade('pauseStart');
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      shakaStage.ad.play();
      await scene.untilMade('adStart', 2);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      window.imaAd.skip();
      await scene.untilMade('adBreakComplete');
      await shakaStage.passes(4);
    },
    lines: [
      'sessionStart play play adBreakStart adStart play pauseStart play adComplete adStart play adSkip adBreakComplete play sessionEnd',
    ],
  },
  'a post-roll': {
    act: async () => {
      const { imaAdOf, shakaStage, scene } = window;
      await shakaStage.open('cut/4/main.m3u8?only=1', { ima: [{ at: -1, ads: [imaAdOf(1)] }] });
      await scene.untilMade('sessionComplete');
    },
    lines: [`sessionStart play play adBreakStart ${AD} adBreakComplete sessionComplete`],
    breaks: [
      { 'media.ad.podIndex': 1, 'media.ad.podSecond': expect.closeTo(4, 0) as number, 'media.ad.podFriendlyName': 'postroll' },
    ],
  },
  'an ad that cannot be played': {
    act: async () => {
      const { imaAdOf, shakaStage, scene } = window;
      const ads = [imaAdOf(1), imaAdOf(2, { url: `${scene.at.media}/missing.mp4?ad=2` })];
      await shakaStage.open('cut/20/main.m3u8?only=1', { ima: [{ at: 2, ads }] });
      await scene.untilMade('adBreakComplete');
      await shakaStage.passes(4);
    },
    lines: [`sessionStart play play adBreakStart ${AD} adBreakComplete play sessionEnd`],
    forgive: /404/,
  },
  'a banner over the content': {
    act: async () => {
      const { imaAdOf, shakaStage } = window;
      await shakaStage.open('cut/20/main.m3u8?only=1', { ima: [{ at: 2, ads: [imaAdOf(1, { overlay: true })] }] });
      await shakaStage.passes(5);
    },
    lines: ['sessionStart play play sessionEnd'],
  },
};

test('who begins to follow in an ad reports the rest of it', async () => {
  const scene = await openShakaScene(browser);
  await scene.page.evaluate(async () => {
    const { imaAdOf, shakaStage } = window;
    const late = () => shakaStage.nextEvent('ad-started').then(() => new Promise((resolve) => setTimeout(resolve, 1_500)));
    await shakaStage.open('cut/20/main.m3u8?only=1', { ima: [{ at: 0, ads: [imaAdOf(1), imaAdOf(2)] }], late });
    await window.scene.untilMade('adBreakComplete');
    await shakaStage.passes(1);
  });
  await scene.finish();
  expect(wordsOf(eventsOf(scene))).toBe(`sessionStart adBreakStart ${AD} ${AD} adBreakComplete play play sessionEnd`);
  expect(paramsOf(scene, 'adStart')).toMatchObject([adOf(1), adOf(2, 2)]);
  // Playback was requested before anybody followed.
  expect(JSON.stringify(eventsOf(scene))).not.toContain('timeToStart');
  await scene.close();
});

test('who begins to follow in an ad that is paused reports the rest of it as it is resumed, and what follows', async () => {
  const scene = await openShakaScene(browser);
  await scene.page.evaluate(async () => {
    const { imaAdOf, shakaStage } = window;
    const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    const late = async () => {
      await shakaStage.nextEvent('ad-started');
      await wait(1_500);
      shakaStage.ad.pause();
    };
    await shakaStage.open('cut/20/main.m3u8?only=1', { ima: [{ at: 0, ads: [imaAdOf(1), imaAdOf(2)] }], late });
    await wait(1_000);
    shakaStage.ad.play();
    await window.scene.untilMade('adBreakComplete');
    await shakaStage.passes(1);
  });
  await scene.finish();
  expect(wordsOf(eventsOf(scene))).toBe(`sessionStart adBreakStart ${AD} ${AD} adBreakComplete play play sessionEnd`);
  await scene.close();
});

test.each(Object.entries(cases))('%s', async (situation, one) =>
  playIn(
    await openShakaScene(browser),
    {
      player: 'Shaka Player',
      situation: `${situation}, IMA`,
      real: 'Shaka Player 5.2.12 and its manager of client-side ads; a stand-in for Google’s script',
    },
    one,
    { isAd: (source) => source.startsWith('ad '), lengthOf: (id) => (id.includes('cut/4') ? 4 : 20) },
  ),
);
