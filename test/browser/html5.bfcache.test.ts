import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { OPENING, openScene, openSceneBrowser, type Scene } from './html5-scene';
import type { Browser } from './browser';

declare global {
  interface Window {
    /** Words of page and element in the order in which they came, each with its time. */
    nextEvent: [word: string, at: number][];
  }
}

let browser: Browser;
let scene: Scene;
beforeAll(async () => {
  browser = await openSceneBrowser({ mayReturn: true });
});
afterAll(() => browser?.close());
beforeEach(async () => {
  scene = await openScene(browser);
  await scene.page.evaluate(() => window.scene.perform());
  await scene.page.evaluate(() => {
    const { element } = window.scene;
    window.nextEvent = [];
    const note = (word: string): unknown => window.nextEvent.push([word, Date.now()]);
    for (const type of ['pagehide', 'pageshow'])
      window.addEventListener(type, (event) => note(`${type} ${(event as PageTransitionEvent).persisted}`));
    document.addEventListener('visibilitychange', () => note(document.hidden ? 'hidden' : 'visible'));
    for (const type of ['freeze', 'resume']) document.addEventListener(type, () => note(type));
    for (const type of ['play', 'playing', 'pause']) element.addEventListener(type, () => note(type));
  });
});
afterEach(() => scene.close());

/** Goes to another page, stays there for so long, and comes back to a page that was really kept. */
async function goAndReturn(ms = 300): Promise<void> {
  await scene.page.goto('data:text/html,elsewhere');
  await scene.until('sessionEnd');
  await new Promise((resolve) => setTimeout(resolve, ms));
  await scene.page.goBack({ waitUntil: 'commit' });
  await scene.page.waitForFunction(() => window.nextEvent?.some(([word]) => word === 'pageshow true'));
}
const words = async (): Promise<string[]> => (await scene.page.evaluate(() => window.nextEvent)).map(([word]) => word);
const timeOf = async (wanted: string): Promise<number> =>
  (await scene.page.evaluate(() => window.nextEvent)).find(([word]) => word === wanted)![1];

/** Two sessions: the second resumes, and was opened at this moment or later. */
async function expectResumed(from: number): Promise<void> {
  await scene.until('play', { count: 4 });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`, `${OPENING} sessionEnd`]);
  const [start] = scene.events(1);
  expect(start!.params).toMatchObject({ 'media.resume': true });
  expect(start!.playerTime.ts).toBeGreaterThanOrEqual(from);
}

describe('a page that is kept in the back/forward cache', () => {
  test('while it played goes on by itself, in one new session', async () => {
    await goAndReturn();
    await expectResumed(await timeOf('pageshow true'));
    const order = await words();
    expect(order.filter((word) => word !== 'pause')).toEqual([
      'pagehide true',
      'hidden',
      'freeze',
      'resume',
      'visible',
      'pageshow true',
      'play',
      'playing',
    ]);
    // It comes as the page freezes, or when it thaws.
    expect(order.indexOf('pause')).toBeGreaterThan(order.indexOf('hidden'));
    expect(order.indexOf('pause')).toBeLessThan(order.indexOf('play'));
  });

  test('while it was paused opens nothing by its return, and one session with the next play', async () => {
    await scene.page.evaluate(async () => {
      const paused = window.scene.nextEvent('pause');
      window.scene.element.pause();
      await paused;
      await window.scene.untilMade('pauseStart');
    });
    await goAndReturn();
    const from = await scene.page.evaluate(async () => {
      const { element, nextEvent } = window.scene;
      // The element has thawed, too: it does what it is told.
      const seeked = nextEvent('seeked');
      element.currentTime = 3;
      await seeked;
      const now = Date.now();
      void element.play();
      return now;
    });
    await scene.until('play', { count: 4 });
    await scene.finish();
    expect(scene.lines()).toEqual([`${OPENING} pauseStart sessionEnd`, `${OPENING} sessionEnd`]);
    const [start] = scene.events(1);
    expect(start!.params).toMatchObject({ 'media.resume': true });
    expect(start!.playerTime.ts).toBeGreaterThanOrEqual(from);
    expect(start!.playerTime.playhead).toBeCloseTo(3, 1);
  });

  test('for longer than a ping waits sends none of that time', async () => {
    await goAndReturn(11_000);
    await expectResumed(await timeOf('pageshow true'));
  });
});
