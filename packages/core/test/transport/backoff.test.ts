import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoff } from '../../src/transport/backoff';
import { runs } from '../seed';

test('doubles from 1 s', () => {
  expect([0, 1, 2, 3].map((attempt) => backoff(attempt, 1))).toEqual([1_000, 2_000, 4_000, 8_000]);
});

test('is 60 s at most, however often', () => {
  expect([6, 7, 100, 10_000].map((attempt) => backoff(attempt, 1))).toEqual([60_000, 60_000, 60_000, 60_000]);
});

test('spreads from nothing to its full length', () => {
  expect([0, 0.25, 0.5].map((random) => backoff(3, random))).toEqual([0, 2_000, 4_000]);
});

test('is never negative and never longer than its cap', () => {
  fc.assert(
    fc.property(fc.nat(2_000), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempt, random) => {
      const wait = backoff(attempt, random);
      return wait >= 0 && wait <= 60_000;
    }),
    runs(500),
  );
});
