import type { Emit } from '@media-collection/core';
import { DAY_S } from './live-position';

/** A duration below this share of the longest one announced means that the media were truncated; smaller corrections are normal. */
const TRUNCATED_BELOW = 0.9;

/**
 * Takes an end for an error where the content had become much shorter than its announced length: engines that meet broken data
 * end their media early, and the element fires `ended` (P-9).
 */
export function detectTruncatedEnd(id: string, duration: () => number | undefined, emit: Emit): Emit {
  /** The longest duration that was announced, in seconds. */
  let announced = 0;
  return (intent) => {
    if (intent.type === 'unloaded' && !intent.mayReturn) announced = 0;
    if (intent.type === 'durationKnown' && intent.seconds < DAY_S) announced = Math.max(announced, intent.seconds);
    // The last chapter is closed just before the end, and was not played through either.
    const isOver = /^(ended|contentEnded)$/.test(intent.type) || (intent.type === 'chapter' && !intent.chapter);
    if (!isOver || !(duration()! < announced * TRUNCATED_BELOW)) emit(intent);
    else if (intent.type === 'ended') emit({ type: 'failed', id });
  };
}
