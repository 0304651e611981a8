import { expect, test } from 'vitest';
import { demo, errors, held, hosts, open, page, press, row, rows, shifted, shown, space } from './demo-stage';

test('the ledger shows exactly what the collector holds, from play to the end and after a reload', async () => {
  await open();
  const empty = page.getByText('Press play: every call');
  await empty.waitFor();
  await space();
  await row('sessionStart');
  await row('play');
  await page.evaluate(() => (document.querySelector('video')!.muted = true));
  await row('stateStart');
  await space();
  await row('pauseStart');
  const before = await rows();
  await space();
  await row('play', { below: before });
  await press('Jump to 70 %');
  await row('play', { from: 13.9 });
  await press('Go near the end');
  await row('sessionComplete', { from: 19 });
  const sessions = await held();
  expect(await shown()).toEqual(sessions);
  expect(sessions[0]!.rows.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['sessionStart', 'play', 'stateStart', 'pauseStart', 'sessionComplete']),
  );
  const count = sessions.reduce((sum, { rows }) => sum + rows.length, 0);
  expect(await page.locator('#count').textContent()).toBe(String(count));
  expect(await page.locator('#refused').textContent()).toBe('0');
  expect(await page.locator('.note').allTextContents()).toEqual([]);
  expect(await empty.isVisible()).toBe(false);
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await page.reload({ waitUntil: 'domcontentloaded' });
  await row('sessionComplete');
  expect(await shown()).toEqual(await held());
  expect(errors).toEqual([]);
  expect([...hosts].filter((host) => host !== '127.0.0.1' && host !== '')).toEqual([]);
});

test('a replay and another video are sessions of their own', async () => {
  await open();
  await space();
  await row('play');
  await press('Go near the end');
  await row('sessionComplete');
  const ended = await rows();
  await space();
  await row('sessionStart', { below: ended });
  await row('play', { below: ended });
  const replayed = await rows();
  await page.getByLabel('Address of another video').fill(`${demo.url}media/short.mp4`);
  await press('Load');
  await row('sessionStart', { below: replayed });
  await row('sessionComplete', { below: replayed });
  const sessions = await held();
  expect(sessions).toHaveLength(3);
  expect(await shown()).toEqual(sessions);
  expect(await page.getByRole('heading', { name: /^Session [123], / }).count()).toBe(3);
  const last = (await demo.store.list()).at(-1)!.events[0]!;
  expect(last.params).toMatchObject({ 'media.id': `${demo.url}media/short.mp4`, 'media.name': 'short.mp4' });
  expect(errors).toEqual([]);
});

test('a row opens by keyboard to its JSON, and the page stands still meanwhile', async () => {
  await open();
  await space();
  await row('play');
  await page.locator('#scroller').focus();
  await page.keyboard.press('Tab');
  const focused = page.locator(':focus');
  expect(await focused.locator('.type').textContent()).toBe('sessionStart');
  expect(await focused.evaluate((row) => window.getComputedStyle(row).outlineStyle)).toBe('solid');
  const json = page.getByLabel('JSON of sessionStart');
  expect(await json.isVisible()).toBe(false);
  await page.keyboard.press('Enter');
  await json.waitFor();
  expect(JSON.parse((await json.textContent())!)).toEqual((await demo.store.list())[0]!.events[0]);
  await page.keyboard.press('Enter');
  await json.waitFor({ state: 'hidden' });
  expect(await shifted()).toBeLessThan(0.01);
});

test('a refused call stands in red with the message of the collector, as text whatever it holds', async () => {
  await open();
  const body = { eventType: '<b>play</b>', playerTime: { playhead: '<i>0</i>', ts: 1 } };
  const reply = await fetch(`${demo.collectorUrl}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { message } = (await reply.json()) as { message: string };
  expect(reply.status).toBe(400);
  const refused = page.locator('.call.refused');
  await refused.waitFor();
  expect(await refused.locator('.type').textContent()).toBe(body.eventType);
  expect(await refused.locator('.short').textContent()).toBe(`Refused, 400: ${message}`);
  expect(await refused.locator('.short').evaluate((text) => window.getComputedStyle(text).color)).toBe('rgb(168, 28, 20)');
  expect(await refused.locator('b, i').count()).toBe(0);
  expect(await page.locator('#refused').textContent()).toBe('1');
  expect((await shown()).map(({ id }) => id)).toEqual([undefined]);
  expect(errors).toEqual([]);
});

test('Stall runs the player dry, and it goes on by itself', async () => {
  await open();
  await space();
  await row('play', { from: 0.5 });
  const played = await rows();
  await press('Stall for 4 s');
  await row('bufferStart', { below: played });
  const dry = await rows();
  await row('play', { below: dry });
  expect(await shown()).toEqual(await held());
});
