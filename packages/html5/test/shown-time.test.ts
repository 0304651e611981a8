import { expect, test } from 'vitest';
import { createShownTime } from '../src/index';

/** An ad of 4 s whose element is at these seconds, with jumps between (`NaN`). */
const isComplete = (...seconds: number[]): boolean | undefined => {
  const shown = createShownTime();
  shown.begin();
  for (const second of seconds) {
    if (Number.isNaN(second)) shown.jump();
    else shown.pass(second);
  }
  return shown.isComplete(4);
};

test.each([
  ['shown to its end', [0.02, 1, 2, 3, 4], true],
  ['of which a quarter of a second was not reported', [0.2, 1, 2, 3, 3.76], true],
  ['that lacks more', [0.2, 1, 2, 3, 3.7], false],
  ['that is sought to its own end', [0.1, 1, NaN, 3.9, 4], false],
  ['of which a part is shown again', [0.1, 1, 2, NaN, 1, 2, 3, 4], true],
  ['that begins in its middle', [2, 3, 3.9], true],
  ['that begins there and is left', [2, 3], false],
  ['of which no frame was shown', [], undefined],
])('an ad %s', (_, seconds, complete) => {
  expect(isComplete(...seconds)).toBe(complete);
});

test.each([[null], [NaN], [-1], [0], [Infinity]])('nothing is known of an ad whose length is %s', (length) => {
  const shown = createShownTime();
  shown.begin();
  shown.pass(0);
  shown.pass(4);
  expect(shown.isComplete(length)).toBeUndefined();
});

test('the next ad is measured from its own start', () => {
  const shown = createShownTime();
  shown.begin();
  for (const second of [0, 1, 2, 3, 4]) shown.pass(second);
  shown.begin();
  for (const second of [0, 1]) shown.pass(second);
  expect(shown.isComplete(4)).toBe(false);
});
