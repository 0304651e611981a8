import { spawn } from 'node:child_process';
import { request } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { nameCheck } from '../../demo/addresses.mjs';
import { createFiles } from '../../demo/files.mjs';
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
    '/selftest/main.ts',
    '/selftest/media/run/../../../make.sh',
    '/selftest/sessions/',
  ];
  for (const path of [...sources, '/packages/core/%2e%2e/package.json', '//', '/%']) expect(await statusOf(path), path).toBe(404);
});

test.each(['selftest', 'selftest/stage?player=html5', 'selftest/stage?player=hlsjs', 'selftest/stage?player=html5&old'])(
  'each script and style that %s names is served',
  async (path) => {
    const html = await (await fetch(demo.url + path)).text();
    const files = [...html.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g)].map(([, file]) => file!);
    expect(files).not.toEqual([]);
    for (const file of files) expect((await fetch(new URL(file, demo.url))).status, file).toBe(200);
  },
);

test('a port that is taken is said in a sentence, and a free one is used', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const ports = { port: Number(new URL(demo.url).port), collectorPort: Number(new URL(demo.collectorUrl).port) };
  const second = await startDemo(ports);
  expect(log.mock.calls).toEqual([
    [`Port ${ports.collectorPort} is taken, so the collector uses a free one.`],
    [`Port ${ports.port} is taken, so the demo uses a free one.`],
  ]);
  log.mockRestore();
  expect((await fetch(second.url)).status).toBe(200);
  await second.close();
});

/** Runs `npm start -- …` until it ends, or until it has said where the demo is. */
const npmStart = (...args: string[]) => npmStartWith({}, ...args);
const npmStartWith = (env: NodeJS.ProcessEnv, ...args: string[]) =>
  new Promise<{ code: number | null; output: string }>((resolve) => {
    const file = fileURLToPath(new URL('../../demo/start.mjs', import.meta.url));
    const child = spawn(process.execPath, [file, ...args], { env: { ...process.env, ...env } });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => {
        output += text;
        if (output.includes('Ctrl+C')) child.kill('SIGTERM');
      });
    child.on('close', (code) => resolve({ code, output }));
  });

test('npm start takes an address to listen on, and names the self-test', async () => {
  const { code, output } = await npmStart('--port', '0', '--host', '127.0.0.1');
  const [, url] = /The demo: +(http:\/\/127\.0\.0\.1:[1-9]\d+\/)\n/.exec(output) ?? [];
  expect(output).toContain(`The self-test:  ${url}selftest\n`);
  expect(code).toBe(0);
});

test('in a network the demo answers to addresses and to names of this machine, and to no name that a page may have re-pointed', () => {
  const isOurs = nameCheck('0.0.0.0');
  for (const name of [
    '192.168.1.20:8080',
    '10.0.0.5',
    'localhost:8080',
    `${hostname()}:8080`,
    `${hostname()}.local`,
    '[fe80::1]:80',
  ])
    expect(isOurs(name), name).toBe(true);
  for (const name of ['evil.example:8080', 'evil.example', '']) expect(isOurs(name), name).toBe(false);
});

test('a page for another device names the collector as that device knows it, says that others can read along, and offers no API that wants https', async () => {
  const files = createFiles();
  const served = async (path: string) => {
    let text = '';
    await files(
      new URL(path, 'http://demo'),
      { writeHead: () => undefined, end: (all) => (text = all) },
      'http://192.168.1.20:8484',
    );
    return text;
  };
  expect(await served('/html5.js?wire=edge')).toContain(
    "  endpoint: 'http://192.168.1.20:8484',\n  insecure: true,\n  params: {",
  );
  const page = await served('/html5?wire=edge');
  expect(page).not.toContain('Media Edge');
  expect(page).not.toContain('href="/element"');
  expect(page).toContain('href="/selftest"');
});

test('npm start takes a port', async () => {
  const free = createServer();
  await new Promise<void>((listening) => free.listen(0, '127.0.0.1', listening));
  const { port } = free.address() as AddressInfo;
  await new Promise((closed) => free.close(closed));
  for (const args of [['--port', `${port}`], [`--port=${port}`]]) {
    const { code, output } = await npmStart(...args);
    expect(output).toContain(`The demo:       http://127.0.0.1:${port}/\n`);
    expect(code).toBe(0);
  }
  expect((await npmStart('--port', '0')).output).toMatch(/The demo: +http:\/\/127\.0\.0\.1:[1-9]\d+\/\n/);
});

test('npm start ends with code 0 when it is ended the moment it has printed where the demo is, twice even', async () => {
  const signalAtOnce = `const { log } = console;
    console.log = (text) => { log(text); if (/Ctrl/.test(text)) process.kill(process.pid, 'SIGTERM'); };`;
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(signalAtOnce)}`;
  expect((await npmStartWith({ NODE_OPTIONS }, '--port', '0')).code).toBe(0);
});

test.each([
  [['--port', 'abc'], '--port takes a number from 0 to 65535, got "abc".'],
  [['--port', '65536'], '--port takes a number from 0 to 65535, got "65536".'],
  [['--port', '80.5'], '--port takes a number from 0 to 65535, got "80.5".'],
  [['--port=-1'], '--port takes a number from 0 to 65535, got "-1".'],
  [['--port', ''], '--port takes a number from 0 to 65535, got "".'],
  [['--host', 'example.com'], '--host takes an IP address of this machine, got "example.com".'],
  [['--port'], "Option '--port <value>' argument missing"],
  [['--prot', '9000'], "Unknown option '--prot'"],
  [['9000'], "Unexpected argument '9000'"],
])('npm start -- %s is refused in a sentence', async (args, sentence) => {
  const { code, output } = await npmStart(...args);
  expect(output.startsWith(sentence), output).toBe(true);
  expect(output).toContain('Usage: npm start -- [--port 8080] [--host 127.0.0.1]');
  expect(output).not.toContain('    at ');
  expect(code).toBe(2);
});

test('npm start -- --help says what it takes', async () => {
  const { code, output } = await npmStart('--help');
  expect(output).toMatch(/^Usage: npm start/);
  expect(code).toBe(0);
});
