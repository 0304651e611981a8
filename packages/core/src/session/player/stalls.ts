import type { Moment } from '../input';
import { isPlaying, type Draft, type Session } from '../state';
import { submit } from './deferred';

/** A playhead that stands still for so long while the player reports that it plays is buffering (P-4). */
const FROZEN_MS = 1_000;
/** Content that has ended waits for a post-roll no longer than this before it is paused. */
const ENDED_MS = 250;

/** Data are missing: the player stalls, or a pause ends in a stall (D30). */
export function startStall(s: Draft, at: Moment = s.at): void {
  const { viewing } = s;
  viewing.activity = 'playing';
  viewing.isStalled = true;
  viewing.resumeRequestedAt = undefined;
  submit(s, { type: 'bufferStart', at });
}

/** When a playhead that stands still means that data are missing, because the player plays or was asked to. */
export const frozenAt = (s: Session): number => {
  const { movement, tracked, viewing } = s;
  if (tracked?.reported.adBreak || viewing.pendingAdBreak) return Infinity;
  const plays = tracked ? isPlaying(s) : viewing.activity === 'playing' && !viewing.isStalled && !viewing.isAsleep;
  const since = viewing.resumeRequestedAt ?? (plays ? movement.lastProgress : undefined);
  return since ? since.time + (viewing.hasContentEnded ? ENDED_MS : FROZEN_MS) : Infinity;
};
