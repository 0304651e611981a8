import type { QoeData } from '../wire/events';
import { inspect } from '../wire/form';
import type { Effect } from './effect';
import { hear, release } from './hold';
import { frozenAt, nextMoment, settle } from './idle';
import type { Circumstance, Cue, Input } from './input';
import { answer, expire, wish } from './opening';
import { flush, handlers, submit } from './preroll';
import { reopen } from './reopen';
import { playbackOf, type Session } from './state';
import { warn, type Turn } from './turn';

/** A session after an input, and what must be done now. */
export type Step = readonly [Session, readonly Effect[]];

/** A clock that falls by more than this fell; less is the play of timers. */
const FALL_MS = 1_000;

type Happens = { readonly [T in Circumstance['type']]: (turn: Turn, circumstance: Extract<Circumstance, { type: T }>) => void };

const happens: Happens = {
  tick: () => {},
  hidden: ({ session }) => {
    session.wished = undefined;
  },
  leave: (turn) => {
    const { session } = turn;
    const open = session.content ?? session.pending;
    hear(turn, { type: 'unload' });
    session.left = !!open;
  },
  told: (turn, { answer: told }) => {
    answer(turn, told);
    replay(turn);
  },
  gone: (turn, { event, before }) => {
    const { session } = turn;
    const plays = playbackOf(session) === 'play';
    if (session.phase !== 'open') return;
    if (plays && event.eventType !== 'ping') return reopen(turn, before, event.playerTime);
    session.phase = 'dormant';
    session.stuck = plays ? event.playerTime.playhead : undefined;
  },
};

/** What came while something was pending is handled as if it came now, with the time of its own. */
function replay(turn: Turn): void {
  const { session, at } = turn;
  const { later } = session;
  session.later = [];
  for (const input of later) {
    turn.at = { playhead: session.playhead, ...input.at } as Turn['at'];
    handle(turn, input);
  }
  turn.at = at;
}

/** A cue of the application: form is checked at once, order when its turn comes. */
function call(turn: Turn, cue: Cue): void {
  const { session } = turn;
  if (!Object.hasOwn(handlers, cue.type)) return warn(turn, `${cue.type} is ignored: track knows no such event.`);
  if (cue.type === 'sessionStart' && !session.content) return wish(turn, cue);
  if (cue.type === 'qoe') {
    const params = quality(turn, cue.params);
    if (session.content) submit(turn, [{ type: 'qoe', params }]);
    else session.qoe = { ...session.qoe, ...params };
    return;
  }
  if (!session.content) return warn(turn, `${cue.type} is ignored: no session is open, track sessionStart first.`);
  release(turn);
  const { refused, ...form } = inspect(cue.type, cue.params, cue.customMetadata, (sentence) => warn(turn, sentence));
  if (!refused) submit(turn, [{ type: cue.type, ...form }], true);
}

/** Whole numbers from 0; others are refused by name. */
function quality(turn: Turn, values: object | undefined): QoeData {
  const pairs = Object.entries(values ?? {}).filter(
    ([key, value]) =>
      (Number.isFinite(value) && value >= 0) ||
      (value !== undefined && warn(turn, `qoe: ${key} is left out: give a number from 0.`)),
  );
  return Object.fromEntries(pairs.map(([key, value]) => [key, Math.trunc(value as number)]));
}

function handle(turn: Turn, input: Input): void {
  const { session } = turn;
  if ('circumstance' in input)
    return (happens[input.circumstance.type] as (turn: Turn, c: Circumstance) => void)(turn, input.circumstance);
  const restarts =
    'cue' in input && input.cue.type === 'sessionStart' && session.pending?.about === 'media' && !session.pending.given;
  const waits = 'cue' in input ? session.pending && !restarts : hear(turn, input.intent);
  if (waits) session.later = [...session.later, input];
  else if ('cue' in input) call(turn, input.cue);
  if (!session.pending && session.later.length) replay(turn);
}

/** What falls due by itself, before the input of the same moment (R-25a). */
function pass(turn: Turn): void {
  const { session, at } = turn;
  if (session.pending) {
    expire(turn);
    if (!session.pending) replay(turn);
  } else if (session.held) release(turn);
  else if (session.queueUntil) flush(turn);
  else {
    if (at.time >= frozenAt(session)) {
      const { moved } = session;
      if (moved!.playhead !== at.playhead) session.moved = at;
      else {
        turn.at = moved!;
        submit(turn, [{ type: 'bufferStart' }]);
        turn.at = at;
      }
    }
    settle(turn);
  }
}

/** Time never falls (D2); a playhead that is no number is the last one that was. */
function locate(session: Turn['session'], { at, ...input }: Input): void {
  const rang = 'circumstance' in input && input.circumstance.type === 'tick' ? session.armed : undefined;
  const floor = Math.max(session.time, rang ?? 0);
  const time = at.time + session.skew;
  if (floor - time > FALL_MS) session.skew += floor - time;
  if (rang) session.armed = undefined;
  if (Number.isFinite(at.playhead) && at.playhead! >= 0) session.playhead = at.playhead!;
  session.time = Math.max(time, floor);
}

/** Asks for a timer when something falls due earlier than the one that is set. */
function arm({ session, effects }: Turn): void {
  const { armed, time } = session;
  const next = nextMoment(session);
  if (next === Infinity) {
    if (armed !== undefined) effects.push({ do: 'disarm' });
    session.armed = undefined;
  } else if (armed === undefined || next < armed || armed <= time) {
    session.armed = Math.max(next, time);
    effects.push({ do: 'arm', after: session.armed - time });
  }
}

/** The whole machine: a session and an input give the next session and what must be done. Pure; never throws. */
export function reduce(before: Session, input: Input): Step {
  const session = { ...before };
  locate(session, input);
  const { time, playhead } = session;
  const turn: Turn = { session, effects: [], at: { time, playhead }, flush: false };
  if (input.qoe) session.qoe = { ...session.qoe, ...input.qoe };
  while (time >= nextMoment(session)) pass(turn);
  handle(turn, { ...input, at: turn.at });
  arm(turn);
  return [session, turn.effects];
}
