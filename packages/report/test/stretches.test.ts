import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addStretch, lengthPlayed, noStretches, type Stretch } from '../src/stretches';

const length = (...stretches: Stretch[]): number => lengthPlayed(stretches.reduce(addStretch, noStretches));

test('what goes on where the last stretch ended makes it longer', () => {
  expect(length({ from: 0, to: 10 }, { from: 10, to: 15 })).toBe(15);
});

test('what overlaps counts once', () => {
  expect(length({ from: 0, to: 10 }, { from: 20, to: 30 }, { from: 5, to: 25 })).toBe(30);
  expect(length({ from: 20, to: 30 }, { from: 0, to: 22 }, { from: 21, to: 29 })).toBe(30);
});

test('any stretches of whole seconds are as long as the seconds that lie in one of them', () => {
  const stretch = fc.tuple(fc.nat(50), fc.integer({ min: 1, max: 20 })).map(([from, long]) => ({ from, to: from + long }));
  fc.assert(
    fc.property(fc.array(stretch), (stretches) => {
      const seconds = new Set(stretches.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i)));
      expect(length(...stretches)).toBe(seconds.size);
    }),
  );
});
