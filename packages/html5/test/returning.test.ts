import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Intent } from '@media-collection/core';
import { createReturn } from '../src/index';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

/** Content that its player has let go of; what was emitted since. */
function away(mayReturn = true) {
  const emitted: Intent[] = [];
  const at = { isPlaced: false };
  const back = createReturn(
    () => at.isPlaced,
    (intent) => emitted.push(intent),
  );
  back.ofPlayer({ type: 'unload', ...(mayReturn && { mayReturn }) });
  emitted.length = 0;
  return { ...back, at, emitted };
}

test('the wish to play content that may return is emitted with its time, once the place is known', () => {
  const { ofPlayer, ofElement, at, emitted } = away();
  ofPlayer({ type: 'start' });
  vi.advanceTimersByTime(80);
  ofElement({ type: 'start' });
  ofElement({ type: 'wait' });
  vi.advanceTimersByTime(20);
  expect(emitted).toEqual([{ type: 'wait' }]);
  at.isPlaced = true;
  ofElement({ type: 'length', seconds: 20 });
  ofElement({ type: 'run' });
  expect(emitted.slice(1)).toEqual([{ type: 'start', ago: 100 }, { type: 'length', seconds: 20 }, { type: 'run' }]);
});

test('where the place is known the wish is emitted at once', () => {
  const { ofElement, at, emitted } = away();
  at.isPlaced = true;
  ofElement({ type: 'start', playhead: 2 });
  ofElement({ type: 'length', seconds: 20 });
  expect(emitted).toEqual([
    { type: 'start', playhead: 2 },
    { type: 'length', seconds: 20 },
  ]);
});

test('content that nobody wishes to play, or not any more, is back', () => {
  const { ofElement, emitted } = away();
  ofElement({ type: 'start' });
  ofElement({ type: 'halt' });
  ofElement({ type: 'length', seconds: 20 });
  expect(emitted).toEqual([{ type: 'halt' }, { type: 'returned' }, { type: 'length', seconds: 20 }]);
});

test('a wish that fails is a viewing, a failure that nobody wished for is none', () => {
  const wished = away();
  wished.ofElement({ type: 'start' });
  wished.ofPlayer({ type: 'fail', id: 'x' });
  expect(wished.emitted).toEqual([
    { type: 'start', ago: 0 },
    { type: 'fail', id: 'x' },
  ]);
  const other = away();
  other.ofPlayer({ type: 'fail', id: 'x' });
  expect(other.emitted).toEqual([{ type: 'fail', id: 'x' }]);
});

test('other content is not waited for, and forgets a wish that was', () => {
  const { ofPlayer, ofElement, emitted } = away();
  ofElement({ type: 'start' });
  ofPlayer({ type: 'unload' });
  ofElement({ type: 'start' });
  ofElement({ type: 'length', seconds: 20 });
  expect(emitted).toEqual([{ type: 'unload' }, { type: 'start' }, { type: 'length', seconds: 20 }]);
});

test('an element that leaves the document still knows its place', () => {
  const emitted: Intent[] = [];
  const { ofElement } = createReturn(
    () => true,
    (intent) => emitted.push(intent),
  );
  const intents: Intent[] = [{ type: 'unload', mayReturn: true }, { type: 'length', seconds: 20 }, { type: 'returned' }];
  intents.forEach(ofElement);
  expect(emitted).toEqual(intents);
});
