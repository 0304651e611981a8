import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Tracker, TrackerOptions } from '@media-collection/core';
import { expectNear, OPENING, openScene, openTheatre, playheadOf, type Scene } from './html5-scene';
import type { Browser } from './kit';

/** What of Video.js these tests use. */
interface Player {
  (element: Element | string, options?: object): Player;
  VERSION: string;
  mediaCollection(...rest: unknown[]): Tracker;
  getPlayers(): Record<string, unknown>;
  use(type: string, middleware: unknown): void;
  on(type: string, listener: () => void): void;
  one(type: string, listener: () => void): void;
  src(source: object | string): void;
  play(): Promise<void>;
  pause(): void;
  muted(on: boolean): void;
  currentTime(second?: number): number;
  reset(): void;
  dispose(): void;
  enterFullWindow(): void;
  exitFullWindow(): void;
  loadMedia(media: object): void;
  playlist: ((items: object[]) => void) & { autoadvance(seconds: number): void };
  el(): Element;
}
declare global {
  interface Window {
    vjs: Player;
    create(options?: object): Player;
    source(file: string): { src: string; type: string };
  }
}

const page = `<link rel="stylesheet" href="/node_modules/video.js/dist/video-js.min.css">
<video id="player" class="video-js" muted playsinline width="640" height="360" controls></video>`;
const scripts = [
  '/node_modules/video.js/dist/video.min.js',
  '/node_modules/videojs-playlist/dist/videojs-playlist.min.js',
  '/videojs.min.js',
];

let browser: Browser;
let scene: Scene;
beforeAll(async () => {
  browser = await openTheatre();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  scene = await openScene(browser, page, scripts);
  await scene.page.evaluate(() => {
    const { videojs } = window as unknown as { videojs: Player };
    window.source = (file) => ({ src: `${window.scene.at.media}/${file}`, type: 'video/mp4' });
    window.create = (options) => {
      window.vjs = videojs('player', options);
      window.scene.element = document.querySelector('video')!;
      window.scene.detach = () => window.vjs.mediaCollection()?.destroy();
      return window.vjs;
    };
  });
});
afterEach(() => scene.close());

describe('a player is followed', () => {
  test.each<[string, () => Tracker]>([
    ['by its method', () => window.create().mediaCollection(window.scene.options())],
    ['by its options', () => window.create({ plugins: { mediaCollection: window.scene.options() } }).mediaCollection()],
    ...['player', 'id', 'element'].map(
      (what) =>
        [
          `by a call of videojs with its ${what}`,
          new Function(`const player = window.create();
            const it = { player, id: 'player', element: player.el() }['${what}'];
            return window.videojs.mediaCollection(it, window.scene.options());`) as () => Tracker,
        ] as [string, () => Tracker],
    ),
  ])('%s', async (_, follow) => {
    const isCurrent = await scene.page.evaluate(`(async () => {
      const tracker = (${String(follow)})();
      const same = tracker === vjs.mediaCollection();
      const said = scene.said('play', 2);
      vjs.src(source('clip.mp4'));
      void vjs.play();
      await said;
      return same;
    })()`);
    expect(isCurrent).toBe(true);
    await scene.finish();
    expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
    expect(scene.events()[0]!.params).toMatchObject({ 'media.playerName': 'videojs', 'media.sdkVersion': '8.24.1' });
  });

  test('anew by a second call, which ends what the first began', async () => {
    await scene.page.evaluate(async () => {
      const player = window.create();
      player.mediaCollection(window.scene.options());
      const first = window.scene.said('play', 2);
      player.src(window.source('clip.mp4'));
      void player.play();
      await first;
      const second = window.scene.said('play', 4);
      player.mediaCollection(window.scene.options());
      await second;
    });
    await scene.finish();
    expect(scene.lines()).toEqual([`${OPENING} sessionEnd`, `${OPENING} sessionEnd`]);
  });

  test('not at all by what is wrong, and nothing is half attached', async () => {
    const said = await scene.page.evaluate(() => {
      const { videojs } = window as unknown as { videojs: Player };
      const player = window.create();
      const gone = videojs(document.body.appendChild(document.createElement('video')));
      gone.dispose();
      const options = window.scene.options();
      const wrong: [unknown, unknown][] = [
        [{}, options],
        [undefined, options],
        [gone, options],
        [player, { ...options, endpoint: undefined }],
      ];
      const sentences = wrong.map(([what, options]) => {
        try {
          videojs.mediaCollection(what, options);
          return 'accepted';
        } catch (error) {
          return String(error);
        }
      });
      return [...sentences, String(player.mediaCollection())];
    });
    for (const sentence of said.slice(0, 3))
      expect(sentence).toMatch(/^TypeError: @media-collection\/videojs: expected a Video.js player/);
    expect(said[3]).toMatch(/endpoint: expected an http\(s\) URL, got undefined/);
    expect(said[4]).toBe('undefined');
    expect(scene.calls).toEqual([]);
  });
});

/** Follows, loads and plays the clip. */
const perform = (options: Partial<TrackerOptions> & { chapters?: object } = {}) =>
  scene.page.evaluate(async (options) => {
    const player = window.create();
    player.mediaCollection({ ...window.scene.options(), ...options });
    const said = window.scene.said('play', 2);
    player.src(window.source('clip.mp4'));
    void player.play();
    await said;
  }, options as object);

test('disposing of a player that plays ends its session where it was', async () => {
  await perform();
  const at = await scene.page.evaluate(async () => {
    await window.scene.past(3);
    const at = window.vjs.currentTime();
    window.vjs.dispose();
    return at;
  });
  await scene.settle();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
  expectNear(playheadOf(scene, 4), at);
});

test('resetting a player ends its session, and it is followed with its new element', async () => {
  await perform();
  await scene.page.evaluate(async () => {
    const { vjs: player } = window;
    await window.scene.past(2);
    player.reset();
    player.muted(true);
    const said = window.scene.said('play', 4);
    player.src(window.source('clip.mp4'));
    void player.play();
    await said;
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`, `${OPENING} sessionEnd`]);
  expectNear(playheadOf(scene, 4), 2, 0.5);
});

test('each item of a playlist is a session', async () => {
  await scene.page.evaluate(async () => {
    const player = window.create();
    player.mediaCollection(window.scene.options());
    const said = window.scene.said('play', 4);
    player.playlist([{ sources: [window.source('short.mp4')] }, { sources: [window.source('clip.mp4')] }]);
    player.playlist.autoadvance(0);
    void player.play();
    await said;
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionComplete`, `${OPENING} sessionEnd`]);
  expect([0, 1].map((session) => scene.events(session)[0]!.params!['media.id' as never])).toEqual(
    ['short', 'clip'].map((name) => `${scene.media.url}/${name}.mp4`),
  );
});

test('a drag of the seek bar is one seek, however long it takes', async () => {
  await perform();
  const { page } = scene;
  const bar = (await page.locator('.vjs-progress-holder').boundingBox())!;
  const at = (share: number) => [bar.x + bar.width * share, bar.y + bar.height / 2] as const;
  await page.mouse.move(...at(0.2));
  await page.mouse.down();
  await scene.until('pauseStart');
  for (const share of [0.3, 0.4, 0.5, 0.6]) {
    await page.mouse.move(...at(share), { steps: 3 });
    // Longer than a scrub may pause, and than a stall after a seek may last.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 600)));
  }
  await page.mouse.up();
  await scene.until('play', { count: 3 });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} pauseStart play sessionEnd`]);
  expectNear(playheadOf(scene, 5), 12, 1);
});

test('a full window is full screen', async () => {
  await perform();
  await scene.page.evaluate(async () => {
    const { vjs: player, scene } = window;
    const started = scene.said('stateStart', 2);
    player.enterFullWindow();
    await started;
    player.exitFullWindow();
    await scene.said('stateEnd');
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} stateStart:fullScreen stateEnd:fullScreen sessionEnd`]);
});

test('middleware has its say in where the playhead is', async () => {
  await scene.page.evaluate(async () => {
    const { videojs } = window as unknown as { videojs: Player };
    videojs.use('video/mp4', () => ({
      setSource: (source: unknown, next: (error: null, source: unknown) => void) => next(null, source),
      currentTime: (second: number) => second + 100,
      setCurrentTime: (second: number) => second - 100,
      duration: (seconds: number) => seconds + 100,
    }));
    const player = window.create();
    player.mediaCollection(window.scene.options());
    const said = window.scene.said('play', 2);
    player.src(window.source('clip.mp4'));
    void player.play();
    await said;
  });
  await scene.finish();
  expect(scene.events()[0]!.params).toMatchObject({ 'media.length': 120 });
  expectNear(playheadOf(scene, 3), 101, 0.4);
});

test('what loadMedia() says of the content is guessed', async () => {
  await scene.page.evaluate(async () => {
    const player = window.create();
    player.mediaCollection(window.scene.options());
    const said = window.scene.said('play', 2);
    player.loadMedia({ title: 'Pilot', src: window.source('clip.mp4') });
    void player.play();
    await said;
  });
  await scene.finish();
  expect(scene.events()[0]!.params).toMatchObject({ 'media.name': 'Pilot', 'media.id': `${scene.media.url}/clip.mp4` });
});

test('a source that fails before the wish to play reaches it opens no session, even if play follows', async () => {
  await scene.page.evaluate(async () => {
    const player = window.create();
    player.mediaCollection(window.scene.options());
    const failed = new Promise<void>((resolve) => player.one('error', resolve));
    player.src(window.source('missing.mp4'));
    await failed;
    await player.play().catch(() => undefined);
    const said = window.scene.said('play', 2);
    player.src(window.source('clip.mp4'));
    void player.play();
    await said;
  });
  scene.forgive(/Failed to load resource|^VIDEOJS: ERROR/);
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
});
