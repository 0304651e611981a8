import { isDownloaded } from '../../wire/downloaded';
import type { Action, Moment } from '../input';
import { enqueue } from '../pending';
import { apply } from '../protocol/actions';
import { SILENCE_MS } from '../protocol/heartbeat';
import { currentStart, isLive, isPlaying, type Draft } from '../state';

/** A gap of less is timer jitter, or a player that reports its place now and then. */
export const MISSING_MS = 2_000;
/** Browsers let the timers of a hidden page ring only once a minute, so a timer that is late by less proves no sleep. */
const THROTTLED_MS = 60_000;
/** A playhead that moved by more, in ms, while the machine slept jumped. */
const JUMP_MS = 10_000;

/** Whether the viewing plays, by the latest action in its queue, or else by what was reported. */
export function plays(s: Draft): boolean {
  const queue = currentStart(s)?.queue ?? s.tracked?.queue ?? [];
  const last = queue.filter(({ type }) => /^(play|pause|buffer|seek)/.test(type)).pop();
  return last ? /^play|Complete$/.test(last.type) : isPlaying(s);
}

/** Applies an action at once, or queues it where the viewing waits. */
function applyOrQueue(s: Draft, action: Action): void {
  const { tracked } = s;
  const start = currentStart(s);
  if (start) enqueue(s, start, action);
  else if (tracked?.queueDeadline) tracked.queue = [...tracked.queue, action];
  else apply(s, action);
}

/**
 * Detects time in which the playhead cannot have moved (D28): the machine slept, or its clock was set forward. The viewing
 * pauses at the last moment that is known (`last`), and goes on where the playhead moves again. `passedMs`: by the
 * monotonic clock, which stands while a machine sleeps, but not under Windows (https://github.com/w3c/hr-time/issues/115).
 */
export function detectSleep(
  s: Draft,
  last: Moment,
  timerDueAt: number | undefined,
  isPlayheadKnown: boolean,
  passedMs: number,
): void {
  const { clock, movement, player, tracked, viewing } = s;
  const gap = clock.now - last.time;
  const moved = player.playhead - last.playhead;
  if (viewing.isAsleep) {
    if (moved > 0 && isPlayheadKnown) wake(s, last, moved);
    return;
  }
  if (gap <= MISSING_MS || tracked?.isSuspended) return;
  const isKnown = isPlayheadKnown && last.playhead >= 0 && !tracked?.reported.adBreak && !viewing.pendingAdBreak;
  // A timer that rings when it should proves that the machine was awake.
  const lateBy = clock.now - (timerDueAt ?? (isKnown ? last.time : clock.now));
  // Time to start does not include sleep.
  if (timerDueAt && lateBy > MISSING_MS) viewing.playRequestedAt = undefined;
  if (gap >= SILENCE_MS && tracked && !isDownloaded(tracked.content.params)) return;
  const movedMs = (moved * 1_000) / movement.pace;
  const hasStood = gap - passedMs > MISSING_MS && lateBy > MISSING_MS;
  // A timer that is so late proves that the machine slept, too; the playhead of a live stream goes by the clock, or jumps to the live edge.
  const isCertain = hasStood || (!!timerDueAt && lateBy > THROTTLED_MS + MISSING_MS);
  const hasJumped = isCertain && movedMs > JUMP_MS && isLive(tracked?.content.params ?? currentStart(s)?.info?.params);
  const isProof = isKnown && !hasJumped;
  if (isProof ? moved < 0 || Math.min(lateBy, gap - movedMs) <= MISSING_MS : !isCertain) return;
  // A longer sleep keeps its pings where the start still waits: the service gives up a session whose events are ten minutes apart.
  const asleep = gap < SILENCE_MS ? { asleepUntil: clock.now } : undefined;
  if (plays(s)) {
    applyOrQueue(s, { type: 'pauseStart', at: last, ...asleep });
    viewing.isAsleep = true;
    // What passed awake was played, unless the page was frozen so long that its timer should have rung.
    if (!isProof) wake(s, last, 0, hasStood && passedMs <= timerDueAt! - last.time + THROTTLED_MS ? passedMs : 0);
    else if (moved > 0) wake(s, last, moved);
  } else if (tracked?.playback.isBuffering) {
    applyOrQueue(s, { type: 'pauseStart', at: last, ...asleep });
    applyOrQueue(s, { type: 'bufferStart', at: { time: clock.now, playhead: player.playhead } });
  }
}

/** Reports that frames run again since the playhead moves, or for so many milliseconds. */
function wake(s: Draft, last: Moment, moved: number, sinceMs = (moved * 1_000) / s.movement.pace): void {
  const { movement, viewing } = s;
  const { now } = s.clock;
  const { playhead } = s.player;
  viewing.isAsleep = undefined;
  if (movement.lastProgress) movement.lastProgress = { time: now, playhead };
  const time = Math.max(last.time, now - sinceMs);
  applyOrQueue(s, { type: 'play', at: { time, playhead: moved ? last.playhead : playhead } });
}
