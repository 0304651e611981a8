import { issue, lastCalls, type Call } from './calls';
import { follow } from './follow';
import type { ParsedEvent } from './parsed-event';
import { judge, noQuality, type Quality } from './quality';
import { go, noReach, type Reach } from './reach';
import { isTaken, emptySession, type Session } from './session';
import { beginSpans, noTimes, passTime, type Times } from './times';
import { walk, type AppendOnlyList } from './trail';

/** All that a report needs to remember of a session: plain data, replaced and never changed. */
export interface Tally {
  readonly session: Session;
  readonly times: Times;
  readonly reach: Reach;
  readonly quality: Quality;
  readonly calls: AppendOnlyList<Call>;
}

/** A tally without events. */
export const noTally: Tally = {
  session: emptySession,
  times: noTimes,
  reach: noReach,
  quality: noQuality,
  calls: undefined,
};

/** Counts one more event, in O(1). */
export function count(tally: Tally, event: ParsedEvent): Tally {
  const before = tally.session;
  const after = follow(before, event);
  const step = { before, event, after };
  if (!isTaken(step)) return { ...tally, session: after };
  const times = passTime(tally.times, step);
  return {
    session: after,
    times: beginSpans(times, step),
    reach: go(tally.reach, step),
    quality: judge(tally.quality, step),
    calls: issue(tally.calls, step, times),
  };
}

/** The calls of a session that ends at its last event; media close, which needs all the metrics, is not among them. */
export const callsOf = ({ calls, session, times }: Tally): Call[] => [...walk(calls), ...lastCalls(session, times)];
