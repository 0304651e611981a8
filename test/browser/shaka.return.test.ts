import { describe, expect, test } from 'vitest';
import { expectNear, OPENING, playheadOf } from './html5-scene';
import { openShakaScene, openShakaBrowser } from './shaka-scene';
import { scene, useScenes } from './scenes';

useScenes(openShakaBrowser, openShakaScene);

/** The viewing goes on in its session: what lay between was buffering. */
const GOES_ON = `${OPENING} bufferStart play sessionEnd`;

const FILE = 'cut/20/main.m3u8?only=1';
const play = (file = FILE, start?: number) =>
  scene.page.evaluate(
    async ([file, start]) => {
      await window.shakaStage.open(file, { ...(start !== undefined && { start }) });
      await window.scene.untilMade('play', 2);
    },
    [file, start] as const,
  );

describe('content that its player lets go of', () => {
  test.each([
    ['and loads once more goes on in its session', false],
    ['and takes up in another element goes on in its session', true],
  ])('%s', async (_, isOther) => {
    await play();
    const at = await scene.page.evaluate(
      async ([isOther, file]) => {
        const { player, passes } = window.shakaStage;
        const { at, element, untilMade } = window.scene;
        await passes(1.5);
        const { currentTime } = element;
        const next = isOther ? (element.cloneNode() as HTMLVideoElement) : element;
        if (isOther) element.after(next);
        else await player.detach();
        await player.attach(next);
        await player.load(`${at.media}/${file}`, currentTime);
        void next.play();
        await untilMade('play', 3);
        return currentTime;
      },
      [isOther, FILE] as const,
    );
    await scene.finish();
    expect(scene.lines()).toEqual([GOES_ON]);
    for (const index of [4, 5]) expectNear(playheadOf(scene, index), at);
  });

  test('and begins anew is another viewing', async () => {
    await play(FILE, 10);
    await scene.page.evaluate(async (file) => {
      const { player, passes } = window.shakaStage;
      const { at, element, untilMade } = window.scene;
      await passes(11.5);
      await player.load(`${at.media}/${file}`);
      void element.play();
      await untilMade('play', 4);
    }, FILE);
    await scene.finish();
    expect(scene.lines()).toEqual([`${OPENING} sessionEnd`, `${OPENING} sessionEnd`]);
    expectNear(playheadOf(scene, 0), 10, 0.1);
    expectNear(playheadOf(scene, 4), 11.5);
    expectNear(playheadOf(scene, 0, 1), 0, 0.1);
  });

  test('for good ends its session then', async () => {
    await play();
    const [now, at] = await scene.page.evaluate(async () => {
      await window.shakaStage.passes(1.5);
      const at = [Date.now(), window.scene.element.currentTime] as const;
      await window.shakaStage.player.unload();
      await window.scene.untilMade('sessionEnd');
      return at;
    });
    await scene.settle();
    expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
    const { ts, playhead } = scene.events()[4]!.playerTime;
    expectNear(playhead, at);
    expect(Math.abs(ts - now)).toBeLessThan(100);
  });
});

test('a session begins at the second that is given to load(), also of a file that the element plays by itself', async () => {
  await play('clip.mp4', 8);
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
  for (const index of [0, 2]) expectNear(playheadOf(scene, index), 8);
  expect(scene.events()[0]!.params).toMatchObject({ 'media.length': 20 });
});

test('a file that is loaded and played in one task does not play, and begins its session when it is played', async () => {
  await scene.page.evaluate(async () => {
    const { element, at, untilMade } = window.scene;
    await window.shakaStage.open('short.mp4');
    await untilMade('sessionComplete');
    const loaded = window.shakaStage.player.load(`${at.media}/clip.mp4`);
    element.play().catch(() => undefined);
    await loaded;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    if (element.paused) void element.play();
    await untilMade('play', 4);
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionComplete`, `${OPENING} sessionEnd`]);
});

test('a session begins at the second that is given to load(), or to a preload manager', async () => {
  await play('cut/60/main.m3u8?only=1', 30);
  await scene.page.evaluate(async (file) => {
    const { player } = window.shakaStage;
    const { at, element, untilMade } = window.scene;
    await player.load(await player.preload(`${at.media}/${file}`, 6));
    void element.play();
    await untilMade('play', 4);
  }, FILE);
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`, `${OPENING} sessionEnd`]);
  for (const index of [0, 2]) expectNear(playheadOf(scene, index), 30, 0.1);
  for (const index of [0, 2]) expectNear(playheadOf(scene, index, 1), 6, 0.1);
});

/** Of four loads within 200 ms, the last three are asked for while the one before is under way. */
test.each([
  ['as long as a request takes', [60, 60, 60]],
  ['at once', [0, 0, 0]],
])('loads that are abandoned after %s bear their own names, and what is watched is one session', async (_, waits) => {
  await play();
  await scene.page.evaluate(async (waits) => {
    const { player, passes } = window.shakaStage;
    const { at, element, untilMade } = window.scene;
    await passes(1.2);
    for (const [index, seconds] of [4, 6, 10, 12].entries()) {
      const loaded = player.load(`${at.media}/cut/${seconds}/main.m3u8?only=1`);
      element.play().catch(() => undefined);
      if (index === 3) await loaded;
      else loaded.catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, waits[index] ?? 0));
    }
    void element.play();
    await untilMade('play', 4);
  }, waits);
  await scene.finish();
  const ids = scene.lines().map((_, session) => String(scene.events(session)[0]!.params!['media.id']));
  const cuts = ids.map((id) => Number(/\/cut\/(\d+)\//.exec(id)?.[1]));
  // Of what was loaded, in this order, each has one session at most.
  expect(cuts).toEqual([20, 4, 6, 10, 12].filter((seconds) => cuts.includes(seconds)));
  expect([cuts[0], cuts.at(-1)]).toEqual([20, 12]);
  expect(scene.lines().at(-1)).toBe(`${OPENING} sessionEnd`);
  for (const line of scene.lines().slice(1, -1)) expect(line).toMatch(/^sessionStart( stateStart:mute)? sessionEnd$/);
});

test('a stall for which the player stops playback by a rate of 0 is buffering, and a rate of 0 else is a pause', async () => {
  await scene.page.evaluate(async (file) => {
    await window.shakaStage.open(file, { config: { streaming: { rebufferingGoal: 1, bufferingGoal: 4 } } });
    await window.scene.untilMade('play', 2);
  }, FILE);
  const held = scene.media.fault({ match: /c-1-0000[4-9]/, holdMs: Infinity });
  await scene.page.evaluate(async () => {
    await window.scene.untilMade('bufferStart');
    window.heldRate = window.scene.element.playbackRate;
  });
  held.release();
  const rate = await scene.page.evaluate(async () => {
    const { element, untilMade } = window.scene;
    await untilMade('play', 3);
    element.playbackRate = 0;
    await untilMade('pauseStart');
    element.playbackRate = 1;
    await untilMade('play', 4);
    return window.heldRate;
  });
  await scene.finish();
  expect(rate).toBe(0);
  expect(scene.lines()).toEqual([`${OPENING} bufferStart play pauseStart play sessionEnd`]);
});

test('a programme that ends stays one to who watched it live', async () => {
  await play('live/main.m3u8?only=1');
  await scene.page.route('**/media_*.m3u8*', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${await response.text()}#EXT-X-ENDLIST\n` });
  });
  await scene.page.evaluate(async () => {
    const { player, passes } = window.shakaStage;
    const { element, untilMade } = window.scene;
    while (player.isLive()) await passes(element.currentTime + 0.2);
    await passes(element.currentTime + 1);
    element.pause();
    await untilMade('pauseStart');
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} pauseStart sessionEnd`]);
  const lags = scene.events().map(({ playerTime: { ts, playhead } }) => (ts / 1_000 - playhead) % 86_400);
  // The first event bears the time of the wish.
  for (const lag of lags.slice(2)) expect(Math.abs(lag - lags[2]!)).toBeLessThan(0.5);
});

declare global {
  interface Window {
    heldRate: number;
  }
}
