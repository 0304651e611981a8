import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test, vi } from 'vitest';
import { serve, type RunningServer, type ServeOptions } from '../src/serve';
import { createBench, start } from './calls';

let server: RunningServer;
let bench: ReturnType<typeof createBench>;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await server.close(0);
});

async function open(options: ServeOptions = {}) {
  bench = createBench({ inspect: true });
  server = await serve(bench.handle, { port: 0, ...options });
}
const portOf = () => Number(new URL(server.url).port);
function dial(words = ''): Socket {
  const socket = connect(portOf(), '127.0.0.1').on('error', () => undefined);
  sockets.push(socket);
  socket.write(words);
  return socket;
}
const answerTo = (words: string) => text(dial(words)).catch(() => '');
const head = (path: string, length: number, more = '') =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${more}Content-Length: ${length}\r\n\r\n`;
async function ask(path: string, options: RequestOptions = {}): Promise<IncomingMessage> {
  const [response] = (await once(httpRequest(server.url + path, options).end(), 'response')) as [IncomingMessage];
  return response.resume();
}

test.each([
  ['/nowhere', 404, ''],
  ['/api/v1/schemas/play', 405, ''],
  ['/api/v1/sessions', 415, 'Content-Encoding: gzip\r\n'],
])('a body to %s is answered with %i before it has come', async (path, status, more) => {
  await open();
  const socket = dial(head(path, 8_000_000, more));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
});

test('a client that waits for leave to send its body gets it only where the body is read', async () => {
  await open();
  const firstLineFor = async (path: string) => {
    const [answer] = (await once(dial(head(path, 8_000, 'Expect: 100-continue\r\n')), 'data')) as [Buffer];
    return answer.toString().split('\r\n')[0];
  };
  expect(await firstLineFor('/nowhere')).toBe('HTTP/1.1 404 Not Found');
  expect(await firstLineFor('/api/v1/schemas/play')).toBe('HTTP/1.1 405 Method Not Allowed');
  expect(await firstLineFor('/api/v1/sessions')).toBe('HTTP/1.1 100 Continue');
  const body = JSON.stringify(start());
  const socket = dial(head('/api/v1/sessions', body.length, 'Expect: 100-continue\r\nConnection: close\r\n'));
  await once(socket, 'data');
  socket.write(body);
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 201 /);
});

test('an answer says how long it is', async () => {
  await open();
  for (const path of ['/nowhere', '/api/v1/schemas/play', '/inspect/sessions']) {
    const answer = await answerTo(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    const [headers, body] = answer.split('\r\n\r\n') as [string, string];
    expect(headers).toContain(`\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`);
  }
});

test('bodies that are being received have a common budget', async () => {
  await open({ maxBodyBytes: 1_000_000 });
  const hanging = Array.from({ length: 4 }, () => {
    const socket = dial(head('/api/v1/downloaded', 8_000_000));
    socket.write(`[${' '.repeat(299_999)}`);
    return once(socket, 'data') as Promise<[Buffer]>;
  });
  const [answer] = await Promise.race(hanging);
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 503 [^]*Retry-After: 5/);
  for (const socket of sockets) socket.destroy();
  const response = await fetch(`${server.url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(start()),
  });
  expect(response.status).toBe(201);
});

test('a connection too many is closed, and the others are served', async () => {
  await open({ maxConnections: 2 });
  const first = dial();
  const second = dial();
  await Promise.all([once(first, 'connect'), once(second, 'connect')]);
  expect(await answerTo('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')).toBe('');
  first.write('GET /api/v1/schemas/play HTTP/1.1\r\nHost: localhost\r\n\r\n');
  expect(String(((await once(first, 'data')) as [Buffer])[0])).toMatch(/^HTTP\/1\.1 200 /);
});

test('headers that never end are given up after 10 s', { timeout: 20_000 }, async () => {
  await open();
  const from = performance.now();
  expect(await answerTo('GET / HTTP/1.1\r\nHost: localhost\r\n')).toMatch(/^HTTP\/1\.1 408 /);
  expect(performance.now() - from).toBeLessThan(13_000);
});

test('a 201 has no body and says so', async () => {
  await open();
  const body = JSON.stringify(start());
  const socket = dial(head('/api/v1/sessions', body.length) + body);
  const answer = String(((await once(socket, 'data')) as [Buffer])[0]);
  expect(answer).toMatch(/^HTTP\/1\.1 201 [^]*Content-Length: 0\r\n/);
  expect(answer).not.toContain('chunked');
});

test('names that were allowed are answered, others are not', async () => {
  await open({ allowHosts: ['mc.example', 'MC2.example:8443'] });
  for (const [Host, status] of [
    ['mc.example', 200],
    ['MC.EXAMPLE:443', 200],
    ['mc2.example', 200],
    ['evil.test', 403],
    ['mc.example.evil.test', 403],
    ['127.0.0.1', 200],
    ['10.0.0.1', 403],
  ] as const)
    expect((await ask('/api/v1/schemas/play', { headers: { Host } })).statusCode, Host).toBe(status);
});

test('`*` allows every name', async () => {
  await open({ allowHosts: ['*'] });
  expect((await ask('/api/v1/schemas/play', { headers: { Host: 'any.test' } })).statusCode).toBe(200);
});

test('behind a proxy that is trusted, each client has its share', async () => {
  await open({ trustProxy: true, perAddress: 2 });
  const call = async (client: string) => {
    const { statusCode, headers } = await ask('/api/v1/schemas/play', { headers: { 'X-Forwarded-For': client } });
    return statusCode === 429 ? Number(headers['retry-after']) : statusCode;
  };
  const answers = [];
  for (let n = 0; n < 30; n++) answers.push(await call('203.0.113.1'));
  expect(answers.slice(0, 20).every((status) => status === 200)).toBe(true);
  expect(answers).toContain(10);
  expect(await call('203.0.113.2')).toBe(200);
  // What a client claims stands before what the proxy adds.
  expect(await call('198.51.100.1, 203.0.113.1')).toBe(10);
});

test('without a proxy, nobody is limited by a header that he writes himself', async () => {
  await open({ perAddress: 1 });
  for (let n = 0; n < 30; n++)
    expect((await ask('/api/v1/schemas/play', { headers: { 'X-Forwarded-For': '203.0.113.1' } })).statusCode).toBe(200);
});

test('a page of another origin reads nothing of the inspector', async () => {
  await open();
  for (const path of ['/', '/inspect/sessions', '/inspect/stream']) {
    const { statusCode, headers } = await ask(path, { headers: { Origin: 'http://evil.test' } });
    expect([statusCode, headers['access-control-allow-origin']]).toEqual([403, undefined]);
  }
});

test('closing answers what is on its way, ends the streams, and says that connections are closed', async () => {
  await open();
  const stream = await fetch(`${server.url}/inspect/stream`);
  const body = JSON.stringify(start());
  const socket = dial(head('/api/v1/sessions', body.length) + body.slice(0, 50));
  await fetch(`${server.url}/api/v1/schemas/play`).then((response) => response.text());
  const closed = server.close(5_000);
  await vi.waitFor(() => expect(fetch(`${server.url}/api/v1/schemas/play`)).rejects.toThrow());
  socket.write(body.slice(50));
  const answer = await text(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 201 [^]*Connection: close\r\n/);
  await stream.text();
  await closed;
});

test('an idle connection that speaks up while the server closes is answered', async () => {
  await open();
  const socket = dial('GET /api/v1/schemas/play HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(socket, 'data');
  const closed = server.close(5_000);
  socket.write('GET /api/v1/schemas/ping HTTP/1.1\r\nHost: localhost\r\n\r\n');
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 [^]*"ping"/);
  await closed;
});

test('a request that comes while the process is busy is answered, though the server closes', async () => {
  await open();
  const socket = dial('GET /api/v1/schemas/play HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(socket, 'data');
  const closed = server.close(5_000);
  await new Promise(setImmediate);
  socket.write('GET /api/v1/schemas/ping HTTP/1.1\r\nHost: localhost\r\n\r\n');
  // As long as a disk may take that is written to.
  for (const until = performance.now() + 1_000; performance.now() < until;);
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 [^]*"ping"/);
  await closed;
});

test('many requests at once on one connection are all answered', async () => {
  await open();
  const one = 'GET /api/v1/schemas/play HTTP/1.1\r\nHost: localhost\r\n\r\n';
  const answer = await answerTo(one.repeat(499) + one.replace('Host', 'Connection: close\r\nHost'));
  expect(answer.match(/HTTP\/1\.1 200 /g)).toHaveLength(500);
});

test('the address of this machine may bear a zone', async () => {
  bench = createBench();
  server = await serve(bench.handle, { port: 0, host: '::1%lo' });
  expect(server.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
  expect((await fetch(`${server.url}/api/v1/schemas/play`)).status).toBe(200);
});

test('a client who reads nothing makes one answer, however much he asks for', async () => {
  let asked = 0;
  const large = 'x'.repeat(20_000_000);
  server = await serve(
    () => {
      asked++;
      return Promise.resolve(new Response(large));
    },
    { port: 0 },
  );
  const socket = dial('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(50)).pause();
  await vi.waitFor(() => expect(asked).toBe(1));
  for (let n = 0; n < 20; n++) expect((await fetch(server.url, { method: 'HEAD' })).status).toBe(200);
  expect(asked).toBe(21);
  socket.destroy();
});
