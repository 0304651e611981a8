import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { expectNear, OPENING, playheadOf, type Scene } from './html5-scene';
import type { Browser } from './browser';
import { openVideojsBrowser, openVideojsScene } from './videojs-scene';

let browser: Browser;
let scene: Scene;
beforeAll(async () => {
  browser = await openVideojsBrowser();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  scene = await openVideojsScene(browser, undefined, ['/node_modules/videojs-playlist/dist/videojs-playlist.min.js']);
});
afterEach(() => scene.close());

const show = () => scene.page.evaluate(() => window.stage.show());

test('disposing of a player that plays ends its session where it was', async () => {
  await show();
  const at = await scene.page.evaluate(async () => {
    await window.scene.past(3);
    const at = window.stage.player.currentTime()!;
    window.stage.player.dispose();
    return at;
  });
  await scene.settle();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
  expectNear(playheadOf(scene, 4), at);
});

test('resetting a player ends its session, and it is followed with its new element', async () => {
  await show();
  await scene.page.evaluate(async () => {
    const { player } = window.stage;
    await window.scene.past(2);
    player.reset();
    player.muted(true);
    await window.stage.play('clip.mp4', 4);
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`, `${OPENING} sessionEnd`]);
  expectNear(playheadOf(scene, 4), 2, 0.5);
});

test('each item of a playlist is a session', async () => {
  await scene.page.evaluate(async () => {
    const { create, follow, source } = window.stage;
    create();
    follow();
    const player = window.stage.player as unknown as {
      playlist: ((items: object[]) => void) & { autoadvance(seconds: number): void };
      play(): Promise<void>;
    };
    const made = window.scene.untilMade('play', 4);
    player.playlist([{ sources: [source('short.mp4')] }, { sources: [source('clip.mp4')] }]);
    player.playlist.autoadvance(0);
    void player.play();
    await made;
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionComplete`, `${OPENING} sessionEnd`]);
  expect([0, 1].map((session) => scene.events(session)[0]!.params!['media.id' as never])).toEqual(
    ['short', 'clip'].map((name) => `${scene.media.url}/${name}.mp4`),
  );
});

test('a full window is full screen', async () => {
  await show();
  await scene.page.evaluate(async () => {
    const { scene, stage } = window;
    const { player } = stage;
    const started = scene.untilMade('stateStart', 2);
    player.enterFullWindow();
    await started;
    player.exitFullWindow();
    await scene.untilMade('stateEnd');
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} stateStart:fullScreen stateEnd:fullScreen sessionEnd`]);
});

test('middleware has its say in where the playhead is', async () => {
  await scene.page.evaluate(async () => {
    window.stage.videojs.use('video/mp4', () => ({
      setSource: (source: unknown, next: (error: null, source: unknown) => void) => next(null, source),
      currentTime: (second: number) => second + 100,
      setCurrentTime: (second: number) => second - 100,
      duration: (seconds: number) => seconds + 100,
    }));
    await window.stage.show();
  });
  await scene.finish();
  expect(scene.events()[0]!.params).toMatchObject({ 'media.length': 120 });
  expectNear(playheadOf(scene, 3), 101, 0.4);
});

test('what loadMedia() says of the content is guessed', async () => {
  await scene.page.evaluate(async () => {
    const { create, follow, source } = window.stage;
    create();
    follow();
    const { player } = window.stage;
    const made = window.scene.untilMade('play', 2);
    player.loadMedia({ title: 'Pilot', src: source('clip.mp4') }, () => {});
    void player.play();
    await made;
  });
  await scene.finish();
  expect(scene.events()[0]!.params).toMatchObject({ 'media.name': 'Pilot', 'media.id': `${scene.media.url}/clip.mp4` });
});

test('a source that fails before the request to play reaches it opens no session, even if play follows', async () => {
  await scene.page.evaluate(async () => {
    const { create, follow, nextEvent, play, source } = window.stage;
    create();
    follow();
    const { player } = window.stage;
    const failed = nextEvent('error');
    player.src(source('missing.mp4'));
    await failed;
    await player.play()?.catch(() => undefined);
    await play('clip.mp4');
  });
  scene.forgive(/Failed to load resource|^VIDEOJS: ERROR/);
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
});
