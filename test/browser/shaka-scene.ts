import type { Adapter, TrackerOptions } from '@media-collection/core';
import type { ShakaOptions, ShakaPlayer } from '@media-collection/shaka';
import { openScene, openSceneBrowser, type Scene } from './html5-scene';
import type { ImaBreak } from './ima-stand-in';
import type { Browser } from './browser';

/** An ad of the page's own, as `addCustomInterstitial()` takes it: what is left out is as it is usual. */
interface Interstitial {
  readonly id: string;
  readonly uri: string;
  readonly startTime?: number;
  readonly [more: string]: unknown;
}

/** Shaka Player as its pages use it. */
interface Player extends ShakaPlayer {
  attach(element: HTMLMediaElement): Promise<void>;
  load(url: string | object, start?: number): Promise<void>;
  preload(url: string, start: number): Promise<object>;
  detach(): Promise<void>;
  unload(): Promise<void>;
  destroy(): Promise<void>;
  configure(config: object): void;
  getAdManager(): EventTarget & {
    setContainers?(client: Element, server: Element): void;
    /** Before version 5. */
    initInterstitial(container: Element, player: Player, element: Element): void;
    addCustomInterstitial(interstitial: object): void;
    addAdUrlInterstitial(url: string): Promise<void>;
    requestClientSideAds(request: object): void;
    requestMediaTailorStream(url: string, params: object): Promise<string>;
    getInterstitialPlayer(): { getMediaElement(): HTMLMediaElement | null };
  };
}

/** What a page of Shaka Player has at hand. */
interface Stage {
  player: Player;
  /** The ad that began last. */
  ad: { skip(): void; pause(): void; play(): void };
  /** Makes a player whose ads have a container, follows it, attaches, loads and wishes to play. */
  open(file: string, more?: Opening): Promise<void>;
  /** An ad of the media server that the page adds; `tag` names it. */
  interstitial(tag: string, more?: object): Interstitial;
  /** Resolves when the ad manager says so. */
  nextEvent(type: string): Promise<void>;
  /** Resolves when an interstitial has passed a second of its own. */
  adPasses(second: number): Promise<void>;
  /** Resolves when the content has passed a second. */
  passes(second: number): Promise<void>;
}

/** How a page sets things up. */
export interface Opening {
  /** Ads of the page's own. */
  readonly ads?: readonly (readonly [tag: string, more?: object])[];
  readonly config?: object;
  /** What Google's ad server would answer. */
  readonly ima?: readonly ImaBreak[];
  /** The file is the address of a server that puts ads into streams. */
  readonly tailor?: boolean;
  readonly options?: Partial<TrackerOptions> & ShakaOptions;
  /** It follows once the content is loaded, or this resolves. */
  readonly late?: boolean | (() => Promise<unknown>);
  /** The second that the content begins at. */
  readonly start?: number;
}

declare global {
  interface Window {
    shakaStage: Stage;
  }
}

/** Runs in each page before its scripts. */
function addPageFunctions(): void {
  const { scene } = window;
  const lent = new Set<string>();
  window.isAd = (element) => element !== scene.element || lent.has(element.currentSrc);
  const stage: Stage = {
    player: undefined!,
    ad: undefined!,
    open: async (file, { ads = [], config = {}, ima, tailor, options = {}, late = false, start } = {}) => {
      const { shaka } = window as unknown as { shaka: { Player: new () => Player } };
      const { mediaCollection } = window as unknown as {
        mediaCollection: { shaka(player: Player, options: ShakaOptions): Adapter };
      };
      const player = (stage.player = new shaka.Player());
      player.configure(config);
      const follow = (): void => {
        scene.tracker = window.mediaCollection.createTracker({ ...scene.options(), ...options });
        scene.detach = scene.tracker.attach(mediaCollection.shaka(player, options));
      };
      if (!late) follow();
      await player.attach(scene.element);
      const container = document.querySelector('#ads')!;
      const manager = player.getAdManager();
      if (manager.setContainers) manager.setContainers(container, container);
      else manager.initInterstitial(container, player, scene.element);
      manager.addEventListener('ad-started', (event) => Object.assign(stage, { ad: (event as unknown as Stage).ad }));
      manager.addEventListener('ads-loaded', () => {
        const element = manager.getInterstitialPlayer().getMediaElement();
        if (element) lent.add(element.currentSrc);
      });
      const address = `${scene.at.media}/${file}`;
      const loaded = player.load(tailor ? await manager.requestMediaTailorStream(address, {}) : address, start);
      for (const [tag, more] of ads) manager.addCustomInterstitial(stage.interstitial(tag, more));
      await loaded;
      if (ima) manager.requestClientSideAds({ adsResponse: JSON.stringify(ima) });
      if (late === true) follow();
      // A pre-roll takes the element away from this wish.
      scene.element.play().catch(() => undefined);
      if (typeof late === 'function') await late().then(follow);
    },
    interstitial: (tag, more) => ({
      id: tag,
      uri: `${scene.at.media}/cut/4/main.m3u8?ad=${tag}&only=1`,
      mimeType: 'application/x-mpegurl',
      startTime: 0,
      endTime: null,
      pre: false,
      post: false,
      once: true,
      groupId: null,
      isSkippable: false,
      skipOffset: null,
      skipFor: null,
      canJump: true,
      resumeOffset: 0,
      playoutLimit: null,
      loop: false,
      overlay: null,
      displayOnBackground: false,
      currentVideo: null,
      background: null,
      clickThroughUrl: null,
      tracking: null,
      ...more,
    }),
    nextEvent: (type) =>
      new Promise((resolve) => stage.player.getAdManager().addEventListener(type, () => resolve(), { once: true })),
    adPasses: async (second) => {
      await stage.nextEvent('ads-loaded');
      const element = stage.player.getAdManager().getInterstitialPlayer().getMediaElement()!;
      while (element.currentTime < second) await new Promise((resolve) => requestAnimationFrame(resolve));
    },
    passes: async (second) => void (await scene.past(second)),
  };
  window.shakaStage = stage;
}

/** Starts a browser whose pages have the functions of both scenes. */
export async function openShakaBrowser(mayReturn = false): Promise<Browser> {
  const browser = await openSceneBrowser({ mayReturn });
  await browser.context.addInitScript(addPageFunctions);
  return browser;
}

const STAGE = `<div id="film" style="position: relative; width: 640px; height: 360px">
  <video muted playsinline width="640" height="360"></video><div id="ads" style="position: absolute; inset: 0"></div>
</div>`;

/** Opens a page with an element, a container for ads, Shaka Player in a version of it, and the adapter. */
export const openShakaScene = (browser: Browser, version = 'shaka-player'): Promise<Scene> =>
  openScene(browser, STAGE, [`/node_modules/${version}/dist/shaka-player.compiled.js`, '/shaka.min.js']);
