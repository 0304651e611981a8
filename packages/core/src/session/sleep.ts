import { isDownloaded } from '../wire/downloaded';
import { SILENCE_MS } from './idle';
import type { At } from './input';
import { act } from './queue';
import { playbackOf, type Draft } from './state';

/** Time that is missing by less is the play of timers and of players that report their place now and then. */
const MISSING_MS = 2_000;
/** Where the playhead proves nothing: browsers let the timers of a hidden page ring once in a minute. */
const THROTTLED_MS = 60_000;

/**
 * Time in which the playhead cannot have moved is no content (D28): the machine slept, or its clock was set forward. The viewing
 * pauses at the last moment that is known (`last`), and goes on where the playhead moves again.
 */
export function noteSleep(s: Draft, last: At, timer: number, isKnown: boolean): void {
  const gap = s.time - last.time;
  const moved = s.playhead - last.playhead;
  if (s.isAsleep) {
    if (moved > 0 && isKnown) wake(s, last, moved);
    return;
  }
  if (gap <= MISSING_MS || s.dormant || playbackOf(s) !== 'play') return;
  if (gap >= SILENCE_MS && !isDownloaded(s.content!.params)) return;
  const isProof = isKnown && last.playhead >= 0 && !s.adBreak;
  // A timer that rings when it should proves that the machine was awake.
  const late = s.time - timer;
  const missing = isProof ? Math.min(late, gap - (moved * 1_000) / s.pace) : late - THROTTLED_MS;
  // A jump is none of it.
  if (moved < 0 || missing <= MISSING_MS) return;
  act(s, { type: 'pauseStart', at: last });
  s.isAsleep = true;
  if (!isProof || moved > 0) wake(s, last, isProof ? moved : 0);
}

/** Frames run again since the playhead moves. */
function wake(s: Draft, last: At, moved: number): void {
  s.isAsleep = undefined;
  if (s.moved) s.moved = { time: s.time, playhead: s.playhead };
  const time = Math.max(last.time, s.time - (moved * 1_000) / s.pace);
  act(s, { type: 'play', at: { time, playhead: moved ? last.playhead : s.playhead } });
}
