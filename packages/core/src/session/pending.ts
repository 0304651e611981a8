import { inspect } from '../wire/form';
import type { At, Circumstance, Cue } from './input';
import { cues, flush, isBreak, isEnding, act } from './queue';
import { open } from './reopen';
import { settle } from './idle';
import { told } from './playback';
import { currentStart, endSession, isLive, playbackOf, type Draft, type PendingStart } from './state';
import type { QoeData } from '../wire/events';

/** sessionStart waits so long for the length of the content (P-1). */
const LENGTH_MS = 10_000;
/** So many viewings wait for their answers; of more, the oldest are given up. */
export const MAX_STARTS = 20;
/** Content that goes on so near to where it was broken off, in seconds, is the same viewing (D27). */
export const NEAR_S = 5;

export const BITRATE = 'media.qoe.bitrate';

/** The application's answer about the content of a start. */
type MediaTold = Extract<Circumstance, { about: 'media' }>;

/** The first frame of content, or of a break before it. */
const isFrame = ({ type }: Cue): boolean => type === 'play' || type === 'adBreakStart';

const replace = (s: Draft, start: PendingStart): void => {
  s.starts = s.starts.map((other) => (other.id === start.id ? start : other));
};

/** A player state, as it is reported by itself. */
export const stateCue = ([name, on]: [name: string, on: boolean]): Cue => ({
  type: on ? 'stateStart' : 'stateEnd',
  params: { 'media.state.name': name },
});

/**
 * A viewing begins: it is asked about now, and waits for the answer. A start by hand takes the place of the player's own that
 * still waits.
 */
export function createStart(s: Draft, given?: Cue, { resume = !!s.left, queue }: { resume?: boolean; queue?: Cue[] } = {}): void {
  const { at } = s;
  const waiting = currentStart(s);
  const states = Object.entries(s.player).filter(([, on]) => on);
  const start: PendingStart = {
    id: s.startCount++,
    at,
    until: at.time + LENGTH_MS,
    given,
    resume,
    qoe: waiting?.qoe ?? { ...(s.kbps && { [BITRATE]: s.kbps }), ...s.qoe },
    queue: waiting?.queue ?? (queue ?? states.map(stateCue)).map((cue) => ({ ...cue, at })),
  };
  s.qoe = {};
  s.left = false;
  s.starts = [...s.starts.filter((other) => other !== waiting), start];
  if (s.starts.length > MAX_STARTS) {
    s.starts = s.starts.slice(1);
    s.effects.push('sessionStart is given up: its params or media were not answered while 20 more sessions began.');
    openReady(s);
  }
  s.effects.push({ do: 'ask', about: 'media', id: start.id, given });
}

/** The length of the content became known, and with it what else there is to know: the application is asked again. */
export function receiveLength(s: Draft, seconds: number): void {
  const start = currentStart(s);
  if (!start || start.given || start.length === seconds) return;
  replace(s, { ...start, length: seconds });
  s.effects.push({ do: 'ask', about: 'media', id: start.id, given: undefined });
}

/** The length did not come in time: the application is asked once more, and its answer opens the session. */
export function stopWaiting(s: Draft): void {
  const start = s.starts[0]!;
  replace(s, { ...start, isLast: true });
  s.effects.push({ do: 'ask', about: 'media', id: start.id, given: start.given });
}

/** Adds a cue to the viewing that waits. */
export function enqueue(s: Draft, start: PendingStart, cue: Cue): void {
  if (cue.type === 'qoe') return learnQoe(s, cue.params as QoeData);
  const isOver = isEnding(cue);
  const openingQoe = start.openingQoe ?? (/^state/.test(cue.type) ? undefined : start.qoe);
  replace(s, { ...start, queue: [...start.queue, cue], isOver, openingQoe });
  if (isOver) openReady(s);
}

/** What became known of the quality; before the first frame it rides on `sessionStart` (D25). */
export function learnQoe(s: Draft, values: QoeData): void {
  const start = currentStart(s);
  const params = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Math.trunc(value)]));
  if (!start) return void cues.qoe(s, { type: 'qoe', params });
  const queue = start.openingQoe ? [...start.queue, { type: 'qoe', params, at: s.at } as const] : start.queue;
  replace(s, { ...start, qoe: { ...start.qoe, ...params }, queue });
}

/** Nothing is opened for the viewing that waits; `untracked`: nor for anything else, until the content goes. */
export function dismiss(s: Draft, untracked: boolean): void {
  const start = currentStart(s);
  s.starts = s.starts.filter((other) => other !== start);
  s.wished = undefined;
  s.untracked = untracked;
}

/** The application's answer about the content of a start. */
export function receiveMedia(s: Draft, { id, answer, settings }: MediaTold): void {
  const start = s.starts.find((other) => other.id === id);
  if (!start) return;
  if (answer) replace(s, { ...start, answer, settings });
  else if (start.isOver) s.starts = s.starts.filter((other) => other !== start);
  else if (answer === null) dismiss(s, !start.given);
  else withhold(s);
  openReady(s);
}

/** Whether it is known how long the content is, and where it begins (D29); or nothing more is waited for. */
const isReady = (s: Draft, { answer, given, isOver, isLast, length, queue }: PendingStart): boolean => {
  if (!answer) return false;
  if (given || isOver || isLast || length !== undefined) return true;
  return 'media.length' in answer.params! && (!s.isPlaceless || queue.some(isFrame));
};

/** Opens the viewings that have their data, in their order. */
export function openReady(s: Draft): void {
  while (s.starts[0] && isReady(s, s.starts[0])) {
    const [start, ...rest] = s.starts;
    s.starts = rest;
    begin(s, start!);
  }
}

/** Whether the content goes on where a session of it was broken off (D27). */
function goesOn({ brokenOff }: Draft, params: Record<string, unknown>, { playhead }: At): boolean {
  const from = brokenOff.find(({ id }) => id === params['media.id'])?.playhead;
  return from !== undefined && (isLive(params) || (playhead >= 0 && Math.abs(from - playhead) <= NEAR_S));
}

/**
 * Opens a session with the time of its start, and replays what came since. Its place is that of the first frame, or the latest
 * that is known: players start where they were told to only when they have data (D29).
 */
function begin(
  s: Draft,
  { at: wished, given, resume, answer, settings, length, isOver, qoe, openingQoe = qoe, queue }: PendingStart,
): void {
  const { at: now } = s;
  const first = queue.findIndex(isFrame);
  const { playhead } = given ? wished : ((queue[first] ?? (isOver ? queue[queue.length - 1] : undefined))?.at ?? now);
  const at = { time: wished.time, playhead };
  const params = {
    ...(!given && { 'media.length': 0 }),
    ...(length !== undefined && { 'media.length': length }),
    ...answer!.params,
  };
  const content = inspect(s.effects, 'sessionStart', params, answer!.customMetadata);
  if (!content) {
    if (!isOver) dismiss(s, !given);
    return;
  }
  const { 'media.id': id } = content.params;
  // After a page that was left, a start by hand says by its id alone that it is of other content.
  const [last] = s.brokenOff;
  const isOther = last?.playhead !== undefined && last.id !== id;
  const resumes = given ? resume && !isOther : resume || goesOn(s, content.params, at);
  if (resumes) content.params['media.resume'] = true;
  s.brokenOff = s.brokenOff.filter((other) => other.id !== id);
  Object.assign(s, settings);
  s.content = content;
  s.given = given;
  s.qoe = openingQoe;
  s.at = at;
  open(s);
  settle(s);
  s.queueUntil = at.time + s.prerollWait;
  // Nothing was shown before the first frame.
  s.queue = queue.map((cue, index) => (given || (first >= 0 && index >= first) ? cue : { ...cue, at: { ...cue.at!, playhead } }));
  s.at = now;
  if (isOver || now.time >= s.queueUntil || s.queue.some(isBreak)) flush(s, at);
}

/** Without consent the viewing that waits is only remembered. */
function withhold(s: Draft): void {
  const start = currentStart(s)!;
  const { at } = s;
  dismiss(s, false);
  Object.assign(s, { content: { params: {}, customMetadata: {} }, given: start.given, dormant: true });
  s.withheld = { resume: !!start.resume };
  for (const cue of start.queue) act(s, cue);
  s.at = at;
}

/** Consent was withdrawn: nothing more is sent, and what goes on is only remembered. */
export function withdraw(s: Draft): void {
  s.isWithdrawn = true;
  if (currentStart(s)) withhold(s);
  else if (s.content && !s.withheld) {
    s.withheld = { resume: true };
    s.dormant = true;
    flush(s);
  }
  s.starts = [];
}

/** With consent, what was remembered is a viewing that goes on: a start that is told where it is. */
export function reopenWithheld(s: Draft): void {
  const { chapter, adBreak, ad, states, given, withheld } = s;
  const cue = (type: Cue['type'], span: object | undefined): Cue[] => (span ? [{ ...span, type }] : []);
  const queue = [
    ...cue('chapterStart', chapter),
    ...cue('adBreakStart', adBreak),
    ...cue('adStart', ad),
    ...Object.entries(states)
      .filter(([, on]) => on)
      .map(stateCue),
    ...cue(told[playbackOf(s)] as Cue['type'], playbackOf(s) === 'init' ? undefined : {}),
  ];
  endSession(s);
  createStart(s, given, { resume: withheld!.resume, queue });
}
