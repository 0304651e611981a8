import type { MediaEvent } from './media-event';

/** Silence after which the service gives a session up, in ms. */
export const MAX_SILENCE_MS: number = 10 * 60_000;
/** Time without movement of the playhead after which the service gives a session up, in ms. */
export const MAX_STANDSTILL_MS: number = 30 * 60_000;
/** How long the back end waits for events that `sessionEnd` overtook, in ms. */
const REORDER_MS = 5_000;

/** What a list of sessions shows of a `sessionStart`; a value that is not a string is left out. */
export interface SessionAbout {
  readonly 'media.id'?: string;
  readonly 'media.name'?: string;
  readonly 'media.playerName'?: string;
  readonly 'media.channel'?: string;
  readonly 'media.contentType'?: string;
  /** Whether the visitor's ECID was sent. */
  readonly ecid: boolean;
}

/** Numbers that others compute about a session and keep beside it; all may lag behind the events. */
export interface SessionMarks {
  /** How many breaches `lint` finds, advice excluded. */
  readonly breachCount?: number;
  readonly adviceCount?: number;
  /** Seconds. */
  readonly contentTimeSpent?: number;
  /** How many calls to this session were refused. */
  readonly refusedCount?: number;
  /** How far the session was forwarded. */
  readonly forward?: ForwardMark;
}

/** How far a session was forwarded to another service. */
export interface ForwardMark {
  /** How many events, in the order of arrival, need not be sent again. */
  readonly done: number;
  /** The id that the other service gave the session. */
  readonly id?: string;
  /** How many events the other service refused for good. */
  readonly dead?: number;
  /** Whether nothing more is to be sent. */
  readonly over?: boolean;
}

/** A session without its events: plain data, replaced and never changed. All times are the collector's, in epoch ms. */
export interface SessionHead {
  readonly id: string;
  readonly openedAt: number;
  /** When the last event was stored. */
  readonly heardAt: number;
  /** When the playhead was last seen to move. */
  readonly movedAt: number;
  /** The playhead of the event stored last, in seconds. */
  readonly playhead: number;
  /** The largest `ts` of its events. */
  readonly lastTs: number;
  /** Whether `sessionEnd` has closed it, or it came as a whole. */
  readonly closed: boolean;
  /** Whether it is downloaded content, sent as a whole. */
  readonly downloaded: boolean;
  readonly eventCount: number;
  /** How many bytes its events came in. */
  readonly bytes: number;
  /** How many events came again and were not counted twice. */
  readonly repeatCount: number;
  readonly about: SessionAbout;
  readonly marks: SessionMarks;
}

/** A session with all its events, as tests read it. */
export interface Session extends SessionHead {
  /** In the order of `playerTime.ts`, whatever the order of arrival; equal times keep the order of arrival. */
  readonly events: readonly MediaEvent[];
}

/** How an event came. */
export interface Arrival {
  /** Epoch ms. */
  readonly at: number;
  /** How many bytes it was sent in. */
  readonly bytes: number;
}

/** How much one session may hold. */
export interface SessionLimits {
  readonly events: number;
  readonly bytes: number;
}

/** A day of pings each second fits. */
export const sessionLimits: SessionLimits = { events: 100_000, bytes: 32 * 1024 * 1024 };

const aboutKeys = ['media.id', 'media.name', 'media.playerName', 'media.channel', 'media.contentType'] as const;
const MAX_ABOUT_CHARACTERS = 200;

function aboutOf({ params = {} }: MediaEvent): SessionAbout {
  const about: Record<string, unknown> = { ecid: Boolean(params['visitor.marketingCloudUserId']) };
  for (const key of aboutKeys) {
    const value = params[key];
    if (typeof value === 'string') about[key] = value.slice(0, MAX_ABOUT_CHARACTERS);
  }
  return about as unknown as SessionAbout;
}

/** Makes the head of the session that a `sessionStart` opens. */
export const openHead = (id: string, start: MediaEvent, { at, bytes }: Arrival): SessionHead => ({
  id,
  openedAt: at,
  heardAt: at,
  movedAt: at,
  playhead: start.playerTime.playhead,
  lastTs: start.playerTime.ts,
  closed: false,
  downloaded: false,
  eventCount: 1,
  bytes,
  repeatCount: 0,
  about: aboutOf(start),
  marks: {},
});

/** Makes the head of a session of downloaded content, which comes as a whole and so is closed. */
export function wholeHead(id: string, events: readonly [MediaEvent, ...MediaEvent[]], arrival: Arrival): SessionHead {
  const last = events.reduce((latest, event) => (event.playerTime.ts >= latest.playerTime.ts ? event : latest));
  const { playhead, ts } = last.playerTime;
  const head = openHead(id, events[0], arrival);
  return { ...head, playhead, lastTs: ts, closed: true, downloaded: true, eventCount: events.length };
}

/** Checks whether the service has given a session up by itself. */
export const isExpired = ({ closed, heardAt, movedAt }: SessionHead, at: number): boolean =>
  !closed && (at - heardAt > MAX_SILENCE_MS || at - movedAt > MAX_STANDSTILL_MS);

/** Checks whether `sessionEnd` only overtook an event: a page that closes sends its last events side by side. */
const isOvertaken = ({ closed, downloaded, lastTs, heardAt }: SessionHead, { playerTime }: MediaEvent, at: number): boolean =>
  closed && !downloaded && at - heardAt <= REORDER_MS && playerTime.ts < lastTs;

/** Why an event is not stored, other than because it repeats one. */
export type Rejection = 'closed' | 'expired' | 'full';

/** Decides whether a session takes an event that it does not hold yet; undefined when it does. */
export function rejects(
  head: SessionHead,
  event: MediaEvent,
  { at, bytes }: Arrival,
  limits: SessionLimits,
): Rejection | undefined {
  if (isExpired(head, at)) return 'expired';
  if (head.closed && !isOvertaken(head, event, at)) return 'closed';
  return head.eventCount >= limits.events || head.bytes + bytes > limits.bytes ? 'full' : undefined;
}

/** The head after one more event; `sessionEnd` closes the session, `sessionComplete` does not. */
export function withEvent(head: SessionHead, event: MediaEvent, { at, bytes }: Arrival): SessionHead {
  const { playhead, ts } = event.playerTime;
  return {
    ...head,
    heardAt: head.closed ? head.heardAt : at,
    movedAt: playhead === head.playhead ? head.movedAt : at,
    playhead,
    lastTs: Math.max(head.lastTs, ts),
    closed: head.closed || event.eventType === 'sessionEnd',
    eventCount: head.eventCount + 1,
    bytes: head.bytes + bytes,
  };
}

/** The events in the order of `playerTime.ts`; equal times keep the order of arrival. */
export const inOrder = (events: readonly MediaEvent[]): MediaEvent[] =>
  [...events].sort((a, b) => a.playerTime.ts - b.playerTime.ts);
