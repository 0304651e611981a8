import { mkdtempSync, readdirSync, readFileSync, rmSync, appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { report } from '@media-collection/report';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { MediaEvent } from '../../src/media-event';
import { createCollector } from '../../src/collector';
import { createJetStreamEdge } from '../../src/jetstream';
import { createMemoryStore } from '../../src/store/memory';
import { serve } from '../../src/serve';
import type { FinishedSession } from '../../src/workers/sessions';
import { startForwardWorker, startLakeWorker, startLiveWorker, startSessionWorker } from '../../src/workers/workers';
import { post, start, withParams } from '../calls';
import { createViewers } from './viewers';
import { startNats, type Nats } from '../../../../test/setup/nats.mjs';

let nats: Nats;
const folder = mkdtempSync(join(tmpdir(), 'lake-'));
const running: (() => Promise<void>)[] = [];
beforeAll(async () => {
  nats = await startNats();
});
afterEach(async () => {
  for (const stop of running.splice(0)) await stop();
});
afterAll(async () => {
  await nats.stop();
  rmSync(folder, { recursive: true });
});

let names = 0;
const link = () => ({ servers: nats.url, name: `w${++names}`, shards: 2, timeoutMs: 20_000 });
const keep = <T extends { stop(): Promise<void> }>(worker: T): T => {
  running.push(() => worker.stop());
  return worker;
};

const edgeOf = (options: ReturnType<typeof link>) => createViewers(options, running);

test(
  'the session worker ends sessions, tells the edges, and stores the report that one process makes',
  { timeout: 40_000 },
  async () => {
    const options = link();
    const { open } = await edgeOf(options);
    const worker = keep(startSessionWorker(options));
    const { linked } = await worker.ready;
    const session = await open();
    for (const [type, second] of [
      ['play', 1],
      ['ping', 11],
      ['pauseStart', 12],
      ['play', 20],
      ['sessionComplete', 30],
      ['sessionEnd', 31],
    ] as const)
      expect(await session.send(type, second)).toBe(204);
    const stored = async () => (await linked.buckets.reports.get(session.id))?.json<FinishedSession>();
    await expect.poll(stored, { timeout: 20_000, interval: 200 }).toMatchObject({ ending: 'closed', session: { eventCount: 7 } });
    expect((await stored())!.report).toEqual(JSON.parse(JSON.stringify(report(session.events))));
    await expect.poll(() => session.send('ping', 60), { timeout: 10_000 }).toBe(410);
  },
);

test('a session worker that was killed goes on where it has to, and reports what it missed', { timeout: 40_000 }, async () => {
  const options = link();
  const { open } = await edgeOf(options);
  const first = startSessionWorker(options);
  await first.ready;
  const session = await open();
  await session.send('play', 1);
  await first.stop();
  await session.send('sessionEnd', 2);
  const second = keep(startSessionWorker(options));
  const { linked } = await second.ready;
  const stored = async () => (await linked.buckets.reports.get(session.id))?.json<FinishedSession>();
  await expect.poll(stored, { timeout: 20_000, interval: 200 }).toMatchObject({ session: { eventCount: 3 } });
});

const linesIn = (lake: string) =>
  readdirSync(lake, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ndjson'))
    .sort()
    .flatMap((name) => readFileSync(join(lake, name), 'utf8').split('\n').filter(Boolean))
    .map((line) => JSON.parse(line) as { place: number; sid: string; event: MediaEvent });

test('the lake holds each event once, also after a process that ended in the middle of a line', { timeout: 40_000 }, async () => {
  const options = link();
  const lake = join(folder, options.name);
  const { open } = await edgeOf(options);
  const sessions = await Promise.all([open(), open(), open()]);
  const first = startLakeWorker({ ...options, folder: lake });
  await first.ready;
  for (const session of sessions) for (let second = 1; second < 5; second++) await session.send('ping', second);
  await expect.poll(() => linesIn(lake).length, { timeout: 10_000 }).toBe(15);
  await first.stop();
  const files = readdirSync(lake, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ndjson'));
  for (const name of files) appendFileSync(join(lake, name), '{"place":999,"left":0,"sid":"brok');
  for (const session of sessions) expect(await session.send('ping', 4)).toBe(204);
  for (const session of sessions) await session.send('ping', 5);
  const second = keep(startLakeWorker({ ...options, folder: lake }));
  await second.ready;
  await expect.poll(() => linesIn(lake).length, { timeout: 10_000 }).toBe(18);
  for (const { id, events } of sessions) {
    const kept = linesIn(lake).filter(({ sid }) => sid === id);
    expect(kept.map((line) => line.event)).toEqual(
      events.filter((each, at) => events.findIndex((other) => JSON.stringify(other) === JSON.stringify(each)) === at),
    );
  }
});

test('what came in parts is in the lake as a whole', { timeout: 40_000 }, async () => {
  const options = link();
  const lake = join(folder, options.name);
  const store = createJetStreamEdge(options);
  running.push(() => store.close());
  await store.ready;
  const text = 'x'.repeat(500);
  const events = [
    start({ 'media.downloaded': true }),
    ...Array.from({ length: 2_000 }, (_, n) => ({
      ...withParams[2],
      playerTime: { playhead: n, ts: 2_000 + n },
      customMetadata: { text },
    })),
  ];
  expect((await createCollector({ store })(post('/api/v1/downloaded', events))).status).toBe(201);
  await keep(startLakeWorker({ ...options, folder: lake })).ready;
  await expect.poll(() => linesIn(lake).length, { timeout: 10_000 }).toBe(2_001);
  expect(
    linesIn(lake)
      .slice(1)
      .map((line) => line.event),
  ).toEqual(events.slice(1));
});

test('the inspector shows the sessions and the calls of all edges', { timeout: 40_000 }, async () => {
  const options = link();
  const [one, two] = [await edgeOf(options), await edgeOf(options)];
  const before = await one.open();
  const seen: (string | undefined)[] = [];
  const live = keep(startLiveWorker({ ...options, token: 't', onCall: ({ sessionId }) => seen.push(sessionId) }));
  await live.ready;
  const session = await two.open();
  await session.send('play', 1);
  await expect.poll(() => seen.length, { timeout: 10_000 }).toBe(2);
  const ask = (path: string) =>
    live.collector(new Request(`http://collector.test${path}`, { headers: { Authorization: 'Bearer t' } }));
  const list = (await (await ask('/inspect/sessions')).json()) as { id: string; eventCount: number }[];
  expect(list.map(({ id, eventCount }) => [id, eventCount]).sort()).toEqual(
    [
      [before.id, 1],
      [session.id, 2],
    ].sort(),
  );
  expect(await (await ask(`/inspect/sessions/${session.id}`)).json()).toMatchObject({ session: { eventCount: 2 }, next: 2 });
  expect((await live.collector(post('/api/v1/sessions', start()))).status).toBe(503);
});

test('the forward worker sends sessions on, and goes on after it was ended', { timeout: 40_000 }, async () => {
  const options = link();
  const target = createMemoryStore();
  const served = await serve(createCollector({ store: target }), { port: 0 });
  running.push(() => served.close(0));
  const { open } = await edgeOf(options);
  const session = await open();
  const first = startForwardWorker({ ...options, url: served.url });
  await first.ready;
  await session.send('play', 1);
  const arrived = async () => (await target.list())[0]?.events.map(({ eventType }) => eventType);
  await expect.poll(arrived, { timeout: 10_000 }).toEqual(['sessionStart', 'play']);
  await first.stop();
  await session.send('ping', 11);
  await keep(startForwardWorker({ ...options, url: served.url })).ready;
  await expect.poll(arrived, { timeout: 10_000 }).toEqual(['sessionStart', 'play', 'ping']);
  expect(await target.list()).toHaveLength(1);
});

test('of two workers for one purpose one waits, and goes on when the other ends', { timeout: 60_000 }, async () => {
  const options = link();
  const { open } = await edgeOf(options);
  const session = await open();
  const lake = join(folder, options.name);
  const first = startLakeWorker({ ...options, folder: lake });
  await first.ready;
  const sentences: string[] = [];
  const second = keep(startLakeWorker({ ...options, folder: lake, onTrouble: (sentence) => sentences.push(sentence) }));
  await expect.poll(() => sentences.join(), { timeout: 10_000 }).toContain('for lake; this one waits until that one ends.');
  await session.send('play', 1);
  await expect.poll(() => linesIn(lake).length, { timeout: 10_000 }).toBe(2);
  expect(second.trouble()).toContain('this one waits');
  await first.stop();
  await second.ready;
  expect(second.trouble()).toBeUndefined();
  await session.send('ping', 2);
  await expect.poll(() => linesIn(lake).length, { timeout: 10_000 }).toBe(3);
});

test('a worker whose lease another one has taken over is told to end', { timeout: 60_000 }, async () => {
  const options = link();
  await edgeOf(options);
  const worker = keep(startSessionWorker(options));
  const { linked } = await worker.ready;
  await linked.buckets.progress.put('sessions.1.lease', 'another');
  expect(await worker.lost).toContain('Another process has taken shard 1 over');
});

test('a worker waits until an edge has set everything up', { timeout: 40_000 }, async () => {
  const { name, servers } = link();
  const sentences: string[] = [];
  const worker = keep(startSessionWorker({ name, servers, findsOnly: true, onTrouble: (sentence) => sentences.push(sentence) }));
  await expect
    .poll(() => sentences.join(), { timeout: 10_000 })
    .toContain(`no collector has been set up under the name ${name}: start an edge`);
  await edgeOf({ name, servers, shards: 2, timeoutMs: 20_000 });
  expect((await worker.ready).linked.cluster.shards).toBe(2);
});

test('edges learn which sessions have ended also after NATS was killed', { timeout: 60_000 }, async () => {
  const own = await startNats();
  running.push(() => own.stop());
  const options = { servers: own.url, name: 'killed', shards: 2, timeoutMs: 1_000 };
  const { open } = await edgeOf(options);
  const worker = keep(startSessionWorker(options));
  await worker.ready;
  const session = await open();
  await own.nodes[0]!.kill();
  expect(await session.send('play', 1)).toBe(503);
  await own.nodes[0]!.start();
  await expect.poll(() => session.send('play', 1), { timeout: 15_000 }).toBe(204);
  expect(await session.send('sessionEnd', 2)).toBe(204);
  await expect.poll(() => session.send('ping', 3), { timeout: 30_000, interval: 500 }).toBe(410);
  expect(worker.trouble()).toBeUndefined();
});
