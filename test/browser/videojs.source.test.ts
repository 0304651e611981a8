import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { expectNear, OPENING, playheadOf, type Scene } from './html5-scene';
import type { Browser } from './browser';
import { openVideojsBrowser, openVideojsScene } from './videojs-scene';

let browser: Browser;
let scene: Scene;
beforeAll(async () => {
  browser = await openVideojsBrowser();
});
afterAll(() => browser?.close());
afterEach(() => scene.close());

const VIEWING = `${OPENING} sessionEnd`;
const forgiveFailure = () => scene.forgive(/Failed to load resource|^VIDEOJS: ERROR/);

test.each(['short.mp4', 'clip.mp4'])('another source in the middle, %s, is another session', async (next) => {
  scene = await openVideojsScene(browser);
  const at = await scene.page.evaluate(async (next) => {
    const { passes, play, show } = window.stage;
    await show();
    await passes(2);
    const at = window.stage.player.currentTime()!;
    await play(next, 4);
    return at;
  }, next);
  await scene.finish();
  expect(scene.lines()).toEqual([VIEWING, VIEWING]);
  expectNear(playheadOf(scene, 4), at);
  expect(playheadOf(scene, 0, 1)).toBe(0);
  expect(scene.events(1)[0]!.params).toMatchObject({
    'media.id': `${scene.media.url}/${next}`,
    'media.length': next === 'clip.mp4' ? 20 : 4,
    'media.playerName': 'videojs',
    'media.sdkVersion': '8.24.1',
  });
});

test('another source that needs another tech is another session', async () => {
  scene = await openVideojsScene(browser);
  const at = await scene.page.evaluate(async () => {
    const { passes, show, source, videojs } = window.stage;
    const Html5 = videojs.getTech('Html5') as unknown as new () => { el(): HTMLVideoElement };
    class Other extends Html5 {
      static isSupported = () => true;
      static canPlayType = (type: string) => (type === 'video/x-other' ? 'maybe' : '');
      static canPlaySource = ({ type }: { type: string }) => Other.canPlayType(type);
      setSource({ src }: { src: string }) {
        this.el().src = src;
      }
    }
    videojs.registerTech('Other', Other as never);
    await show('clip.mp4', { techOrder: ['html5', 'other'] });
    const { player } = window.stage;
    await passes(2);
    const at = player.currentTime()!;
    const made = window.scene.untilMade('play', 4);
    const loaded = window.stage.nextEvent('loadeddata');
    player.src({ ...source('short.mp4'), type: 'video/x-other' });
    await loaded;
    void player.play();
    await made;
    return at;
  });
  await scene.finish();
  expect(scene.lines()).toEqual([VIEWING, VIEWING]);
  expectNear(playheadOf(scene, 4), at);
  expect(scene.events(1)[0]!.params).toMatchObject({ 'media.id': `${scene.media.url}/short.mp4`, 'media.length': 4 });
});

test('a source that fails after the request to play is a session without length, an error, and its end', async () => {
  scene = await openVideojsScene(browser);
  await scene.page.evaluate(async () => {
    const { create, follow, source } = window.stage;
    create();
    follow();
    const made = window.scene.untilMade('sessionEnd');
    window.stage.player.src(source('missing.mp4'));
    window.stage.player.play()?.catch(() => undefined);
    await made;
  });
  forgiveFailure();
  await scene.finish();
  expect(scene.lines()).toEqual(['sessionStart stateStart:mute error sessionEnd']);
  expect(scene.events()[0]!.params!['media.length' as never]).toBe(0);
  expect(scene.events()[2]!.qoeData).toMatchObject({ 'media.qoe.errorID': 'videojs.4', 'media.qoe.errorSource': 'player' });
});

test('a tracker that is replaced or destroyed leaves no listener on its player', async () => {
  scene = await openVideojsScene(browser);
  const counts = await scene.page.evaluate(async () => {
    const { create, follow } = window.stage;
    create();
    const { player } = window.stage;
    const { on, off } = player;
    const held: unknown[] = [];
    Object.assign(player, {
      on: (...rest: unknown[]) => (
        held.push(String([rest[0], rest[1]])),
        (on as (...rest: unknown[]) => void).apply(player, rest)
      ),
      off: (...rest: unknown[]) => {
        const index = held.indexOf(String([rest[0], rest[1]]));
        if (index >= 0) held.splice(index, 1);
        (off as (...rest: unknown[]) => void).apply(player, rest);
      },
    });
    const counts = [held.length];
    follow();
    counts.push(held.length);
    follow();
    counts.push(held.length);
    window.scene.detach();
    counts.push(held.length);
    return counts;
  });
  await scene.settle();
  expect(counts[0]).toBe(0);
  expect(counts[1]).toBeGreaterThan(15);
  expect(counts.slice(2)).toEqual([counts[1], 0]);
  expect(scene.lines()).toEqual([]);
});

test('two copies of the package on a page share the tracker of a player, and register without a warning', async () => {
  scene = await openVideojsScene(browser, undefined, ['/videojs.min.js']);
  const warned: string[] = [];
  scene.page.on('console', (message) => warned.push(message.text()));
  const shared = await scene.page.evaluate(() => {
    const { create, videojs } = window.stage;
    create();
    const { register } = window.mediaCollection as unknown as typeof import('@media-collection/videojs/register');
    register(register(videojs));
    const tracker = videojs.mediaCollection(window.stage.player, window.scene.options());
    window.scene.detach = () => tracker.destroy();
    return tracker === window.stage.player.mediaCollection();
  });
  await scene.finish();
  expect(shared).toBe(true);
  expect(warned).toEqual([]);
});

test.each(['reset', 'dispose'] as const)(
  'content is complete although its page, which was there first, makes the player %s in its `ended`',
  async (method) => {
    scene = await openVideojsScene(browser);
    await scene.page.evaluate(async (method) => {
      const { create, follow, nextEvent, source } = window.stage;
      create();
      const { player } = window.stage;
      player.on('ended', () => player[method]());
      follow();
      player.src(source('short.mp4'));
      const over = nextEvent('pause', () => player.ended());
      void player.play();
      await over;
    }, method);
    await scene.finish();
    expect(scene.lines()).toEqual([`${OPENING} sessionComplete`]);
  },
);

test('content begins with its first frame, although the page is busy while it plays', async () => {
  scene = await openVideojsScene(browser);
  await scene.page.evaluate(async () => {
    const { create, follow, passes, source } = window.stage;
    document.querySelector('video')!.addEventListener('loadeddata', () => {
      const until = performance.now() + 2_000;
      while (performance.now() < until);
    });
    create();
    follow();
    const { player } = window.stage;
    player.src(source('clip.mp4'));
    void player.play();
    await passes(4);
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
  expectNear(playheadOf(scene, 0), 0, 0.1);
});
