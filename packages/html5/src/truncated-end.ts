import type { Emit } from '@media-collection/core';
import { DAY_S } from './live-position';

/** A length may be corrected by the way, but not by so much of it. */
const SHARE = 0.9;

/**
 * Takes an end for an error where the content had become much shorter than its announced length: engines that meet broken data
 * end their media early, and the element fires `ended` (P-9).
 */
export function detectTruncatedEnd(id: string, duration: () => number | undefined, emit: Emit): Emit {
  /** Seconds. */
  let promised = 0;
  return (intent) => {
    if (intent.type === 'unloaded' && !intent.mayReturn) promised = 0;
    if (intent.type === 'durationKnown' && intent.seconds < DAY_S) promised = Math.max(promised, intent.seconds);
    // The last chapter is closed just before the end, and was not played through either.
    const isOver = /^(ended|contentEnded)$/.test(intent.type) || (intent.type === 'chapter' && !intent.chapter);
    if (!isOver || !(duration()! < promised * SHARE)) emit(intent);
    else if (intent.type === 'ended') emit({ type: 'failed', id });
  };
}
