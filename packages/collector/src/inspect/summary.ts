import type { SessionAbout, SessionHead } from '../sessions';

/** A session in a list of sessions. All times are the collector's, in epoch ms. */
export interface SessionSummary extends SessionAbout {
  readonly id: string;
  readonly openedAt: number;
  /** When the last event was stored. */
  readonly heardAt: number;
  /** When the playhead was last seen to move. */
  readonly movedAt: number;
  /** The playhead of the event stored last, in seconds. */
  readonly playhead: number;
  /** Whether `sessionEnd` has closed it. */
  readonly closed: boolean;
  /** Whether it takes no more events because of silence. */
  readonly expired: boolean;
  readonly downloaded: boolean;
  readonly eventCount: number;
  /** How many events came again and were not counted twice. */
  readonly repeatCount: number;
  /** How many calls to it were refused. */
  readonly refusedCount: number;
  /** Seconds. */
  readonly contentTimeSpent: number;
  readonly breachCount: number;
  readonly adviceCount: number;
  /** How many events were refused for good by the service that they were forwarded to. */
  readonly deadCount: number;
}

/** What a list shows of a session. */
export function summaryOf(head: SessionHead, expired: boolean): SessionSummary {
  const { id, openedAt, heardAt, movedAt, playhead, closed, downloaded, eventCount, repeatCount, about, marks } = head;
  const { refusedCount = 0, contentTimeSpent = 0, breachCount = 0, adviceCount = 0, forward } = marks;
  return {
    id,
    openedAt,
    heardAt,
    movedAt,
    playhead,
    closed,
    expired,
    downloaded,
    ...about,
    eventCount,
    repeatCount,
    refusedCount,
    contentTimeSpent,
    breachCount,
    adviceCount: adviceCount + (repeatCount ? 1 : 0),
    deadCount: forward?.dead ?? 0,
  };
}
