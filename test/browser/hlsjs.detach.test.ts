import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { count } from './held';
import { expectNear, OPENING, playheadOf, type Scene } from './html5-scene';
import { openHlsBrowser, openHlsScene } from './hlsjs-scene';
import type { Browser } from './browser';

const ARRIVAL_MS = 10_000;

let browser: Browser;
let scene: Scene;
beforeAll(async () => {
  browser = await openHlsBrowser();
  await browser.context.addInitScript(count);
});
afterAll(() => browser?.close());
beforeEach(async () => {
  scene = await openHlsScene(browser);
});
afterEach(() => scene.close());

/** What elements, document and observers hold; the player keeps its own timers. */
const held = () => scene.page.evaluate(() => window.held().filter((name) => !name.startsWith('T') && !name.startsWith('I')));

test('after several rounds of following the player has what it had before', async () => {
  // Each round has a tracker of its own, which knows nothing of the session before.
  scene.allow('resume-missing');
  const rounds = await scene.page.evaluate(async () => {
    const { at, element, untilMade } = window.scene;
    const look = () => [window.listeners(), ...window.held().filter((name) => /^video|boxes|full/.test(name))];
    window.hls = window.createHls();
    window.hls.attachMedia(element);
    window.hls.loadSource(`${at.media}/cut/20/main.m3u8`);
    void element.play();
    await window.scene.past(0.5);
    const rounds = [look()];
    for (const round of [1, 2, 3]) {
      window.watch();
      await untilMade('play', 2 * round);
      rounds.push([String(look().length > 20)]);
      window.scene.detach();
      rounds.push(look());
      window.scene.tracker.destroy();
    }
    return rounds;
  });
  await scene.settle();
  const [before] = rounds;
  expect(rounds).toEqual([before, ['true'], before, ['true'], before, ['true'], before]);
  expect(scene.lines()).toEqual([1, 2, 3].map(() => `${OPENING} sessionEnd`));
});

test('a player that is destroyed in the middle ends the session where it was, and nothing is left on its element', async () => {
  const at = await scene.page.evaluate(async () => {
    await window.perform();
    const { element, past, untilMade } = window.scene;
    await past(1.5);
    // Between two of the element's own updates.
    const updated = element.currentTime;
    await new Promise<void>((resolve) => {
      const look = () => (element.currentTime > updated + 0.15 ? resolve() : void requestAnimationFrame(look));
      look();
    });
    const { currentTime } = element;
    window.hls.destroy();
    await untilMade('sessionEnd');
    return currentTime;
  });
  expect((await held()).filter((name) => /^video|^document full|boxes/.test(name))).toEqual([]);
  expect(await scene.page.evaluate(() => window.listeners())).toBe(0);
  await scene.page.evaluate(async () => {
    const { at, element, nextEvent } = window.scene;
    const plays = nextEvent('playing');
    element.src = `${at.media}/short.mp4`;
    void element.play();
    await plays;
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
  expectNear(playheadOf(scene, 4), at, 0.05);
});

test('a player that loses its element has no listener left on it', async () => {
  await scene.page.evaluate(async () => {
    await window.perform();
    window.hls.detachMedia();
  });
  await expect
    .poll(async () => (await held()).filter((name) => /^video|^document full|boxes/.test(name)), { timeout: ARRIVAL_MS })
    .toEqual([]);
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
});

test('anything but a player that lives is refused at once, and nothing is half attached', async () => {
  const refusals = await scene.page.evaluate(() => {
    window.hls = window.createHls();
    const before = [window.listeners(), window.held().length].join();
    const dead = window.createHls();
    dead.destroy();
    const things = [undefined, null, 'hls', {}, window.scene.element, { on: 1, off: 1 }, window.Hls, dead];
    const refusals = things.map((thing) => {
      try {
        window.watch(undefined, thing as never);
        return thing === undefined ? 'the page has a player' : 'accepted';
      } catch (error) {
        return String(error);
      } finally {
        window.scene.tracker.destroy();
      }
    });
    const after = [window.listeners(), window.held().length].join();
    return after === before || after ? refusals : [];
  });
  expect(refusals.length).toBe(8);
  for (const refusal of refusals.slice(1))
    expect(refusal).toMatch(/^TypeError: @media-collection\/hlsjs: expected an hls\.js player that is not destroyed, got /);
  await scene.settle();
  expect(scene.calls).toEqual([]);
});
