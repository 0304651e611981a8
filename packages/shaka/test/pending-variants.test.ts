import { expect, test } from 'vitest';
import { createPendingVariants } from '../src/pending-variants';

test('a rendition is told when the playhead has come to it, and once', () => {
  const choices = createPendingVariants();
  choices.add(0, 1_000);
  choices.add(6, 2_000);
  choices.add(12, 3_000);
  expect([0, 3, 6.2, 6.4, 20, 20.2].map((second) => choices.reach(second))).toEqual([
    1_000,
    undefined,
    2_000,
    undefined,
    3_000,
    undefined,
  ]);
});

test('of several that were come to, the last one is shown', () => {
  const choices = createPendingVariants();
  choices.add(2, 1_000);
  choices.add(4, 2_000);
  expect(choices.reach(5)).toBe(2_000);
  expect(choices.reach(5)).toBeUndefined();
});

test('a choice for the same place takes the place of the one before', () => {
  const choices = createPendingVariants();
  choices.add(6, 1_000);
  choices.add(4, 2_000);
  expect(choices.reach(10)).toBe(2_000);
});

test('after a jump what was chosen last is what is loaded', () => {
  const choices = createPendingVariants();
  choices.add(6, 1_000);
  choices.add(12, 2_000);
  choices.jump();
  expect(choices.reach(1)).toBe(2_000);
});

test('of other content nothing was chosen yet', () => {
  const choices = createPendingVariants();
  choices.add(6, 1_000);
  choices.forget();
  expect(choices.reach(10)).toBeUndefined();
});
