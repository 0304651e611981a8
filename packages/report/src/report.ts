import { makeCall, type Call } from './calls';
import { parseEvent, listOf, type Members } from './parsed-event';
import { measureSession } from './measure';
import type { CallName } from './metric-table';
import { nameMetrics, type Metrics, type Named } from './metrics';
import { callsOf, count, noTally, type Tally } from './tally';
import type { ReportOptions } from './options';
import { toStrictXdm } from './strict-xdm';
import { pass, type Held } from './window';

/** What the back end makes of a session: its metrics under plain names and both of Adobe's, and the calls that it issues. */
export interface Report extends Named {
  /** Times in seconds; those of ads and chapters are sums over the session. */
  readonly metrics: Metrics;
  /** In the order in which they are issued; the last one is media close, unless no event came. */
  readonly calls: readonly Call[];
}

/** Computes the report of one session from its events, one at a time; `value()` returns it at any time. */
export interface Reporter {
  /** Takes one more event, whatever it is, in O(1); never throws. */
  add(event: unknown): void;
  /** Says what is reported when nothing more comes: the session then closes at its last event (docs/guide/analysts.md). */
  value(): Report;
}

/** Adds what the options ask for to the names of a call. */
function complete<T extends Named>(named: T, call: CallName, params: Members, { xdm, sessionId }: ReportOptions): T {
  const ofSession = call === 'mediaStart' || call === 'mediaClose';
  const { mediaReporting } = xdm === 'strict' ? toStrictXdm(named.xdm, call, params) : named.xdm;
  if (!sessionId || !ofSession) return { ...named, xdm: { mediaReporting } };
  return {
    ...named,
    contextData: { ...named.contextData, 'a.media.vsid': sessionId },
    xdm: { mediaReporting: { ...mediaReporting, sessionDetails: { ...mediaReporting.sessionDetails, ID: sessionId } } },
  };
}

function write(tally: Tally, options: ReportOptions): Report {
  const calls = callsOf(tally);
  const metrics = measureSession(tally, calls, options);
  const { start, at } = tally.session;
  const params = start?.params ?? {};
  const close = at === undefined ? [] : [makeCall('mediaClose', at, params, metrics)];
  const named = nameMetrics(metrics, ['mediaStart', 'mediaClose']);
  return {
    metrics,
    ...(at === undefined ? named : complete(named, 'mediaClose', params, options)),
    calls: [...calls, ...close].map((call) => complete(call, call.call, call.params, options)),
  };
}

/**
 * Makes a {@link Reporter}. Events may come in any order inside the window of the back end (5 s of `playerTime.ts`, or 10
 * events); one that comes later still counts from then on. What cannot be understood is left out: `lint` names it.
 */
export function createReport(options: ReportOptions = {}): Reporter {
  let held: Held = [];
  let tally = noTally;
  let place = 0;
  return {
    add: (source) => {
      const event = parseEvent(source, place);
      if (!event) return;
      place++;
      const { passed, held: rest } = pass(held, event);
      held = rest;
      tally = passed.reduce(count, tally);
    },
    value: () => write(held.reduce(count, tally), options),
  };
}

/** Says what the back end reports of one session's events, in the order of their arrival (docs/guide/analysts.md); never throws. */
export function report(events: Iterable<unknown>, options: ReportOptions = {}): Report {
  const reporter = createReport(options);
  for (const event of listOf(events)) reporter.add(event);
  return reporter.value();
}
