import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { createJetStreamEdge, createJetStreamStore } from '../../src/jetstream';
import { at, sent } from '../store/conformance';
import { start } from '../calls';
import { useCommand } from '../command';
import { freePorts, startNats, type Nats } from '../../../../test/setup/nats.mjs';

const { ended, running } = useCommand();
let nats: Nats;
const opened: { close(): Promise<void> }[] = [];
const servers: Server[] = [];
const all: Nats[] = [];
beforeAll(async () => {
  nats = await startNats();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close().catch(() => undefined)));
  servers.splice(0).forEach((server) => server.close());
  await Promise.all(all.splice(0).map((each) => each.stop()));
});
afterAll(() => nats.stop());

/** A store, and the sentences that it says. */
function open(options: Parameters<typeof createJetStreamStore>[0], make: typeof createJetStreamStore = createJetStreamStore) {
  const sentences: string[] = [];
  const store = make({ ...options, onTrouble: (sentence) => sentences.push(sentence) });
  opened.push(store);
  return { store, sentences };
}

/** A server that says what it is, and does nothing else. */
async function pretend(info: object): Promise<string> {
  const server = createServer((socket) => {
    const { port } = server.address() as AddressInfo;
    const more = { server_id: 'x', server_name: 'x', proto: 1, host: '127.0.0.1', port, max_payload: 1_048_576, headers: true };
    socket.write(`INFO ${JSON.stringify({ ...more, ...info })}\r\n`);
    socket.on('data', (data) => String(data).includes('PING') && socket.write('PONG\r\n'));
    socket.on('error', () => undefined);
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `nats://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('without a server nothing is stored, a sentence says so, and it is used as soon as it is there', async () => {
  const late = await startNats(1, '', false);
  all.push(late);
  const { store, sentences } = open({ servers: late.url }, createJetStreamEdge);
  await expect(store.append('a', sent('ping', 1), at(0))).rejects.toMatchObject({ name: 'StoreUnavailable' });
  await expect.poll(() => sentences[0] ?? '', { timeout: 10_000 }).toMatch(`No NATS server answers at ${late.url}`);
  expect(store.trouble()).toBe(sentences[0]);
  await late.nodes[0]!.start();
  await store.ready;
  expect(sentences).toEqual([sentences[0], `NATS at ${late.url} can be used.`]);
  expect(store.trouble()).toBeUndefined();
  expect(await store.append('a', sent('ping', 1), at(0))).toBe('unknown');
});

test('wrong credentials are named, without the password', async () => {
  const locked = await startNats(1, 'authorization { user: "eve", password: "s3cret" }');
  all.push(locked);
  const { store, sentences } = open({ servers: locked.url.replace('//', '//eve:wr0ng@') });
  await expect(store.ready).rejects.toThrow(`The NATS server at ${locked.url} refuses these credentials`);
  expect(sentences).toHaveLength(1);
  expect(sentences[0]).not.toContain('wr0ng');
  await open({ servers: locked.url.replace('//', '//eve:s3cret@') }).store.ready;
});

test('a stream with another configuration is named, and left as it is', async () => {
  const connection = await connect({ servers: nats.url });
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name: 'own-0', subjects: ['own.0.*'], retention: 'workqueue' });
  const { store } = open({ servers: nats.url, name: 'own' });
  await expect(store.ready).rejects.toThrow(
    'The stream own-0 has another configuration: retention is "workqueue" and must be "limits".',
  );
  expect((await manager.streams.info('own-0')).config.retention).toBe('workqueue');
  await connection.close();
});

test('a stream that was changed later is named, too', async () => {
  await open({ servers: nats.url, name: 'later', shards: 1 }).store.ready;
  const connection = await connect({ servers: nats.url });
  await (await jetstreamManager(connection)).streams.update('later-0', { discard: 'old' });
  const { store, sentences } = open({ servers: nats.url, name: 'later' }, createJetStreamEdge);
  const sentence = 'The stream later-0 has another configuration: discard is "old" and must be "new".';
  await expect(store.ready).rejects.toThrow(sentence);
  expect(sentences.join()).toContain(sentence);
  await connection.close();
});

test('another number of shards than there is, is refused', async () => {
  await open({ servers: nats.url, name: 'two', shards: 2 }).store.ready;
  await expect(open({ servers: nats.url, name: 'two', shards: 3 }).store.ready).rejects.toThrow(
    'was set up with shards 2, not 3: leave shards out, or choose another name.',
  );
  await open({ servers: nats.url, name: 'two' }).store.ready;
});

test('a server that is too old, and one without JetStream, are named', async () => {
  const old = await pretend({ version: '2.8.4', jetstream: true });
  await expect(open({ servers: old }).store.ready).rejects.toThrow('is 2.8.4, which is too old: it must be 2.9.0 or newer.');
  const plain = await pretend({ version: '2.10.1' });
  await expect(open({ servers: plain }).store.ready).rejects.toThrow('has JetStream switched off: start it with -js');
});

test('wrong options are refused at once', () => {
  const wrong = (options: object) => () => createJetStreamStore({ servers: 'nats://127.0.0.1:1', ...options });
  expect(wrong({ name: 'a.b' })).toThrow(TypeError);
  expect(wrong({ shards: 0 })).toThrow('shards takes a number from 1 to 256, got 0.');
  expect(wrong({ replicas: 7 })).toThrow('replicas takes a number from 1 to 5, got 7.');
});

test('an edge starts before NATS, answers 503 until it is there, and then takes events', { timeout: 60_000 }, async () => {
  const late = await startNats(1, '', false);
  all.push(late);
  const { post, url, stop } = await running('edge', '--store', late.url, '--log', 'none');
  const refused = await post('/api/v1/sessions', start());
  expect(refused.status).toBe(503);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  const ready = await fetch(`${url}/readyz`);
  expect(ready.status).toBe(503);
  expect(await ready.text()).toContain('No NATS server answers');
  await late.nodes[0]!.start();
  await expect.poll(async () => (await post('/api/v1/sessions', start())).status, { timeout: 10_000 }).toBe(201);
  expect(await stop()).toBe(0);
});

test('the command line ends with a sentence when waiting does not help', { timeout: 60_000 }, async () => {
  const locked = await startNats(1, 'authorization { token: "s3cret" }');
  all.push(locked);
  for (const command of [['edge'], ['work', 'sessions'], []]) {
    const { code, err } = await ended(...command, '--port', '0', '--store', locked.url, '--log', 'none');
    expect(err).toContain('refuses these credentials');
    expect(code).toBe(1);
  }
  const [port] = await freePorts(1);
  const { code, err } = await ended('edge', '--store', `redis://127.0.0.1:${port}`);
  expect(err).toContain('--store takes');
  expect(code).toBe(2);
});
