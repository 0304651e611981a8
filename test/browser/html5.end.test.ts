import { expect, test } from 'vitest';
import { expectNear, OPENING, openScene, openSceneBrowser, playheadOf } from './html5-scene';
import { scene, useScenes } from './scenes';

useScenes(openSceneBrowser, openScene);

const ids = () => scene.calls.flatMap(({ status, sessionId }) => (status === 201 ? [sessionId] : []));

test('the end completes the session, and a replay is another one', async () => {
  await scene.page.evaluate(async () => {
    const { element, nextEvent, perform, untilMade } = window.scene;
    await perform('short.mp4', 2.5);
    await nextEvent('ended');
    void element.play();
    await untilMade('play', 4);
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionComplete`, `${OPENING} sessionEnd`]);
  expectNear(playheadOf(scene, 0), 2.5);
  expectNear(playheadOf(scene, 4), 4);
  expectNear(playheadOf(scene, 0, 1), 0);
  expect(new Set(ids()).size).toBe(2);
  expect(scene.events(1)[0]!.params).toMatchObject({ 'media.length': 4, 'media.resume': false });
});

test('the session is complete although the page, which was there first, stops following as the content ends', async () => {
  await scene.page.evaluate(async () => {
    const { element, nextEvent, perform } = window.scene;
    element.addEventListener('ended', () => window.scene.detach());
    await perform('short.mp4', 2.5);
    await nextEvent('ended');
  });
  await scene.settle();
  expect(scene.lines()).toEqual([`${OPENING} sessionComplete`]);
});

test('each round of a loop is a session that is completed', async () => {
  await scene.page.evaluate(async () => {
    const { element, perform, untilMade } = window.scene;
    element.loop = true;
    await perform('short.mp4', 2.5);
    await untilMade('sessionComplete', 2);
    await untilMade('play', 6);
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionComplete`, `${OPENING} sessionComplete`, `${OPENING} sessionEnd`]);
  for (const round of [0, 1]) expectNear(playheadOf(scene, 4, round), 4, 0.01);
  for (const round of [1, 2]) expectNear(playheadOf(scene, 0, round), 0, 0.01);
});

test('each round of a loop is completed at four times the speed', async () => {
  await scene.page.evaluate(async () => {
    const { element, follow, load, untilMade } = window.scene;
    follow();
    await load('short.mp4');
    element.loop = true;
    element.playbackRate = 4;
    void element.play();
    await untilMade('sessionComplete', 4);
  });
  await scene.finish();
  const ends = scene.lines().map((line) => line.split(' '));
  expect(ends.slice(0, 4).map((line) => line.at(-1))).toEqual(Array(4).fill('sessionComplete'));
  expect(ends.flat()).not.toContain('pauseStart');
});

test.each([
  ['plays by itself', true],
  ['was told to play', false],
])('another source that %s ends the session where it was and opens its own', async (_, autoplay) => {
  const at = await scene.page.evaluate(async (autoplay) => {
    const { element, nextEvent, perform, untilMade, at } = window.scene;
    await perform();
    const last = element.currentTime;
    const emptied = nextEvent('emptied');
    element.autoplay = autoplay;
    element.src = `${at.media}/short.mp4`;
    if (!autoplay) void element.play();
    await emptied;
    await untilMade('play', 4);
    return last;
  }, autoplay);
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`, `${OPENING} sessionEnd`]);
  expectNear(playheadOf(scene, 4), at);
  expectNear(playheadOf(scene, 0, 1), 0);
  expect(scene.events(1)[0]!.params).toMatchObject({ 'media.id': `${scene.media.url}/short.mp4`, 'media.length': 4 });
});

test('another source that does not play only ends the session', async () => {
  const at = await scene.page.evaluate(async () => {
    const { element, load, perform } = window.scene;
    await perform();
    const last = element.currentTime;
    await load('short.mp4');
    return last;
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
  expectNear(playheadOf(scene, 4), at);
});

test('an element that leaves the document ends the session, whether it plays or not', async () => {
  await scene.page.evaluate(async () => {
    const { element, perform, untilMade } = window.scene;
    await perform();
    element.remove();
    await untilMade('sessionEnd');
    document.body.append(element);
    void element.play();
    await untilMade('play', 4);
    element.pause();
    await untilMade('pauseStart');
    element.remove();
    await untilMade('sessionEnd', 2);
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`, `${OPENING} pauseStart sessionEnd`]);
  expectNear(playheadOf(scene, 4), 1);
});

test('an element that moves within the document says nothing', async () => {
  await scene.page.evaluate(async () => {
    const { element, past, perform } = window.scene;
    await perform();
    const place = document.body.appendChild(document.createElement('section'));
    place.append(element);
    await past(1.5);
    element.pause();
    document.body.prepend(element);
    // Two frames: a size that changed would be told after the first.
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
  });
  await scene.finish();
  expect(scene.line()).toBe(`${OPENING} pauseStart sessionEnd`);
});
