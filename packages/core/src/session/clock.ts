import { isCount } from '../wire/form';
import type { Input } from './input';
import { commitDeferred } from './player/deferred';
import { detectSleep, MISSING_MS, plays } from './player/sleep';
import { applyQueue } from './protocol/actions';
import { SILENCE_MS } from './protocol/heartbeat';
import { hasViewing, isActive, isTracked, type Draft } from './state';

/** A wall clock that goes back by more than this was set; less is timer jitter. */
const JITTER_MS = 1_000;
/** The latest time of a `Date`. From about there on, adding a second to a number changes nothing, and what is due would be due for ever. */
const LATEST_MS = 8.64e15;
/** Nothing is believed to have happened longer ago, or to have taken longer: every ping since then would be due at once. */
const LONGEST_MS = 3_600_000;

/**
 * Takes the time and the playhead of an input. Time never falls in a session (D2); a playhead that is no number from 0 is the last
 * one that was.
 */
export function updateClock(s: Draft, input: Input): void {
  const { clock } = s;
  const before = clock.now;
  const hasSession = s.tracked ? isActive(s) : s.pending.starts.length > 0;
  const { timerDueAt } = clock;
  const isRing = input.type === 'tick' && timerDueAt !== undefined;
  const time = Number.isFinite(input.time) && Math.abs(input.time) <= LATEST_MS ? input.time + clock.offset : before;
  // The monotonic clock proves how much time has passed; it may stand while the machine sleeps.
  const passed = Math.max(input.elapsed! - clock.elapsed!, 0);
  clock.elapsed = input.elapsed;
  // A timer proves that its time has passed, whatever the wall clock shows.
  let least = isRing ? Math.max(before, timerDueAt) : before;
  if (passed <= LONGEST_MS && before + passed - time > JITTER_MS) least = Math.max(least, before + passed);
  if (least - time > (hasSession ? JITTER_MS : 0)) clock.offset += least - time;
  // Where no session is open, the wall clock counts as it is.
  if (!hasSession) clock.sessionOffset = clock.offset;
  if (isRing) clock.timerDueAt = undefined;
  const gap = Math.max(time, least) - before;
  // An open session wakes at least every 10 s for a ping, so a gap of ten minutes means that the machine slept.
  const hasSlept = isActive(s) && gap >= SILENCE_MS;
  // What was deferred happened before the gap.
  if (gap > MISSING_MS && !s.viewing.unloadedAt) commitDeferred(s);
  if (hasSlept && isTracked(s) && s.tracked.queueDeadline) applyQueue(s);
  clock.now = before + gap;
  const { playhead } = s.player;
  if (hasSlept) s.sleptAtPlayhead = Math.max(playhead, 0);
  // An answer of the page does not locate a player that is not playing: it may be about to jump.
  const place = input.type === 'infoReceived' && !plays(s) ? undefined : input.playhead;
  const isKnown = isCount(place);
  if (place !== undefined) s.player.isPlayheadUnknown = !isKnown;
  if (isKnown) s.player.playhead = place!;
  // Without a playhead it is not known whether it moves.
  else if (place !== undefined) s.movement.lastProgress = undefined;
  if (hasViewing(s)) detectSleep(s, { time: before, playhead }, timerDueAt, isKnown, passed);
  const { agoMs } = input;
  // After a sleep nothing happened before it.
  const isPast = isCount(agoMs) && agoMs! <= LONGEST_MS && !hasSlept;
  s.at = { time: clock.now - (isPast ? agoMs! : 0), playhead: s.player.playhead };
}
