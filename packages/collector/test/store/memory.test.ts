import { expect, test } from 'vitest';
import { createMemoryStore } from '../../src/store/memory';
import { StoreUnavailable } from '../../src/store/store';
import { at, begin, eventsOf, openIn, sent, storeConformance } from './conformance';
import { wholeHead } from '../../src/sessions';

storeConformance('in memory', async (limits) => createMemoryStore(limits));

const MINUTE = 60_000;
const idsOf = async (store: ReturnType<typeof createMemoryStore>) => (await store.list()).map(({ id }) => id);

test('tests read sessions with their events in the order of time, the one opened first first', async () => {
  const store = createMemoryStore();
  await openIn(store, 'a');
  await openIn(store, 'b');
  await store.append('a', sent('pauseStart', 3_000), at(1));
  await store.append('a', sent('play', 2_000), at(2));
  expect((await store.get('a'))!.events.map(({ eventType }) => eventType)).toEqual(['sessionStart', 'play', 'pauseStart']);
  expect(await idsOf(store)).toEqual(['a', 'b']);
  expect(await store.get('c')).toBeUndefined();
});

test('a full store deletes first what is closed, the one that ended first first', async () => {
  const store = createMemoryStore({ maxSessions: 3 });
  for (const id of ['a', 'b', 'c']) await openIn(store, id);
  await store.append('c', sent('sessionEnd', 2_000), at(1));
  await store.append('b', sent('sessionEnd', 2_000), at(2));
  await openIn(store, 'd', 3);
  expect(await idsOf(store)).toEqual(['a', 'b', 'd']);
  await openIn(store, 'e', 4);
  expect(await idsOf(store)).toEqual(['a', 'd', 'e']);
});

test('then what has expired, by silence or because the playhead stands still', async () => {
  const store = createMemoryStore({ maxSessions: 2 });
  await openIn(store, 'silent', 0);
  await openIn(store, 'alive', 0);
  await store.append('alive', sent('ping', 2_000), at(9 * MINUTE));
  await openIn(store, 'new', 11 * MINUTE);
  expect(await idsOf(store)).toEqual(['alive', 'new']);
  for (let minute = 15; minute <= 45; minute += 5) await store.append('new', sent('ping', minute * MINUTE), at(minute * MINUTE));
  for (let minute = 15; minute <= 45; minute += 5)
    await store.append(
      'alive',
      sent('ping', minute * MINUTE, { playerTime: { playhead: 1, ts: minute * MINUTE } }),
      at(minute * MINUTE),
    );
  expect(
    await store.append('alive', sent('ping', 46 * MINUTE, { playerTime: { playhead: 1, ts: 46 * MINUTE } }), at(46 * MINUTE)),
  ).toBe('expired');
  await openIn(store, 'third', 46 * MINUTE);
  expect(await idsOf(store)).toEqual(['new', 'third']);
});

test('a new session is refused before a live one is deleted', async () => {
  const store = createMemoryStore({ maxSessions: 2 });
  await openIn(store, 'a');
  await openIn(store, 'b');
  await expect(openIn(store, 'c', 1)).rejects.toBeInstanceOf(StoreUnavailable);
  expect(await store.append('a', sent('ping', 2_000), at(1))).toBe('stored');
  expect(await idsOf(store)).toEqual(['a', 'b']);
});

test('a store keeps 10,000 live sessions unless told otherwise', async () => {
  const store = createMemoryStore();
  for (let n = 0; n < 10_000; n++) await openIn(store, `s${n}`);
  await expect(openIn(store, 'more')).rejects.toBeInstanceOf(StoreUnavailable);
  expect(await store.append('s0', sent('ping', 2_000), at(1))).toBe('stored');
});

test('bytes are a budget, too: closed sessions make room, live ones do not', async () => {
  const store = createMemoryStore({ maxBytes: 10_000 });
  const batch = [begin(), sent('play', 2_000)] as const;
  await store.open(wholeHead('old', batch, at(0, 4_000)), batch);
  await store.open(wholeHead('new', batch, at(1, 4_000)), batch);
  await openIn(store, 'live', 2);
  expect(await store.append('live', sent('ping', 2_000), at(3, 4_000))).toBe('stored');
  expect(await idsOf(store)).toEqual(['new', 'live']);
  expect(await store.append('live', sent('ping', 3_000), at(3, 4_000))).toBe('stored');
  await expect(store.append('live', sent('ping', 4_000), at(3, 4_000))).rejects.toBeInstanceOf(StoreUnavailable);
  await expect(store.open(wholeHead('large', batch, at(4, 11_000)), batch)).rejects.toBeInstanceOf(StoreUnavailable);
  expect(await eventsOf(store, 'live')).toHaveLength(3);
  await store.clear();
  await store.open(wholeHead('again', batch, at(5, 9_000)), batch);
});

test('many sessions that come and go leave nothing behind', async () => {
  const store = createMemoryStore({ maxSessions: 10 });
  await openIn(store, 'stays');
  for (let n = 0; n < 5_000; n++) {
    await openIn(store, `s${n}`, n);
    await store.append(`s${n}`, sent('sessionEnd', 2_000), at(n));
  }
  const { items, next } = await store.sessions({ limit: 9 });
  expect(items.map(({ id }) => id)).toEqual(Array.from({ length: 9 }, (_, n) => `s${4_999 - n}`));
  expect((await store.sessions({}, next)).items.map(({ id }) => id)).toEqual(['stays']);
});
