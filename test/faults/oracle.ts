import { lint, report, type RuleName } from '@media-collection/report';
import { judgeDelivery } from './delivery';
import type { Made, Run } from './run';
import type { Viewing } from './step';

/** One session as it was made, and where it went. */
interface Told {
  readonly start: string;
  readonly events: readonly Made[];
  /** What the service keeps of it; duplicates once. */
  readonly kept: readonly object[];
  /** The service did not know it any more. */
  readonly isGone: boolean;
}

/** What was judged. */
export interface Judgement {
  readonly breaches: readonly string[];
  /** Sessions whose report could be held against that of the run without faults. */
  readonly compared: number;
  readonly sessions: number;
}

const distinct = (events: readonly object[]): object[] => [
  ...new Map(events.map((event) => [JSON.stringify(event), event])).values(),
];

function toldIn({ attempts, kept, lost, made }: Run): Told[] {
  const expired = new Set(lost.filter(({ reason }) => reason === 'expired').map(({ body }) => body));
  const sessions: Made[][] = [];
  for (const one of made) (sessions[one.session] ??= []).push(one);
  return sessions.map((events) => {
    const start = events[0]!.body;
    const id =
      attempts.findLast(({ session, body, answered, given }) => !session && body === start && answered && given)?.given ?? '';
    const isGone =
      attempts.some(({ session, answered }) => session === id && (answered === 404 || answered === 410)) ||
      events.some(({ body }) => expired.has(body));
    return { start, events, kept: distinct(kept.get(id) ?? []), isGone };
  });
}

const SILENCE_MS = 600_000;

/** What no loss of the network may break; the others judge the viewer and the clock, too. */
const structural: readonly RuleName[] = [
  'missing-metadata',
  'invalid-event',
  'no-session-start',
  'second-session-start',
  'equal-ts',
  'falling-ts',
  'ad-outside-break',
  'nothing-to-close',
  'ad-overlap',
  'break-overlap',
  'chapter-overlap',
  'state-not-on',
  'state-already-on',
];

/** Sessions that arrived whole are whole, also where they took over from another one. */
function* judgeForm({ attempts, kept, wire }: Run): Generator<string> {
  for (const [id, events] of kept) {
    const bodies = new Set(events.map((event) => JSON.stringify(event)));
    if (attempts.some(({ session, body }) => session === id && !bodies.has(body))) continue;
    // What comes after ten minutes of a clock that jumped is, for the rules, no part of the session.
    const times = events.map(({ playerTime }) => playerTime.ts);
    if (times.some((ts, index) => ts - times[index - 1]! >= SILENCE_MS)) continue;
    for (const { rule, message } of lint(distinct(events)))
      // The datastream of the Media Edge API knows what the other one wants of a `sessionStart`.
      if (structural.includes(rule) && (rule !== 'missing-metadata' || wire.name === 'Media Collection'))
        yield `${id} breaks ${rule}: ${message}`;
  }
}

/** Judges a run by itself, and against the run of the same viewing without faults. */
export function judge(viewing: Viewing, faulty: Run, plain: Run): Judgement {
  const breaches = [
    ...judgeDelivery(faulty, viewing),
    ...judgeForm(faulty),
    ...[...judgeDelivery(plain, viewing), ...judgeForm(plain)].map((breach) => `without faults: ${breach}`),
  ];
  const [sessions, models] = [toldIn(faulty), toldIn(plain)];
  const isClosed = [...sessions, ...models].some(({ isGone }) => isGone);
  if (!isClosed && sessions.length !== models.length)
    breaches.push(`${sessions.length} sessions, and ${models.length} without faults`);
  let compared = 0;
  for (const [place, told] of sessions.entries()) {
    const model = models.find(({ start }) => start === told.start);
    if (!model && !isClosed) breaches.push(`session ${place} begins otherwise without faults`);
    if (!model || model.isGone || told.isGone) continue;
    const [bodies, others] = [told, model].map(({ events }) => events.map(({ body }) => body)) as [string[], string[]];
    const differs = bodies.findIndex((body, index) => body !== others[index]);
    if (differs >= 0 || bodies.length !== others.length) {
      breaches.push(
        `session ${place} tells something else from its event ${differs}: ${bodies[differs]}, without faults ${others[differs]}`,
      );
      continue;
    }
    if (told.kept.length !== bodies.length || model.kept.length !== bodies.length) continue;
    compared++;
    if (JSON.stringify(report(told.kept)) !== JSON.stringify(report(model.kept)))
      breaches.push(`session ${place} is reported otherwise`);
  }
  return { breaches, compared, sessions: sessions.length };
}
