import { lint, report } from '@media-collection/report';
import type { Session } from '../sessions';

/** A session in a list of sessions. All times are the collector's, in epoch ms. */
export interface SessionSummary {
  readonly id: string;
  readonly openedAt: number;
  /** When the last event was taken. */
  readonly heardAt: number;
  /** Whether `sessionEnd` has closed it. */
  readonly closed: boolean;
  readonly 'media.id'?: unknown;
  readonly 'media.name'?: unknown;
  readonly eventCount: number;
  /** Seconds. */
  readonly contentTimeSpent: number;
  readonly breachCount: number;
  readonly adviceCount: number;
}

/** Says in short how a session stands. */
export function summarize({ id, openedAt, heardAt, closed, events }: Session): SessionSummary {
  const { 'media.id': mediaId, 'media.name': mediaName } = events[0]?.params ?? {};
  const breaches = lint(events);
  const breachCount = breaches.filter(({ severity }) => severity === 'breach').length;
  return {
    id,
    openedAt,
    heardAt,
    closed,
    'media.id': mediaId,
    'media.name': mediaName,
    eventCount: events.length,
    contentTimeSpent: report(events).metrics.contentTimeSpent,
    breachCount,
    adviceCount: breaches.length - breachCount,
  };
}
