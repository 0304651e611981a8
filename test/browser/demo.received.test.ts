import { report } from '@media-collection/report';
import { expect, test, vi } from 'vitest';
import { demo, errors, hosts, open, page, press, row, rows, settled, shifted, space, start, tell } from './demo-stage';

/** A number of the picture, under its label. */
const number = async (label: string) =>
  (await page.locator('.numbers div', { hasText: label }).locator('dd').textContent())?.trim();
const newest = async () => (await demo.store.list()).at(-1)!;

test('the page shows the session as the collector holds it, from play to the end and after a reload', async () => {
  await open();
  await page.getByText('Press play: the session appears here').waitFor();
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
  await settled();
  const { metrics } = report((await newest()).events);
  expect(await number('Progress')).toBe('complete');
  expect(parseFloat((await number('Content time'))!.split(':')[1]!)).toBeCloseTo(metrics.contentTimeSpent, 0);
  expect(await page.getByRole('listitem', { name: /^content/ }).count()).toBeGreaterThan(1);
  expect(await page.getByRole('listitem', { name: /^state mute/ }).count()).toBe(1);
  expect(await page.locator('#notes li').allTextContents()).toEqual([]);
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await page.reload({ waitUntil: 'domcontentloaded' });
  await settled();
  expect(errors).toEqual([]);
  expect([...hosts].filter((host) => host !== '127.0.0.1' && host !== '')).toEqual([]);
});

test('a replay and another video are sessions of their own; each can be chosen', async () => {
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
  await settled();
  const sessions = await demo.store.list();
  expect(sessions).toHaveLength(3);
  expect(sessions.at(-1)!.events[0]!.params).toMatchObject({
    'media.id': `${demo.url}media/short.mp4`,
    'media.name': 'short.mp4',
  });
  expect(await page.locator('.session-head h2').textContent()).toContain('short.mp4');
  await page.locator('.inspector-view .choice select').selectOption(sessions[0]!.id);
  await page.locator('.session-head code', { hasText: sessions[0]!.id }).waitFor();
  expect(errors).toEqual([]);
});

test('what the report says changes as events come, and the page stands still meanwhile', async () => {
  await open();
  await space();
  await row('play');
  await page.waitForFunction(() => document.querySelector('video')!.currentTime > 3);
  await space();
  await row('pauseStart');
  await settled();
  const spent = parseFloat((await number('Content time'))!.split(':')[1]!);
  expect(spent).toBeGreaterThan(2);
  await press('Go near the end');
  await space();
  await row('sessionComplete');
  await vi.waitFor(async () => expect(await number('Progress')).toBe('complete'), { timeout: 10_000 });
  expect(await shifted()).toBeLessThan(0.01);
});

test('breaches and refused calls stand there as text, with their rule and the message of the collector', async () => {
  await open();
  await tell([
    start,
    { eventType: 'adComplete', at: 1 },
    { eventType: 'stateStart', at: 2, params: { 'media.state.name': '<b>mute</b>' } },
    { eventType: 'stateStart', at: 3, params: { 'media.state.name': '<b>mute</b>' } },
  ]);
  await page.locator('.findings summary', { hasText: /breach/ }).waitFor();
  expect(await page.locator('.findings').textContent()).toContain('nothing-to-close');
  expect(await page.locator('.inspector-view b:not(.badge)').count()).toBe(0);
  await press('Send a bad call');
  await page.getByText('1 refused call outside of any session').click();
  expect(await page.locator('.refused-calls li').textContent()).toMatch(/^400 sessionStart .*playerTime\.playhead/);
  expect(await page.locator('#heard').textContent()).toMatch(/^Refused: /);
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
  await settled();
  // The element may have waited for a moment at its start, too.
  await page.getByRole('listitem', { name: /^buffering.*, [3-5](\.\d)? s$/ }).waitFor();
});
