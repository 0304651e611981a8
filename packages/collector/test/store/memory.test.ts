import { expect, test } from 'vitest';
import type { Session } from '../../src/index';
import { createMemoryStore } from '../../src/store/memory';

const session = (id: string, closed = false): Session => ({
  id,
  openedAt: 0,
  heardAt: 0,
  movedAt: 0,
  playhead: 0,
  closed,
  events: [],
});

async function storeOf(maxSessions: number, ...sessions: Session[]) {
  const store = createMemoryStore({ maxSessions });
  for (const each of sessions) await store.add(each);
  return { ...store, ids: async () => (await store.list()).map(({ id }) => id) };
}

test('what is added can be read, one by one and the oldest first', async () => {
  const store = await storeOf(10, session('a'), session('b'));
  expect(await store.get('b')).toEqual(session('b'));
  expect(await store.get('c')).toBeUndefined();
  expect(await store.ids()).toEqual(['a', 'b']);
});

test('an update replaces the session and keeps its place', async () => {
  const store = await storeOf(10, session('a'), session('b'));
  expect(await store.update('a', (held) => ({ ...held, playhead: 3 }))).toMatchObject({ id: 'a', playhead: 3 });
  expect(await store.get('a')).toMatchObject({ playhead: 3 });
  expect(await store.ids()).toEqual(['a', 'b']);
});

test('an update of an unknown session asks for no change', async () => {
  const store = await storeOf(10);
  expect(await store.update('a', () => expect.unreachable())).toBeUndefined();
});

test('an update that throws leaves the session as it was', async () => {
  const store = await storeOf(10, session('a'));
  const broken = store.update('a', () => {
    throw new Error('no');
  });
  await expect(broken).rejects.toThrow('no');
  expect(await store.get('a')).toEqual(session('a'));
});

test('updates that come at once do not lose each other', async () => {
  const store = await storeOf(10, session('a'));
  await Promise.all(Array.from({ length: 20 }, () => store.update('a', (held) => ({ ...held, playhead: held.playhead + 1 }))));
  expect(await store.get('a')).toMatchObject({ playhead: 20 });
});

test('a full store gives up its oldest closed session first', async () => {
  const store = await storeOf(3, session('a'), session('b', true), session('c', true), session('d'));
  expect(await store.ids()).toEqual(['a', 'c', 'd']);
});

test('a full store without closed sessions gives up the oldest', async () => {
  const store = await storeOf(3, session('a'), session('b'), session('c'), session('d'));
  expect(await store.ids()).toEqual(['b', 'c', 'd']);
});

test('a store keeps 10,000 sessions unless told otherwise', async () => {
  const store = createMemoryStore();
  for (let i = 0; i <= 10_000; i++) await store.add(session(`s${i}`));
  expect(await store.list()).toHaveLength(10_000);
  expect(await store.get('s0')).toBeUndefined();
});
