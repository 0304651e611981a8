import { expect, test } from 'vitest';
import { expectNear, OPENING, openScene, openSceneBrowser, playheadOf } from './html5-scene';
import { byteOf } from './browser';
import { scene, useScenes } from './scenes';

useScenes(openSceneBrowser, openScene);

const timeOf = (index: number): number => scene.events()[index]!.playerTime.ts;

test('a seek is a pause where it begins and a play where it arrives', async () => {
  const from = await scene.page.evaluate(async () => {
    const { element, perform, untilMade } = window.scene;
    await perform();
    const from = element.currentTime;
    element.currentTime = 12;
    await untilMade('play', 3);
    return from;
  });
  await scene.finish();
  expect(scene.line()).toBe(`${OPENING} pauseStart play sessionEnd`);
  expectNear(playheadOf(scene, 4), from);
  expectNear(playheadOf(scene, 5), 12);
});

test('a seek beyond what is loaded lasts until frames run again', async () => {
  const held = scene.media.fault({ match: 'clip.mp4', afterBytes: byteOf(8), holdMs: Infinity });
  await scene.page.exposeFunction('release', held.release);
  const [from, began, ran] = await scene.page.evaluate(async () => {
    const { element, nextEvent, perform, untilMade } = window.scene;
    await perform();
    const from = element.currentTime;
    const seeking = nextEvent('seeking');
    const playing = nextEvent('playing');
    element.currentTime = 15;
    const began = await seeking;
    setTimeout(() => (window as unknown as { release(): void }).release(), 2_000);
    await untilMade('play', 3);
    return [from, began, await playing] as const;
  });
  await scene.finish();
  expect(scene.line()).toBe(`${OPENING} pauseStart play sessionEnd`);
  expectNear(playheadOf(scene, 4), from);
  expectNear(playheadOf(scene, 5), 15);
  expectNear(timeOf(4), began, 50);
  expectNear(timeOf(5), ran, 50);
  expect(ran - began).toBeGreaterThan(1_900);
});

test('a stall that outlasts the arrival of a seek is buffering since then, without a play between', async () => {
  const held = scene.media.fault({ match: 'clip.mp4', afterBytes: byteOf(8), holdMs: Infinity });
  await scene.page.exposeFunction('release', held.release);
  const [arrived, ran] = await scene.page.evaluate(async () => {
    const { element, nextEvent, perform, untilMade } = window.scene;
    await perform();
    const seeking = nextEvent('seeking');
    element.currentTime = 15;
    await seeking;
    // Chromium arrives when it has data; not every engine does.
    Object.defineProperty(element, 'seeking', { value: false, configurable: true });
    const arrived = Date.now();
    element.dispatchEvent(new Event('seeked'));
    await untilMade('bufferStart');
    Reflect.deleteProperty(element, 'seeking');
    const playing = nextEvent('playing');
    (window as unknown as { release(): void }).release();
    const ran = await playing;
    await untilMade('play', 3);
    return [arrived, ran] as const;
  });
  await scene.finish();
  expect(scene.line()).toBe(`${OPENING} pauseStart bufferStart play sessionEnd`);
  expectNear(playheadOf(scene, 5), 15);
  expectNear(timeOf(5), arrived, 50);
  expectNear(timeOf(6), ran, 50);
});

test('a seek while paused says nothing, and the resume is where it went', async () => {
  await scene.page.evaluate(async () => {
    const { element, nextEvent, perform, untilMade } = window.scene;
    await perform();
    element.pause();
    await untilMade('pauseStart');
    const seeked = nextEvent('seeked');
    element.currentTime = 9;
    await seeked;
    void element.play();
    await untilMade('play', 3);
  });
  await scene.finish();
  expect(scene.line()).toBe(`${OPENING} pauseStart play sessionEnd`);
  expectNear(playheadOf(scene, 5), 9);
});

test.each(['playing', 'paused'])('a page that pauses, seeks and plays in one task, while %s, seeks', async (state) => {
  await scene.page.evaluate(async (isPaused) => {
    const { element, perform, untilMade } = window.scene;
    await perform();
    if (isPaused) {
      element.pause();
      await untilMade('pauseStart');
    }
    element.pause();
    element.currentTime = 9;
    void element.play();
    await untilMade('play', 3);
  }, state === 'paused');
  await scene.finish();
  expect(scene.line()).toBe(`${OPENING} pauseStart play sessionEnd`);
  expectNear(playheadOf(scene, 5), 9);
});

test('a seek that ends in a pause is reported as both', async () => {
  await scene.page.evaluate(async () => {
    const { element, nextEvent, perform } = window.scene;
    await perform();
    const seeked = nextEvent('seeked');
    element.currentTime = 9;
    element.pause();
    await seeked;
  });
  await scene.finish();
  expect(scene.line()).toBe(`${OPENING} pauseStart pauseStart sessionEnd`);
});

test('ten seeks in 0.8 s are one', async () => {
  const [from, began] = await scene.page.evaluate(async () => {
    const { element, nextEvent, perform, untilMade } = window.scene;
    await perform();
    const from = element.currentTime;
    const began = Date.now();
    for (let second = 3; second < 13; second++) {
      const seeked = nextEvent('seeked');
      element.currentTime = second;
      await Promise.all([seeked, new Promise((done) => setTimeout(done, 80))]);
    }
    await untilMade('play', 3);
    return [from, began] as const;
  });
  await scene.finish();
  expect(scene.line()).toBe(`${OPENING} pauseStart play sessionEnd`);
  expectNear(playheadOf(scene, 4), from);
  expectNear(playheadOf(scene, 5), 12);
  expectNear(timeOf(4), began, 150);
  expectNear(timeOf(5) - timeOf(4), 750, 250);
});
