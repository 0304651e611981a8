import { createLint, createReport, type Report } from '@media-collection/report';
import { isExpired, type SessionHead } from '../sessions';
import type { Entry } from '../store/jetstream/fold';
import { MAX_AGE_MS } from '../store/jetstream/ids';
import { eventsOf } from '../store/jetstream/read';
import type { Reading } from '../store/jetstream/reader';
import type { Ending } from '../store/jetstream/tombstones';
import { startWorker, type Job, type Worker, type WorkerOptions } from './worker';

/** What is kept of a session that is over, under its id in the bucket of reports. */
export interface FinishedSession {
  readonly session: SessionHead;
  readonly ending: 'closed' | 'expired';
  readonly report: Report;
  readonly breachCount: number;
}

/** For so long `sessionEnd` may have overtaken other events, and an edge may take to store one, in ms. */
const SETTLE_MS = 7_000;
/** An edge may have taken an event just before a session expired, in ms. */
const EXPIRY_GRACE_MS = 30_000;
/** A session whose report is stored needs nothing more when it has been silent for so long, in ms. */
const DONE_MS = 60_000;
/** How often the events of a session are read that are not all there. */
const MAX_ATTEMPTS = 5;
/** When a report could not be made, it is tried again after so long, in ms. */
const AGAIN_MS = 5_000;
/** How often all sessions are looked at, in ms. */
const SWEEP_MS = 10_000;
/** How many reports are made at a time. */
const AT_ONCE = 16;

/**
 * Starts a worker that decides which sessions are over, informs the edges, and stores the report of each. Reports are stored again when
 * something came after all.
 */
export function startSessionWorker(options: WorkerOptions): Worker {
  /** How many events the stored report of a session knows. */
  const reported = new Map<string, number>();
  /** Sessions that are over, and when their reports are to be made. */
  const due = new Map<string, number>();
  /** When edges were last informed that a session takes no more events. */
  const announcedAt = new Map<string, number>();
  /** How often the log did not give all events of a session. */
  const failed = new Map<string, number>();
  let sweptAt = 0;

  async function writeTombstone(sid: string, ending: Ending, { linked }: Reading): Promise<void> {
    // The first reason that was written stays.
    await linked.buckets.tombstones.create(sid, ending).catch((error: unknown) => {
      if (!/wrong last sequence/i.test(String(error))) throw error;
    });
  }

  async function finish(sid: string, ending: 'closed' | 'expired', reading: Reading): Promise<void> {
    const entry = reading.view.fold.get(sid);
    if (!entry || reported.get(sid) === entry.head.eventCount) return;
    const { eventCount } = entry.head;
    await writeTombstone(sid, ending, reading);
    const reporter = createReport();
    const linter = createLint();
    let breachCount = 0;
    const count = (found: readonly { severity: string }[]): void =>
      void (breachCount += found.filter(({ severity }) => severity === 'breach').length);
    let read = 0;
    for await (const event of eventsOf(reading.linked, entry, 0)) {
      if (read++ === eventCount) break;
      reporter.add(event);
      count(linter.add(event));
    }
    const attempts = (failed.get(sid) ?? 0) + 1;
    failed.set(sid, attempts);
    // What the streams keep no longer is reported without.
    if (read < eventCount && attempts < MAX_ATTEMPTS) throw new Error(`The log gives ${read} of ${eventCount} events of ${sid}.`);
    failed.delete(sid);
    count(linter.rest());
    const finished: FinishedSession = { session: entry.head, ending, report: reporter.value(), breachCount };
    await reading.linked.buckets.reports.put(sid, JSON.stringify(finished));
    reported.set(sid, eventCount);
  }

  /** Ends a session that is due; one that fails does not keep others waiting. */
  async function settle(sid: string, at: number, reading: Reading): Promise<void> {
    const when = due.get(sid);
    const ending = reading.view.fold.get(sid)?.head.closed ? 'closed' : 'expired';
    const isDone = await finish(sid, ending, reading).then(
      () => true,
      () => false,
    );
    // Something may have come meanwhile that is to be settled later.
    if (due.get(sid) !== when) return;
    if (isDone) due.delete(sid);
    else due.set(sid, at + AGAIN_MS);
  }

  /** Finds sessions that ended by silence, and drops what needs no memory any more. */
  function sweep(at: number, { view: { fold } }: Reading): void {
    sweptAt = at;
    const isOver = ({ head }: Entry): boolean =>
      isExpired(head, at - EXPIRY_GRACE_MS) || at - head.openedAt > MAX_AGE_MS + EXPIRY_GRACE_MS;
    for (const entry of fold.entries()) {
      const { id, closed, eventCount } = entry.head;
      if (!due.has(id) && reported.get(id) !== eventCount && (closed || isOver(entry)))
        due.set(id, at + (closed ? SETTLE_MS : 0));
    }
    for (const [sid, when] of announcedAt) if (at - when > DONE_MS) announcedAt.delete(sid);
    for (const sid of reported.keys()) if (!fold.get(sid)) reported.delete(sid);
  }

  const job: Job = {
    purpose: 'sessions',
    seen({ outcome, entry, sid, message }, reading) {
      const at = Date.now();
      if (entry?.head.closed && (outcome === 'stored' || outcome === 'opened')) due.set(sid, at + SETTLE_MS);
      if (message.kind !== 'event') return;
      if (outcome !== 'closed' && outcome !== 'expired' && outcome !== 'full' && outcome !== 'unknown') return;
      // An edge still takes what is dropped here.
      if (at - (announcedAt.get(sid) ?? -Infinity) < DONE_MS) return;
      announcedAt.set(sid, at);
      void writeTombstone(sid, outcome, reading).catch(() => announcedAt.delete(sid));
    },
    isDone: ({ head }, at) => reported.get(head.id) === head.eventCount && at - head.heardAt > DONE_MS,
    async tick(at, reading) {
      if (at - sweptAt >= SWEEP_MS) sweep(at, reading);
      const now = [...due].filter(([, when]) => when <= at).map(([sid]) => sid);
      for (let from = 0; from < now.length; from += AT_ONCE)
        await Promise.all(now.slice(from, from + AT_ONCE).map((sid) => settle(sid, at, reading)));
    },
  };
  return startWorker(options, job);
}
