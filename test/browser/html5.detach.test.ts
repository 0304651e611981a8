import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { count } from './held';
import { expectNear, OPENING, openScene, openSceneBrowser, playheadOf, type Scene } from './html5-scene';
import type { Browser } from './browser';

const ARRIVAL_MS = 10_000;

let browser: Browser;
let scene: Scene;
beforeAll(async () => {
  browser = await openSceneBrowser();
  await browser.context.addInitScript(count);
});
afterAll(() => browser?.close());
beforeEach(async () => {
  scene = await openScene(browser);
});
afterEach(() => scene.close());

const held = () => scene.page.evaluate(() => window.held());

test('after detach nothing of the adapter is left, and after destroy nothing of the tracker', async () => {
  const [before, during] = await scene.page.evaluate(async () => {
    const before = window.held();
    await window.scene.perform();
    return [before, window.held()] as const;
  });
  expect(before).toEqual([]);
  expect(during.filter((name) => name.startsWith('video ')).length).toBeGreaterThan(12);
  expect(during.join()).toMatch(/document fullscreenchange.*Timeout.*1 boxes/);

  await scene.finish();
  // The answer to the last event may still be on its way.
  await expect
    .poll(held, { timeout: ARRIVAL_MS })
    .toEqual(['window pagehide', 'window pagehide', 'window online', 'window pageshow', 'document visibilitychange']);

  await scene.page.evaluate(async () => {
    const { element, past, tracker } = window.scene;
    await past(element.currentTime + 0.5);
    tracker.destroy();
  });
  expect(await held()).toEqual([]);
  await scene.settle();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
});

test('destroy alone takes everything down in the middle of playback', async () => {
  await scene.page.evaluate(async () => {
    const { perform } = window.scene;
    await perform();
    window.scene.tracker.destroy();
  });
  await scene.settle();
  await expect.poll(held, { timeout: ARRIVAL_MS }).toEqual([]);
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
});

test('an element that the same tracker attaches again while it plays is resumed in another session', async () => {
  const at = await scene.page.evaluate(async () => {
    const { element, past, perform, untilMade } = window.scene;
    await perform();
    await past(1.2);
    window.scene.detach = window.scene.tracker.attach(window.mediaCollection.html5(element));
    const at = element.currentTime;
    await untilMade('play', 3);
    return at;
  });
  await scene.finish();
  expect(scene.lines()).toEqual([
    `${OPENING} sessionEnd`,
    expect.stringMatching(/^sessionStart stateStart:mute( play)+ sessionEnd$/),
  ]);
  expect(scene.events(1)[0]!.params).toMatchObject({ 'media.resume': true });
  expectNear(playheadOf(scene, 0, 1), at);
});

test('a detached element can be collected, though the tracker stays', async () => {
  await scene.page.evaluate(async () => {
    const { perform, untilMade } = window.scene;
    await perform();
    window.scene.detach();
    await untilMade('sessionEnd');
    const { element } = window.scene;
    element.pause();
    element.removeAttribute('src');
    element.load();
    element.remove();
    Object.assign(window, { kept: new WeakRef(element) });
    window.scene.element = undefined!;
    window.scene.detach = () => undefined;
  });
  await scene.settle();
  const devTools = await scene.page.context().newCDPSession(scene.page);
  await expect
    .poll(
      async () => {
        await devTools.send('HeapProfiler.collectGarbage');
        return scene.page.evaluate(() => (window as unknown as { kept: WeakRef<object> }).kept.deref() === undefined);
      },
      { timeout: ARRIVAL_MS },
    )
    .toBe(true);
  expect(await scene.page.evaluate(() => typeof window.scene.tracker.track)).toBe('function');
});

test('anything but a media element is refused at once, and nothing is half attached', async () => {
  const refusals = await scene.page.evaluate(() => {
    const { scene, mediaCollection } = window;
    scene.tracker = mediaCollection.createTracker(scene.options());
    const before = window.held();
    const things = [undefined, null, 'video', {}, document.createElement('div'), document.querySelectorAll('video')];
    const refusals = things.map((thing) => {
      try {
        scene.tracker.attach(mediaCollection.html5(thing as unknown as HTMLVideoElement));
        return 'accepted';
      } catch (error) {
        return String(error);
      }
    });
    if (window.held().length !== before.length) refusals.push('something was left');
    scene.tracker.destroy();
    return refusals;
  });
  for (const refusal of refusals)
    expect(refusal).toMatch(/^TypeError: @media-collection\/html5: expected a <video> or <audio> element, got /);
  expect(refusals.length).toBe(6);
  expect(await held()).toEqual([]);
  await scene.settle();
  expect(scene.calls).toEqual([]);
});
