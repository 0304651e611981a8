import { request } from 'node:http';
import { expect, test, vi } from 'vitest';
import { startDemo } from '../../demo/server.mjs';
import { demo, open, page } from './demo-stage';

test('a collector that cannot be reached is said in words', async () => {
  for (const away of [`${demo.collectorUrl}/**`, `${demo.url}inspect/**`]) await page.route(away, (route) => route.abort());
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
