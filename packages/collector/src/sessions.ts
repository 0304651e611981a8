import type { MediaEvent } from './media-event';

/** Silence after which the service gives a session up, in ms. */
export const MAX_SILENCE_MS: number = 10 * 60_000;
/** Time without movement of the playhead after which the service gives a session up, in ms. */
export const MAX_STANDSTILL_MS: number = 30 * 60_000;

/** A session as it is held: plain data, replaced and never changed. All times are the collector's, in epoch ms. */
export interface Session {
  readonly id: string;
  readonly openedAt: number;
  /** When the last event was taken. */
  readonly heardAt: number;
  /** When the playhead was last seen to move. */
  readonly movedAt: number;
  /** The playhead of the event taken last, in seconds. */
  readonly playhead: number;
  /** Whether `sessionEnd` has closed it. */
  readonly closed: boolean;
  /** In the order of `playerTime.ts`, whatever the order of arrival; equal times keep the order of arrival. */
  readonly events: readonly MediaEvent[];
}

/** Makes the session that a `sessionStart` opens. */
export const openSession = (id: string, start: MediaEvent, at: number): Session => ({
  id,
  openedAt: at,
  heardAt: at,
  movedAt: at,
  playhead: start.playerTime.playhead,
  closed: false,
  events: [start],
});

/**
 * Makes the session of downloaded content, which comes as a whole and so is closed. What tells it from others is how it came, so
 * its `sessionStart` says so even where the client left that out.
 */
export function wholeSession(id: string, [start, ...rest]: readonly [MediaEvent, ...MediaEvent[]], at: number): Session {
  const first: MediaEvent = { ...start, params: { ...start.params, 'media.downloaded': true } };
  const events = [first, ...rest].toSorted((a, b) => a.playerTime.ts - b.playerTime.ts);
  return { ...openSession(id, first, at), playhead: events.at(-1)!.playerTime.playhead, closed: true, events };
}

/** Tells whether the service has given a session up by itself (api.md, rule 9). */
export const isExpired = ({ closed, heardAt, movedAt }: Session, at: number): boolean =>
  !closed && (at - heardAt > MAX_SILENCE_MS || at - movedAt > MAX_STANDSTILL_MS);

/** The back end orders what comes within this time, in ms (api.md). */
const REORDER_MS = 5_000;

/** Tells whether an event was only overtaken by the `sessionEnd`: a page that closes sends its last events side by side. */
export const isOvertaken = ({ closed, events, heardAt }: Session, { playerTime }: MediaEvent, at: number): boolean =>
  closed && at - heardAt <= REORDER_MS && playerTime.ts < events.at(-1)!.playerTime.ts;

/** Adds an event in its place by time; `sessionEnd` closes the session, `sessionComplete` does not (api.md, rule 8). */
export function append(session: Session, event: MediaEvent, at: number): Session {
  const { playhead, ts } = event.playerTime;
  const place = session.events.findLastIndex((earlier) => earlier.playerTime.ts <= ts) + 1;
  return {
    ...session,
    heardAt: session.closed ? session.heardAt : at,
    movedAt: playhead === session.playhead ? session.movedAt : at,
    playhead,
    closed: session.closed || event.eventType === 'sessionEnd',
    events: session.events.toSpliced(place, 0, event),
  };
}
