import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { expectNear, OPENING, openScene, openSceneBrowser, playheadOf, type Scene } from './html5-scene';
import type { Browser } from './browser';

let browser: Browser;
let scene: Scene;
beforeAll(async () => {
  browser = await openSceneBrowser();
});
afterAll(() => browser?.close());
afterEach(() => scene.close());

/** An element whose chapters come from the media server. */
const withTrack = '<video muted playsinline crossorigin="anonymous"><track kind="chapters"></video>';
const chapters = (index: number) =>
  scene
    .events()
    .filter(({ eventType }) => eventType.startsWith('chapter'))
    .map(({ eventType, params = {} }) => `${eventType} ${Object.values(params).join(' ')}`.trim())
    .slice(0, index);

test('captions are a state, and a chapters track that goes hidden is none', async () => {
  scene = await openScene(browser);
  await scene.page.evaluate(async () => {
    const { element, perform, untilMade } = window.scene;
    const captions = element.addTextTrack('subtitles', 'English', 'en');
    await perform();
    const started = untilMade('stateStart', 2);
    captions.mode = 'showing';
    await started;
    const ended = untilMade('stateEnd');
    captions.mode = 'hidden';
    await ended;
    element.addTextTrack('chapters').mode = 'showing';
  });
  await scene.finish();
  expect(scene.line()).toBe(`${OPENING} stateStart:closedCaptioning stateEnd:closedCaptioning sessionEnd`);
});

test('captions that are shown from the start are reported with the session', async () => {
  scene = await openScene(browser);
  await scene.page.evaluate(async () => {
    const { element, perform } = window.scene;
    element.addTextTrack('captions', 'English', 'en').mode = 'showing';
    await perform();
  });
  await scene.finish();
  expect(scene.line()).toBe('sessionStart stateStart:mute stateStart:closedCaptioning play play sessionEnd');
});

test('the chapters of a track are completed, or skipped by a seek, and the last one ends with the content', async () => {
  scene = await openScene(browser, withTrack);
  await scene.page.evaluate(async () => {
    const { at, element, past, perform, untilMade } = window.scene;
    element.querySelector('track')!.src = `${at.media}/chapters.vtt`;
    await perform('clip.mp4', 3.5);
    await past(5.3);
    await untilMade('chapterStart', 2);
    element.currentTime = 18.5;
    await untilMade('sessionComplete');
  });
  await scene.settle();
  expect(chapters(9)).toEqual([
    'chapterStart 1 0 5 Intro',
    'chapterComplete',
    'chapterStart 2 5 7 Middle',
    'chapterSkip',
    'chapterStart 3 12 8 End',
    'chapterComplete',
  ]);
  const [, complete] = scene.events().filter(({ eventType }) => eventType.startsWith('chapter'));
  expectNear(complete!.playerTime.playhead, 5);
  expect(scene.eventTypes().slice(-2)).toEqual(['chapterComplete', 'sessionComplete']);
});

test("the page's own chapters need no track", async () => {
  scene = await openScene(browser);
  await scene.page.evaluate(async () => {
    const { element, load, options, untilMade } = window.scene;
    const { createTracker, html5 } = window.mediaCollection;
    window.scene.tracker = createTracker(options());
    const list = [
      { start: 0, end: 2, title: 'One' },
      { start: 3, title: 'Two' },
    ];
    window.scene.detach = window.scene.tracker.attach(html5(element, { chapters: () => list, states: [] }));
    await load('clip.mp4', 1);
    void element.play();
    await untilMade('chapterStart', 2);
  });
  await scene.finish();
  expect(chapters(9)).toEqual(['chapterStart 1 0 2 One', 'chapterComplete', 'chapterStart 2 3 17 Two', 'chapterSkip']);
});

test('a stream without an end is live, and its playhead the second of the day', async () => {
  scene = await openScene(browser, '<video muted playsinline></video><canvas width="64" height="64"></canvas>');
  const seconds = await scene.page.evaluate(async () => {
    const { element, follow, untilMade } = window.scene;
    const canvas = document.querySelector('canvas')!;
    const paint = canvas.getContext('2d')!;
    const painting = setInterval(() => paint.fillRect(Math.random() * 64, 0, 1, 64), 40);
    follow({ media: () => ({ params: { 'media.id': 'channel-1' } }) });
    element.srcObject = canvas.captureStream(25);
    const second = (Date.now() / 1_000) % 86_400;
    void element.play();
    await untilMade('play', 2);
    clearInterval(painting);
    return second;
  });
  await scene.finish();
  expect(scene.line()).toBe(`${OPENING} sessionEnd`);
  expect(scene.events()[0]!.params).toMatchObject({
    'media.contentType': 'live',
    'media.length': 86_400,
    'media.id': 'channel-1',
  });
  expectNear(playheadOf(scene, 0), seconds, 0.5);
  expectNear(playheadOf(scene, 3), seconds + 1, 0.6);
});

test('dropped frames and frames per second ride on what is reported', async () => {
  scene = await openScene(browser);
  await scene.page.evaluate(async () => {
    const { element, past, perform, untilMade } = window.scene;
    await perform();
    await past(3);
    element.pause();
    await untilMade('pauseStart');
  });
  await scene.finish();
  const { qoeData } = scene.events().find(({ eventType }) => eventType === 'pauseStart')!;
  expect(qoeData!['media.qoe.droppedFrames']).toBeGreaterThanOrEqual(0);
  expectNear(Number(qoeData!['media.qoe.framesPerSecond']), 25, 2);
});
