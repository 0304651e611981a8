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
  back.ofPlayer({ type: 'unloaded', ...(mayReturn && { mayReturn }) });
  emitted.length = 0;
  return { ...back, at, emitted };
}

test('the request to play content that may return is emitted with its time, once the place is known', () => {
  const { ofPlayer, ofElement, at, emitted } = away();
  ofPlayer({ type: 'playRequested' });
  vi.advanceTimersByTime(80);
  ofElement({ type: 'playRequested' });
  ofElement({ type: 'waiting' });
  vi.advanceTimersByTime(20);
  expect(emitted).toEqual([{ type: 'waiting' }]);
  at.isPlaced = true;
  ofElement({ type: 'durationKnown', seconds: 20 });
  ofElement({ type: 'playing' });
  expect(emitted.slice(1)).toEqual([
    { type: 'playRequested', agoMs: 100 },
    { type: 'durationKnown', seconds: 20 },
    { type: 'playing' },
  ]);
});

test('where the place is known the request is emitted at once', () => {
  const { ofElement, at, emitted } = away();
  at.isPlaced = true;
  ofElement({ type: 'playRequested', playhead: 2 });
  ofElement({ type: 'durationKnown', seconds: 20 });
  expect(emitted).toEqual([
    { type: 'playRequested', playhead: 2 },
    { type: 'durationKnown', seconds: 20 },
  ]);
});

test('content that nobody asks to play, or not any more, is back', () => {
  const { ofElement, emitted } = away();
  ofElement({ type: 'playRequested' });
  ofElement({ type: 'paused' });
  ofElement({ type: 'durationKnown', seconds: 20 });
  expect(emitted).toEqual([{ type: 'paused' }, { type: 'returned' }, { type: 'durationKnown', seconds: 20 }]);
});

test('a request that fails is a viewing, a failure without a request is none', () => {
  const requested = away();
  requested.ofElement({ type: 'playRequested' });
  requested.ofPlayer({ type: 'failed', id: 'x' });
  expect(requested.emitted).toEqual([
    { type: 'playRequested', agoMs: 0 },
    { type: 'failed', id: 'x' },
  ]);
  const other = away();
  other.ofPlayer({ type: 'failed', id: 'x' });
  expect(other.emitted).toEqual([{ type: 'failed', id: 'x' }]);
});

test('other content is not waited for, and forgets a request that was', () => {
  const { ofPlayer, ofElement, emitted } = away();
  ofElement({ type: 'playRequested' });
  ofPlayer({ type: 'unloaded' });
  ofElement({ type: 'playRequested' });
  ofElement({ type: 'durationKnown', seconds: 20 });
  expect(emitted).toEqual([{ type: 'unloaded' }, { type: 'playRequested' }, { type: 'durationKnown', seconds: 20 }]);
});

test('an element that leaves the document still knows its place', () => {
  const emitted: Intent[] = [];
  const { ofElement } = createReturn(
    () => true,
    (intent) => emitted.push(intent),
  );
  const intents: Intent[] = [{ type: 'unloaded', mayReturn: true }, { type: 'durationKnown', seconds: 20 }, { type: 'returned' }];
  intents.forEach(ofElement);
  expect(emitted).toEqual(intents);
});
