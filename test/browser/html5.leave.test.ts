import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openScene, openTheatre, type Scene } from './html5-scene';
import type { Browser } from './kit';

const CLOSINGS = 10;

let browser: Browser;
let scene: Scene;
beforeAll(async () => {
  browser = await openTheatre();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  scene = await openScene(browser);
});
afterEach(() => scene.close());

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

/** What was made before the page went, perhaps the second `play` that fell due while it went, and the end. */
function expectWhole(session: number, made: string[], moment: number): void {
  const { [session]: told } = scene.lines().map((_, index) => scene.told(index));
  const also = told!.length - made.length - 1;
  expect([0, 1], `${told} after ${moment} s`).toContain(also);
  expect(told, `after ${moment} s`).toEqual([...made, ...(also ? ['play'] : []), 'sessionEnd']);
  expect(scene.pageErrors).toEqual([]);
}

test(`whenever a tab closes, its session is ended: ${CLOSINGS} closings`, async () => {
  for (let closing = 0; closing < CLOSINGS; closing++) {
    const moment = Math.random() * 1.5;
    const page = await browser.context.newPage();
    await page.goto(scene.url);
    const made = await playInto(page, moment);
    await page.close();
    await scene.until('sessionEnd', { count: closing + 1 });
    expectWhole(closing, made, moment);
  }
  expect(scene.calls.filter(({ status }) => status >= 300)).toEqual([]);
});

test.each([
  ['another page', (page: Scene['page']) => page.goto('data:text/html,elsewhere')],
  ['itself', (page: Scene['page']) => page.reload({ waitUntil: 'domcontentloaded' })],
])('a page that is left for %s ends its session', async (_, leave) => {
  const moment = Math.random();
  const made = await playInto(scene.page, moment);
  await leave(scene.page);
  await scene.until('sessionEnd');
  expectWhole(0, made, moment);
});
