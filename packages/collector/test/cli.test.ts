import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { event, start } from './calls';
import { useCommand } from './command';

const { end, ended, launchWith, running } = useCommand();
const folder = mkdtempSync(join(tmpdir(), 'collector-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('it prints its address, then a line for each call, and ends when it is told to', async () => {
  const { url, line, stop, post } = await running();
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:/);
  const opened = await post('/api/v1/sessions', start({ 'media.name': 'Pilot' }));
  expect(await line()).toMatch(/^\d\d:\d\d:\d\d\.\d{3} [\da-f]{6} sessionStart 0\.0 s Pilot$/);
  await fetch(`${url}/api/v1/sessions`, { method: 'OPTIONS' });
  await post(`${opened.headers.get('location')}/events`, event('play', { playerTime: { playhead: 1.25, ts: 2_000 } }));
  expect(await line()).toMatch(/^\S+ [\da-f]{6} play 1\.3 s$/);
  await post('/api/v1/sessions', '{"eventType":"play","\\u001b[2J":1}');
  const refused = await line();
  expect(refused).toMatch(/ play 400 The event is not valid: /);
  expect(refused).not.toMatch(/\p{Cc}/u);
  await post('/api/v1/sessions', { ...start(), eventType: 'sesionStart' });
  expect(await line()).toContain('did you mean sessionStart?');
  await post('/api/v1/sessions', '{"eventType":{"toString":1}}');
  expect(await line()).toContain(' POST /api/v1/sessions 400 ');
  expect(await stop()).toBe(0);
});

test('a signal that comes the moment it has printed its address ends it with code 0', async () => {
  const signalAtOnce = `const { stdout } = process, write = stdout.write;
    stdout.write = function (text) { write.apply(this, arguments); if (/listens on/.test(text)) process.kill(process.pid, 'SIGTERM'); };`;
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(signalAtOnce)}`;
  expect((await end(launchWith({ NODE_OPTIONS }, '--port', '0'))).code).toBe(0);
});

test('--log json prints one object a line', async () => {
  const { greeting, line, post } = await running('--log', 'json');
  expect(JSON.parse(greeting)).toMatchObject({
    level: 'info',
    url: expect.stringContaining('http:'),
    inspector: expect.any(String),
  });
  await post('/api/v1/sessions', start());
  expect(JSON.parse(await line())).toMatchObject({ level: 'info', status: 201, type: 'sessionStart', playhead: 0 });
  await post('/api/v1/sessions', {});
  expect(JSON.parse(await line())).toMatchObject({ level: 'warn', status: 400, msg: expect.any(String) });
});

test('--log none prints no calls', async () => {
  const { child, post, stop } = await running('--log', 'none');
  let printed = '';
  child.stdout.on('data', (text) => (printed += text));
  await post('/api/v1/sessions', start());
  await stop();
  expect(printed).toBe('');
});

test('a flood of calls is printed in part, and the rest is counted', async () => {
  const { line, post } = await running();
  await Promise.all(Array.from({ length: 600 }, () => post('/api/v1/sessions', '{}')));
  let printed = await line();
  let lines = 1;
  while (!/more calls$/.test(printed)) {
    printed = await line();
    lines++;
  }
  expect(lines).toBeLessThan(600);
});

test('a reader of the log that goes away does not end it', async () => {
  const { child, post, url } = await running();
  child.stdout.destroy();
  child.stderr.destroy();
  for (let n = 0; n < 5; n++) {
    await post('/api/v1/sessions', start());
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  expect((await fetch(`${url}/livez`)).status).toBe(200);
});

const statusOf = async (url: string) => {
  const response = await fetch(url, { redirect: 'manual' });
  await response.body?.cancel();
  return response.status;
};

test('on an address of this machine alone the sessions are shown to who has the address that it prints', async () => {
  const { url, greeting, token, inspect } = await running();
  expect(greeting).toContain(` ${url}/?token=${token}`);
  expect(token).toMatch(/^[\da-f]{32}$/);
  expect(await statusOf(`${url}/inspect/sessions`)).toBe(401);
  expect(await statusOf(`${url}/?token=${token}`)).toBe(303);
  expect((await inspect('/inspect/sessions')).status).toBe(200);
});

test.each([
  [[], 404],
  [['--inspect'], 401],
])('on a host that is not known to be this machine alone, with %j, an inspection is answered with %i', async (flags, status) => {
  // In truth 127.0.0.1, so that no test listens to the network.
  const { url, greeting } = await running('--host', '127.1', ...flags);
  expect(await statusOf(`${url}/inspect/sessions`)).toBe(status);
  expect(greeting.includes('token=')).toBe(status === 401);
});

test('a name that is allowed may be used, and a preflight may be remembered', async () => {
  const { url } = await running('--allow-host', 'mc.test', '--max-age', '60', '--max-sessions', '1');
  const { request } = await import('node:http');
  for (const [Host, status] of [
    ['mc.test', 200],
    ['evil.test', 403],
  ] as const) {
    const [response] = (await once(request(`${url}/api/v1/schemas/play`, { headers: { Host } }).end(), 'response')) as [
      { statusCode: number; resume(): void },
    ];
    response.resume();
    expect(response.statusCode).toBe(status);
  }
  const preflight = await fetch(`${url}/api/v1/sessions`, { method: 'OPTIONS' });
  expect(preflight.headers.get('access-control-max-age')).toBe('60');
});

test('it tells a supervisor that it lives, is ready, and how it stands', async () => {
  const { url, post } = await running();
  const opened = await post('/api/v1/sessions', start());
  await post(`${opened.headers.get('location')}/events`, event('play'));
  expect(await statusOf(`${url}/livez`)).toBe(200);
  expect(await statusOf(`${url}/readyz`)).toBe(200);
  const metrics = await (await fetch(`${url}/metrics`)).text();
  expect(metrics).toContain('media_collector_calls_total{type="play",status="204"} 1');
  expect(metrics).toContain('media_collector_open_sessions 1');
});

test('--help says how it is used', async () => {
  const { out, err, code } = await ended('--help');
  expect([code, err]).toEqual([0, '']);
  const flags = ['port', 'host', 'allow-host', 'store', 'max-sessions', 'forward', 'inspect', 'max-age', 'trust-proxy', 'log'];
  for (const word of [...flags.map((name) => `--${name}`), '8484', '127.0.0.1', 'replay']) expect(out).toContain(word);
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
  [['--log', 'loud'], '"loud"'],
  [['--store', 'ftp://x'], '"ftp://x"'],
  [['--store', ''], '""'],
  [['--forward', 'adobe'], '"adobe"'],
  [['--forward', 'ftp://a.test'], '"ftp://a.test"'],
  [['--max-sessions', '0'], '"0"'],
  [['--max-age', 'long'], '"long"'],
  [['--trust-proxy=yes'], '--trust-proxy'],
  [['replay'], 'replay'],
  [['replay', 'a', '--store', 'memory', '--forward', 'http://a.test'], 'replay'],
])('the wrong arguments %j end with code 2 and a sentence', async (args, word) => {
  const { out, err, code } = await ended(...args);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(word);
  expect(err).toContain('Usage');
  expect(err).not.toContain('    at ');
});

test('a port in use ends with code 1 and a sentence', async () => {
  const first = await running();
  const { port } = new URL(first.url);
  const { err, code } = await ended('--port', port);
  expect(code).toBe(1);
  expect(err).toBe(`The collector cannot listen on port ${port} of 127.0.0.1: it is in use; choose another with --port.\n`);
});

test('an address that is not of this machine ends with code 1 and a sentence', async () => {
  const { err, code } = await ended('--port', '0', '--host', '192.0.2.1');
  expect(code).toBe(1);
  expect(err).toMatch(/^The collector cannot listen on port 0 of 192\.0\.2\.1: .+\n$/);
});

test('a store that cannot be used ends with code 1 and a sentence', async () => {
  const text = join(folder, 'text.db');
  writeFileSync(text, 'These are words, and no database. '.repeat(200));
  const held = join(folder, 'held.db');
  await running('--store', held);
  for (const [file, reason] of [
    [text, 'is not a SQLite file'],
    [held, 'is in use by another process'],
    [join(folder, 'nowhere', 'a.db'), 'cannot be opened'],
    [folder, 'cannot be opened'],
  ] as const) {
    const { out, err, code } = await ended('--port', '0', '--store', file);
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe(`The store cannot be used: ${file} ${reason}${err.split(reason)[1]}`);
    expect(err.trim().split('\n')).toHaveLength(1);
  }
});

test('a forward address that answers nonsense ends with code 1 and a sentence', async () => {
  const mail = createServer((socket) => socket.end('220 mail ready\r\n')).listen(0, '127.0.0.1');
  const page = createHttpServer((_request, response) => response.end('<h1>Welcome</h1>')).listen(0, '127.0.0.1');
  for (const [server, scheme, reason] of [
    [mail, 'http', 'does not answer in HTTP'],
    [page, 'http', 'answered 200 to an event that is none'],
    [page, 'https', 'offers no TLS that can be trusted'],
  ] as const) {
    if (!server.listening) await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const { out, err, code } = await ended('--port', '0', '--forward', `${scheme}://127.0.0.1:${port}`);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(new RegExp(`^Nothing can be forwarded: .*${reason}.*\\.\n$`));
  }
  mail.close();
  page.close();
});

test('an address of its own to forward to ends with code 1 and a sentence', async () => {
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const { port } = free.address() as { port: number };
  await new Promise((closed) => free.close(closed));
  const url = `http://localhost:${port}/`;
  const { err, code } = await ended('--port', String(port), '--forward', url);
  expect([code, err]).toEqual([1, `Nothing can be forwarded: ${url} is the address of this collector itself.\n`]);
});

test('what is stored is forwarded, also what an earlier process left', async () => {
  const file = join(folder, 'forwarding.db');
  const target = await running();
  const first = await running('--store', file);
  await first.post('/api/v1/sessions', start());
  await first.stop();
  const second = await running('--store', file, '--forward', target.url);
  await second.post('/api/v1/sessions', start());
  await expect
    .poll(async () => ((await (await target.inspect('/inspect/sessions')).json()) as unknown[]).length, { timeout: 10_000 })
    .toBe(2);
});

test('SIGTERM under 50 clients cuts no request off, and keeps what was answered', async () => {
  const file = join(folder, 'stopped.db');
  const { post, stop } = await running('--store', file, '--log', 'none');
  const places: string[] = [];
  for (let n = 0; n < 50; n++) places.push((await post('/api/v1/sessions', start())).headers.get('location')!);
  let isOver = false;
  const answered = { taken: 0, cutOff: [] as unknown[] };
  const clients = places.map(async (place) => {
    for (let n = 0; !isOver; n++)
      try {
        const { status } = await post(`${place}/events`, event('ping', { playerTime: { playhead: n, ts: 2_000 + n } }));
        if (status === 204) answered.taken++;
      } catch (error) {
        isOver = true;
        // A connection that was not made is what a stopped service is; on one that was made, a request was cut off.
        const { syscall } = (error as { cause?: { syscall?: string } }).cause ?? {};
        if (syscall !== 'connect') answered.cutOff.push((error as Error).cause);
      }
  });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await stop()).toBe(0);
  await Promise.all(clients);
  expect(answered.cutOff).toEqual([]);
  expect(answered.taken).toBeGreaterThan(50);
  const again = await running('--store', file);
  const list = (await (await again.inspect('/inspect/sessions?limit=200')).json()) as { eventCount: number }[];
  expect(list.reduce((sum, { eventCount }) => sum + eventCount, 0)).toBe(answered.taken + 50);
});

test('a stored session is sent again, as one that ends now', async () => {
  const file = join(folder, 'replayed.db');
  const first = await running('--store', file);
  const place = (await first.post('/api/v1/sessions', start())).headers.get('location')!;
  await first.post(`${place}/events`, event('play', { playerTime: { playhead: 0, ts: 2_000 } }));
  await first.post(`${place}/events`, event('sessionEnd', { playerTime: { playhead: 9, ts: 11_000 } }));
  await first.stop();
  const target = await running();
  const id = place.split('/').at(-1)!;
  const { out, code } = await ended('replay', id, '--store', file, '--forward', target.url);
  expect([code, out]).toEqual([0, expect.stringMatching(/^3 of 3 events were taken, as session [\da-f-]+\.\n$/)]);
  const [session] = (await (await target.inspect('/inspect/sessions')).json()) as [{ eventCount: number; closed: boolean }];
  expect(session).toMatchObject({ eventCount: 3, closed: true });
  const unknown = await ended('replay', 'nobody', '--store', file, '--forward', target.url);
  expect([unknown.code, unknown.err]).toEqual([1, `There is no session nobody in ${file}.\n`]);
});

test('who asks twice to end it does not wait', async () => {
  const { child, url } = await running();
  const { connect } = await import('node:net');
  const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => undefined);
  socket.write(
    'POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 999\r\n\r\n',
  );
  await once(socket, 'data');
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await new Promise((resolve) => setTimeout(resolve, 200));
  child.kill('SIGTERM');
  expect((await exit)[0]).toBe(1);
});
