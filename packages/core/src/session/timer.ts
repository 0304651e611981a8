import { frozenAt } from './player/stalls';
import { nextEventAt, nextPingAt } from './protocol/heartbeat';
import { isPlaying, type Draft, type Session } from './state';

/** Content that was unloaded is waited for so long (D27). */
const RETURN_MS = 1_000;

/** The earliest time at which something is due by itself (R-25a). While an action is deferred, nothing else is. */
export function nextDueAt(s: Session): number {
  const { config, viewing, tracked } = s;
  const { deferred, unloadedAt, bitrateChangeDueAt = Infinity, focusChangeDueAt = Infinity } = viewing;
  if (unloadedAt) return unloadedAt.time + RETURN_MS;
  if (deferred) return deferred.dueAt;
  if (tracked?.isSuspended) {
    if (tracked.withheld) return Infinity;
    return tracked.resumeAfterPlayhead !== undefined
      ? nextPingAt({ tracked, config })
      : (isPlaying(s) && tracked.retryAt) || Infinity;
  }
  const [start] = s.pending.starts;
  if (!tracked && !start) return Infinity;
  // An answer of the page is waited for as long as it takes.
  const opensAt = start
    ? start.info && !start.isLastRequest
      ? start.lengthDeadline
      : Infinity
    : (tracked!.queueDeadline ?? nextEventAt(s));
  return Math.min(bitrateChangeDueAt, focusChangeDueAt, frozenAt(s), opensAt);
}

/** Asks for a timer when something is due earlier than the timer that is set. */
export function setTimer(s: Draft): void {
  const { clock, effects } = s;
  const next = nextDueAt(s);
  if (next === Infinity) {
    if (clock.timerDueAt !== undefined) effects.push({ do: 'clearTimer' });
    clock.timerDueAt = undefined;
  } else if (!(clock.timerDueAt! <= next) || clock.timerDueAt! <= clock.now) {
    clock.timerDueAt = next;
    effects.push({ do: 'setTimer', after: next - clock.now });
  }
}
