import type { QoeData } from '../wire/events';
import { inspect } from '../wire/form';
import type { Action, Moment } from './input';
import { applyQueue, isBreakStart, isEnding } from './protocol/actions';
import { update, wholeNumbers } from './protocol/emit';
import { emitDue } from './protocol/heartbeat';
import { open } from './protocol/resume';
import { currentStart, isLive, isTracked, newTracked, type Draft, type PendingStart, type TrackedDraft } from './state';

/** `sessionStart` waits so long for the length of the content (P-1). */
const LENGTH_MS = 10_000;
/** So many starts wait for their answers; of more, the oldest are given up. */
export const MAX_STARTS = 20;
/** Content that goes on so near to where it was broken off, in seconds, is the same viewing (D27). */
export const NEAR_S = 5;

export const BITRATE = 'media.qoe.bitrate';

/** Whether an action is the first frame of content, or of a break before it. */
const isFrame = ({ type }: Action): boolean => type === 'play' || type === 'adBreakStart';

/** Puts a start in the place of the one with its id. */
export const replaceStart = ({ pending }: Draft, start: PendingStart): void => {
  pending.starts = pending.starts.map((other) => (other.id === start.id ? start : other));
};

/** Drops a start. */
export const removeStart = ({ pending }: Draft, start: PendingStart | undefined): void => {
  pending.starts = pending.starts.filter((other) => other !== start);
};

/** A player state as an action. */
export const stateAction = ([name, on]: [name: string, on: boolean]): Action => ({
  type: on ? 'stateStart' : 'stateEnd',
  params: { 'media.state.name': name },
});

/** The player states that are on, as actions. */
export const activeStates = (states: Readonly<Record<string, boolean>>): Action[] =>
  Object.entries(states)
    .filter(([, on]) => on)
    .map(stateAction);

/** Begins a viewing: the page is asked about it now. A start by hand takes the place of the player's own that still waits. */
export function createStart(
  s: Draft,
  given?: Action,
  {
    isResumed = !!s.viewing.wasInterrupted,
    queue = activeStates(s.player.states),
  }: { isResumed?: boolean; queue?: Action[] } = {},
): void {
  const { at, pending } = s;
  const { kbps } = s.player;
  const waiting = currentStart(s);
  const id = pending.startCount++;
  removeStart(s, waiting);
  pending.starts = [
    ...pending.starts,
    {
      id,
      at,
      lengthDeadline: at.time + LENGTH_MS,
      given,
      isResumed,
      qoe: waiting?.qoe ?? { ...(kbps && { [BITRATE]: kbps }), ...pending.qoe },
      queue: waiting?.queue ?? queue.map((action) => ({ ...action, at })),
    },
  ];
  pending.qoe = {};
  s.viewing.wasInterrupted = false;
  // The page may begin other content.
  if (given) s.viewing.wasCompleted = undefined;
  if (pending.starts.length > MAX_STARTS) {
    pending.starts = pending.starts.slice(1);
    s.effects.push('sessionStart is dropped: its params or media did not resolve while 20 more sessions started.');
    openReady(s);
  }
  s.effects.push({ do: 'requestInfo', about: 'media', id, given });
}

/** Asks the page again about a start. What it answered before is kept for a viewing that ends meanwhile. */
function requestAgain(s: Draft, start: PendingStart): void {
  replaceStart(s, { ...start, awaitsInfo: true });
  s.effects.push({ do: 'requestInfo', about: 'media', id: start.id, given: start.given });
}

/** Handles the length of the content: with it the player may know more, so the page is asked again. */
export function receiveLength(s: Draft, seconds: number): void {
  const start = currentStart(s);
  if (!start || start.given || start.length === seconds) return;
  requestAgain(s, { ...start, length: seconds });
}

/** Opens the first start without the length of its content, once the page has been asked a last time. */
export function stopWaitingForLength(s: Draft): void {
  const start = s.pending.starts[0]!;
  requestAgain(s, { ...start, isLastRequest: true });
}

/** Adds an action to the viewing that waits. */
export function enqueue(s: Draft, start: PendingStart, action: Action): void {
  if (action.type === 'qoe') return updateQoe(s, action.params as QoeData);
  const hasEnded = isEnding(action);
  const openingQoe = start.openingQoe ?? (/^state/.test(action.type) ? undefined : start.qoe);
  replaceStart(s, { ...start, queue: [...start.queue, action], hasEnded, openingQoe });
  if (hasEnded) openReady(s);
}

/** Merges values into the quality that is known; before the first frame they ride on `sessionStart` (D25). */
export function updateQoe(s: Draft, values: QoeData): void {
  const start = currentStart(s);
  const params = wholeNumbers(values);
  if (start) {
    const queue = start.openingQoe ? [...start.queue, { type: 'qoe', params, at: s.at } as const] : start.queue;
    replaceStart(s, { ...start, qoe: { ...start.qoe, ...params }, queue });
  } else if (isTracked(s)) update(s, { qoe: { ...s.tracked.reported.qoe, ...params } });
  else s.pending.qoe = { ...s.pending.qoe, ...params };
}

/** Opens nothing for the viewing that waits; `isUntracked`: nor for anything else, until other content comes. */
export function cancelStart(s: Draft, isUntracked = false): void {
  removeStart(s, currentStart(s));
  s.viewing.playRequestedAt = undefined;
  s.viewing.isUntracked = isUntracked;
}

/** Whether the length of the content is known, and where it begins (D29); or nothing more is waited for. */
const isReady = (s: Draft, { info, awaitsInfo, given, hasEnded, isLastRequest, length, queue }: PendingStart): boolean => {
  if (!info || (awaitsInfo && !hasEnded)) return false;
  if (given || hasEnded || isLastRequest || length !== undefined) return true;
  return 'media.length' in info.params! && (!s.player.isPlayheadUnknown || queue.some(isFrame));
};

/** Opens the viewings that have their data, in their order. */
export function openReady(s: Draft): void {
  const { pending } = s;
  while (pending.starts[0] && isReady(s, pending.starts[0])) {
    const [start, ...rest] = pending.starts;
    pending.starts = rest;
    openSession(s, start!);
  }
}

/** Whether the content goes on where a session of it was broken off (D27). */
function continues({ history }: Draft, params: Record<string, unknown>, { playhead }: Moment): boolean {
  const from = history.brokenOff.find(({ id }) => id === params['media.id'])?.playhead;
  return from !== undefined && (isLive(params) || (playhead >= 0 && Math.abs(from - playhead) <= NEAR_S));
}

/**
 * Opens a session with the time of its start, and replays what happened since. Its place is that of the first frame, or the latest
 * that is known: players are at their start position only when they have data (D29).
 */
function openSession(
  s: Draft,
  { at: requestedAt, given, isResumed, info, settings, length, hasEnded, keptAt, qoe, openingQoe = qoe, queue }: PendingStart,
): void {
  const { at: now, history } = s;
  const first = queue.findIndex(isFrame);
  const { playhead } = given ? requestedAt : ((queue[first] ?? (hasEnded ? queue[queue.length - 1] : undefined))?.at ?? now);
  const at = { time: requestedAt.time, playhead };
  const params = {
    ...(!given && { 'media.length': 0 }),
    ...(length !== undefined && { 'media.length': length }),
    ...info!.params,
  };
  const content = inspect(s.effects, 'sessionStart', params, info!.customMetadata);
  if (!content) {
    if (!hasEnded) cancelStart(s, !given);
    return;
  }
  const { 'media.id': id } = content.params;
  // A page that was left may show other content now: a start by hand resumes only if it has the same id.
  const [last] = history.brokenOff;
  const isOther = last?.playhead !== undefined && last.id !== id;
  if (given ? isResumed && !isOther : isResumed || continues(s, content.params, at)) content.params['media.resume'] = true;
  history.brokenOff = history.brokenOff.filter((other) => other.id !== id);
  s.config = settings ?? s.config;
  const tracked = (s.tracked = newTracked(content, given, openingQoe));
  s.at = at;
  open(s as TrackedDraft);
  emitDue(s as TrackedDraft);
  tracked.queueDeadline = at.time + s.config.prerollWait;
  // Nothing happened in a session before it started. Before the first frame nothing was shown, so the playhead had not moved.
  tracked.queue = queue.map((action, index) => ({
    ...action,
    at: {
      time: Math.max(action.at!.time, at.time),
      playhead: given || (first >= 0 && index >= first) ? action.at!.playhead : playhead,
    },
  }));
  // Content that was unloaded meanwhile has not been played since.
  s.at = keptAt ?? ((!hasEnded && s.viewing.unloadedAt) || now);
  if (hasEnded || s.at.time >= tracked.queueDeadline || tracked.queue.some(isBreakStart)) applyQueue(s as TrackedDraft, at);
  if (keptAt) s.tracked = undefined;
  s.at = now;
}
