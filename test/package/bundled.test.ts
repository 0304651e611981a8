import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { openBrowser, type Browser } from '../browser/browser';
import { openBackend, type Backend } from '../browser/backend';
import { moveIn, resolutions, type Consumer } from './consumer';
import { openPage, playToTheEnd, saysOf, serveFolder, TO_THE_END } from './play';
import { leaveRow } from './row';
import { start } from './start';

const START = {
  eventType: 'sessionStart',
  playerTime: { playhead: 0, ts: 1_760_000_000_000 },
  params: {
    'analytics.trackingServer': 'acme.sc.omtrdc.net',
    'analytics.reportSuite': 'acme',
    'visitor.marketingCloudOrgId': '0123456789@AdobeOrg',
    'media.channel': 'acme.example',
    'media.playerName': 'server',
    'media.id': 'ep-1',
    'media.length': 60,
    'media.contentType': 'vod',
  },
};

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

const enter = async (name: string) => {
  consumer = await moveIn(`test/package/consumers/${name}`, { installs: true, says: saysOf(backend) });
  return consumer;
};

const checkTypes = async (options: readonly string[] = []) => {
  for (const resolution of resolutions) expect(await consumer.check(resolution, 'typescript', ...options)).toBe('');
};

const serve = async (folder: string) => {
  const site = await serveFolder(folder);
  sites.push(site);
  return site;
};

const playAt = async (site: { url: string }, id: string) => {
  const played = await openPage(browser, site.url);
  expect(await playToTheEnd(played, backend)).toBe(TO_THE_END);
  expect(backend.events()[0]!.params).toMatchObject({ 'media.id': id, appInstallationId: expect.stringMatching(/./) });
  await played.page.close();
};

/** Whether the source maps of a folder name a module of ours by its TypeScript source. */
const mapsTo = (folder: string, source: RegExp) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js.map'))
    .some((file) => source.test(readFileSync(join(folder, file), 'utf8')));

test('what Vite builds from TypeScript follows a viewing with hls.js', async () => {
  const { run, folder, version } = await enter('vite');
  await checkTypes();
  await run('node_modules/vite/bin/vite.js', 'build');
  await playAt(await serve(join(folder, 'dist')), 'vite');
  const versions = ['vite', 'typescript', 'hls.js'].map(version);
  leaveRow({ consumer: 'Vite', versions, builds: 'yes', types: resolutions, plays: TO_THE_END });
});

test('what webpack builds from TypeScript follows a viewing with Video.js', async () => {
  const { run, folder, version } = await enter('webpack');
  await checkTypes();
  await run('node_modules/webpack/bin/webpack.js');
  expect(mapsTo(join(folder, 'dist'), /@media-collection/)).toBe(true);
  await playAt(await serve(folder), 'webpack');
  const versions = ['webpack', 'ts-loader', 'typescript', 'video.js'].map(version);
  leaveRow({ consumer: 'webpack', versions, builds: 'yes', types: resolutions, plays: TO_THE_END });
});

test('what Next.js renders on a server follows a viewing in its client, and its server is a collector', async () => {
  const { run, folder, version } = await enter('next');
  await run('node_modules/next/dist/bin/next', 'build');
  expect(existsSync(join(folder, '.next'))).toBe(true);
  await checkTypes(['--incremental', 'false']);
  const site = await start(consumer, 'node_modules/next/dist/bin/next', 'start', '--port', '0', '--hostname', '127.0.0.1');
  sites.push(site);
  const opened = await fetch(`${site.url}api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(START),
  });
  expect(opened.status).toBe(201);
  expect(await (await fetch(site.url)).text()).toMatch(/\d\d<!-- --> events/);
  await playAt(site, 'next');
  const versions = ['next', 'react', 'typescript'].map(version);
  leaveRow({ consumer: 'Next.js, server and client', versions, builds: 'yes', types: resolutions, plays: TO_THE_END });
});
