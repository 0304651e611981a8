import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { report } from '@media-collection/report';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openBackend, type Backend } from '../browser/backend';
import { autoplayArg, chromiumArgs, findBrowser } from '../setup/browser.mjs';
import { findScreen } from './screen';

// A debugger keeps every page visible, so this Chromium has none: it is told by its command line, and says by its calls what happens.
const screen = await findScreen();
if (!screen) console.log('Hidden tabs are not tested: Xvfb is not here (Debian: apt-get install xvfb).');

let backend: Backend;
let profile: string;
const children: ChildProcess[] = [];

const start = (command: string, args: readonly string[], env = {}): ChildProcess => {
  const child = spawn(command, args, { stdio: 'ignore', env: { ...process.env, ...env } });
  children.push(child);
  return child;
};
/** Opens an address in a tab in front of the others; the first one starts the browser. */
const open = async (address: string): Promise<ChildProcess> =>
  start(
    await findBrowser(),
    [...chromiumArgs, autoplayArg, `--user-data-dir=${profile}`, '--no-default-browser-check', address],
    {
      DISPLAY: screen!.display,
    },
  );

const page = (attributes: string) => (at: { media: string; endpoint: string }) => `
<video ${attributes} src="${at.media}/clip.mp4"></video>
<script src="/html5.min.js"></script>
<script>
  const { createTracker, html5 } = mediaCollection;
  const params = { 'analytics.trackingServer': 'acme', 'analytics.reportSuite': 'acme', 'visitor.marketingCloudOrgId': 'acme' };
  const tracker = createTracker({ endpoint: '${at.endpoint}', params: { ...params, 'media.channel': 'test' } });
  tracker.attach(html5(document.querySelector('video'), { states: ['inFocus'] }));
</script>`;

beforeAll(() => screen?.open());
afterAll(() => screen?.close());
afterEach(async () => {
  const running = children.splice(0).filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
  for (const child of running) child.kill();
  await Promise.all(running.map((child) => once(child, 'exit')));
  // The browser's own children may write for a while yet; each retry waits longer than the one before.
  await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  await backend.close();
});

test.skipIf(!screen)('a tab that is hidden plays on and pings, and its frames are not measured', async () => {
  profile = mkdtempSync(join(tmpdir(), 'media-collection-'));
  backend = await openBackend({ html: page('autoplay') });
  await open(backend.url);
  await backend.until('play');
  await open('about:blank');
  const gone = await backend.until('stateEnd');
  const ping = await backend.until('ping', { timeoutMs: 15_000 });
  expect(backend.eventTypes()).toEqual(['sessionStart', 'stateStart', 'play', 'play', 'stateEnd', 'ping']);
  const elapsed = ping.playerTime.ts - gone.playerTime.ts;
  expect(
    Math.abs(
      report(backend.events()).metrics.contentTimeSpent - (ping.playerTime.ts - backend.events()[2]!.playerTime.ts) / 1_000,
    ),
  ).toBeLessThan(0.15);
  expect(elapsed).toBeGreaterThan(5_000);
  // Two seconds must be seen before frames are counted.
  expect(ping.qoeData).toBeUndefined();
});

test.skipIf(!screen)('a silent tab that is hidden is paused by the browser, and told so', async () => {
  profile = mkdtempSync(join(tmpdir(), 'media-collection-'));
  backend = await openBackend({ html: page('autoplay muted') });
  await open(backend.url);
  await backend.until('play', { count: 2 });
  await open('about:blank');
  await backend.until('pauseStart');
  await backend.until('stateEnd');
  expect(backend.eventTypes()).toEqual(['sessionStart', 'stateStart', 'play', 'play', 'pauseStart', 'stateEnd']);
});
