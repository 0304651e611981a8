import type { Action, Moment } from '../input';
import { isPlaying, isTracked, type Draft, type TrackedDraft } from '../state';
import { emitDue, nextEventAt } from './heartbeat';
import { playback, type Handler } from './playback';
import { spans } from './spans';

/** One handler for every action: a new action does not compile until it is handled. */
export const actions: Readonly<Record<Action['type'], Handler>> = { ...playback, ...spans };

/** Whether an action opens an ad break. */
export const isBreakStart = ({ type }: Action): boolean => type === 'adBreakStart';

/** Whether an action ends its viewing. */
export const isEnding = ({ type }: Action): boolean => /^session[CE]/.test(type);

/** Applies an action to the open session, with the action's own time and place. */
export function apply(s: Draft, action: Action): void {
  if (!isTracked(s)) return;
  s.at = action.at!;
  const refusal = actions[action.type](s, action);
  if (!refusal) {
    if ((s as Draft).tracked) emitDue(s);
  } else if (action.isManual) s.effects.push(`${action.type} is ignored: ${refusal}.`);
}

/** Most events that are emitted for the time between two moments, nearly three hours of pings; what is due later is due now. */
const MOST_DUE = 1_000;

/** Emits what is due between two moments of a session that is replayed, each event with its own time (R-25a), or as the machine woke. */
function catchUp(s: Draft, from: Moment, to: Moment, awakeFrom: number): void {
  for (let turn = 0; turn < MOST_DUE; turn++) {
    const dueAt = Math.max(nextEventAt(s), awakeFrom);
    if (dueAt > to.time) return;
    const share = isPlaying(s) ? (dueAt - from.time) / (to.time - from.time || 1) : 0;
    const start = from.playhead < 0 ? to.playhead : from.playhead;
    s.at = { time: dueAt, playhead: start + (to.playhead - start) * Math.max(0, share) };
    emitDue(s as TrackedDraft);
  }
}

/**
 * Applies what was queued while a pre-roll could come. A `play` that an ad break followed within that time was only the request to
 * play. `from` is when and where the session was opened.
 */
export function applyQueue(s: TrackedDraft, from?: Moment): void {
  const { at, tracked } = s;
  const { queue, queueDeadline } = tracked;
  tracked.queue = [];
  tracked.queueDeadline = undefined;
  const first = queue.findIndex((action) => isBreakStart(action) && action.at!.time <= queueDeadline!);
  let last = from ?? queue[0]?.at ?? at;
  let awakeFrom = last.time;
  queue.forEach((action, index) => {
    if (index < first && action.type === 'play') return;
    catchUp(s, last, action.at!, awakeFrom);
    last = action.at!;
    awakeFrom = action.asleepUntil ?? awakeFrom;
    apply(s, action);
  });
  catchUp(s, last, at, awakeFrom);
  s.at = at;
}
