import type Hls from 'hls.js';
import type { HlsConfig } from 'hls.js';
import type { HlsjsOptions } from '@media-collection/hlsjs';
import { openScene, openSceneBrowser, type Scene } from './html5-scene';
import type { Browser } from './browser';

declare global {
  interface Window {
    /** The page's first player. */
    hls: Hls;
    /** Makes a player. */
    createHls(config?: Partial<HlsConfig>): Hls;
    /** Follows a player with a new tracker. */
    watch(options?: HlsjsOptions, hls?: Hls): void;
    /** Makes the page's player and attaches it, follows it, loads and plays; resolves when the second `play` was made. */
    perform(file?: string, config?: Partial<HlsConfig>): Promise<void>;
    /** Resolves to the data of the player's next such event. */
    nextHlsEvent<T = unknown>(type: string, when?: (data: T) => boolean): Promise<T>;
    /** How many listeners the player has, whoever put them there. */
    listeners(): number;
  }
}

/** Runs in each page before its scripts. */
function addPageFunctions(): void {
  window.createHls = (config) => new (window.Hls as unknown as typeof Hls)(config);
  window.watch = (options, hls = window.hls) => {
    const { mediaCollection, scene } = window as unknown as {
      mediaCollection: typeof window.mediaCollection & typeof import('@media-collection/hlsjs');
      scene: typeof window.scene;
    };
    scene.tracker = mediaCollection.createTracker(scene.options());
    scene.detach = scene.tracker.attach(mediaCollection.hlsjs(hls, options));
  };
  window.perform = async (file = 'cut/20/main.m3u8', config) => {
    const { at, element, untilMade } = window.scene;
    window.hls = window.createHls(config);
    window.hls.attachMedia(element);
    window.watch();
    window.hls.loadSource(`${at.media}/${file}`);
    void element.play();
    await untilMade('play', 2);
  };
  window.nextHlsEvent = (type, when = () => true) =>
    new Promise((resolve) => {
      const { hls } = window;
      const listener = (_: unknown, data: unknown): void => {
        if (!when(data as never)) return;
        hls.off(type as never, listener as never);
        resolve(data as never);
      };
      hls.on(type as never, listener as never);
    });
  window.listeners = () => {
    const events = Object.values((window.Hls as unknown as typeof Hls).Events);
    return events.reduce((sum, event) => sum + window.hls.listenerCount(event), 0);
  };
}

/** Starts a browser whose pages have the functions of both scenes. */
export async function openHlsBrowser(mayReturn = false): Promise<Browser> {
  const browser = await openSceneBrowser({ mayReturn });
  await browser.context.addInitScript(addPageFunctions);
  return browser;
}

/** Opens a page with an element, the player (in one of its builds) and the adapter. */
export const openHlsScene = (browser: Browser, html?: string, build = 'hls'): Promise<Scene> =>
  openScene(browser, html, [`/node_modules/hls.js/dist/${build}.min.js`, '/hlsjs.min.js']);
