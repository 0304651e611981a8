import type { MediaEvent, TrackerOptions } from '@media-collection/core';
import type { VideojsOptions } from '@media-collection/videojs';
import { addAdPlugin, type AdPlayer, type AdPlan, type AdControls } from './ad-plugin';
import type { Scene } from './html5-scene';
import { standInForIma, type ImaAdData, type ImaBreak } from './ima-stand-in';
import type { Browser } from './browser';
import { openVideojsBrowser, openVideojsScene } from './videojs-scene';

/** What a page with ads has at hand. */
interface AdStage {
  controls: AdControls;
  /** Makes the player, its ads and the follower, in whatever order, then loads the clip and wishes to play it. */
  open(ads: AdPlan | readonly ImaBreak[], more?: Opening): void;
  /** The nth ad that the stand-in for Google's script may play. */
  imaAd(n: number): ImaAdData;
  /** Resolves when a video of the page shows such a file from a second on. */
  shows(file: string, second: number): Promise<void>;
}

/** How a page sets things up. */
export interface Opening {
  /** It follows before it sets up the ads. */
  readonly early?: boolean;
  readonly file?: string;
  readonly options?: Partial<TrackerOptions> & VideojsOptions;
}

declare global {
  interface Window {
    adStage: AdStage;
  }
}

/** Runs in each page before its scripts. */
function addPageFunctions(): void {
  window.adStage = {
    controls: undefined!,
    open: (ads, { early = false, file = 'clip.mp4', options = {} } = {}) => {
      const { stage } = window;
      stage.create();
      if (early) stage.follow(options);
      const player = stage.player as unknown as AdPlayer & { ima(options: object): void };
      if (Array.isArray(ads)) player.ima({ adsResponse: JSON.stringify(ads) });
      else window.adStage.controls = window.adPlugin(player, ads as AdPlan);
      if (!early) stage.follow(options);
      stage.player.src(stage.source(file));
      void stage.player.play()?.catch(() => undefined);
    },
    imaAd: (n) => ({
      url: `${window.scene.at.media}/short.mp4?ad=${n}`,
      id: `ad-${n}`,
      title: `Ad ${n}`,
      duration: 4,
      advertiser: 'Acme',
      creative: `creative-${n}`,
    }),
    shows: (file, second) =>
      new Promise((resolve) => {
        const look = (): void => {
          const elements = Array.from(document.querySelectorAll('video'));
          const isThere = ({ currentSrc, currentTime, paused }: HTMLVideoElement): boolean =>
            currentSrc.includes(file) && currentTime >= second && !paused;
          if (elements.some(isThere)) resolve();
          else requestAnimationFrame(look);
        };
        look();
      }),
  };
}

/** Starts a browser whose pages have Video.js, its ad plugins, and the stand-in for Google's script. */
export async function openAdsBrowser(): Promise<Browser> {
  const browser = await openVideojsBrowser();
  for (const script of [addAdPlugin, standInForIma, addPageFunctions]) await browser.context.addInitScript(script);
  return browser;
}

const modules = '/node_modules/videojs-contrib-ads/dist/videojs.ads.min.js';

/** Opens a page with Video.js, videojs-contrib-ads, videojs-ima and the plugin. */
export const openAdsScene = (browser: Browser): Promise<Scene> =>
  openVideojsScene(browser, undefined, [modules, '/node_modules/videojs-ima/dist/videojs.ima.min.js']);

/** The events of a session without its states and pings. */
export const eventsOf = (scene: Scene, session = 0): MediaEvent[] =>
  scene.events(session).filter(({ eventType }) => !/^state|^ping$/.test(eventType));

/** Events by their names. */
export const wordsOf = (events: readonly MediaEvent[]): string => events.map(({ eventType }) => eventType).join(' ');

/** What such events of a session bear. */
export const paramsOf = (scene: Scene, type: MediaEvent['eventType'], session = 0): object[] =>
  scene
    .events(session)
    .filter(({ eventType }) => eventType === type)
    .map(({ params = {} }) => Object.fromEntries(Object.entries(params).filter(([key]) => key !== 'media.ad.playerName')));
