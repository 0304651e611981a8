import type { QoeData } from '../wire/events';
import { inspect, isCount, sift } from '../wire/form';
import { updateClock } from './clock';
import { reopenWithheld, withdrawConsent } from './consent';
import type { Effect } from './effect';
import type { Action, Input } from './input';
import { receiveMedia } from './media-info';
import { createStart, openReady, replaceStart, stopWaitingForLength, updateQoe } from './pending';
import { keepBreak, receiveAd } from './player/ad-breaks';
import { confirmPlaying, endContent, endIfFailed, finishSeek } from './player/content';
import { commitDeferred, submit } from './player/deferred';
import { intentHandlers } from './player/intents';
import { move } from './player/movement';
import { giveUpReturn, handleWhileUnloaded } from './player/return';
import { emitSettled } from './player/settling';
import { frozenAt, startStall } from './player/stalls';
import { actions, applyQueue, isEnding } from './protocol/actions';
import { emitDue } from './protocol/heartbeat';
import { handleLostSession } from './protocol/lost-session';
import { currentStart, draftOf, hasViewing, isTracked, type Draft, type Session } from './state';
import { nextDueAt, setTimer } from './timer';

/** A session after an input, and what must be done now. */
export type Step = readonly [Session, readonly (Effect | string)[]];

/** The events that take parameters, and those that take custom metadata. */
const TAKES = {
  params: /^(session|ad|adBreak|chapter|state)Start$|^(stateEnd|error)$/,
  customMetadata: /^(session|ad|chapter)Start$/,
} as const;

/** Handles a quality update of the page. */
function handleQoe(s: Draft, { type, params }: Action): void {
  const values = sift(s.effects, type, params, isCount, 'a number from 0');
  confirmPlaying(s);
  if (hasViewing(s)) submit(s, { type, params: values, isManual: true });
  else updateQoe(s, values);
}

/** Handles a call of `track`. */
function handleTrack(s: Draft, action: Action): void {
  const { type, params, customMetadata } = action;
  const { effects } = s;
  if (!Object.hasOwn(actions, type)) effects.push(`${type} is ignored: there is no such event.`);
  else if (type === 'sessionStart' && !s.tracked && !currentStart(s)?.given) createStart(s, action);
  else if (type === 'qoe') handleQoe(s, action);
  else if (!hasViewing(s)) effects.push(`${type} is ignored: track sessionStart first.`);
  else {
    const form = inspect(effects, type, params, customMetadata);
    if (!form) return;
    for (const part of ['params', 'customMetadata'] as const)
      if (action[part] && Object.keys(action[part]).length && !TAKES[part].test(type))
        effects.push(`${type}: ${part} are left out: this event takes none.`);
    confirmPlaying(s);
    const submitForm = (): void => submit(s, { type, ...form, isManual: true });
    // The player does not know that the page ended its viewing.
    if (isEnding(action)) keepBreak(s, submitForm);
    else submitForm();
  }
}

type Handlers = { readonly [T in Input['type']]: (s: Draft, input: Extract<Input, { type: T }>) => void };

/** One handler for every input: a new input does not compile until it is handled. */
const handlers: Handlers = {
  ...intentHandlers,
  tick: () => {},
  hidden: ({ viewing }) => {
    viewing.playRequestedAt = undefined;
  },
  leave: (s) => {
    const { unloadedAt } = s.viewing;
    const { at } = s;
    // A page that is left a second time, without a play between, was interrupted all the same.
    const wasInterrupted = hasViewing(s) || s.viewing.wasInterrupted;
    // The content ends when it was unloaded; the same content may be back from the back/forward cache.
    s.at = unloadedAt ?? at;
    keepBreak(s, endContent);
    s.at = at;
    s.viewing.wasInterrupted = wasInterrupted;
  },
  sessionKept: (s) => {
    finishSeek(s);
    if (isTracked(s) && s.tracked.queueDeadline) applyQueue(s);
    const start = currentStart(s);
    if (start) replaceStart(s, { ...start, hasEnded: true, keptAt: s.at });
    openReady(s);
    s.tracked = undefined;
  },
  consent: (s, { isGiven, isUnsent }) => {
    if (isGiven) s.history.isWithdrawn = false;
    else withdrawConsent(s, isUnsent);
  },
  infoReceived: (s, input) => (input.about === 'media' ? receiveMedia(s, input) : receiveAd(s, input.info)),
  sessionLost: handleLostSession,
  track: (s, { action }) => handleTrack(s, action),
};

/** Handles a playhead that stands still although the player plays, or was asked to. */
function handleFrozenPlayhead(s: Draft): void {
  const { movement, viewing } = s;
  const { lastProgress } = movement;
  const { resumeRequestedAt } = viewing;
  if (resumeRequestedAt) startStall(s, resumeRequestedAt);
  else if (lastProgress!.playhead !== s.player.playhead) movement.lastProgress = s.at;
  // What was still played of failed content may stand as long as it likes.
  else if (endIfFailed(s)) movement.lastProgress = undefined;
  // At its end it waits for a post-roll that may come.
  else if (viewing.hasContentEnded) {
    submit(s, { type: 'pauseStart', at: lastProgress! });
    movement.lastProgress = undefined;
  } else startStall(s, lastProgress);
}

/** Handles what is due by itself, before the input of the same moment (R-25a). */
function runDue(s: Draft): void {
  const { clock, pending, viewing } = s;
  if (viewing.unloadedAt) giveUpReturn(s);
  else if (viewing.deferred) commitDeferred(s);
  else {
    if (s.sleptAtPlayhead === undefined) {
      emitSettled(s);
      if (clock.now >= frozenAt(s)) handleFrozenPlayhead(s);
    }
    const [start] = pending.starts;
    if (start) {
      if (start.info && !start.isLastRequest && clock.now >= start.lengthDeadline) stopWaitingForLength(s);
    } else if (isTracked(s)) {
      const { queueDeadline } = s.tracked;
      if (!queueDeadline) emitDue(s);
      else if (clock.now >= queueDeadline) applyQueue(s);
    }
    s.sleptAtPlayhead = undefined;
  }
}

/** Takes the quality that the player knows; it is read with each input, and rarely new. */
function updatePlayerQoe(s: Draft, qoe: QoeData): void {
  const known = currentStart(s)?.qoe ?? s.tracked?.reported.qoe ?? s.pending.qoe;
  for (const key in qoe)
    if (known[key as keyof QoeData] !== qoe[key as keyof QoeData]) return updateQoe(s, sift([], 'qoe', qoe, isCount, ''));
}

/** The state machine: a session and an input give the next session and what must be done. Pure; never throws. */
export function reduce(before: Session, input: Input): Step {
  const moved = input.type === 'progress' && move(before, input);
  if (moved) return [moved, moved.effects];
  const s = draftOf(before);
  updateClock(s, input);
  if (input.qoe) updatePlayerQoe(s, input.qoe);
  // At the time of the input, which may be past: an event that is due later would not be emitted at that time, and be due for ever.
  while (s.at.time >= nextDueAt(s)) runDue(s);
  s.sleptAtPlayhead = undefined;
  if (!Object.hasOwn(handlers, input.type)) s.effects.push(`${String(input.type)} is ignored: there is no such intent.`);
  else if (!s.viewing.unloadedAt || !handleWhileUnloaded(s, input))
    (handlers[input.type] as (s: Draft, input: Input) => void)(s, input);
  if (isTracked(s) && s.tracked.withheld && !s.history.isWithdrawn) {
    if (input.type === 'playRequested' || s.tracked.playback.intended !== 'pause') reopenWithheld(s);
  }
  openReady(s);
  setTimer(s);
  // The draft itself becomes the next session: a copy without its working members would cost more than most steps.
  return [s, s.effects];
}
