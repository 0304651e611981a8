import { lint, report } from '@media-collection/report';
import { expect, test, vi } from 'vitest';
import { demo, errors, open, page, press, row, rows, shifted, space, start, tell } from './demo-stage';

/** The reports as a reader sees them, a session each. */
const shownReports = () =>
  page.evaluate(() =>
    Array.from(document.querySelectorAll('#groups > section:has(.metrics)'), (group) => {
      const texts = (parts: string) => Array.from(group.querySelectorAll(parts), ({ textContent }) => textContent ?? '');
      const [labels, values] = [texts('.metrics dt'), texts('.metrics dd')];
      return {
        metrics: Object.fromEntries(labels.map((label, i) => [label, values[i]])),
        breaches: texts('.breaches li'),
        advice: texts('.advice li'),
        isNone: group.querySelector<HTMLElement>('.findings > p')!.checkVisibility(),
      };
    }),
  );

/** The same, as it has to be for what the collector holds. */
const heldReports = async () =>
  (await demo.store.list()).map(({ events }) => {
    const { metrics } = report(events);
    const seconds = (value?: number) => (value === undefined ? 'unknown' : `${value.toFixed(1)} s`);
    const found = (wanted: string) =>
      lint(events).flatMap(({ rule, severity, message }) => (severity === wanted ? [`${rule} ${message}`] : []));
    return {
      metrics: {
        Content: seconds(metrics.contentTimeSpent),
        Paused: seconds(metrics.totalPauseDuration),
        Buffering: seconds(metrics.totalBufferDuration),
        Ads: `${metrics.adCount}`,
        'Started in': seconds(metrics.timeToStart),
        Bitrate: metrics.averageBitrate === undefined ? 'unknown' : metrics.averageBitrate.toFixed(0),
        Complete: metrics.contentCompletes ? 'yes' : 'no',
        Breaches: `${found('breach').length}`,
      },
      breaches: found('breach'),
      advice: found('advice'),
      isNone: lint(events).length === 0,
    };
  });

/** Waits until every session shows what is reported of the events that the collector holds; answers that. */
const reported = () =>
  vi.waitFor(
    async () => {
      const reports = await heldReports();
      expect(await shownReports()).toEqual(reports);
      return reports;
    },
    { timeout: 10_000 },
  );

test('each session shows what is reported of it, as it stands, and the page stands still meanwhile', async () => {
  await open();
  await space();
  await row('play');
  await page.waitForFunction(() => document.querySelector('video')!.currentTime > 3);
  await space();
  await row('pauseStart');
  const [paused] = await reported();
  expect(parseFloat(paused!.metrics.Content)).toBeGreaterThan(2);
  expect(paused).toMatchObject({ metrics: { Paused: '0.0 s', Ads: '0', Complete: 'no' }, breaches: [] });
  const before = await rows();
  await page.waitForFunction((from) => Date.now() > from + 500, Date.now());
  await space();
  await row('play', { below: before });
  const [playing] = await reported();
  expect(parseFloat(playing!.metrics.Paused)).toBeGreaterThan(0);
  await press('Go near the end');
  await row('sessionComplete');
  expect(await reported()).toMatchObject([{ metrics: { Complete: 'yes' } }]);
  expect(await shifted()).toBeLessThan(0.01);
  await page.reload({ waitUntil: 'domcontentloaded' });
  expect(await reported()).toHaveLength(1);
  expect(errors).toEqual([]);
});

test('breaches and advice are one line that opens to the rules and their sentences, as text whatever they quote', async () => {
  await page.setViewportSize({ width: 360, height: 740 });
  await open();
  const mute = { 'media.state.name': '<b>mute</b>' };
  await tell([start]);
  await row('sessionStart');
  const [clean] = await reported();
  expect(clean).toMatchObject({ metrics: { Breaches: '0' }, breaches: [], advice: [], isNone: true });
  await tell([
    start,
    { eventType: 'adComplete', at: 1 },
    { eventType: 'stateStart', at: 2, params: mute },
    { eventType: 'stateStart', at: 3, params: mute },
    { eventType: 'stateEnd', at: 4, params: { 'media.state.name': '<i>other</i>' } },
  ]);
  await row('stateEnd');
  const [, broken] = await reported();
  expect(broken!.breaches.length).toBeGreaterThan(1);
  expect(broken!.advice.length).toBeGreaterThan(0);
  expect(await page.locator('.findings b, .findings i').count()).toBe(0);
  const words = `${broken!.breaches.length} breaches, ${broken!.advice.length} advice`;
  const summary = page.locator('.findings summary').filter({ hasText: words });
  expect(await summary.textContent()).toContain(broken!.breaches.at(-1)!.replace(' ', ': '));
  expect((await summary.boundingBox())!.height).toBeLessThan(30);
  const breaches = page.getByRole('list', { name: 'Breaches' });
  expect(await breaches.count()).toBe(0);
  await summary.focus();
  await page.keyboard.press('Enter');
  await breaches.waitFor();
  expect(await page.getByRole('list', { name: 'Advice' }).isVisible()).toBe(true);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  expect(await shifted()).toBeLessThan(0.01);
  expect(errors).toEqual([]);
});

test('a report that further calls have overtaken is asked for again', async () => {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const asked = new Promise<void>((resolve) =>
    page.route('**/inspect/sessions/*', async (route) => {
      const response = await route.fetch();
      resolve();
      await released;
      await route.fulfill({ response });
    }),
  );
  await open();
  const path = await tell([start]);
  await asked;
  await tell(
    [
      { eventType: 'play', at: 1 },
      { eventType: 'pauseStart', at: 5 },
    ],
    path,
  );
  await row('pauseStart');
  release();
  expect(await reported()).toMatchObject([{ metrics: { Content: '4.0 s' } }]);
});
