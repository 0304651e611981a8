import { schemas } from '@media-collection/core/schema';
import { expect, test } from 'vitest';
import { bare, createBench, event, messageOf, start, withParams } from './calls';

const ping = (ts: number, playhead = 0) => event('ping', { playerTime: { playhead, ts } });

test('no event type is left untried', () => {
  expect([...bare, ...withParams].map(({ eventType }) => eventType).sort()).toEqual(
    Object.keys(schemas)
      .filter((word) => word !== 'sessionStart')
      .sort(),
  );
});

test.each([
  ...bare,
  ...withParams,
  event('bitrateChange', { qoeData: { 'media.qoe.bitrate': 3_200 } }),
  event('error', { params: { 'media.errorId': 'e1', 'media.errorSource': 'player' } }),
  event('error', { qoeData: { 'media.qoe.errorID': 'e1', 'media.qoe.errorSource': 'external' } }),
])('a documented $eventType is taken', async (sent) => {
  const bench = createBench();
  await bench.open();
  const response = await bench.send('s1', sent);
  expect([response.status, await response.text()]).toEqual([204, '']);
  expect((await bench.store.get('s1'))?.events.at(-1)).toEqual(sent);
});

test('events are held in the order of their time, not of their arrival', async () => {
  const bench = createBench();
  await bench.open();
  await Promise.all([4_000, 2_000, 3_000].map((ts) => bench.send('s1', ping(ts))));
  expect((await bench.store.get('s1'))?.events.map(({ playerTime }) => playerTime.ts)).toEqual([1_000, 2_000, 3_000, 4_000]);
});

test('events that come at once are all held', async () => {
  const bench = createBench();
  await bench.open();
  await Promise.all(Array.from({ length: 50 }, (_, i) => bench.send('s1', ping(2_000 + i))));
  expect((await bench.store.get('s1'))?.events).toHaveLength(51);
});

test('a second sessionStart has no place among the events of a session', async () => {
  const bench = createBench();
  await bench.open();
  expect((await bench.send('s1', start())).status).toBe(400);
  expect((await bench.store.get('s1'))?.events).toHaveLength(1);
});

test.each(['s2', 'constructor', '__proto__', '%E0%A4%A', '..%2f'])('the session %s is not known', async (id) => {
  const bench = createBench();
  await bench.open();
  expect((await bench.send(id, event('play'))).status).toBe(404);
});

test('a refused event says which member is wrong and is not held', async () => {
  const bench = createBench();
  await bench.open();
  const response = await bench.send('s1', { ...event('ping'), playerTime: { playhead: '1', ts: 1.5 }, extra: true });
  expect(response.status).toBe(400);
  expect(response.headers.get('content-type')).toBe('application/json');
  const message = await messageOf(response);
  for (const word of ['playerTime.playhead', 'string "1"', 'playerTime.ts', 'expected integer', 'extra'])
    expect(message).toContain(word);
  expect((await bench.store.get('s1'))?.events).toHaveLength(1);
});

test('metadata named __proto__ is held like any other and changes nobody', async () => {
  const bench = createBench();
  const own = JSON.stringify(start()).replace(/}$/, ',"customMetadata":{"__proto__":"x","constructor":"y"}}');
  const nested = JSON.stringify(start({ 'visitor.customerIDs': 0 })).replace(/0}}$/, '{"__proto__":{"id":"1","authState":1}}}}');
  expect((await bench.open(own)).status).toBe(201);
  expect((await bench.open(nested)).status).toBe(201);
  expect(Object.entries((await bench.store.get('s1'))?.events[0]?.customMetadata ?? {})).toContainEqual(['__proto__', 'x']);
  expect((await bench.open(own.replace('"x"', '{"polluted":"yes"}'))).status).toBe(400);
  expect('polluted' in {}).toBe(false);
  expect('authState' in {}).toBe(false);
});
