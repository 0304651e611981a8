import { expect, test } from 'vitest';
import type { MediaEvent } from '@media-collection/core';
import { openScene, openSceneBrowser, type Scene } from './html5-scene';
import { scene, useScenes } from './scenes';

useScenes(openSceneBrowser, openScene);

/** Plays until some moment after the id of the session is known, and resolves to what was made by then. */
async function playInto(page: Scene['page'], moment: number): Promise<string[]> {
  await page.evaluate(async () => {
    const { element, follow, load } = window.scene;
    follow();
    await load('clip.mp4');
    void element.play();
  });
  await page.waitForFunction((moment) => window.scene.tracker.sessionId && window.scene.element.currentTime >= moment, moment);
  return page.evaluate(() => window.scene.made);
}

const posts = () => scene.calls.filter(({ method }) => method === 'POST');

/** What was made by then arrives, a second `play` that fell due while the page went may, and the end is the last of it. */
async function expectWhole(session: number, made: string[], moment: number): Promise<void> {
  await scene.until('sessionEnd', { count: session + 1 });
  const { sessionId } = posts().filter(({ status }) => status === 201)[session]!;
  const arrived = () => posts().filter((call) => call.sessionId === sessionId);
  // Leaving ends the wait for a pre-roll, so that state and play come even if they were not made by then.
  const least = Math.max(made.length, 3) + 1;
  await expect.poll(() => arrived().length, { timeout: 10_000 }).toBeGreaterThanOrEqual(least);
  const calls = arrived();
  const told = calls
    .map(({ event }) => event as MediaEvent)
    .sort((a, b) => a.playerTime.ts - b.playerTime.ts)
    .map(({ eventType }) => eventType);
  const why = `${told}, left after ${moment} s`;
  expect(told.slice(0, made.length), why).toEqual(made);
  expect(told.join(' '), why).toMatch(/^sessionStart stateStart play( play)? sessionEnd$/);
  expect(calls.filter(({ status }) => status >= 300)).toEqual([]);
  expect(scene.pageErrors).toEqual([]);
}

test.each([
  ['another page', (page: Scene['page']) => page.goto('data:text/html,elsewhere')],
  ['itself', (page: Scene['page']) => page.reload({ waitUntil: 'domcontentloaded' })],
])('a page that is left for %s ends its session', async (_, leave) => {
  const moment = Math.random();
  const made = await playInto(scene.page, moment);
  await leave(scene.page);
  await expectWhole(0, made, moment);
});

test('what is on its way as the page goes arrives once', async () => {
  await scene.page.evaluate(async () => {
    const { element, follow, load, options } = window.scene;
    follow({
      onEvent: (event, session) => {
        options().onEvent!(event, session);
        if (event.eventType === 'stateStart') setTimeout(() => window.location.reload(), 0);
      },
    });
    await load('clip.mp4');
    void element.play();
  });
  await expectWhole(0, [], 0);
  // A page cannot be closed while it is on its way.
  await scene.page.waitForFunction(() => !window.scene.made.length);
});
