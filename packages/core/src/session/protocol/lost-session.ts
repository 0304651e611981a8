import type { Input } from '../input';
import type { SessionSnapshot } from '../snapshot';
import { isActive, isPlaying, isTracked, type Draft, type TrackedDraft } from '../state';
import { IDLE_MS, PING_MS } from './heartbeat';
import { resume } from './resume';

/**
 * Replaces a session that the service does not know any more. The new one reports what the service knew before the refused event,
 * just before it in time; the refused event and those behind it follow unchanged.
 */
function replace(s: TrackedDraft, before: SessionSnapshot, refused: { readonly playhead: number; readonly ts: number }): void {
  const { at, tracked } = s;
  const { lastTs, heartbeat } = tracked;
  // sessionStart, the playback state, two spans in a break, a chapter, and the states, 1 ms each.
  const ts = refused.ts - 5 - Object.keys(before.states).length;
  s.at = { time: ts + s.clock.sessionOffset, playhead: refused.playhead };
  resume(s, before, before.playback);
  s.effects.push({ do: 'adoptQueue' });
  s.at = at;
  Object.assign(tracked, { lastTs, heartbeat });
}

/** Handles the refusal of an event by a service that does not know the session any more. */
export function handleLostSession(s: Draft, { event, before, wasDelivered }: Extract<Input, { type: 'sessionLost' }>): void {
  if (!isTracked(s) || !isActive(s)) return;
  const { tracked, history } = s;
  const plays = isPlaying(s);
  history.lostInARow = wasDelivered ? 0 : history.lostInARow + 1;
  const { lostInARow } = history;
  if (plays && event.eventType !== 'ping' && lostInARow < 2) return replace(s, before, event.playerTime);
  tracked.isSuspended = true;
  tracked.resumeAfterPlayhead = plays ? event.playerTime.playhead : undefined;
  tracked.heartbeat = { ...tracked.heartbeat, lastAt: s.at.time };
  if (lostInARow > 1) tracked.retryAt = s.at.time + Math.min(IDLE_MS, PING_MS * 2 ** (lostInARow - 2));
}
