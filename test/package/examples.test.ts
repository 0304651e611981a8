import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { MediaEvent } from '@media-collection/core';
import { openBrowser, type Browser } from '../browser/browser';
import { openBackend, type Backend } from '../browser/backend';
import { moveIn, type Consumer } from './consumer';
import { openPage, playToTheEnd, saysOf, serveFolder, TO_THE_END, type Played } from './play';
import { leaveRow } from './row';
import { start } from './start';

const VITE = 'node_modules/vite/bin/vite.js';
const LEFT = 'sessionStart stateStart play play sessionEnd';

// Each gets all that it depends on from a registry first.
vi.setConfig({ testTimeout: 300_000 });

let browser: Browser;
let backend: Backend;
let consumer: Consumer;
let sites: { close(): Promise<void> }[] = [];
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  backend = await openBackend();
});
afterEach(async () => {
  await Promise.all(sites.map((site) => site.close()));
  sites = [];
  consumer?.remove();
  await backend?.close();
});

const opened = () => backend.calls.filter(({ status }) => status === 201).length;
const countOf = (type: string) =>
  backend.calls.filter(({ event }) => (event as MediaEvent | undefined)?.eventType === type).length;

/** Plays for a while and lets the component go; resolves to what the collector was told of that session. */
async function playAndLeave({ page }: Played): Promise<string> {
  const [session, plays, ends] = [opened(), countOf('play'), countOf('sessionEnd')];
  await page.evaluate(() => void document.querySelector('video')!.play());
  await backend.until('play', { count: plays + 2 });
  await page.click('button');
  await backend.until('sessionEnd', { count: ends + 1 });
  expect(await page.locator('video').count()).toBe(0);
  expect(opened()).toBe(session + 1);
  return backend.eventTypes(session).join(' ');
}

test.each([
  { name: 'react', title: 'React', check: 'typescript/bin/tsc' },
  { name: 'vue', title: 'Vue', check: 'vue-tsc/bin/vue-tsc.js' },
  { name: 'svelte', title: 'Svelte', check: 'svelte-check/bin/svelte-check' },
])('the example for $title follows its video from mount to unmount, built and in development', async ({ name, title, check }) => {
  consumer = await moveIn(`examples/${name}`, { installs: true, says: saysOf(backend) });
  await consumer.run(`node_modules/${check}`);
  await consumer.run(VITE, 'build');
  const built = await serveFolder(join(consumer.folder, 'dist'));
  sites.push(built);
  const played = await openPage(browser, built.url);
  expect(await playToTheEnd(played, backend)).toBe(TO_THE_END);
  expect(backend.events()[0]!.params).toMatchObject({ 'media.id': 'ep-1' });
  expect(await playAndLeave(played)).toBe(LEFT);
  await played.page.click('button');
  await played.page.waitForSelector('video');
  expect(await playAndLeave(played)).toBe(LEFT);

  const tagged = await openPage(browser, `${built.url}#tag`);
  const before = opened();
  await tagged.page.evaluate(() => void document.querySelector('video')!.play());
  await backend.until('sessionComplete', { count: 2 });
  expect(backend.eventTypes(before).join(' ')).toBe('sessionStart stateStart play play sessionComplete');
  expect(backend.events(before)[0]).toMatchObject({ params: { 'media.id': 'ep-1' }, customMetadata: { framework: title } });
  expect(await playAndLeave(tagged)).toBe(LEFT);

  // React mounts everything twice there.
  const development = await start(consumer, VITE, '--host', '127.0.0.1', '--port', '0');
  sites.push(development);
  const developed = await openPage(browser, development.url);
  expect(await playAndLeave(developed)).toBe(LEFT);
  expect([...played.errors, ...tagged.errors, ...developed.errors]).toEqual([]);

  const versions = [name, 'vite', 'typescript'].map(consumer.version);
  const plays = `${TO_THE_END}; ${LEFT}`;
  leaveRow({ consumer: `${title} (examples/${name})`, versions, builds: 'yes', types: ['bundler'], plays });
});
