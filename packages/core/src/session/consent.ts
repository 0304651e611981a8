import type { Action } from './input';
import { activeStates, cancelStart, createStart } from './pending';
import { apply, applyQueue } from './protocol/actions';
import { eventOfPlayback } from './protocol/playback';
import { currentStart, isTracked, newTracked, playbackOf, type Draft, type PendingStart, type TrackedDraft } from './state';

/** Follows the viewing that waits without sending it, for there is no consent. */
export function withhold(s: Draft, { given, isResumed, queue }: PendingStart): void {
  const { at } = s;
  cancelStart(s);
  s.tracked = newTracked({ params: {}, customMetadata: {} }, given, {});
  s.tracked.isSuspended = true;
  s.tracked.withheld = { isResumed: !!isResumed };
  for (const action of queue) apply(s, action);
  s.at = at;
}

/** Consent was withdrawn: nothing more is sent, and what goes on is only followed. */
export function withdrawConsent(s: Draft, isUnsent?: boolean): void {
  const start = currentStart(s);
  s.history.isWithdrawn = true;
  if (start) withhold(s, start);
  else if (isTracked(s) && !s.tracked.withheld) {
    s.tracked.withheld = { isResumed: !isUnsent || s.tracked.content.params['media.resume'] === true };
    s.tracked.isSuspended = true;
    applyQueue(s);
  }
  s.pending.starts = [];
}

/** With consent, what was withheld becomes a start whose queue reports where the viewing is. */
export function reopenWithheld(s: TrackedDraft): void {
  const { reported, given, withheld } = s.tracked;
  const action = (type: Action['type'], span: object | undefined): Action[] => (span ? [{ ...span, type }] : []);
  const { playback } = s.tracked;
  const now = playbackOf(s);
  const queue = [
    ...action('chapterStart', reported.chapter),
    ...action('adBreakStart', reported.adBreak),
    ...action('adStart', reported.ad),
    ...activeStates(reported.states),
    // A pause is over: the viewer asked to play.
    ...action(eventOfPlayback[now] as Action['type'], /init|pause/.test(now) ? undefined : { playback }),
  ];
  (s as Draft).tracked = undefined;
  createStart(s, given, { isResumed: withheld!.isResumed, queue });
}
