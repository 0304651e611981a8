import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { createCallStream } from '../../src/inspect/call-stream';
import { serve, type RunningServer } from '../../src/serve';
import { createBench, start } from '../calls';
import { readMessages } from './messages';

let server: RunningServer;
afterEach(() => server.close());

const json = { 'Content-Type': 'application/json' };

test('sessions are inspected over HTTP while they are told', async () => {
  server = await serve(createBench({ inspect: true }).handle, { port: 0 });
  const { story, next, leave } = readMessages(await fetch(`${server.url}/inspect/stream`));
  expect(await story()).toMatchObject([{ event: 'reset' }]);
  await fetch(`${server.url}/api/v1/sessions`, { method: 'POST', headers: json, body: JSON.stringify(start()) });
  const { id, data } = await next();
  expect(JSON.parse(data!)).toMatchObject({ status: 201, sessionId: 's1', event: start() });
  await leave();
  const again = readMessages(await fetch(`${server.url}/inspect/stream`, { headers: { 'Last-Event-ID': id! } }));
  expect(await again.story()).toEqual([]);
  await again.leave();
  const list = (await (await fetch(`${server.url}/inspect/sessions`)).json()) as unknown;
  expect(list).toMatchObject([{ id: 's1', eventCount: 1 }]);
  const session = (await (await fetch(`${server.url}/inspect/sessions/s1`)).json()) as unknown;
  expect(session).toMatchObject({ events: [start()], report: { metrics: { mediaStarts: 1 } } });
});

test('a foreign host inspects nothing', async () => {
  server = await serve(createBench({ inspect: true }).handle, { port: 0 });
  for (const path of ['/inspect/sessions', '/inspect/sessions/s1', '/inspect/stream']) {
    const call = request(server.url + path, { headers: { Host: 'evil.test' } }).end();
    const [response] = (await once(call, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode, path).toBe(403);
  }
});

test('a client whose connection breaks is forgotten', async () => {
  const stream = createCallStream();
  server = await serve(async () => stream.open(null), { port: 0 });
  const calls = [1, 2].map(() =>
    request(server.url)
      .on('error', () => undefined)
      .end(),
  );
  for (const call of calls) {
    const [response] = (await once(call, 'response')) as [IncomingMessage];
    await once(response, 'data');
    response.on('error', () => undefined);
  }
  expect(stream.size).toBe(2);
  calls[0]!.destroy();
  while (stream.size > 1) await turn();
  // The other one is cut off by the server.
  await server.close();
  while (stream.size > 0) await turn();
});
