import { makeCall, type Call } from './calls';
import { hear, listOf } from './heard';
import { measureSession } from './measure';
import { nameMetrics, type Metrics, type Named } from './metrics';
import { callsOf, count, noTally, type Tally } from './tally';
import { pass, type Held } from './window';

/** What the back end makes of a session: its metrics under plain names and both of Adobe's, and the calls that it issues. */
export interface Report extends Named {
  /** Times in seconds; those of ads and chapters are sums over the session. */
  readonly metrics: Metrics;
  /** In the order in which they are issued; the last one is media close, unless nothing was heard. */
  readonly calls: readonly Call[];
}

/** Listens to the events of one session and says at any time how it stands. */
export interface Reporter {
  /** Takes one more event, whatever it is, in O(1); never throws. */
  add(event: unknown): void;
  /** Says what is reported when nothing more comes: the session then closes at its last event (metrics.md). */
  value(): Report;
}

function write(tally: Tally): Report {
  const calls = callsOf(tally);
  const metrics = measureSession(tally, calls);
  const { start, at } = tally.session;
  const close = at === undefined ? [] : [makeCall('mediaClose', at, start?.params ?? {}, metrics)];
  return { metrics, ...nameMetrics(metrics, ['mediaStart', 'mediaClose']), calls: [...calls, ...close] };
}

/**
 * Makes a {@link Reporter}. Events may come in any order inside the window of the back end (5 s of `playerTime.ts`, or 10
 * events); one that comes later still counts from then on. What cannot be understood is left out: `lint` says what it is.
 */
export function createReport(): Reporter {
  let held: Held = [];
  let tally = noTally;
  let place = 0;
  return {
    add: (source) => {
      const event = hear(source, place);
      if (!event) return;
      place++;
      const { passed, held: rest } = pass(held, event);
      held = rest;
      tally = passed.reduce(count, tally);
    },
    value: () => write(held.reduce(count, tally)),
  };
}

/** Says what the back end reports of one session's events, in the order of their arrival (metrics.md); never throws. */
export function report(events: Iterable<unknown>): Report {
  const reporter = createReport();
  for (const event of listOf(events)) reporter.add(event);
  return reporter.value();
}
