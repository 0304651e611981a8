import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createCollector } from '../../src/collector';
import { createJetStreamEdge, createJetStreamStore } from '../../src/jetstream';
import { start, startParams, event, post } from '../calls';
import { startNats, type Nats } from '../../../../test/setup/nats.mjs';

let nats: Nats;
const opened: { close(): Promise<void> }[] = [];
beforeAll(async () => {
  nats = await startNats();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
});
afterAll(() => nats.stop());

let names = 0;
const options = () => ({ servers: nats.url, name: `e${++names}`, shards: 2, timeoutMs: 20_000 });
const NOW = 1_800_000_000_000;

/** Edges, with a clock that the test holds. */
async function edges(count: number, of = options()) {
  let time = NOW;
  const stores = Array.from({ length: count }, () => createJetStreamEdge(of));
  opened.push(...stores);
  await Promise.all(stores.map(({ ready }) => ready));
  const handles = stores.map((store) => createCollector({ store, now: () => time }));
  const send = (edge: number, path: string, body: unknown) => handles[edge]!(post(path, body));
  return { of, stores, send, pass: (ms: number) => void (time += ms) };
}
const opening = (ts = NOW, params = {}) => ({
  ...start({ 'visitor.marketingCloudUserId': '1', ...params }),
  playerTime: { playhead: 0, ts },
});
const at = (eventType: string, ts: number) => event(eventType, { playerTime: { playhead: ts - NOW, ts } });

test('a session that one edge opened is known to another one, and its events are in the log once, in order', async () => {
  const { of, send } = await edges(2);
  const location = (await send(0, '/api/v1/sessions', opening())).headers.get('location')!;
  expect(location).toMatch(/^\/api\/v1\/sessions\/[0-9a-f]{64}$/);
  for (const [edge, type, ts] of [
    [1, 'play', NOW + 1],
    [0, 'ping', NOW + 2],
    [1, 'ping', NOW + 2],
    [1, 'sessionEnd', NOW + 3],
  ] as const)
    expect((await send(edge, `${location}/events`, at(type, ts))).status).toBe(204);
  const store = createJetStreamStore(of);
  opened.push(store);
  await store.ready;
  const id = location.split('/').at(-1)!;
  const types = [];
  for await (const { eventType } of store.events(id)) types.push(eventType);
  expect(types).toEqual(['sessionStart', 'play', 'ping', 'sessionEnd']);
  expect(await store.head(id)).toMatchObject({ closed: true, eventCount: 4, about: { 'media.id': startParams['media.id'] } });
});

test('an opening that is tried again, at another edge, gets the same session', async () => {
  const { send, pass } = await edges(2);
  const first = (await send(0, '/api/v1/sessions', opening())).headers.get('location');
  pass(20_000);
  expect((await send(1, '/api/v1/sessions', opening())).headers.get('location')).toBe(first);
  expect((await send(1, '/api/v1/sessions', opening(NOW + 1))).headers.get('location')).not.toBe(first);
});

test('an edge knows by an id alone that it is none, and when it is too old', async () => {
  const { send, pass } = await edges(1);
  const location = (await send(0, '/api/v1/sessions', opening())).headers.get('location')!;
  const other = location.slice(0, -1) + (location.endsWith('0') ? '1' : '0');
  expect((await send(0, `${other}/events`, at('ping', NOW + 1))).status).toBe(404);
  expect((await send(0, `${other}/events`, { eventType: 'nonsense' })).status).toBe(404);
  expect((await send(0, `${location}/events`, { eventType: 'nonsense' })).status).toBe(400);
  pass(24 * 3_600_000);
  expect((await send(0, `${location}/events`, at('ping', NOW + 2))).status).toBe(204);
  pass(1);
  expect((await send(0, `${location}/events`, at('ping', NOW + 3))).status).toBe(410);
});

test('events that come in one session at several edges at once are stored once each', async () => {
  const { of, send } = await edges(2);
  const location = (await send(0, '/api/v1/sessions', opening())).headers.get('location')!;
  const events = Array.from({ length: 50 }, (_, n) => at('ping', NOW + 10 + n));
  const answers = await Promise.all(events.flatMap((each) => [0, 1, 0].map((edge) => send(edge, `${location}/events`, each))));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
  const store = createJetStreamStore(of);
  opened.push(store);
  await store.ready;
  expect(await store.head(location.split('/').at(-1)!)).toMatchObject({ eventCount: 51 });
});

test('the Media Edge API is served by edges, too', async () => {
  const { send } = await edges(1);
  const xdm = {
    eventType: 'media.sessionStart',
    timestamp: new Date(NOW).toISOString(),
    mediaCollection: {
      playhead: 0,
      sessionDetails: { name: 'a', length: 60, contentType: 'vod', playerName: 'p', channel: 'c' },
    },
  };
  const opened = await send(0, '/ee/va/v1/sessionStart?configId=1', { events: [{ xdm }] });
  expect(opened.status).toBe(200);
  const { handle } = (await opened.json()) as { handle: { type: string; payload: { sessionId: string }[] }[] };
  const sessionID = handle.find(({ type }) => type === 'media-analytics:new-session')!.payload[0]!.sessionId;
  expect(sessionID).toHaveLength(64);
  const ping = {
    eventType: 'media.ping',
    timestamp: new Date(NOW + 1_000).toISOString(),
    mediaCollection: { playhead: 1, sessionID },
  };
  expect((await send(0, '/ee/va/v1/ping?configId=1', { events: [{ xdm: ping }] })).status).toBe(204);
  const other = { ...ping, mediaCollection: { playhead: 1, sessionID: 'f'.repeat(64) } };
  expect((await send(0, '/ee/va/v1/ping?configId=1', { events: [{ xdm: other }] })).status).toBe(404);
});
