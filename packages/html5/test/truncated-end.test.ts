import type { Intent } from '@media-collection/core';
import { expect, test } from 'vitest';
import { detectTruncatedEnd } from '../src/index';

/** What becomes of an end where a length was promised and another came of it. */
function endOf(promised: readonly number[], duration: number): Intent {
  const emitted: Intent[] = [];
  const emit = detectTruncatedEnd(
    'player.shortened',
    () => duration,
    (intent) => emitted.push(intent),
  );
  for (const seconds of promised) emit({ type: 'durationKnown', seconds });
  emit({ type: 'ended' });
  return emitted.at(-1)!;
}

test.each([
  ['as long as announced', [60], 60],
  ['a little shorter than announced', [60], 55],
  ['longer than announced', [60], 70],
  ['of no length that anybody knew', [], 4],
  ['live until then', [86_400], 600],
])('content that is %s ends', (_, promised, duration) => {
  expect(endOf(promised, duration)).toEqual({ type: 'ended' });
});

test.each([
  ['from the first word', [60]],
  ['after the player had told the element', [60, 4.08]],
])('content that was cut short %s is broken', (_, promised) => {
  expect(endOf(promised, 4.08)).toEqual({ type: 'failed', id: 'player.shortened' });
});

test('what was promised of other content does not count', () => {
  const emitted: Intent[] = [];
  const emit = detectTruncatedEnd(
    'player.shortened',
    () => 4,
    (intent) => emitted.push(intent),
  );
  for (const intent of [
    { type: 'durationKnown', seconds: 60 },
    { type: 'unloaded' },
    { type: 'durationKnown', seconds: 4 },
    { type: 'ended' },
  ] as const)
    emit(intent);
  expect(emitted.at(-1)).toEqual({ type: 'ended' });
});

test.each([
  ['is not told as played through where the content was cut short', 4, ['durationKnown', 'chapter', 'failed']],
  ['is where it was not', 60, ['durationKnown', 'chapter', 'chapter', 'ended']],
])('the last chapter %s', (_, duration, words) => {
  const emitted: Intent[] = [];
  const emit = detectTruncatedEnd(
    'player.shortened',
    () => duration,
    (intent) => emitted.push(intent),
  );
  emit({ type: 'durationKnown', seconds: 60 });
  emit({ type: 'chapter', chapter: { index: 1, start: 0, end: 30 } });
  emit({ type: 'chapter', chapter: undefined });
  emit({ type: 'ended' });
  expect(emitted.map(({ type }) => type)).toEqual(words);
});
