import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBackend, type Backend } from './backend';
import { openBrowser, type Browser } from './browser';

declare global {
  interface Window {
    /** What the policy of a page forbade. */
    violations: string[];
  }
}

const dist = new URL('../../packages/html5/dist/html5.min.js', import.meta.url);
const html =
  '<!doctype html><title>Strict</title><video muted playsinline></video><script src="/html5.min.js"></script><script src="/page.js"></script>';

/** What the page's own script does; it runs there. */
const script = (at: { media: string; endpoint: string }): string => `
  window.violations = [];
  document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
  const video = document.querySelector('video');
  const tracker = mediaCollection.createTracker({
    endpoint: '${at.endpoint}',
    params: { 'analytics.trackingServer': 'a', 'analytics.reportSuite': 'a', 'visitor.marketingCloudOrgId': 'A@AdobeOrg', 'media.channel': 'test' },
    media: { params: { 'media.id': 'strict' } },
  });
  const detach = tracker.attach(mediaCollection.html5(video));
  video.src = '${at.media}/short.mp4';
  video.addEventListener('ended', detach);
  video.play();
`;

let backend: Backend;
let browser: Browser;
let site: Server;
beforeAll(async () => {
  backend = await openBackend();
  browser = await openBrowser();
  const at = { media: backend.media.url, endpoint: backend.endpoint };
  const policy = {
    'default-src': "'none'",
    'script-src': "'self'",
    'connect-src': at.endpoint,
    'media-src': at.media,
    'base-uri': "'none'",
    'require-trusted-types-for': "'script'",
  };
  site = createServer(async ({ url }, response) => {
    response.setHeader(
      'content-security-policy',
      Object.entries(policy)
        .map((rule) => rule.join(' '))
        .join('; '),
    );
    // The page tells everybody where its reader is; the tracker does not.
    response.setHeader('referrer-policy', 'unsafe-url');
    const isScript = url!.endsWith('.js');
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? (url === '/page.js' ? script(at) : await readFile(dist)) : html);
  }).listen(0, '127.0.0.1');
  await once(site, 'listening');
});
afterAll(async () => {
  await browser?.close();
  site?.closeAllConnections();
  site?.close();
  await backend?.close();
});

test('a whole session arrives from a page that allows scripts of its own, its media and the endpoint, and nothing else', async () => {
  const page = await browser.context.newPage();
  const origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  const headers: Record<string, string>[] = [];
  page.on('request', async (request) => {
    if (request.url().startsWith(backend.endpoint)) headers.push(await request.allHeaders());
  });
  await page.goto(`${origin}/watch?secret=1`, { waitUntil: 'domcontentloaded' });
  await backend.until('sessionComplete');
  expect(backend.eventTypes()).toEqual(['sessionStart', 'stateStart', 'play', 'play', 'sessionComplete']);
  expect(await page.evaluate(() => window.violations)).toEqual([]);
  expect(headers.length).toBeGreaterThanOrEqual(5);
  for (const { referer, cookie } of headers) expect([referer, cookie]).toEqual([`${origin}/`, undefined]);
  // The policy stands, and so does who watches it.
  await page.evaluate(() => {
    const nextEvent = new Promise((resolve) => document.addEventListener('securitypolicyviolation', resolve, { once: true }));
    document.body.append(Object.assign(document.createElement('img'), { src: 'data:,' }));
    return nextEvent.then(() => undefined);
  });
  expect(await page.evaluate(() => window.violations)).toEqual(['img-src']);
});
