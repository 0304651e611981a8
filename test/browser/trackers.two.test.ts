import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Adapter, Tracker } from '@media-collection/core';
import type { Browser } from './browser';
import { openScene, openSceneBrowser, type Scene } from './html5-scene';

/** A tracker, and what it warned of as it was attached. */
interface Tracked {
  readonly tracker: Tracker;
  readonly warned: string[];
}
/** A player of the page's element. */
interface Player {
  /** Tracks it with a tracker of its own. */
  track(): Tracked;
  load(): unknown;
  /** Gives the element back. */
  leave(): unknown;
}
type Library = typeof window.mediaCollection & Record<'hlsjs' | 'dashjs' | 'shaka', (player: unknown) => Adapter>;

declare global {
  interface Window {
    /** Makes a player of the page's element. */
    createPlayer(name: string): Promise<Player>;
    /** Tracks with a tracker of its own. */
    attach(adapter: Adapter): Tracked;
  }
}

/** Runs in each page before its scripts. */
function addPageFunctions(): void {
  /* eslint-disable @typescript-eslint/no-explicit-any */
  const page = window as any;
  const library = (): Library => page.mediaCollection;
  const { scene } = window;
  const media = (file: string): string => `${scene.at.media}/cut/20/${file}`;
  const players: Record<string, () => Player | Promise<Player>> = {
    'hls.js': () => {
      const hls = new page.Hls();
      hls.attachMedia(scene.element);
      return {
        track: () => window.attach(library().hlsjs(hls)),
        load: () => hls.loadSource(media('main.m3u8')),
        leave: () => hls.detachMedia(),
      };
    },
    'dash.js': () => {
      const player = page.dashjs.MediaPlayer().create();
      player.updateSettings({ debug: { logLevel: 0 } });
      player.initialize();
      player.attachView(scene.element);
      return {
        track: () => window.attach(library().dashjs(player)),
        load: () => player.attachSource(media('main.mpd')),
        leave: () => player.reset(),
      };
    },
    'Shaka Player': async () => {
      const player = new page.shaka.Player();
      await player.attach(scene.element);
      return {
        track: () => window.attach(library().shaka(player)),
        load: () => player.load(media('main.m3u8')),
        leave: () => player.detach(),
      };
    },
    'Video.js': () => {
      const { element } = scene;
      const player = page.videojs(element, { muted: true });
      return {
        track: () => {
          const { options, warned } = watched();
          return { tracker: player.mediaCollection(options), warned };
        },
        load: () => player.src({ src: media('main.m3u8'), type: 'application/x-mpegURL' }),
        leave: () => {
          player.dispose();
          document.body.append(element);
        },
      };
    },
  };
  window.createPlayer = async (name) => players[name]!();
  const watched = () => {
    const warned: string[] = [];
    return { warned, options: { ...scene.options(), onWarning: (sentence: string) => void warned.push(sentence) } };
  };
  window.attach = (adapter) => {
    const { options, warned } = watched();
    const tracker = library().createTracker(options);
    tracker.attach(adapter);
    return { tracker, warned };
  };
}

const SCRIPTS = [
  '/node_modules/hls.js/dist/hls.min.js',
  '/node_modules/dashjs/dist/modern/umd/dash.all.min.js',
  '/node_modules/shaka-player/dist/shaka-player.compiled.js',
  '/node_modules/video.js/dist/video.min.js',
  ...['html5', 'hlsjs', 'dashjs', 'shaka', 'videojs'].map((name) => `/${name}.min.js`),
];
const REFUSED = 'attach is ignored: another tracker already tracks its player or element';

let browser: Browser;
let scene: Scene;
beforeAll(async () => {
  browser = await openSceneBrowser();
  await browser.context.addInitScript(addPageFunctions);
});
afterAll(() => browser?.close());
beforeEach(async () => {
  scene = await openScene(browser, undefined, SCRIPTS);
});
afterEach(() => scene.close());

const players = ['hls.js', 'dash.js', 'Shaka Player', 'Video.js'];

test.each(players)(
  'a tracker of an element beside one of %s is refused, as is one of the player beside one of the element',
  async (name) => {
    const { warned, firsts } = await scene.page.evaluate(async (name) => {
      const { element, untilMade } = window.scene;
      const { html5 } = window.mediaCollection;
      const player = await window.createPlayer(name);
      const one = window.attach(html5(element));
      const two = player.track();
      one.tracker.destroy();
      const three = player.track();
      const four = window.attach(html5(element));
      void player.load();
      void element.play();
      await untilMade('play', 2);
      window.scene.tracker = three.tracker;
      window.scene.detach = () => three.tracker.destroy();
      return { warned: [two, four].map(({ warned }) => warned), firsts: [one, three].map(({ warned }) => warned) };
    }, name);
    await scene.finish();
    expect(warned).toEqual([[expect.stringContaining(REFUSED)], [expect.stringContaining(REFUSED)]]);
    expect(String(warned[0])).toContain('(adapter html5)');
    expect(firsts.flat().filter((sentence) => /another tracker/.test(sentence))).toEqual([]);
    expect(scene.lines().length).toBe(1);
  },
);

test.each(players)('an element that %s has given back is tracked by the next tracker', async (name) => {
  const warned = await scene.page.evaluate(async (name) => {
    const { element, load, untilMade } = window.scene;
    const player = await window.createPlayer(name);
    player.track();
    void player.load();
    void element.play();
    await untilMade('play', 2);
    await player.leave();
    window.scene.element = element;
    const { tracker, warned } = window.attach(window.mediaCollection.html5(element));
    window.scene.detach = () => tracker.destroy();
    await load('clip.mp4');
    void element.play();
    await untilMade('play', 4);
    return warned;
  }, name);
  await scene.finish();
  expect(warned.filter((sentence) => /another tracker/.test(sentence))).toEqual([]);
  expect(scene.lines().length).toBe(2);
});
