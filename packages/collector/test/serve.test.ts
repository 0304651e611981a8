import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serve, type RunningServer } from '../src/serve';
import { createBench, event, start } from './calls';

let bench: ReturnType<typeof createBench>;
let server: RunningServer;
const json = { 'Content-Type': 'application/json' };

beforeEach(async () => {
  bench = createBench();
  server = await serve(bench.handle, { port: 0 });
});
afterEach(() => server.close());

const post = (path: string, body: unknown) =>
  fetch(server.url + path, { method: 'POST', headers: json, body: JSON.stringify(body) });
const isAlive = async () => (await fetch(`${server.url}/api/v1/schemas/play`)).status === 200;

/** A call that fetch would not make. */
async function odd(path: string, options: RequestOptions): Promise<IncomingMessage> {
  const call = httpRequest(server.url + path, options).end();
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  return response.resume();
}

/** Writes straight to the socket and answers what comes back until the server hangs up. */
async function raw(words: string, port = Number(new URL(server.url).port)): Promise<string> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  socket.write(words);
  return text(socket).catch(() => '');
}

test('a session is told over HTTP as it is in one process', async () => {
  const opened = await post('/p/api/v1/sessions?a=b', start());
  expect([opened.status, opened.headers.get('location'), await opened.text()]).toEqual([201, '/p/api/v1/sessions/s1', '']);
  const taken = await post('/p/api/v1/sessions/s1/events', event('play'));
  expect([taken.status, await taken.text(), taken.headers.get('access-control-allow-origin')]).toEqual([204, '', '*']);
  const refused = await post('/p/api/v1/sessions/s1/events', {});
  expect([refused.status, refused.headers.get('content-type')]).toEqual([400, 'application/json']);
  expect(await refused.json()).toMatchObject({ message: expect.stringContaining('eventType') });
  const preflight = await fetch(`${server.url}/api/v1/sessions`, { method: 'OPTIONS' });
  expect([preflight.status, preflight.headers.get('access-control-expose-headers')]).toEqual([204, 'Location']);
  expect(await isAlive()).toBe(true);
});

test('the address names the port that the system chose', () => {
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d+$/);
});

test('an upload without end is answered with 413 while it goes on', async () => {
  const call = httpRequest(`${server.url}/api/v1/sessions`, { method: 'POST', headers: json }).on('error', () => undefined);
  const write = () => {
    while (!call.destroyed && call.write('x'.repeat(16_384)));
  };
  call.on('drain', write);
  write();
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(413);
  expect(response.headers['access-control-allow-origin']).toBe('*');
  expect(await text(response)).toContain('larger');
  // Having given the client time to read this, the server hangs up.
  if (!call.destroyed) await once(call, 'close');
  expect(await isAlive()).toBe(true);
});

test('a large body is answered with 413 and not with a broken connection', async () => {
  const response = await post('/api/v1/sessions', 'x'.repeat(5_000_000));
  expect(response.status).toBe(413);
  expect(await isAlive()).toBe(true);
});

test('an upload that the client aborts reaches no handler and harms nobody', async () => {
  const port = Number(new URL(server.url).port);
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  socket.write(
    'POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 999\r\n\r\n{',
  );
  // The server's "100 Continue" says that it is reading.
  await once(socket, 'data');
  socket.resetAndDestroy();
  expect(await isAlive()).toBe(true);
  expect(bench.calls.map(({ method }) => method)).toEqual(['GET']);
});

test.each(['evil.test', 'localhost.evil.test', 'evil.test:80', '127.0.0.1.evil.test', '10.0.0.1', '127.0.0.1@evil.test'])(
  'the foreign host "%s" is answered with 403',
  async (host) => {
    const response = await odd('/api/v1/schemas/play', { headers: { Host: host } });
    expect([response.statusCode, response.headers['access-control-allow-origin']]).toEqual([403, '*']);
    expect(bench.calls).toEqual([]);
  },
);

test('a call without a host is answered with 403', async () => {
  expect(await raw('GET /api/v1/schemas/play HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /);
  expect(await raw('GET /api/v1/schemas/play HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /);
});

test.each(['localhost', 'LOCALHOST:1', 'localhost:8484', '127.0.0.1', '127.0.0.1:9', '[::1]', '[::1]:8484'])(
  'the host %s is ours',
  async (host) => {
    expect((await odd('/api/v1/schemas/play', { headers: { Host: host } })).statusCode).toBe(200);
  },
);

test.each([
  ['TRACE /api/v1/sessions HTTP/1.1', 405],
  ['GET http://elsewhere.test/api/v1/schemas/play HTTP/1.1', 200],
  ['GET //elsewhere.test/api/v1/schemas/play HTTP/1.1', 200],
  ['OPTIONS * HTTP/1.1', 404],
  ['GET /%ff%00%zz HTTP/1.1', 404],
  ['GET /\\..\\..\\ HTTP/1.1', 404],
  ['NONSENSE / HTTP/1.1', 400],
  ['\u0000\u0001\u0002', 400],
])('the odd request line %j is answered with %i', async (line, status) => {
  const answer = await raw(`${line}\r\nHost: localhost\r\n__proto__: x\r\nConnection: close\r\n\r\n`);
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(await isAlive()).toBe(true);
});

test('of a request line that names a host only the path counts', async () => {
  await raw('GET http://elsewhere.test/api/v1/schemas/play HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  expect(bench.calls).toMatchObject([{ path: '/api/v1/schemas/play' }]);
});

test('a tunnel is refused by hanging up', async () => {
  expect(await raw('CONNECT evil.test:443 HTTP/1.1\r\nHost: localhost\r\n\r\n')).toBe('');
  expect(await isAlive()).toBe(true);
});

test('a handler that breaks ends its own call only', async () => {
  const broken = await serve(
    ({ url }) => (url.endsWith('/fine') ? Promise.resolve(new Response('ok')) : Promise.reject(new Error('no'))),
    { port: 0 },
  );
  await expect(fetch(broken.url)).rejects.toThrow();
  expect(await (await fetch(`${broken.url}/fine`)).text()).toBe('ok');
  await broken.close();
});

test('an answer that streams is sent as it comes and stopped when the reader leaves', async () => {
  let isStopped: () => void;
  const stopped = new Promise<void>((resolve) => (isStopped = resolve));
  const endless = () =>
    new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode('first')),
      cancel: () => isStopped(),
    });
  const streaming = await serve(async () => new Response(endless()), { port: 0 });
  const reader = (await fetch(streaming.url)).body!.getReader();
  expect(new TextDecoder().decode((await reader.read()).value)).toBe('first');
  await reader.cancel();
  await stopped;
  await streaming.close();
});

test('closing cuts an upload that hangs, and can be done twice', async () => {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => undefined);
  socket.write('POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 999\r\n\r\n');
  await once(socket, 'data');
  const hungUp = once(socket, 'close');
  await server.close();
  await server.close();
  await hungUp;
  const again = await serve(bench.handle, { port: Number(new URL(server.url).port) });
  await again.close();
});

test('a port in use is told by the system’s error', async () => {
  const port = Number(new URL(server.url).port);
  await expect(serve(bench.handle, { port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
