import { expect, test } from 'vitest';
import { createIds } from '../../src/store/jetstream/ids';
import { sent } from '../store/conformance';

const ids = createIds('secret', 16);
const NOW = 1_800_000_000_000;
const start = (params: Record<string, unknown>, ts = NOW) => sent('sessionStart', ts, { params });
const known = { 'visitor.marketingCloudUserId': '1' };

test('an id says when and where its session was opened, to those who know the secret', () => {
  const id = ids.make(undefined, NOW);
  expect(id).toMatch(/^[0-9a-f]{64}$/);
  expect(ids.read(id)).toEqual({ openedAt: NOW, shard: ids.shardOf(id) });
  expect(createIds('secret', 16).read(id)).toEqual(ids.read(id));
  expect(createIds('other', 16).read(id)).toBeUndefined();
});

test('an id that differs in any digit is none of ours', () => {
  const id = ids.make(undefined, NOW);
  for (let place = 0; place < 64; place++) {
    const digit = id[place] === '0' ? '1' : '0';
    expect(ids.read(id.slice(0, place) + digit + id.slice(place + 1))).toBeUndefined();
  }
  for (const odd of ['', 'a', '__proto__', `${id}0`, id.toUpperCase(), 'é'.repeat(64)]) expect(ids.read(odd)).toBeUndefined();
});

test('a retried opening of a known visitor gets the same id', () => {
  const first = ids.make(start(known), NOW + 100);
  expect(ids.make(start(known), NOW + 90_000)).toBe(first);
  expect(ids.make(start({ ...known, 'media.id': 'b' }), NOW + 100)).not.toBe(first);
  expect(ids.make(start(known, NOW + 1), NOW + 100)).not.toBe(first);
});

test('so it does when the clock of the viewer is wrong', () => {
  const first = ids.make(start(known, 5_000), NOW);
  expect(ids.make(start(known, 5_000), NOW + 30_000)).toBe(first);
  // The time in an id is ours, for sessions end by it.
  expect(NOW - ids.read(first)!.openedAt).toBeLessThan(5 * 60_000);
});

test('two viewers whom nobody knows may send the same, and get sessions of their own', () => {
  expect(ids.make(start({}), NOW)).not.toBe(ids.make(start({}), NOW));
});

test('sessions spread evenly over the shards', () => {
  const counts = new Array<number>(16).fill(0);
  for (let n = 0; n < 16_000; n++) counts[ids.shardOf(ids.make(undefined, NOW))]!++;
  expect(Math.min(...counts)).toBeGreaterThan(800);
  for (let n = 0; n < 100; n++) expect(ids.shardOf(`foreign${n}`)).toBeLessThan(16);
});
