import { isDownloaded } from '../wire/downloaded';
import { SILENCE_MS } from './idle';
import type { At, Cue } from './input';
import { enqueue } from './pending';
import { act } from './queue';
import { currentStart, isLive, playbackOf, type Draft } from './state';

/** Time that is missing by less is the play of timers and of players that report their place now and then. */
export const MISSING_MS = 2_000;
/** Where the playhead proves nothing: browsers let the timers of a hidden page ring once in a minute. */
const THROTTLED_MS = 60_000;
/** A playhead that moved by more on a machine that woke just now was moved, and did not run there. */
const JUMP_MS = 10_000;

/** Whether the viewing plays, by the latest of what is queued, or else by what was reported. */
export function plays(s: Draft): boolean {
  const words = (currentStart(s)?.queue ?? s.queue).filter(({ type }) => /^(play|pause|buffer|seek)/.test(type));
  const last = words[words.length - 1]?.type;
  return last ? /^play|Complete$/.test(last) : playbackOf(s) === 'play';
}

/** Reports a cue at once, or queues it where the viewing waits. */
function report(s: Draft, cue: Cue): void {
  const start = currentStart(s);
  if (start) enqueue(s, start, cue);
  else if (s.queueUntil) s.queue = [...s.queue, cue];
  else act(s, cue);
}

/**
 * Time in which the playhead cannot have moved is no content (D28): the machine slept, or its clock was set forward. The viewing
 * pauses at the last moment that is known (`last`), and goes on where the playhead moves again.
 */
export function noteSleep(s: Draft, last: At, timer: number | undefined, isKnown: boolean): void {
  const gap = s.time - last.time;
  const moved = s.playhead - last.playhead;
  if (s.isAsleep) {
    if (moved > 0 && isKnown) wake(s, last, moved);
    return;
  }
  if (gap <= MISSING_MS || s.dormant) return;
  const isProof = isKnown && last.playhead >= 0 && !s.adBreak && !s.pod;
  // A timer that rings when it should proves that the machine was awake.
  const late = s.time - (timer ?? (isProof ? last.time : s.time));
  // Nobody waited for the first frame either.
  if (timer && late > MISSING_MS) s.wished = undefined;
  if (gap >= SILENCE_MS && s.content && !isDownloaded(s.content.params)) return;
  const ran = (moved * 1_000) / s.pace;
  // One that rings so late proves that it slept; the playhead of a live stream goes by the clock, or jumps to the live edge.
  const isCertain = !!timer && late > THROTTLED_MS + MISSING_MS;
  const isMoved = isCertain && ran > JUMP_MS && isLive(s.content?.params ?? currentStart(s)?.answer?.params);
  const isPlace = isProof && !isMoved;
  if (isPlace ? moved < 0 || Math.min(late, gap - ran) <= MISSING_MS : !isCertain) return;
  if (plays(s)) {
    report(s, { type: 'pauseStart', at: last });
    s.isAsleep = true;
    if (!isPlace || moved > 0) wake(s, last, isPlace ? moved : 0);
  } else if (s.buffering) {
    report(s, { type: 'pauseStart', at: last });
    report(s, { type: 'bufferStart', at: { time: s.time, playhead: s.playhead } });
  }
}

/** Frames run again since the playhead moves. */
function wake(s: Draft, last: At, moved: number): void {
  s.isAsleep = undefined;
  if (s.moved) s.moved = { time: s.time, playhead: s.playhead };
  const time = Math.max(last.time, s.time - (moved * 1_000) / s.pace);
  report(s, { type: 'play', at: { time, playhead: moved ? last.playhead : s.playhead } });
}
