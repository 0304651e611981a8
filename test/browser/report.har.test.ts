import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBackend, type Backend } from './backend';
import { autoplayArg, chromiumArgs, findBrowser } from '../setup/browser.mjs';

const cli = fileURLToPath(new URL('../../packages/report/dist/cli.js', import.meta.url));

let backend: Backend;
let folder: string;
let har: string;

/** A page that plays a clip twice, and then sends an event that the service refuses. */
const page = (at: { media: string; endpoint: string }) => `
<video muted playsinline></video>
<script src="/html5.min.js"></script>
<script>
  const { createTracker, html5 } = mediaCollection;
  const video = document.querySelector('video');
  const tracker = createTracker({
    endpoint: '${at.endpoint}',
    params: {
      'analytics.trackingServer': 'acme.sc.omtrdc.net', 'analytics.reportSuite': 'acme',
      'visitor.marketingCloudOrgId': 'ACME@AdobeOrg', 'media.channel': 'test',
    },
    media: { params: { 'media.id': 'ep-1', 'media.name': 'Pilot' } },
  });
  tracker.attach(html5(video));
  video.src = '${at.media}/clip.mp4';
  video.play();
</script>`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'media-collection-har-'));
  har = join(folder, 'recording.har');
  backend = await openBackend({ html: page });
  const browser = await chromium.launch({
    executablePath: await findBrowser(),
    args: [...chromiumArgs, autoplayArg],
  });
  const context = await browser.newContext({ recordHar: { path: har } });
  const tab = await context.newPage();
  await tab.goto(backend.url, { waitUntil: 'domcontentloaded' });
  await backend.until('play', { count: 2 });
  await tab.evaluate(() => document.querySelector('video')!.pause());
  await backend.until('pauseStart');
  await tab.evaluate(
    async (url) => {
      const body = JSON.stringify({ eventType: 'play', playerTime: { ts: Date.now(), playhead: -1 } });
      const reply = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
      // Chromium forgets the body of a reply that nobody reads.
      await reply.text();
      document.querySelector('video')!.removeAttribute('src');
      document.querySelector('video')!.load();
    },
    `${backend.endpoint}/api/v1/sessions/${backend.calls.find(({ status }) => status === 201)!.sessionId}/events`,
  );
  await backend.until('sessionEnd');
  // Closing the context writes the file.
  await context.close();
  await browser.close();
});
afterAll(async () => {
  await backend?.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const lint = (...args: string[]) =>
  new Promise<{ code: number | string; out: string }>((resolve) =>
    execFile(process.execPath, [cli, har, ...args], (error, out) => resolve({ code: error?.code ?? 0, out })),
  );

test('the HAR that Chromium recorded holds the session as the service received it', async () => {
  const { code, out } = await lint('--json');
  const sessions = JSON.parse(out) as { id: string; events: object[]; findings: { severity: string }[] }[];
  expect(sessions).toHaveLength(1);
  expect(sessions[0]!.id).toBe(backend.calls.find(({ status }) => status === 201)!.sessionId);
  expect(sessions[0]!.events).toEqual(backend.events());
  expect(sessions[0]!.findings.filter(({ severity }) => severity === 'breach')).toMatchObject([{ rule: 'refused' }]);
  expect(code).toBe(1);
});

test('its lint reads like a report, and its JUnit names what was refused', async () => {
  const junit = join(folder, 'junit.xml');
  const { out } = await lint('--junit', junit);
  expect(out).toMatch(/1\. Pilot \(ep-1\) · \d+ events · http:\/\/127\.0\.0\.1:\d+ · session /);
  expect(out).toMatch(/breach {2}0:\d\d\.\d+ {2}play: refused: The service answered play with 400: /);
  expect(out).toMatch(/Content time spent +\d+\.\d+ s/);
  expect(out).toMatch(/Time to start/);
  expect(readFileSync(junit, 'utf8')).toContain('<testsuites name="media-collection lint" tests="34" failures="1">');
});
