import type { Effect } from './effect';
import type { Input } from './input';
import { DAY_S } from './protocol/emit';
import { MISSING_MS } from './player/sleep';
import { reduce, type Step } from './reduce';
import { isActive, isLive, playbackOf, type Session } from './state';

/** A timer may ring so much later. */
const LATE_MS = 1_000;

/** The events that end what is open; those that are queued cannot be distinguished from those of the leaving. */
const END = /^(ad(Skip|BreakComplete)|chapterSkip|session)/;

type SendEffect = Extract<Effect, { do: 'send' }>;

/** What follows if the page is left: worked out beforehand, because a page that is closed may not have the time. */
export interface Closing {
  readonly step: Step;
  /** The events that are sent. */
  readonly items: readonly SendEffect[];
  /** So many of them, the first ones, happened before the page is left. */
  readonly past: number;
  /** From when until when this holds, in milliseconds of the wall clock. */
  readonly from: number;
  readonly until: number;
  /** The playhead and the time of the first event that is not past, if the page is left at this time of the wall clock. */
  at(now: number, playhead: number): { readonly playhead: number; readonly ts: number };
}

/**
 * Rehearses the leaving of the page. Undefined where no event follows, or where more than events does: a session that opens only now.
 * What happens before the leaving, other than that the playhead moves and that time passes, makes it void.
 */
export function rehearseClosing(session: Session, moment: Pick<Input, 'time' | 'playhead' | 'qoe'>): Closing | undefined {
  const { viewing, clock } = session;
  // After a sleep, a playhead that moved is reported before the end.
  if (!isActive(session) || viewing.isAsleep) return undefined;
  const tracked = session.tracked!;
  if (tracked.queue.some(({ type }) => END.test(type))) return undefined;
  const step = reduce(session, { ...moment, type: 'leave' });
  const [next, effects] = step;
  const items = effects.filter((effect): effect is SendEffect => (effect as SendEffect).do === 'send');
  if (!items[0] || effects.some((effect) => (effect as Effect).do === 'open')) return undefined;
  // Content that was unloaded has its own time.
  let past = items.length;
  while (!viewing.unloadedAt && past && END.test(items[past - 1]!.event.eventType)) past--;
  const least = (items[past - 1]?.event.playerTime.ts ?? tracked.lastTs) + 1;
  const live = isLive(tracked.content.params);
  const from = moment.time;
  const moves = /^(play|buffer)$/.test(playbackOf(session));
  return {
    step,
    items,
    past,
    from,
    until: from + Math.min(moves ? MISSING_MS : Infinity, (clock.timerDueAt ?? Infinity) - next.clock.now + LATE_MS),
    at: (now, playhead) => {
      const time = Math.max(next.clock.now, now + next.clock.offset) - next.clock.sessionOffset;
      // As playheadOf() has it, which has run too often to be called here.
      const place = live ? (playhead < 0 ? time / 1_000 : playhead) % DAY_S : Math.max(playhead, 0);
      return { playhead: place, ts: Math.max(Math.trunc(time), least) };
    },
  };
}
