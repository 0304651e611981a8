import { isCount } from '../../wire/form';
import type { Input } from '../input';
import type { Draft, Session } from '../state';
import { MISSING_MS } from './sleep';

/** A change of the playhead within this time shows how fast the content plays. */
export const PACE_MS = 1_000;

const NONE: Draft['effects'] = [];

/** Seconds of the content in a second of time, in quarters; at least one quarter. */
export const paceOf = (movedMs: number, elapsedMs: number): number => Math.max(0.25, Math.round((4 * movedMs) / elapsedMs) / 4);

/**
 * A plain movement: nothing but the playhead and the time of an open session is new. Players report it several
 * times a second, so it has a short way to the session that `reduce` would reach by the long one; undefined for anything else.
 */
export function move(before: Session, { type, time: wallTime, elapsed, playhead, agoMs, qoe }: Input): Draft | undefined {
  const { clock, player, movement, viewing, tracked } = before;
  const { lastProgress } = movement;
  if (type !== 'progress' || !tracked || !lastProgress || agoMs !== undefined || !isCount(playhead)) return undefined;
  const { reported } = tracked;
  // Neither an ad is under way, nor a stall that the movement would end. Only a seek may wait for what follows: the movement does not end it.
  if (reported.adBreak || tracked.isSuspended || tracked.queueDeadline || tracked.playback.isBuffering) return undefined;
  if (viewing.pendingAdBreak || viewing.unloadedAt || viewing.isStalled || viewing.isAsleep) return undefined;
  if (viewing.deferred && viewing.deferred.action.type !== 'play') return undefined;
  for (const key in qoe) if (reported.qoe[key as keyof typeof qoe] !== qoe[key as keyof typeof qoe]) return undefined;
  // Nothing is due before the timer rings, and the movement puts nothing forward.
  const now = wallTime + clock.offset;
  if (!Number.isFinite(wallTime) || !(now >= clock.now && now - clock.now <= MISSING_MS && now < clock.timerDueAt!))
    return undefined;
  const at = { time: now, playhead: playhead! };
  const movedMs = (at.playhead - lastProgress.playhead) * 1_000;
  const elapsedMs = now - lastProgress.time;
  return {
    config: before.config,
    clock: { ...clock, now, elapsed },
    history: before.history,
    player: { ...player, playhead: at.playhead, isPlayheadUnknown: false },
    movement: movedMs
      ? {
          pace: movedMs > 0 && elapsedMs > 0 && elapsedMs < PACE_MS ? paceOf(movedMs, elapsedMs) : movement.pace,
          lastProgress: at,
        }
      : movement,
    viewing,
    pending: before.pending,
    tracked,
    effects: NONE,
    at,
    mustReportPlayback: false,
  };
}
