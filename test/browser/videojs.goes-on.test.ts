import { describe, expect, test } from 'vitest';
import { openAdsScene, openAdsBrowser } from './ads-scene';
import { expectNear, OPENING, playheadOf } from './html5-scene';
import { byteOf } from './browser';
import { scene, useScenes } from './scenes';

useScenes(openAdsBrowser, openAdsScene);

const timesOf = () => scene.events().map(({ playerTime }) => playerTime);

describe('a player that is put back into the document', () => {
  test.each([30, 300])('after %d ms goes on playing in its session, and the gap is buffering', async (ms) => {
    await scene.page.evaluate(async (ms) => {
      const { passes, show } = window.stage;
      await show();
      const { player } = window.stage;
      const root = player.el();
      root.remove();
      await new Promise((resolve) => setTimeout(resolve, ms));
      document.body.append(root);
      await player.play();
      await passes(player.currentTime()! + 0.5);
    }, ms);
    await scene.finish();
    expect(scene.lines()).toEqual([`${OPENING} bufferStart play sessionEnd`]);
    const [, , , , wait, play] = timesOf();
    expectNear((play!.ts - wait!.ts) / 1_000, ms / 1_000, 0.3);
  });

  test('while it is paused is paused in its session', async () => {
    await scene.page.evaluate(async () => {
      const { show } = window.stage;
      await show();
      const { player } = window.stage;
      player.pause();
      await window.scene.untilMade('pauseStart');
      const root = player.el();
      root.remove();
      await new Promise((resolve) => setTimeout(resolve, 300));
      document.body.append(root);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await player.play();
      await window.scene.untilMade('play', 3);
    });
    await scene.finish();
    expect(scene.lines()).toEqual([`${OPENING} pauseStart play sessionEnd`]);
  });
});

test.each(['clip.mp4', 'cut/20/main.m3u8'])('a rate of 0 is a pause: %s', async (file) => {
  await scene.page.evaluate(async (file) => {
    const { passes, show } = window.stage;
    await show(file);
    const { player } = window.stage;
    player.playbackRate(0);
    await window.scene.untilMade('pauseStart');
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    player.playbackRate(1);
    await window.scene.untilMade('play', 3);
    await passes(player.currentTime()! + 0.5);
  }, file);
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} pauseStart play sessionEnd`]);
  const [, , , , pause, play] = timesOf();
  expectNear((play!.ts - pause!.ts) / 1_000, 4, 0.5);
});

test('content begins where its page says, once the metadata are known', async () => {
  await scene.page.evaluate(async () => {
    const { create, follow, passes, source } = window.stage;
    create();
    follow();
    const { player } = window.stage;
    player.one('loadedmetadata', () => void player.currentTime(8));
    player.src(source('clip.mp4'));
    void player.play();
    await passes(9.5);
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
  for (const index of [0, 1, 2]) expectNear(playheadOf(scene, index), 8, 0.1);
});

test.each([
  ['clip.mp4', 0],
  ['clip.mp4', 30],
  ['adaptive/main.m3u8', 0],
  ['adaptive/main.m3u8', 30],
])('content of %s begins where its page says before there are data, %d ms after its source', async (file, ms) => {
  await scene.page.evaluate(
    async ({ file, ms }) => {
      const { create, follow, passes, source } = window.stage;
      create();
      follow();
      const { player } = window.stage;
      player.src(source(file));
      if (ms) await new Promise((resolve) => setTimeout(resolve, ms));
      player.currentTime(8);
      void player.play();
      await passes(9.5);
    },
    { file, ms },
  );
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
  for (const index of [0, 1, 2]) expectNear(playheadOf(scene, index), 8, 0.2);
});

test('content that was broken off goes on at a place that is set with its source', async () => {
  await scene.page.evaluate(async () => {
    const { passes, play, show, source } = window.stage;
    await show();
    const { player } = window.stage;
    player.currentTime(10);
    await passes(10.5);
    await play('short.mp4', 5);
    player.src(source('clip.mp4'));
    player.currentTime(10.5);
    void player.play();
    await window.scene.untilMade('play', 7);
  });
  await scene.finish();
  const [, ...later] = scene.lines();
  expect(later).toEqual(Array(2).fill(`${OPENING} sessionEnd`));
  expect(scene.events(2)[0]!.params).toMatchObject({ 'media.resume': true });
  expectNear(playheadOf(scene, 0, 2), 10.5, 0.2);
});

test('content begins where middleware says', async () => {
  await scene.page.evaluate(async () => {
    const { create, follow, passes, source, videojs } = window.stage;
    const shift = {
      setSource: (_: object, next: (error: null, source: object) => void) => next(null, source('clip.mp4')),
      currentTime: (second: number) => second + 2,
      setCurrentTime: (second: number) => second - 2,
    };
    (videojs as unknown as { use(type: string, middleware: () => object): void }).use('video/x-shifted', () => shift);
    create();
    follow();
    const { player } = window.stage;
    player.src({ src: source('clip.mp4').src, type: 'video/x-shifted' });
    void player.play();
    await passes(3.5);
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
  for (const index of [0, 1, 2]) expectNear(playheadOf(scene, index), 2, 0.1);
});

test('a player that is followed in a mid-roll begins where its content stands', async () => {
  await scene.page.evaluate(async () => {
    const { create, follow, nextEvent, passes, source } = window.stage;
    create();
    const { player } = window.stage;
    window.adStage.controls = window.adPlugin(player as never, { mid: { at: 2, ads: [{ file: 'short.mp4?ad=1' }] } });
    player.src(source('clip.mp4'));
    void player.play();
    await window.adStage.shows('ad=1', 1);
    follow();
    await nextEvent('adend');
    await passes(4);
  });
  await scene.finish();
  expect(scene.lines()).toEqual([expect.stringMatching(/^sessionStart .*play.* sessionEnd$/)]);
  for (const { playerTime } of scene.events().slice(0, 3)) expectNear(playerTime.playhead, 2);
});

test('a viewer who resumes while data are missing waits for them', async () => {
  const held = scene.media.fault({ match: 'clip.mp4', afterBytes: byteOf(3), holdMs: Infinity });
  await scene.page.exposeFunction('release', held.release);
  await scene.page.evaluate(async () => {
    const { nextEvent, show } = window.stage;
    await show();
    await nextEvent('waiting');
    const { player } = window.stage;
    await new Promise((resolve) => setTimeout(resolve, 700));
    player.pause();
    await window.scene.untilMade('pauseStart');
    await new Promise((resolve) => setTimeout(resolve, 700));
    void player.play()?.catch(() => undefined);
    await window.scene.untilMade('bufferStart', 2);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    (window as unknown as { release(): void }).release();
    await window.scene.untilMade('play', 3);
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} bufferStart pauseStart bufferStart play sessionEnd`]);
});

test.each([
  ['with dates', ''],
  ['without dates', '&pdt=0'],
])('a programme %s that ends while it is watched is live from its start to its end, by one measure', async (_, query) => {
  await scene.page.evaluate(async (query) => {
    const { create, follow, nextEvent, source } = window.stage;
    create();
    follow();
    const { player } = window.stage;
    player.src(source(`live/main.m3u8?win=8&ends=8${query}`));
    void player.play();
    await window.scene.untilMade('play', 2);
    await nextEvent('durationchange', () => Number.isFinite(player.duration()));
    await nextEvent('timeupdate');
    player.pause();
    await window.scene.untilMade('pauseStart');
  }, query);
  await scene.finish();
  expect(scene.lines()).toHaveLength(1);
  const events = scene.events();
  expect(events[0]!.params).toMatchObject({ 'media.contentType': 'live', 'media.length': 86_400 });
  for (const { playerTime } of events) {
    const late = ((playerTime.ts / 1_000) % 86_400) - playerTime.playhead;
    expect(late, JSON.stringify(playerTime)).toBeGreaterThan(-1);
    expect(late, JSON.stringify(playerTime)).toBeLessThan(40);
  }
  const [last, first] = ['pauseStart', 'play'].map((type) => events.findLast(({ eventType }) => eventType === type)!.playerTime);
  expectNear(last!.playhead - first!.playhead, (last!.ts - first!.ts) / 1_000);
});

test.each([false, true])(
  'who follows in the middle of a break knows where the content stands (ads in another element: %s)',
  async (second) => {
    await scene.page.evaluate(async (second) => {
      const { create, follow, nextEvent, passes, source } = window.stage;
      create();
      const player = window.stage.player as unknown as import('./ad-plugin').AdPlayer;
      window.adPlugin(player, {
        mid: { at: 2, ads: [{ file: 'short.mp4?ad=1', id: 'one', duration: 4 }] },
        second,
        firesEvents: true,
      });
      player.src(source('clip.mp4'));
      void player.play();
      await window.adStage.shows('ad=1', 1);
      follow();
      await nextEvent('adend');
      await passes(3);
    }, second);
    await scene.finish();
    expect(scene.lines()).toEqual([
      'sessionStart stateStart:mute adBreakStart adStart play adComplete adBreakComplete play play sessionEnd',
    ]);
    for (const index of [0, 1]) expectNear(playheadOf(scene, index), 2.1, 0.2);
    const playheads = timesOf().map(({ playhead }) => playhead);
    expect(playheads).toEqual(playheads.toSorted((a, b) => a - b));
  },
);
