import type { Breach, Report } from '@media-collection/report';

/** An event as it came over the wire. */
export interface MediaEvent {
  readonly eventType: string;
  readonly playerTime: { readonly playhead: number; readonly ts: number };
  readonly params?: Readonly<Record<string, unknown>>;
  readonly qoeData?: Readonly<Record<string, unknown>>;
  readonly customMetadata?: Readonly<Record<string, unknown>>;
}

/** A session as the list shows it. Times are the collector's, in epoch ms. */
export interface SessionSummary {
  readonly id: string;
  readonly openedAt: number;
  readonly heardAt: number;
  readonly closed: boolean;
  readonly expired: boolean;
  readonly downloaded: boolean;
  readonly 'media.id'?: string;
  readonly 'media.name'?: string;
  readonly 'media.playerName'?: string;
  readonly 'media.channel'?: string;
  readonly 'media.contentType'?: string;
  readonly ecid: boolean;
  readonly eventCount: number;
  readonly repeatCount: number;
  readonly refusedCount: number;
  /** Seconds. */
  readonly contentTimeSpent: number;
  readonly breachCount: number;
  readonly adviceCount: number;
  readonly deadCount: number;
}

/** A call that the collector answered. */
export interface Call {
  readonly time: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly sessionId?: string;
  readonly event?: unknown;
  readonly message?: string;
}

/** A rule that a session breaks. */
export interface Finding {
  readonly rule: string;
  readonly severity: Breach['severity'];
  readonly message: string;
  readonly event?: unknown;
}

/** All that is known of a session: what a picture of it is drawn from. */
export interface SessionData {
  readonly head: SessionSummary;
  /** In the order of `playerTime.ts`. */
  readonly events: readonly MediaEvent[];
  readonly report: Report;
  readonly findings: readonly Finding[];
  readonly refused: readonly Call[];
}

/** What of the sessions is listed. */
export interface Filter {
  readonly text: string;
  readonly breaches: boolean;
  readonly refused: boolean;
  readonly noEcid: boolean;
  readonly open: boolean;
}

/** The title of a session. */
export const titleOf = (head: SessionSummary): string => head['media.name'] ?? head['media.id'] ?? head.id;
/** Whether events may still come. */
export const isLive = ({ closed, expired }: SessionSummary): boolean => !closed && !expired;
