import { expect, test } from 'vitest';
import { demo, errors, open, page, press, row, rows, settled, space } from './demo-stage';

/** What the page lists of the library's warnings and losses. */
const notes = () => page.locator('#notes li').allTextContents();
/** Waits until the counts of the page are so. */
const counts = (pattern: RegExp) => page.locator('#queue', { hasText: pattern }).waitFor({ timeout: 40_000 });
/** The types of the newest session's events. */
const types = async () => (await demo.store.list()).at(-1)!.events.map(({ eventType }) => eventType);
const sumOf = (list: readonly string[]) => list.filter((type) => type === 'pauseStart').length;

test('Offline: what is made meanwhile waits, and is delivered once and in order when the network is back', async () => {
  await open();
  await space();
  await row('play', { from: 0.5 });
  await press('Offline for 8 s');
  await page.getByText('Offline: nothing reaches the collector').waitFor();
  expect(await page.getByRole('button', { name: 'Offline for 8 s' }).isDisabled()).toBe(true);
  await space();
  await counts(/ [1-9]\d* waiting, 0 lost/);
  expect(await types()).not.toContain('pauseStart');
  await row('pauseStart');
  await space();
  await counts(/ 0 waiting, 0 lost/);
  await settled();
  expect(sumOf(await types())).toBe(1);
  expect(await notes()).toEqual([]);
  expect(errors).toEqual([]);
});

test('Collector down: events are tried again until it is up, and none is lost', async () => {
  await open();
  await space();
  await row('play', { from: 0.5 });
  await press('Collector down for 8 s');
  await page.getByText('The collector responds with 503').waitFor();
  await space();
  await counts(/ [1-9]\d* waiting, 0 lost/);
  expect(await types()).not.toContain('pauseStart');
  await row('pauseStart');
  await counts(/ 0 waiting, 0 lost/);
  expect(sumOf(await types())).toBe(1);
  expect(await notes()).toEqual([]);
  expect(errors.filter((error) => !error.includes('503'))).toEqual([]);
});

test('Wrong key: the loss is listed with the message of the service, and the session goes on', async () => {
  await open();
  await press('Wrong key');
  await page.locator('#notes li', { hasText: 'stateStart is ignored: track sessionStart first.' }).waitFor();
  await space();
  await row('play', { from: 0.5 });
  await press('Wrong key');
  const lost = page.locator('#notes li', { hasText: /stateStart lost, refused: .*did you mean media\.state\.name/ });
  await lost.waitFor();
  expect(await page.locator('#heard').textContent()).toContain('media.state.nam ');
  await counts(/ 0 waiting, 1 lost/);
  const before = await rows();
  await space();
  await row('pauseStart', { below: before });
  expect(await types()).not.toContain('stateStart');
});

test('Stall: the list of API events shows it', async () => {
  await open();
  await space();
  await row('play', { from: 0.5 });
  await press('Stall for 4 s');
  await page.locator('#story .api', { hasText: 'bufferStart' }).waitFor({ timeout: 20_000 });
  await counts(/ 0 waiting, 0 lost/);
});

test('the list shows API events, and native events and intents on demand', async () => {
  await open();
  await space();
  await row('play', { from: 0.5 });
  const visible = (part: string) => page.locator(`#story .${part}:visible`);
  expect(await visible('api').count()).toBeGreaterThan(1);
  expect(await visible('api').first().textContent()).toBe('sessionStart');
  expect(await page.locator('#story tr:visible').count()).toBe(await page.locator('#story tr.sent').count());
  expect(await visible('native').count()).toBe(0);
  await page.getByLabel('Native events and intents too').check();
  expect(await visible('native').count()).toBeGreaterThan(await page.locator('#story tr.sent').count());
  expect(await page.locator('#story tr:visible').count()).toBe(await page.locator('#story tr').count());
});

/** Where a part of the page lies in the window. */
const box = async (selector: string) => (await page.locator(selector).boundingBox())!;

test.each([
  [1_440, 900],
  [390, 844],
] as const)('the picture of the session is seen with the video at %i × %i, without scrolling', async (width, height) => {
  await page.setViewportSize({ width, height });
  await open();
  await page.evaluate(() => document.querySelector('video')!.play());
  await page.locator('.picture .band').first().waitFor();
  const video = await box('video');
  const picture = await box('.picture svg');
  expect(video.y + video.height).toBeLessThan(height);
  // On a phone its bands and its playhead.
  expect(picture.y + Math.min(picture.height, 180)).toBeLessThan(height);
  if (width > 1_000) expect(picture.x).toBeGreaterThan(video.x + video.width);
});

test('on a phone the video stays in sight down to the end of the page', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open();
  await page.locator('#code').scrollIntoViewIfNeeded();
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await page.waitForFunction(() => window.scrollY > 500);
  const { y, height } = await box('video');
  expect(y).toBeGreaterThanOrEqual(0);
  expect(y + height).toBeLessThan(400);
  // What the keyboard reaches is not behind it.
  await page.locator('#everything').focus();
  expect((await box('#everything')).y).toBeGreaterThan(y + height);
});
