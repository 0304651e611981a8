import type { Adapter } from '@media-collection/core';
import { expect, test } from 'vitest';
import { openDashBrowser, openDashScene } from './dashjs-scene';
import { expectNear, OPENING, playheadOf } from './html5-scene';
import { scene, useScenes } from './scenes';

useScenes(openDashBrowser, openDashScene);

const startOf = (session = 0) => scene.events(session)[0]!.params as Record<string, unknown>;

/** Plays two seconds, takes the view away, and gives it again after so many ms; resolves when the content plays there. */
const giveAgain = (ms: number, isOther: boolean) =>
  scene.page.evaluate(
    async ([ms, isOther]) => {
      const { at, element, past, untilMade } = window.scene;
      window.dash.attachSource(`${at.media}/cut/20/main.mpd?only=1`);
      element.play().catch(() => undefined);
      await untilMade('play', 2);
      await past(2);
      window.dash.attachView(null);
      await new Promise((resolve) => setTimeout(resolve, ms));
      const next = isOther ? (element.cloneNode() as HTMLVideoElement) : element;
      if (isOther) element.after(next);
      next.muted = true;
      window.dash.attachView(next);
      while (!(next.currentTime > 1 && next.currentTime < 2)) {
        // dash.js pauses what it is told to play while it begins.
        if (next.paused) next.play().catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    [ms, isOther] as const,
  );

test('a player that has preloaded its content is followed from the request to play in its new element on', async () => {
  const requested = await scene.page.evaluate(async () => {
    const { at, element, untilMade } = window.scene;
    const { dashjs, mediaCollection } = window as unknown as {
      dashjs: { MediaPlayer(): { create(): typeof window.dash & { preload(): void } } };
      mediaCollection: { dashjs(player: unknown): Adapter };
    };
    window.scene.detach();
    const player = dashjs.MediaPlayer().create();
    player.initialize();
    window.scene.detach = window.scene.tracker.attach(mediaCollection.dashjs(player));
    player.attachSource(`${at.media}/cut/20/main.mpd?only=1`);
    player.preload();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    player.attachView(element);
    const at0 = Date.now();
    void element.play();
    await untilMade('play', 2);
    return at0;
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
  expect(Math.abs(scene.events()[0]!.playerTime.ts - requested)).toBeLessThan(100);
  expectNear(playheadOf(scene, 0), 0, 0.1);
  expectNear(startOf()['media.length'] as number, 20, 0.1);
});

test.each([
  ['the same element', false],
  ['another element', true],
])('a view that is taken away and given again within a second, %s, goes on in its session', async (_, isOther) => {
  await giveAgain(300, isOther);
  await scene.finish();
  expect(scene.lines()).toEqual([expect.stringMatching(`^${OPENING} bufferStart play( pauseStart play)? sessionEnd$`) as string]);
});

test('a view that is given again later resumes its content in another session', async () => {
  await giveAgain(2_000, false);
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`, `${OPENING} sessionEnd`]);
  expect(startOf(1)['media.resume']).toBe(true);
  expectNear(playheadOf(scene, 0, 1), 0, 0.1);
});

test('other content in a view that is given again bears nothing of what still plays there', async () => {
  await scene.page.evaluate(async () => {
    const { at, element, past, untilMade } = window.scene;
    const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    window.dash.attachSource(`${at.media}/cut/20/main.mpd?only=1`);
    element.play().catch(() => undefined);
    await untilMade('play', 2);
    await past(2);
    window.dash.attachView(null);
    await wait(100);
    window.dash.attachSource(`${at.media}/cut/6/main.mpd?only=1`);
    await wait(20);
    window.dash.attachView(element);
    element.play().catch(() => undefined);
    await untilMade('play', 4);
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`, `${OPENING} sessionEnd`]);
  expect(startOf(1)['media.id']).toContain('/cut/6/');
  expectNear(startOf(1)['media.length'] as number, 6, 0.1);
  for (const index of [0, 2]) expectNear(playheadOf(scene, index, 1), 0, 0.1);
});
