import { parseEvent, membersOf } from '../parsed-event';
import { lintSessions, type Breach } from '../lint';
import { report, type Report } from '../report';
import type { Severity } from '../rules/rule';
import type { RuleName } from '../rules/rules';
import type { RecordedSession } from './call';

/** What is wrong with one event of a recording. */
export interface Finding {
  readonly rule: RuleName | 'refused' | 'repeated';
  readonly severity: Severity;
  readonly message: string;
  readonly event: unknown;
  /** Seconds after the first event of the session; undefined when the event has no time. */
  readonly at: number | undefined;
}

/** A session of a recording, judged. */
export interface JudgedSession extends RecordedSession {
  readonly findings: readonly Finding[];
  readonly report: Report;
}

/** Lints and reports every session of a recording; sessions to one endpoint count as those of one tracker. */
export function judge(sessions: readonly RecordedSession[]): JudgedSession[] {
  const breaches = new Map<RecordedSession, Breach[]>();
  const owner = new Map<unknown, RecordedSession>();
  for (const session of sessions) {
    breaches.set(session, []);
    for (const event of session.events) owner.set(event, session);
  }
  for (const endpoint of new Set(sessions.map((session) => session.endpoint)))
    for (const breach of lintSessions(sessions.filter((each) => each.endpoint === endpoint).map(({ events }) => events)))
      breaches.get(owner.get(breach.event)!)?.push(breach);

  return sessions.map((session) => {
    const times = session.events.map((event) => parseEvent(event, 0)?.ts).filter((ts) => ts !== undefined);
    const start = Math.min(...times);
    const at = (event: unknown): number | undefined => {
      const { ts } = membersOf(membersOf(event)['playerTime']);
      return typeof ts === 'number' && Number.isFinite(start) ? (ts - start) / 1_000 : undefined;
    };
    const remarks = session.remarks.map(({ kind, event, message }): Finding => {
      return { rule: kind, severity: kind === 'refused' ? 'breach' : 'advice', message, event, at: at(event) };
    });
    const found = (breaches.get(session) ?? []).map((breach): Finding => ({ ...breach, at: at(breach.event) }));
    const findings = [...found, ...remarks].sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
    return { ...session, findings, report: report(session.events, session.id === undefined ? {} : { sessionId: session.id }) };
  });
}
