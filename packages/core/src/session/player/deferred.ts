import { inspect } from '../../wire/form';
import type { Action } from '../input';
import { enqueue } from '../pending';
import { apply, applyQueue, isBreakStart, isEnding } from '../protocol/actions';
import { currentStart, isTracked, type Draft } from '../state';
import { newMovement, newViewing } from '../viewing';

/** An ad break waits so long for its first ad, and an ad for its data (P-10). */
export const AD_WAIT_MS = 250;

/** Keeps an action, with its own time and place, until it is clear whether what follows cancels it. */
export function defer(s: Draft, ms: number, action: Action): void {
  s.viewing.deferred = { dueAt: s.at.time + ms, action: { at: s.at, ...action } };
}

/** Whether a break or an ad is deferred, and not a seek: whatever follows commits it. */
export const isAdDeferred = ({ viewing: { deferred } }: Draft): boolean => /^ad/.test(deferred?.action.type ?? '');

/** Whether an action of this type is deferred. */
export const isDeferred = ({ viewing: { deferred } }: Draft, type: Action['type']): boolean => deferred?.action.type === type;

/** Submits the deferred action: no later event cancelled it. */
export function commitDeferred(s: Draft): void {
  const { viewing } = s;
  const { deferred } = viewing;
  if (!deferred) return;
  let { action }: { action: Action } = deferred;
  if (!isAdDeferred(s)) viewing.activity = 'playing';
  if (action.type === 'bufferStart') viewing.isStalled = true;
  viewing.deferred = undefined;
  if (action.params) {
    viewing.adFirstFrameAt = undefined;
    const form = inspect(s.effects, action.type, action.params, action.customMetadata);
    if (!form) return;
    if (isBreakStart(action)) viewing.adBreakCount++;
    else viewing.adCount++;
    action = { ...action, ...form };
  }
  // The viewer paused before the content went on after its break.
  const isPaused = action.type === 'adBreakComplete' && viewing.activity === 'paused';
  if (isPaused && s.tracked) s.tracked.playback = { ...s.tracked.playback, intended: 'pause' };
  submit(s, action);
  if (isPaused) submit(s, { type: 'pauseStart' });
}

/** Passes an action to the session: at once, or when the start has its data and no pre-roll can come any more. */
export function submit(s: Draft, undated: Action): void {
  const { at } = s;
  const { wasCompleted } = s.viewing;
  const action = { at, ...undated, ...(wasCompleted && isEnding(undated) && { wasCompleted }) };
  // The service has ended a session that was silent for too long: no completion is sent.
  const isCompleted = action.type === 'sessionComplete' && !s.tracked?.isSuspended;
  if (isAdDeferred(s)) commitDeferred(s);
  const start = currentStart(s);
  if (start) enqueue(s, start, action);
  else if (!isTracked(s) || !s.tracked.queueDeadline) apply(s, action);
  else {
    const { tracked } = s;
    tracked.queue = [...tracked.queue, action];
    if (isEnding(action) || isBreakStart(action) || at.time >= tracked.queueDeadline!) applyQueue(s);
  }
  if (isEnding(action)) {
    s.viewing = newViewing();
    s.viewing.wasCompleted = isCompleted || wasCompleted;
    s.movement = newMovement();
  }
  s.at = at;
}
