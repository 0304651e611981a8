import { request } from 'node:http';
import { lint, report } from '@media-collection/report';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { startDemo, type Demo } from '../../demo/server.mjs';
import { openBrowser, type Browser } from './kit';

let browser: Browser;
let demo: Demo;
let page: Page;
let errors: string[];
let hosts: Set<string>;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

beforeEach(async () => {
  demo = await startDemo({ port: 0, collectorPort: 0 });
  page = await browser.context.newPage();
  errors = [];
  hosts = new Set();
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`);
  });
  page.on('request', (sent) => hosts.add(new URL(sent.url()).hostname));
});
afterEach(async () => {
  await page.close();
  await demo.close();
});

/** Opens the page; the video goes on loading for as long as it lasts, so `load` is not waited for. */
const open = async () => {
  await page.goto(demo.url, { waitUntil: 'domcontentloaded' });
  await page.getByText(`Connected to ${demo.collectorUrl}.`).waitFor();
};

const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
const space = () => page.locator('video').press('Space');

/** The rows of the calls as a reader sees them, by session. */
const shown = () =>
  page.evaluate(() =>
    Array.from(document.querySelectorAll('#groups > section'), (group) => ({
      id: group.querySelector('h3 code')?.textContent,
      rows: Array.from(group.querySelectorAll('.call'), (row) => {
        const text = (part: string) => row.querySelector(part)?.textContent ?? '';
        return { type: text('.type'), playhead: text('.playhead'), json: JSON.parse(text('pre')) as unknown };
      }),
    })),
  );

/** The same, as it has to be for what the collector holds. */
const held = async () =>
  (await demo.store.list()).map(({ id, events }) => ({
    id,
    rows: events.map((event) => ({
      type: event.eventType,
      playhead: `${event.playerTime.playhead.toFixed(1)} s`,
      json: event,
    })),
  }));

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

/** Tells the collector, from a client that is not on the page, a session or more of one; answers where to tell more. */
async function tell(events: { eventType: string; at: number; params?: object }[], path = '/api/v1/sessions') {
  for (const { eventType, at, params } of events) {
    const event = { eventType, playerTime: { playhead: at, ts: 1_000_000 + at * 1_000 }, ...(params && { params }) };
    const reply = await fetch(demo.collectorUrl + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(event),
    });
    expect(reply.status, await reply.text()).toBeLessThan(300);
    if (reply.status === 201) path = `${reply.headers.get('location')}/events`;
  }
  return path;
}
const start = {
  eventType: 'sessionStart',
  at: 0,
  params: {
    'analytics.trackingServer': 'example.sc.omtrdc.net',
    'analytics.reportSuite': 'demo',
    'visitor.marketingCloudOrgId': 'DEMO@AdobeOrg',
    'media.id': 'told',
    'media.length': 100,
    'media.contentType': 'vod',
    'media.playerName': 'none',
    'media.channel': 'demo',
  },
};

/** How much of the page has moved by itself. */
const shifted = () =>
  page.evaluate(() => {
    const observer = new PerformanceObserver(() => undefined);
    observer.observe({ type: 'layout-shift', buffered: true });
    const entries = observer.takeRecords() as unknown as { value: number; hadRecentInput: boolean }[];
    return entries.reduce((sum, { value, hadRecentInput }) => sum + (hadRecentInput ? 0 : value), 0);
  });

/** Waits for a row of a call at or after a playhead, below so many rows. */
const row = (type: string, { from = 0, below = 0 } = {}) =>
  page.waitForFunction(
    ({ type, from, below }) =>
      Array.from(document.querySelectorAll('.call'))
        .slice(below)
        .some(
          (row) =>
            row.querySelector('.type')?.textContent === type &&
            parseFloat(row.querySelector('.playhead')?.textContent ?? '') >= from,
        ),
    { type, from, below },
  );
const rows = () => page.locator('.call').count();

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

test('the integration is shown as it runs', async () => {
  await open();
  const served = await fetch(`${demo.url}html5.js`).then((reply) => reply.text());
  expect(served).toContain(`endpoint: '${demo.collectorUrl}'`);
  await page.getByText('The integration').click();
  expect(await page.getByLabel('html5.js').textContent()).toBe(served);
});

test('a collector that cannot be reached is said in words', async () => {
  await page.route(`${demo.collectorUrl}/**`, (route) => route.abort());
  await page.goto(demo.url, { waitUntil: 'domcontentloaded' });
  await page.getByText(`The collector at ${demo.collectorUrl} does not answer this page.`).waitFor();
});

test('a demo that ends is said in words', async () => {
  await open();
  await demo.close();
  await page.getByText(`The collector at ${demo.collectorUrl} does not answer this page. Is npm start still running`).waitFor();
});

test('nothing but the demo is served', async () => {
  const statusOf = (path: string) =>
    // Not fetch, which would tidy the path up before it is sent.
    new Promise((resolve, reject) => {
      request(demo.url, { path }, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end();
    });
  const sources = [
    '/server.mjs',
    '/../server.mjs',
    '/page/../server.mjs',
    '/packages/core/../../demo/server.mjs',
    '/media/../make.sh',
  ];
  for (const path of [...sources, '/packages/core/%2e%2e/package.json', '//', '/%']) expect(await statusOf(path), path).toBe(404);
});

test('a port that is taken is said in a sentence, and a free one is used', async () => {
  const said = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const ports = { port: Number(new URL(demo.url).port), collectorPort: Number(new URL(demo.collectorUrl).port) };
  const second = await startDemo(ports);
  expect(said.mock.calls).toEqual([
    [`Port ${ports.collectorPort} is taken, so the collector uses a free one.`],
    [`Port ${ports.port} is taken, so the demo uses a free one.`],
  ]);
  said.mockRestore();
  expect((await fetch(second.url)).status).toBe(200);
  await second.close();
});
