import { expect, test } from 'vitest';
import { report } from '@media-collection/report';
import { serve } from '../src/serve';
import { MAX_BATCH_BYTES } from '../src/json-shape';
import { createBench, event, messageOf, post, start, type Json } from './calls';

const at = (playhead: number): Json => ({ playerTime: { playhead, ts: 1_000_000 + playhead * 1_000 } });
/** A viewing of a minute, as it was recorded. */
const whole = (params?: Json): Json[] => [
  { ...start(params), ...at(0) },
  ...[0.001, 1].map((second) => event('play', at(second))),
  event('ping', at(50)),
  event('sessionComplete', at(60)),
];
const send = (bench: ReturnType<typeof createBench>, body: unknown, path = 'downloaded') =>
  bench.handle(post(`/api/v1/${path}`, body));
const flagged = { 'media.downloaded': true };

test('a session of downloaded content is taken as a whole, and is closed then', async () => {
  const bench = createBench();
  const response = await send(bench, whole());
  expect([response.status, await response.text()]).toEqual([201, '']);
  const session = (await bench.store.get('s1'))!;
  expect(session.events.map(({ eventType }) => eventType)).toEqual(['sessionStart', 'play', 'play', 'ping', 'sessionComplete']);
  expect([session.closed, session.playhead]).toEqual([true, 60]);
  expect((await bench.send('s1', event('ping', at(61)))).status).toBe(410);
  expect(bench.calls[0]).toMatchObject({ status: 201, sessionId: 's1', event: { length: 5 } });
});

test('it is reported with its own times, and as downloaded', async () => {
  const bench = createBench();
  bench.pass(90 * 86_400_000);
  await send(bench, whole());
  const { metrics } = report((await bench.store.get('s1'))!.events);
  expect(metrics).toMatchObject({ downloaded: 1, contentTimeSpent: 59.999, contentCompletes: 1 });
});

test('it shows among the others that are inspected', async () => {
  const bench = createBench({ inspect: true });
  await send(bench, whole());
  const list = (await (await bench.handle(new Request('http://collector.test/inspect/sessions'))).json()) as Json[];
  expect(list).toMatchObject([{ id: 's1', closed: true, eventCount: 5, contentTimeSpent: 59.999, breachCount: 0 }]);
});

test('its events stand in the order of their times, whatever their order in the array', async () => {
  const bench = createBench();
  const [first, ...rest] = whole();
  await send(bench, [first, ...rest.toReversed()]);
  expect((await bench.store.get('s1'))!.events.at(-1)!.eventType).toBe('sessionComplete');
});

test('the deprecated form is an array of a flagged session among the sessions', async () => {
  const bench = createBench();
  expect((await send(bench, whole(flagged), 'sessions')).status).toBe(201);
  expect((await bench.store.get('s1'))!.closed).toBe(true);
  for (const params of [{}, { 'media.downloaded': false }]) {
    const response = await send(bench, whole(params), 'sessions');
    expect(response.status).toBe(400);
    expect(await messageOf(response)).toContain('media.downloaded');
  }
  expect((await bench.store.list()).length).toBe(1);
});

test.each<[string, unknown, string]>([
  ['no array', start(flagged), 'array'],
  ['an empty array', [], 'array'],
  ['an array of another beginning', whole().slice(1), 'play'],
  ['an array of two sessions', [...whole(), ...whole()], 'Event 5'],
  ['an array with one event that is wrong', [...whole(), { ...event('ping'), extra: 1 }], 'Event 5'],
  ['an array with something that is no event', [...whole(), null], 'Event 5'],
])('%s is refused, and nothing of it is kept', async (_, body, word) => {
  const bench = createBench();
  const response = await send(bench, body);
  expect(response.status).toBe(400);
  expect(await messageOf(response)).toContain(word);
  expect(await bench.store.list()).toEqual([]);
});

/** An array of so many bytes. */
const padded = (bytes: number): string => {
  const json = JSON.stringify(whole(flagged));
  return `[${' '.repeat(bytes - json.length)}${json.slice(1)}`;
};

test.each(['downloaded', 'sessions'])('8 MiB are taken at /%s, one byte more is too large', async (path) => {
  const { url, close } = await serve(createBench().handle, { port: 0 });
  const headers = { 'Content-Type': 'application/json' };
  const statuses = [];
  for (const bytes of [MAX_BATCH_BYTES, MAX_BATCH_BYTES + 1])
    statuses.push((await fetch(`${url}/api/v1/${path}`, { method: 'POST', headers, body: padded(bytes) })).status);
  expect(statuses).toEqual([201, 413]);
  await close();
});

test('an array is no event of a session, nor a way around its limit', async () => {
  const bench = createBench();
  await bench.open();
  expect((await bench.send('s1', whole(flagged))).status).toBe(400);
  expect((await bench.send('s1', padded(100_000))).status).toBe(413);
});
