import { report } from '@media-collection/report';
import { afterAll, describe, expect, test } from 'vitest';
import { createRandom } from '../faults/random';
import { seenSources, watchAds } from '../truth/ad-witness';
import { isVerbose, limitOf, seedsOf } from '../truth/random-viewer';
import { openAdsBrowser, openAdsScene } from './ads-scene';
import type { Browser } from './browser';
import { openHlsBrowser, openHlsScene } from './hlsjs-scene';
import type { Scene } from './html5-scene';
import { shownSeconds, watchFrames } from './shown-ads';

const MOVES = 12;

/** What a viewer does, and for how long (ms) nothing follows. `value`: a second of the content. */
interface Move {
  readonly what: 'pause' | 'play' | 'seek' | 'skip' | 'mute' | 'nothing';
  readonly value: number;
  readonly waitMs: number;
}
const KINDS = ['pause', 'play', 'play', 'seek', 'skip', 'mute', 'nothing', 'nothing'] as const;

const movesOf = (seed: number): Move[] => {
  const random = createRandom(seed);
  return Array.from({ length: MOVES }, () => ({
    what: random.pick(KINDS),
    value: random.between(0, 16),
    waitMs: random.chance(0.2) ? random.between(0, 60) : random.between(300, 3_000),
  }));
};

/** What a page does to a player with ads. */
interface Viewer {
  pause(): void;
  play(): void;
  /** A viewer can jump in the content alone. */
  seek(second: number): void;
  skip(): void;
  mute(on: boolean): void;
}
declare global {
  interface Window {
    adViewer: Viewer;
  }
}

/** A player with ads that waits for a viewer. */
interface Setup {
  openBrowser(): Promise<Browser>;
  openScene(browser: Browser): Promise<Scene>;
  /** Sets the page up, and plays. */
  begin(scene: Scene): Promise<void>;
}

const videojs = (second: boolean): Setup => ({
  openBrowser: openAdsBrowser,
  openScene: openAdsScene,
  begin: async (scene) => {
    await watchAds(scene.page);
    await scene.page.evaluate((second) => {
      const { adStage, stage } = window;
      window.isAd = ({ currentSrc }) => currentSrc.includes('ad=');
      const ad = (n: number) => ({ file: `short.mp4?ad=${n}`, id: `ad-${n}`, duration: 4 });
      adStage.open({
        second,
        firesEvents: second,
        pre: [ad(1)],
        mid: { at: 5, ads: [ad(2), ad(3)] },
        post: [ad(4)],
      });
      const { player } = stage as unknown as { player: import('./ad-plugin').AdPlayer };
      const inBreak = (): boolean => player.ads.inAdBreak();
      window.adViewer = {
        pause: () => (inBreak() ? adStage.controls.pause() : player.pause()),
        play: () => (inBreak() ? adStage.controls.resume() : void player.play()?.catch(() => undefined)),
        seek: (second) => void (inBreak() || player.currentTime(second)),
        skip: () => void (inBreak() && adStage.controls.skip()),
        mute: (on) => void player.muted(on),
      };
    }, second);
  },
});

const hlsjs: Setup = {
  openBrowser: openHlsBrowser,
  openScene: (browser) => openHlsScene(browser),
  begin: async (scene) => {
    await watchFrames(scene, 'hls.interstitialsManager?.playingItem?.event');
    await scene.page.evaluate(() => {
      const { at, element } = window.scene;
      window.hls = window.createHls();
      window.hls.attachMedia(element);
      window.watch();
      window.hls.loadSource(`${at.media}/cut/20/main.m3u8?only=1&ads=pre,pod,post`);
      const manager = () => window.hls.interstitialsManager;
      const inBreak = (): boolean => !!manager()?.playingItem?.event;
      window.adViewer = {
        pause: () => element.pause(),
        play: () => void element.play().catch(() => undefined),
        seek: (second) => void (inBreak() || (element.currentTime = second)),
        skip: () => void (inBreak() && manager()!.skip()),
        mute: (on) => void (element.muted = on),
      };
      window.adViewer.play();
    });
  },
};

const setups: Readonly<Record<string, Setup>> = {
  'Video.js, ads in its element': videojs(false),
  'Video.js, ads over its element': videojs(true),
  'hls.js, ads in its element': hlsjs,
};

describe.each(Object.entries(setups))('%s', (name, { openBrowser, openScene, begin }) => {
  let browser: Browser | undefined;
  afterAll(() => browser?.close());

  test.each(seedsOf(2))('a viewer who does anything is reported so: seed %i', async (seed) => {
    browser ??= await openBrowser();
    const scene = await openScene(browser);
    try {
      const moves = movesOf(seed);
      await begin(scene);
      await scene.page.evaluate(async (moves) => {
        const { adViewer } = window;
        const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
        await window.scene.untilMade('play');
        for (const { what, value, waitMs } of moves) {
          if (what === 'seek') adViewer.seek(value);
          else if (what === 'mute') adViewer.mute(value % 2 === 0);
          else if (what !== 'nothing') adViewer[what]();
          await wait(waitMs);
        }
        adViewer.play();
        await wait(1_500);
      }, moves);
      const seen = await seenSources(scene.page, () => window.scene.detach());
      await scene.settle();
      const shown = shownSeconds(seen);
      const lines = scene.lines();
      const reports = lines.map((_, session) => report(scene.events(session)));
      const ads = reports
        .flatMap(({ calls }) => calls)
        .filter(({ call }) => call === 'adClose')
        .map(({ metrics }) => metrics.adTimeSpent!);
      const content = reports.reduce((sum, { metrics }) => sum + metrics.contentTimeSpent, 0);
      const told = [
        JSON.stringify(moves),
        ...lines,
        `reported ${JSON.stringify({ content, ads })}`,
        `shown ${JSON.stringify(shown)}`,
      ].join('\n');
      if (isVerbose) console.info(`${name} ${seed}\n${told}`);
      const sum = (seconds: readonly number[]): number => seconds.reduce((all, each) => all + each, 0);
      const limit = limitOf(lines);
      expect(Math.abs(sum(ads) - sum(shown.ads)), told).toBeLessThanOrEqual(limit + ads.length * 0.05);
      expect(content - shown.content, told).toBeLessThanOrEqual(limit + shown.still);
      expect(shown.content - content, told).toBeLessThanOrEqual(limit);
    } finally {
      await scene.close();
    }
  });
});
