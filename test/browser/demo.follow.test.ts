import { expect, test } from 'vitest';
import { open, page, showEverything } from './demo-stage';

const lists = ['#story-scroller'];
/** How far the end of the list lies below what is in sight. */
const below = () =>
  page.evaluate(
    (lists) =>
      lists.map((list) => {
        const { scrollHeight, scrollTop, clientHeight } = document.querySelector(list)!;
        return Math.max(0, Math.round(scrollHeight - scrollTop - clientHeight - 8));
      }),
    lists,
  );
/** A frame, and what it brings about. */
const frame = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
const resize = async (width: number, height: number) => {
  await page.setViewportSize({ width, height });
  await frame();
};
/** Says native events, until the list is long. */
const fill = (count: number) =>
  page.evaluate((count) => {
    for (let i = 0; i < count; i++) document.querySelector('video')!.dispatchEvent(new Event('volumechange'));
  }, count);

test('the list of what was said follows their end through every resize of the page, and go on to', async () => {
  await resize(1_280, 900);
  await open();
  await showEverything();
  await fill(40);
  expect(await below()).toEqual([0]);
  for (const [width, height] of [
    [1_280, 1_300],
    [1_280, 700],
    [700, 700],
    [360, 740],
    [1_600, 1_000],
    [1_000, 620],
  ] as const) {
    await resize(width, height);
    expect(await below(), `${width} × ${height}`).toEqual([0]);
    await fill(3);
    expect(await below(), `${width} × ${height}, and more`).toEqual([0]);
  }
});

test('who reads elsewhere stays there, and follows again from the end', async () => {
  await resize(1_280, 900);
  await open();
  await showEverything();
  await fill(40);
  await page.evaluate((lists) => lists.forEach((list) => (document.querySelector(list)!.scrollTop = 0)), lists);
  await frame();
  await resize(1_280, 700);
  await fill(3);
  await resize(800, 900);
  expect((await below())[0]).toBeGreaterThan(300);
  await page.evaluate((lists) => lists.forEach((list) => (document.querySelector(list)!.scrollTop = 1e6)), lists);
  await frame();
  await resize(1_280, 640);
  await fill(3);
  expect(await below()).toEqual([0]);
});
