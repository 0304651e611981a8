import type { MediaEvent } from '../media-event';
import type { Arrival, Rejection, SessionHead, SessionMarks } from '../sessions';

/**
 * What became of an event: `repeated` when the session holds the same event (`ts`, type and body), which counts once;
 * `full` when the session has reached its limits.
 */
export type Appended = 'stored' | 'repeated' | 'unknown' | Rejection;

/** How many events of a session, in the order of arrival, a reader has read. */
export type EventCursor = number;

/** Which sessions are asked for; what is left out is not asked. */
export interface SessionFilter {
  /** Letters in the id, the media's id or name, the player's name or the channel; case does not matter. */
  readonly text?: string;
  /** Whether rules are broken (see {@link SessionMarks}). */
  readonly breaches?: boolean;
  /** Whether calls were refused. */
  readonly refused?: boolean;
  /** Whether the visitor's ECID was sent. */
  readonly ecid?: boolean;
  /** Whether `sessionEnd` has not come yet. */
  readonly open?: boolean;
  /** Those that received an event at this time, in epoch ms, or later. */
  readonly since?: number;
  /** At most so many; 50 when left out. */
  readonly limit?: number;
}

/** A part of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** What to ask with for the following part; absent at the end. */
  readonly next?: string;
}

/**
 * What keeps sessions. All methods reject when the store fails; with {@link StoreUnavailable} when trying later may help.
 * A promise that resolves means that what was stored survives whatever the store promises to survive.
 */
export interface Store {
  /** Makes the id of a session that a `sessionStart` opens at this time, in epoch ms; left out, any unique id will do. */
  newId?(start: MediaEvent, at: number): string;
  /** Stores a new session and its first events, all or nothing. */
  open(head: SessionHead, events: readonly MediaEvent[]): Promise<void>;
  /** Stores an event unless the session holds it already or does not take it. */
  append(sid: string, event: MediaEvent, arrival: Arrival): Promise<Appended>;
  /** Resolves to a session's head; undefined when it was never stored or has been deleted. */
  head(sid: string): Promise<SessionHead | undefined>;
  /** A session's events in the order of arrival, without those that the reader has read. */
  events(sid: string, after?: EventCursor): AsyncIterable<MediaEvent>;
  /** Sessions, the one opened last first. */
  sessions(filter?: SessionFilter, after?: string): Promise<Page<SessionHead>>;
  /** Keeps numbers beside a session; they replace those of the same name. An unknown session is ignored. */
  mark(sid: string, marks: SessionMarks): Promise<void>;
  /** For how long sessions are kept after their last event, in ms; left out, until the store is full. */
  readonly keepMs?: number;
  /** Deletes sessions that received no event since this time, in epoch ms. */
  expire(before: number): Promise<void>;
  /** Deletes all sessions. */
  clear(): Promise<void>;
  /** Stores what is pending and lets go of files; no other method may be called afterwards. */
  close(): Promise<void>;
}

/** A store cannot store at the moment. */
export class StoreUnavailable extends Error {
  override readonly name: string = 'StoreUnavailable';
}

/** Logs why something beside the answers failed; that a store cannot store at the moment, the store logs itself, now and then. */
export function logFailure(error: unknown): void {
  if (!(error instanceof StoreUnavailable)) console.error(error);
}

/** Checks a head against a filter. */
export function matches({ id, about, marks, closed, heardAt }: SessionHead, filter: SessionFilter): boolean {
  const { text, breaches, refused, ecid, open, since } = filter;
  if (since !== undefined && heardAt < since) return false;
  if (open !== undefined && open === closed) return false;
  if (ecid !== undefined && ecid !== about.ecid) return false;
  if (breaches !== undefined && breaches !== (marks.breachCount ?? 0) > 0) return false;
  if (refused !== undefined && refused !== (marks.refusedCount ?? 0) > 0) return false;
  if (!text) return true;
  const searched = [id, about['media.id'], about['media.name'], about['media.playerName'], about['media.channel']];
  return searched.join('\n').toLowerCase().includes(text.toLowerCase());
}

/** How many sessions a page has when nothing else is asked for. */
export const PAGE_SIZE: number = 50;
