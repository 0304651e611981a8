import { expect, test } from 'vitest';
import { createContentPosition } from '../src/index';

test('the content stands where it was while its element shows an ad, and goes on with its element', () => {
  let second = 8;
  const position = createContentPosition(() => second);
  position.freeze();
  second = 1;
  expect([position.isFrozen, position.now()]).toEqual([true, 8]);
  // The next ad of the break borrows the element anew.
  position.freeze();
  expect(position.now()).toBe(8);
  position.resume();
  second = 9;
  expect([position.isFrozen, position.now()]).toEqual([false, 9]);
});

test('content before a pre-roll stands at a second that nobody knows, or that its player names', () => {
  const position = createContentPosition(() => NaN);
  position.freeze();
  expect([position.isFrozen, position.now()]).toEqual([true, NaN]);
  position.freeze(0);
  expect(position.now()).toBe(0);
});
