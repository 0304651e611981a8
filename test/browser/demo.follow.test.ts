import { expect, test } from 'vitest';
import { open, page, rows, start, tell } from './demo-stage';

const lists = ['#scroller', '#story-scroller'];
/** How far the ends of both lists lie below what is in sight. */
const below = () =>
  page.evaluate(
    (lists) =>
      lists.map((list) => {
        const { scrollHeight, scrollTop, clientHeight } = document.querySelector(list)!;
        return Math.max(0, Math.round(scrollHeight - scrollTop - clientHeight - 8));
      }),
    lists,
  );
const resize = async (width: number, height: number) => {
  await page.setViewportSize({ width, height });
  // A frame, and what it brings about.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
};
/** Says a native event, and tells the collector something, until both lists are long. */
async function fill(count: number): Promise<void> {
  const before = await rows();
  const events = await tell([start]);
  for (let at = 1; at < count; at++) await tell([{ eventType: 'ping', at }], events);
  await page.waitForFunction((count) => document.querySelectorAll('.call').length === count, before + count);
  await page.evaluate((count) => {
    for (let i = 0; i < count; i++) document.querySelector('video')!.dispatchEvent(new Event('volumechange'));
  }, count);
}

test('both lists follow their end through every resize of the page, and go on to', async () => {
  await resize(1_280, 900);
  await open();
  await fill(40);
  expect(await below()).toEqual([0, 0]);
  for (const [width, height] of [
    [1_280, 1_300],
    [1_280, 700],
    [700, 700],
    [360, 740],
    [1_600, 1_000],
    [1_000, 620],
  ] as const) {
    await resize(width, height);
    expect(await below(), `${width} × ${height}`).toEqual([0, 0]);
    await fill(3);
    expect(await below(), `${width} × ${height}, and more`).toEqual([0, 0]);
  }
});

test('who reads elsewhere stays there, and follows again from the end', async () => {
  await resize(1_280, 900);
  await open();
  await fill(40);
  await page.evaluate((lists) => lists.forEach((list) => (document.querySelector(list)!.scrollTop = 0)), lists);
  await resize(1_280, 700);
  await fill(3);
  await resize(800, 900);
  expect((await below()).map((far) => far > 300)).toEqual([true, true]);
  await page.getByRole('button', { name: 'To the newest' }).click();
  await resize(1_280, 640);
  await fill(3);
  expect((await below())[0]).toBe(0);
  expect((await below())[1]).toBeGreaterThan(300);
});
