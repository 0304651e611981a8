import type { QoeData } from '../wire/events';
import { inspect, isCount, sift } from '../wire/form';
import { learnAd } from './ads';
import type { Effect } from './effect';
import { due, hears, isOver, ran, runDry, unload } from './hold';
import { frozenAt, IDLE_MS, nextMoment, PING_MS, settle, SILENCE_MS } from './idle';
import type { Input } from './input';
import { release, submit } from './opening';
import { createStart, learnQoe, openReady, receiveMedia, reopenWithheld, stopWaiting, withdraw } from './pending';
import { cues, flush } from './queue';
import { reopen } from './reopen';
import { giveUp, handleAway } from './returning';
import { currentStart, hasViewing, playbackOf, type Draft, type Session } from './state';
import { MISSING_MS, noteSleep, plays } from './sleep';

/** A session after an input, and what must be done now. */
export type Step = readonly [Session, readonly (Effect | string)[]];

/** A clock that falls by more than this fell; less is the play of timers. */
const FALL_MS = 1_000;

/** The events that take parameters, and those that take custom metadata. */
const TAKES = {
  params: /^(session|ad|adBreak|chapter|state)Start$|^(stateEnd|error)$/,
  customMetadata: /^(session|ad|chapter)Start$/,
} as const;

type Handlers = { readonly [T in Input['type']]: (s: Draft, input: Extract<Input, { type: T }>) => void };

/** One handler for every input: a new input does not compile until it is handled. */
const handlers: Handlers = {
  ...hears,
  tick: () => {},
  hidden: (s) => {
    s.wished = undefined;
  },
  leave: (s) => {
    const open = hasViewing(s);
    const { rate, kbps } = s;
    hears.unload(s, { type: 'unload' });
    s.left = open;
    Object.assign(s, { rate, kbps });
  },
  consent: (s, { given }) => {
    if (given) s.isWithdrawn = false;
    else withdraw(s);
  },
  told: (s, told) => (told.about === 'media' ? receiveMedia(s, told) : learnAd(s, told.answer)),
  gone: (s, { event, before, heard }) => {
    if (!s.content || s.dormant) return;
    const plays = playbackOf(s) === 'play';
    s.unheard = heard ? 0 : s.unheard + 1;
    if (plays && event.eventType !== 'ping' && s.unheard < 2) return reopen(s, before, event.playerTime);
    s.dormant = true;
    s.stuck = plays ? event.playerTime.playhead : undefined;
    s.pinged = s.at.time;
    if (s.unheard > 1) s.retryAt = s.pinged + Math.min(IDLE_MS, PING_MS * 2 ** (s.unheard - 2));
  },
  cue: (s, { cue }) => {
    const { type, params, customMetadata } = cue;
    const { effects } = s;
    const isQoe = type === 'qoe';
    const waits = hasViewing(s);
    if (!Object.hasOwn(cues, type)) effects.push(`${type} is ignored: there is no such event.`);
    else if (type === 'sessionStart' && !s.content && !currentStart(s)?.given) createStart(s, cue);
    else if (!waits && !isQoe) effects.push(`${type} is ignored: track sessionStart first.`);
    else {
      const form = isQoe
        ? { params: sift(effects, type, params, isCount, 'a number from 0') }
        : inspect(effects, type, params, customMetadata);
      if (!form) return;
      for (const part of ['params', 'customMetadata'] as const)
        if (!isQoe && cue[part] && Object.keys(cue[part]).length && !TAKES[part].test(type))
          effects.push(`${type}: ${part} are left out: this event takes none.`);
      ran(s);
      if (waits) submit(s, { type, ...form, hand: true });
      else cues.qoe(s, { type, ...form });
    }
  },
};

/** What falls due by itself, before the input of the same moment (R-25a). */
function pass(s: Draft): void {
  if (s.away) giveUp(s, unload);
  else if (s.held) release(s);
  else {
    if (s.slept === undefined) {
      due(s);
      if (s.time >= frozenAt(s)) {
        const { moved } = s;
        if (s.playAgain) runDry(s, s.playAgain);
        else if (moved!.playhead !== s.playhead) s.moved = s.at;
        // What was still played of broken content may stand as long as it likes.
        else if (isOver(s)) s.moved = undefined;
        else runDry(s, moved);
      }
    }
    if (s.starts[0]) {
      const { answer, until, isLast } = s.starts[0];
      if (answer && !isLast && s.time >= until) stopWaiting(s);
    } else if (s.queueUntil) {
      if (s.time >= s.queueUntil) flush(s);
    } else if (s.content) settle(s);
    s.slept = undefined;
  }
}

/**
 * Where no session is open on the wire, the wall clock counts as it is, for the offset is the session's (D2):
 * what is remembered moves with a clock that fell.
 */
function dropOffset(s: Draft, fell: number): void {
  s.skew = 0;
  if (fell <= 0) return;
  const moves = <T extends number | undefined>(time: T): T => (time && time - fell) as T;
  Object.assign(s, {
    time: s.time - fell,
    armed: moves(s.armed),
    pinged: moves(s.pinged),
    retryAt: moves(s.retryAt),
    idleSince: moves(s.idleSince),
    moved: s.moved && { ...s.moved, time: s.moved.time - fell },
    rate: s.rate && { ...s.rate, time: s.rate.time - fell },
    held: s.held && { ...s.held, until: s.held.until - fell },
  });
}

/** Time never falls in a session (D2); a playhead that is no number from 0 is the last one that was. */
function locate(s: Draft, input: Input): void {
  const now = Number.isFinite(input.time) ? input.time : s.time - s.skew;
  const rings = input.type === 'tick';
  if (s.content ? s.dormant : !s.starts.length) dropOffset(s, Math.max(s.time, (rings && s.armed) || 0) - now);
  const timer = s.armed;
  const rang = rings && s.armed;
  // A timer proves that its time has passed, whatever the clock says.
  const floor = Math.max(s.time, rang || 0);
  const time = now + s.skew;
  if (floor - time > FALL_MS) s.skew += floor - time;
  if (rang) s.armed = undefined;
  const before = s.time;
  const gap = Math.max(time, floor) - before;
  // Every few seconds there is something to do: a session that did nothing for so long slept.
  const slept = s.content && !s.dormant && gap >= SILENCE_MS;
  // What waited came before the sleep.
  if (gap > MISSING_MS && !s.away) release(s);
  if (slept && s.queueUntil) flush(s);
  s.time = before + gap;
  if (slept) s.slept = Math.max(s.playhead, 0);
  const { playhead } = s;
  // An answer says nothing of the place of a player that does not play: it may be about to jump.
  const place = input.type === 'told' && !plays(s) ? undefined : input.playhead;
  if (place !== undefined) s.isPlaceless = !isCount(place);
  if (isCount(place)) s.playhead = place as number;
  // Nothing can be said of how a playhead moves that is not known.
  else if (place !== undefined) s.moved = undefined;
  if (hasViewing(s)) noteSleep(s, { time: before, playhead }, timer, isCount(place));
  s.at = { time: s.time - (isCount(input.ago) ? input.ago! : 0), playhead: s.playhead };
}

/** Asks for a timer when something falls due earlier than the one that is set. */
function arm(s: Draft): void {
  const next = nextMoment(s);
  if (next === Infinity) {
    if (s.armed !== undefined) s.effects.push({ do: 'disarm' });
    s.armed = undefined;
  } else if (!(s.armed! <= next) || s.armed! <= s.time) {
    s.armed = next;
    s.effects.push({ do: 'arm', after: next - s.time });
  }
}

/** The whole machine: a session and an input give the next session and what must be done. Pure; never throws. */
export function reduce(before: Session, input: Input): Step {
  const s: Draft = { ...before, effects: [], at: before, flush: false };
  locate(s, input);
  // A player is asked at each movement, and has little news.
  const known: QoeData = currentStart(s)?.qoe ?? s.qoe;
  if (Object.entries(input.qoe ?? {}).some(([key, value]) => known[key as keyof QoeData] !== value))
    learnQoe(s, sift([], 'qoe', input.qoe, isCount, ''));
  while (s.time >= nextMoment(s)) pass(s);
  s.slept = undefined;
  if (!Object.hasOwn(handlers, input.type)) s.effects.push(`${String(input.type)} is ignored: there is no such intent.`);
  else if (!s.away || !handleAway(s, input, unload)) (handlers[input.type] as (s: Draft, input: Input) => void)(s, input);
  if (s.withheld && !s.isWithdrawn && (input.type === 'start' || s.wish === 'play')) reopenWithheld(s);
  openReady(s);
  arm(s);
  // Taking out what is the draft's own would cost more than all that was done, at every movement of a playhead.
  return [s, s.effects];
}
