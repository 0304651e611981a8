import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { start } from './calls';

let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'collector-'));
  file = join(folder, 'cli.mjs');
  const entry = fileURLToPath(new URL('../src/cli.ts', import.meta.url));
  await build({ entryPoints: [entry], outfile: file, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
});
afterAll(() => rm(folder, { recursive: true }));

const launched: ChildProcess[] = [];
function launch(...args: string[]) {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  launched.push(child);
  return child;
}
// Also when a test fails half-way, no server may stay behind.
afterEach(() => launched.splice(0).forEach((child) => child.kill()));

async function ended(child: ChildProcess) {
  const [out, err, [code]] = await Promise.all([text(child.stdout!), text(child.stderr!), once(child, 'exit')]);
  return { out, err, code: code as number | null };
}

/** A running collector, its address and the lines that it prints from then on. */
async function running(...args: string[]) {
  const child = launch('--port', '0', ...args);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async () => (await lines.next()).value ?? '';
  const greeting: string = await line();
  const url = /http:\/\/\S+:\d+/.exec(greeting)?.[0] ?? '';
  const stop = async () => {
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    return (await exit)[0] as number | null;
  };
  return { url, greeting, line, stop };
}

test('it prints its address, then a line for each call, and ends when it is told to', async () => {
  const { url, line, stop } = await running();
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:/);
  const call = (body: string) =>
    fetch(`${url}/api/v1/sessions`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
  await call(JSON.stringify(start()));
  expect(await line()).toMatch(/^\d{4}-\S+Z 201 POST \/api\/v1\/sessions sessionStart$/);
  await call('{"eventType":"play","\\u001b[2J":1}');
  const refused = await line();
  expect(refused).toMatch(/ 400 POST \/api\/v1\/sessions play The event is not valid: /);
  expect(refused).not.toMatch(/\p{Cc}/u);
  await call('{"eventType":{"toString":1}}');
  expect(await line()).toContain(' 400 POST ');
  expect(await stop()).toBe(0);
});

const statusOf = async (url: string) => (await fetch(url)).status;

test('on an address of this machine alone the sessions can be inspected, and it says where', async () => {
  const { url, greeting, stop } = await running();
  expect(greeting).toContain(` ${url}/inspect/sessions`);
  expect(await statusOf(`${url}/inspect/sessions`)).toBe(200);
  await stop();
});

test.each([
  [[], 404],
  [['--inspect'], 200],
])('on a host that is not known to be this machine alone, with %j, an inspection is answered with %i', async (flags, status) => {
  // In truth 127.0.0.1, so that no test listens to the network.
  const { url, greeting, stop } = await running('--host', '127.1', ...flags);
  expect(await statusOf(`${url}/inspect/sessions`)).toBe(status);
  expect(greeting.includes('/inspect/sessions')).toBe(status === 200);
  await stop();
});

test('--help says how it is used', async () => {
  const { out, err, code } = await ended(launch('--help'));
  expect([code, err]).toEqual([0, '']);
  for (const word of ['--port', '--host', '--inspect', '8484', '127.0.0.1']) expect(out).toContain(word);
});

test.each([
  [['--prot', '1'], '--prot'],
  [['8484'], '8484'],
  [['--port'], '--port'],
  [['--port', 'x'], '"x"'],
  [['--port', '65536'], '"65536"'],
  [['--port=-1'], '"-1"'],
  [['--port', ''], '""'],
  [['--port', '1e3'], '"1e3"'],
])('the wrong arguments %j end with code 2 and a sentence', async (args, word) => {
  const { out, err, code } = await ended(launch(...args));
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(word);
  expect(err).toContain('Usage');
  expect(err).not.toContain('    at ');
});

test('a port in use ends with code 1 and a sentence', async () => {
  const first = await running();
  const { port } = new URL(first.url);
  const { err, code } = await ended(launch('--port', port));
  expect(code).toBe(1);
  expect(err).toBe(`The collector cannot listen on port ${port} of 127.0.0.1: it is in use; choose another with --port.\n`);
  await first.stop();
});

test('an address that is not of this machine ends with code 1 and a sentence', async () => {
  const { err, code } = await ended(launch('--port', '0', '--host', '192.0.2.1'));
  expect(code).toBe(1);
  expect(err).toMatch(/^The collector cannot listen on port 0 of 192\.0\.2\.1: .+\n$/);
});
