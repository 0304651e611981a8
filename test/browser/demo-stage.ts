import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import { startDemo, type Demo } from '../../demo/server.mjs';
import { openBrowser, type Browser } from './browser';

let browser: Browser;

/** A demo of its own for every test of a file that imports this. */
export let demo: Demo;
/** A page that looks at nothing yet. */
export let page: Page;
/** What went wrong in the page, and what its policy forbade. */
export let errors: string[];
/** Whom the page asked for anything. */
export let hosts: Set<string>;

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
  await page.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      console.error(`${effectiveDirective} forbids ${blockedURI}`),
    ),
  );
});
afterEach(async () => {
  await page.close();
  await demo.close();
});

/** Opens the page of a player; its video goes on loading for as long as it lasts, so `load` is not waited for. */
export const open = async (name = '') => {
  await page.goto(demo.url + name, { waitUntil: 'domcontentloaded' });
  await page.getByText(`Connected to ${demo.collectorUrl}.`).waitFor();
};

/** Presses a button of the page. */
export const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
/** Plays or pauses a video that has the browser's own controls. */
export const space = () => page.locator('video').press('Space');

/** Has the list show native events and intents too. */
export const showEverything = () => page.getByLabel('Native events and intents too').check();

/** Every event that the collector holds, a session after the other. */
const arrived = async () => (await demo.store.list()).flatMap(({ events }) => events);

/** The newest session as a reader sees it: its id, how many calls it has, and the call of each dot. */
export const shown = async () => {
  const view = page.locator('.inspector-view');
  const count = await view.locator('.calls h3').textContent();
  return { id: await view.locator('.session-head code').textContent(), calls: parseInt(count ?? '') };
};

/** The same, as it has to be for what the collector holds. */
export const held = async () => {
  const { id, events } = (await demo.store.list()).at(-1)!;
  return { id, calls: events.length };
};

/** Waits until the page shows the newest session as the collector holds it. */
export const settled = () => vi.waitFor(async () => expect(await shown()).toEqual(await held()), { timeout: 10_000 });

/** Tells the collector, from a client that is not on the page, a session or more of one; answers where to tell more. */
export async function tell(events: { eventType: string; at: number; params?: object }[], path = '/api/v1/sessions') {
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

/** A session that opens. */
export const start = {
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
export const shifted = () =>
  page.evaluate(() => {
    const observer = new PerformanceObserver(() => undefined);
    observer.observe({ type: 'layout-shift', buffered: true });
    const entries = observer.takeRecords() as unknown as { value: number; hadRecentInput: boolean }[];
    return entries.reduce((sum, { value, hadRecentInput }) => sum + (hadRecentInput ? 0 : value), 0);
  });

/** Waits for an event at or after a playhead, after so many events. */
export const row = (type: string, { from = 0, below = 0 } = {}) =>
  vi.waitFor(
    async () => {
      const events = (await arrived()).slice(below);
      if (!events.some(({ eventType, playerTime }) => eventType === type && playerTime.playhead >= from))
        throw new Error(`${type} at ${from} or later did not come: ${events.map(({ eventType }) => eventType).join(' ')}`);
    },
    { timeout: 30_000 },
  );
/** How many events the collector holds. */
export const rows = async () => (await arrived()).length;
