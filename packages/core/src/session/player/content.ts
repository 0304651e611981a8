import { commitDeferred, isAdDeferred, isDeferred, submit } from './deferred';
import { dropBreak } from './ad-breaks';
import { hasViewing, type Draft } from '../state';

/** Commits a deferred `play`: another event arrived before the seek could turn into a scrub, so playback did go on. */
export function confirmPlaying(s: Draft): void {
  if (isDeferred(s, 'play')) commitDeferred(s);
}

/** Ends a seek, one way or another. */
export function finishSeek(s: Draft): void {
  confirmPlaying(s);
  if (!isAdDeferred(s)) s.viewing.deferred = undefined;
}

/** Ends the viewing; content that was played to its end is completed, once, however its viewing ends (D36). */
export function endWith(s: Draft, type: 'sessionComplete' | 'sessionEnd'): void {
  finishSeek(s);
  dropBreak(s);
  const { hasContentEnded, wasCompleted } = s.viewing;
  if (hasViewing(s)) submit(s, { type: wasCompleted ? 'sessionEnd' : hasContentEnded ? 'sessionComplete' : type });
  const { viewing } = s;
  viewing.isUntracked = viewing.wasInterrupted = viewing.hasContentEnded = undefined;
}

/** Ends the viewing of content that goes; nothing is known of the place of other content. */
export function endContent(s: Draft): void {
  endWith(s, 'sessionEnd');
  const { viewing } = s;
  viewing.hasFailed = false;
  viewing.activity = viewing.unloadedAt = undefined;
  s.player.playhead = -1;
}

/** Unloads the content: nothing is known of the bitrate of other content either. */
export function unload(s: Draft): void {
  endContent(s);
  s.player = { playhead: -1, states: s.player.states };
}

/** Ends the session of content that failed. */
export function fail(s: Draft): void {
  unload(s);
  s.viewing.hasFailed = true;
}

/** Ends the session of content that failed while what was buffered still played. True when the content has failed. */
export function endIfFailed(s: Draft): boolean {
  if (s.viewing.hasFailed && s.tracked) fail(s);
  return !!s.viewing.hasFailed;
}
