import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { expectNear, OPENING, openScene, openSceneBrowser, playheadOf } from './html5-scene';
import { byteOf } from './browser';
import { scene, useScenes } from './scenes';

useScenes(openSceneBrowser, openScene);

/** Chromium notes each missing file in the console, which is what happens here. */
const forgive = () => {
  expect(scene.pageErrors.length).toBeGreaterThan(0);
  expect(scene.pageErrors.every((error) => error.includes('404'))).toBe(true);
  (scene.pageErrors as string[]).length = 0;
};

const broken = (session = 0) => {
  expect(scene.line(session)).toBe('sessionStart stateStart:mute error sessionEnd');
  const [sessionStart, , error] = scene.events(session);
  expect(sessionStart!.params!['media.length']).toBe(0);
  expect(error!.qoeData).toEqual({ 'media.qoe.errorID': 'html5.4', 'media.qoe.errorSource': 'player' });
};

test('sources that failed before anybody wished to play open nothing, even if play follows', async () => {
  await scene.page.evaluate(async () => {
    const { element, follow, nextEvent, at } = window.scene;
    follow();
    const failed = nextEvent('error');
    element.src = `${at.media}/none.mp4`;
    await failed;
    await element.play().catch(() => undefined);

    element.removeAttribute('src');
    element.innerHTML = `<source src="${at.media}/nowhere.mp4">`;
    const source = new Promise((resolve) => element.querySelector('source')!.addEventListener('error', resolve));
    element.load();
    await source;
    const played = nextEvent('play');
    element.play().catch(() => undefined);
    await played;
    window.scene.tracker.destroy();
  });
  forgive();
  await scene.settle();
  expect(scene.calls).toEqual([]);
});

test('a request to play a source that fails is a session of no length, its error and its end', async () => {
  await scene.page.evaluate(async () => {
    const { element, follow, untilMade, at } = window.scene;
    follow();
    element.src = `${at.media}/none.mp4`;
    element.play().catch(() => undefined);
    await untilMade('sessionEnd');
  });
  forgive();
  await scene.finish();
  expect(scene.lines().length).toBe(1);
  broken();
});

test('<source> elements that all fail are an error too, and one that plays after another failed is none', async () => {
  await scene.page.evaluate(async () => {
    const { element, follow, untilMade, at } = window.scene;
    follow();
    element.innerHTML = `<source src="${at.media}/none.mp4"><source src="${at.media}/nowhere.mp4">`;
    element.play().catch(() => undefined);
    await untilMade('sessionEnd');
    element.innerHTML = `<source src="${at.media}/none.mp4"><source src="${at.media}/clip.mp4">`;
    element.load();
    void element.play();
    await untilMade('play', 2);
  });
  forgive();
  await scene.finish();
  expect(scene.lines().length).toBe(2);
  broken();
  expect(scene.line(1)).toBe(`${OPENING} sessionEnd`);
});

test('media that cannot be decoded in the middle are an error and the end', async () => {
  const body = readFileSync(fileURLToPath(new URL('../fixtures/media/clip.mp4', import.meta.url)));
  body.fill(0xff, byteOf(3));
  await scene.page.route('**/broken.mp4', (route) => route.fulfill({ body, contentType: 'video/mp4' }));
  const [at, code] = await scene.page.evaluate(async () => {
    const { element, nextEvent, perform } = window.scene;
    await perform('broken.mp4');
    await nextEvent('error');
    return [element.currentTime, element.error!.code] as const;
  });
  await scene.finish();
  expect(code).toBe(3);
  expect(scene.line()).toBe(`${OPENING} error sessionEnd`);
  expect(scene.events()[4]!.qoeData).toMatchObject({ 'media.qoe.errorID': 'html5.3', 'media.qoe.errorSource': 'player' });
  expectNear(playheadOf(scene, 5), at);
});
