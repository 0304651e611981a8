import { expect, test, vi } from 'vitest';
import { createCollector } from '../src/index';
import { createBench, event, post, start } from './calls';

const ping = (ts: number, playhead = 0) => event('ping', { playerTime: { playhead, ts } });
const MINUTE = 60_000;

test('sessionEnd closes at once, and a second one is harmless', async () => {
  const bench = createBench();
  await bench.open();
  expect((await bench.send('s1', event('sessionEnd'))).status).toBe(204);
  expect((await bench.send('s1', event('play'))).status).toBe(410);
  bench.pass(60 * MINUTE);
  expect((await bench.send('s1', event('sessionEnd'))).status).toBe(204);
  expect((await bench.store.get('s1'))?.events).toHaveLength(2);
});

test('what sessionEnd only overtook is taken for five seconds more, in its place by time', async () => {
  const bench = createBench();
  await bench.open();
  await bench.send('s1', event('sessionEnd', { playerTime: { playhead: 2, ts: 1_760_000_000_000 } }));
  bench.pass(5_000);
  expect((await bench.send('s1', ping(1_759_999_999_999))).status).toBe(204);
  expect((await bench.send('s1', ping(1_760_000_000_000))).status).toBe(410);
  bench.pass(1);
  expect((await bench.send('s1', ping(1_759_999_999_998))).status).toBe(410);
  expect((await bench.store.get('s1'))?.events.at(-1)?.eventType).toBe('sessionEnd');
  expect((await bench.store.get('s1'))?.closed).toBe(true);
});

test('sessionComplete does not close', async () => {
  const bench = createBench();
  await bench.open();
  await bench.send('s1', event('sessionComplete'));
  expect((await bench.send('s1', event('sessionEnd'))).status).toBe(204);
});

test('ten silent minutes are borne, one moment more is not', async () => {
  const bench = createBench();
  await bench.open();
  bench.pass(10 * MINUTE);
  expect((await bench.send('s1', ping(2_000))).status).toBe(204);
  bench.pass(10 * MINUTE + 1);
  expect((await bench.send('s1', ping(3_000))).status).toBe(410);
  expect((await bench.send('s1', event('sessionEnd'))).status).toBe(410);
});

test('a refused event does not keep a session alive', async () => {
  const bench = createBench();
  await bench.open();
  bench.pass(6 * MINUTE);
  expect((await bench.send('s1', event('nonsense'))).status).toBe(400);
  bench.pass(6 * MINUTE);
  expect((await bench.send('s1', ping(2_000))).status).toBe(410);
});

test('thirty minutes without movement of the playhead end a session that pings', async () => {
  const bench = createBench();
  await bench.open();
  for (let minute = 5; minute <= 30; minute += 5) {
    bench.pass(5 * MINUTE);
    expect((await bench.send('s1', ping(minute * MINUTE))).status).toBe(204);
  }
  bench.pass(1);
  expect((await bench.send('s1', ping(31 * MINUTE, 1))).status).toBe(410);
});

test('a playhead that moves, also backwards, keeps a session alive for hours', async () => {
  const bench = createBench();
  await bench.open();
  for (let i = 1; i <= 60; i++) {
    bench.pass(9 * MINUTE);
    expect((await bench.send('s1', ping(i * 9 * MINUTE, i % 4 ? 10 : 5))).status).toBe(204);
  }
});

test('the default clock is the wall clock, also one that a test swaps later', async () => {
  const handle = createCollector({ newId: () => 's1' });
  const clock = vi.spyOn(Date, 'now').mockReturnValue(0);
  await handle(post('/api/v1/sessions', start()));
  clock.mockReturnValue(10 * MINUTE + 1);
  expect((await handle(post('/api/v1/sessions/s1/events', event('play')))).status).toBe(410);
  clock.mockRestore();
});
