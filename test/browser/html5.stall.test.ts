import { expect, test } from 'vitest';
import { expectNear, OPENING, openScene, openSceneBrowser, playheadOf } from './html5-scene';
import { byteOf } from './browser';
import { scene, useScenes } from './scenes';

useScenes(openSceneBrowser, openScene);

const timeOf = (index: number): number => scene.events()[index]!.playerTime.ts;

test('a stall of 4 s is buffering for 4 s', async () => {
  const held = scene.media.fault({ match: 'clip.mp4', afterBytes: byteOf(3), holdMs: Infinity });
  await scene.page.exposeFunction('release', held.release);
  const [at, dry, ran] = await scene.page.evaluate(async () => {
    const { element, nextEvent, perform, untilMade } = window.scene;
    await perform();
    const dry = await nextEvent('waiting');
    const at = element.currentTime;
    setTimeout(() => (window as unknown as { release(): void }).release(), 4_000);
    const ran = await nextEvent('playing');
    await untilMade('play', 3);
    return [at, dry, ran] as const;
  });
  await scene.finish();
  expect(scene.line()).toBe(`${OPENING} bufferStart play sessionEnd`);
  expectNear(playheadOf(scene, 4), at);
  expectNear(playheadOf(scene, 5), at);
  expectNear(timeOf(4), dry, 50);
  expectNear(timeOf(5), ran, 50);
  expectNear(timeOf(5) - timeOf(4), 4_000, 500);
});

test('a pause during a stall is a pause, and the play after it a play, once there are data', async () => {
  const held = scene.media.fault({ match: 'clip.mp4', afterBytes: byteOf(3), holdMs: Infinity });
  await scene.page.exposeFunction('release', held.release);
  await scene.page.evaluate(async () => {
    const { element, nextEvent, perform, untilMade } = window.scene;
    await perform();
    await nextEvent('waiting');
    element.pause();
    await untilMade('pauseStart');
    (window as unknown as { release(): void }).release();
    // With data, or it would be a stall again.
    if (element.readyState < 3) await nextEvent('canplay');
    void element.play().catch(() => undefined);
    await untilMade('play', 3);
  });
  await scene.finish();
  expect(scene.line()).toMatch(/^sessionStart stateStart:mute play play bufferStart pauseStart (bufferStart )?play sessionEnd$/);
});

test('a playhead that stands while the element says that it plays is buffering since it stood', async () => {
  const [at, stood, moved, there] = await scene.page.evaluate(async () => {
    const { element, nextEvent, perform, untilMade } = window.scene;
    await perform();
    // Before the adapter looks, for to every listener the playhead is a little further.
    const [at, stood] = await new Promise<[number, number]>((resolve) => {
      const stand = (): void => {
        const at = element.currentTime;
        Object.defineProperty(element, 'currentTime', { value: at, configurable: true });
        resolve([at, Date.now()]);
      };
      element.addEventListener('timeupdate', stand, { capture: true, once: true });
    });
    await untilMade('bufferStart');
    Reflect.deleteProperty(element, 'currentTime');
    const moved = await nextEvent('timeupdate');
    const there = element.currentTime;
    await untilMade('play', 3);
    return [at, stood, moved, there] as const;
  });
  await scene.finish();
  expect(scene.line()).toBe(`${OPENING} bufferStart play sessionEnd`);
  expectNear(timeOf(4), stood, 50);
  expect(playheadOf(scene, 4)).toBe(at);
  expectNear(timeOf(5), moved, 50);
  expectNear(playheadOf(scene, 5), there);
});
