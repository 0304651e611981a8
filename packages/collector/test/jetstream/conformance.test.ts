import { afterAll, beforeAll, expect, test } from 'vitest';
import { createJetStreamStore } from '../../src/jetstream';
import type { JetStreamStore } from '../../src/store/jetstream/options';
import { wholeHead } from '../../src/sessions';
import { at, begin, eventsOf, openIn, sent, storeConformance } from '../store/conformance';
import { startNats, type Nats } from '../../../../test/setup/nats.mjs';

let nats: Nats;
const made: JetStreamStore[] = [];
beforeAll(async () => {
  nats = await startNats();
});
afterAll(async () => {
  await Promise.all(made.map((store) => store.close()));
  await nats.stop();
});

let names = 0;
async function fresh(options: Partial<Parameters<typeof createJetStreamStore>[0]> = {}) {
  const store = createJetStreamStore({ servers: nats.url, name: `t${++names}`, shards: 2, timeoutMs: 20_000, ...options });
  made.push(store);
  await store.ready;
  return store;
}

storeConformance('in NATS JetStream', async (limits) => fresh(limits));

test('what was stored is there for another process, and for one that comes later', async () => {
  const first = await fresh({ name: 'again' });
  const second = await fresh({ name: 'again' });
  await openIn(first, 'a');
  for (let second = 2; second < 20; second++) await first.append('a', sent('ping', second * 1_000), at(second));
  await first.mark('a', { breachCount: 3 });
  // What this one appends comes after all that the other one did.
  expect(await second.append('a', sent('ping', 7_000), at(30))).toBe('repeated');
  await first.close();
  const third = await fresh({ name: 'again' });
  expect(await third.head('a')).toMatchObject({
    eventCount: 19,
    lastTs: 19_000,
    heardAt: 19,
    repeatCount: 1,
    marks: { breachCount: 3 },
  });
  expect(await third.append('a', sent('ping', 20_000), at(30))).toBe('stored');
  expect(await eventsOf(third, 'a', 18)).toEqual([sent('ping', 19_000), sent('ping', 20_000)]);
});

test('a large session of downloaded content is stored as a whole', async () => {
  const store = await fresh();
  const text = 'x'.repeat(500);
  const events = [
    begin(),
    ...Array.from({ length: 5_000 }, (_, n) => sent('ping', 2_000 + n, { customMetadata: { text } })),
  ] as const;
  await store.open(wholeHead('a', events, at(0, 3_000_000)), events);
  expect(await store.head('a')).toMatchObject({ eventCount: 5_001, closed: true });
  expect(await eventsOf(store, 'a')).toEqual(events);
  expect(await eventsOf(store, 'a', 4_999)).toEqual(events.slice(4_999));
});

test('a log that is full refuses what it cannot keep, and loses nothing that it kept', async () => {
  const store = await fresh({ shards: 1, maxBytes: 1_000_000 });
  await openIn(store, 'a');
  const large = { customMetadata: { text: 'x'.repeat(50_000) } };
  let kept = 1;
  let error: unknown;
  while (!error && kept < 100)
    await store.append('a', sent('ping', 2_000 + kept, large), at(2)).then(
      () => kept++,
      (reason: unknown) => (error = reason),
    );
  expect(error).toMatchObject({ name: 'StoreUnavailable', message: expect.stringContaining('The log is full') });
  expect(kept).toBeGreaterThan(10);
  expect(await eventsOf(store, 'a')).toHaveLength(kept);
});
