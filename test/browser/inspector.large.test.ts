import { expect, test } from 'vitest';
import { errors, eventOf, open, page, post, send } from './inspector-stage';

/** The longest time in ms during which the page did nothing else, while something is done. */
async function longest(act: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(window, { tasks });
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask',
    });
  });
  await act();
  return page.evaluate(() => Math.max(0, ...(window as unknown as { tasks: number[] }).tasks));
}

/** A machine that tests in parallel is slow; without a virtual list it takes seconds. */
const MOST_MS = 400;

/** Scrolls an element step by step, each in a frame of its own. */
const scroll = (selector: string, steps: number) =>
  page.locator(selector).evaluate(async (element, count) => {
    for (let step = 1; step <= count; step++) {
      element.scrollTop = (element.scrollHeight * step) / count;
      await new Promise((drawn) => requestAnimationFrame(drawn));
    }
  }, steps);

test('10,000 sessions are listed without stutter, and the last one can be reached', async () => {
  const start = (index: number) =>
    eventOf([index, 'sessionStart', 0, { params: { 'media.id': `s${index}`, 'media.name': `Session ${index}` } }]);
  for (let index = 0; index < 10_000; index += 100)
    await Promise.all(Array.from({ length: 100 }, (_, offset) => post('/api/v1/sessions', start(index + offset))));
  await open();
  await page.getByRole('option').first().waitFor();
  const took = await longest(async () => {
    // A page of the list is loaded when its end comes into view: the end is shown frame by frame until there is none.
    const isWhole = async (): Promise<boolean> => (await page.getByText('10,000 sessions', { exact: true }).count()) > 0;
    for (let tries = 0; tries < 600 && !(await isWhole()); tries++) await scroll('.side .virtual', 3);
    await page.getByText('10,000 sessions', { exact: true }).waitFor();
    await scroll('.side .virtual', 60);
  });
  expect(await page.getByRole('option').count()).toBeLessThan(60);
  expect(await page.getByRole('option').last().getAttribute('aria-posinset')).toBe('10000');
  expect(took).toBeLessThan(MOST_MS);
  await page.getByRole('option').last().click();
  await page.getByRole('article').waitFor();
  expect(errors).toEqual([]);
});

test('a session of 10,000 calls is drawn, scrolled and zoomed without stutter, and grows', async () => {
  const rows = Array.from({ length: 9_999 }, (_, index) =>
    eventOf([index * 5 + 1, index % 7 ? 'ping' : index % 2 ? 'pauseStart' : 'play', index * 2]),
  );
  const id = await send([[0, 'sessionStart', 0, { params: { 'media.length': 30_000 } }]]);
  for (let index = 0; index < rows.length; index += 100)
    await Promise.all(rows.slice(index, index + 100).map((row) => post(`/api/v1/sessions/${id}/events`, row)));
  await open(`#/s/${id}`);
  const took = await longest(async () => {
    await page.getByText('10,000 calls', { exact: true }).waitFor();
    await scroll('.calls .virtual', 60);
    for (let step = 0; step < 5; step++) await page.getByRole('button', { name: 'Zoom in' }).click();
    for (let step = 0; step < 5; step++) await page.getByRole('button', { name: 'Later' }).click();
  });
  expect(took).toBeLessThan(MOST_MS);
  expect(await page.locator('.picture svg *').count()).toBeLessThan(6_000);
  expect(await page.locator('.calls [role=option]').count()).toBeLessThan(60);
  await post(`/api/v1/sessions/${id}/events`, eventOf([50_000, 'sessionEnd', 20_000]));
  await page.getByText('10,001 calls', { exact: true }).waitFor();
  expect(errors).toEqual([]);
});
