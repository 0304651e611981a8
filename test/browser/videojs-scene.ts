import type { Tracker, TrackerOptions } from '@media-collection/core';
import type { MediaCollectionOptions, VideojsOptions } from '@media-collection/videojs';
import type videojs from 'video.js';
import type Player from 'video.js/dist/types/player';
import { openScene, openSceneBrowser, type Scene } from './html5-scene';
import type { Browser } from './browser';

/** Video.js as a script tag gives it, with the plugin and its own engine. */
type VideoJs = typeof videojs & { mediaCollection(player: unknown, options: MediaCollectionOptions): Tracker };
interface Qualities {
  qualityLevels(): ArrayLike<{ bitrate: number; enabled: boolean }>;
}

/** What a page of Video.js has at hand. */
interface Stage {
  readonly videojs: VideoJs;
  player: Player & Qualities;
  /** Makes the page's player of its first element. */
  create(options?: object): void;
  /** Follows the page's player with the plugin. */
  follow(options?: Partial<TrackerOptions> & VideojsOptions): void;
  /** A file of the media server, as `src()` takes it. */
  source(file: string): { src: string; type: string };
  /** Loads a file and plays it; resolves when so many `play` were made. */
  play(file: string, plays?: number): Promise<void>;
  /** Makes the page's player, follows it, loads and plays; resolves when the second `play` was made. */
  show(file?: string, options?: object, more?: Partial<TrackerOptions> & VideojsOptions): Promise<void>;
  /** Resolves when the player says so, in a certain way if need be. */
  nextEvent(type: string, when?: () => boolean): Promise<void>;
  /** Resolves when the playhead has passed a second. */
  passes(second: number): Promise<void>;
}

declare global {
  interface Window {
    stage: Stage;
  }
}

/** Runs in each page before its scripts. */
function addPageFunctions(): void {
  const { scene } = window;
  const stage: Stage = {
    get videojs() {
      return (window as unknown as { videojs: VideoJs }).videojs;
    },
    player: undefined!,
    create: (options) => {
      const element = document.querySelector('video, audio')!;
      stage.player = stage.videojs(element, { muted: true, controls: true, ...options }) as typeof stage.player;
    },
    follow: (options) => {
      const tracker = (scene.tracker = stage.player.mediaCollection({ ...scene.options(), ...options }));
      scene.detach = () => tracker.destroy();
    },
    source: (file) => ({
      src: `${scene.at.media}/${file}`,
      type: file.includes('.mp4') ? 'video/mp4' : file.includes('.m4a') ? 'audio/mp4' : 'application/x-mpegURL',
    }),
    play: async (file, plays = 2) => {
      stage.player.src(stage.source(file));
      const made = scene.untilMade('play', plays);
      void stage.player.play();
      await made;
    },
    show: async (file = 'clip.mp4', options = {}, more = {}) => {
      stage.create(options);
      stage.follow(more);
      await stage.play(file);
    },
    nextEvent: (type, when = () => true) =>
      new Promise((resolve) => {
        const { player } = stage;
        const listener = (): void => {
          if (!when()) return;
          player.off(type, listener);
          resolve();
        };
        player.on(type, listener);
      }),
    passes: (second) =>
      stage.nextEvent('timeupdate', () => (stage.player.currentTime() ?? 0) >= second && !stage.player.seeking()),
  };
  window.stage = stage;
}

/** Starts a browser whose pages have the functions of both scenes. */
export async function openVideojsBrowser(): Promise<Browser> {
  const browser = await openSceneBrowser();
  await browser.context.addInitScript(addPageFunctions);
  return browser;
}

const ELEMENT = '<video id="film" muted playsinline width="640" height="360"></video>';
const STYLE = '<link rel="stylesheet" href="/node_modules/video.js/dist/video-js.min.css"><style>body { margin: 0 }</style>';

/** Opens a page with an element, Video.js and the plugin. */
export const openVideojsScene = (browser: Browser, html = ELEMENT, more: readonly string[] = []): Promise<Scene> =>
  openScene(browser, STYLE + html, ['/node_modules/video.js/dist/video.min.js', ...more, '/videojs.min.js']);
