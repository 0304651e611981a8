import { compose } from '../../wire/compose';
import type { EventType, MediaEvent, QoeData } from '../../wire/events';
import type { SessionSnapshot } from '../snapshot';
import { isLive, type TrackedDraft } from '../state';

export const DAY_S = 86_400;

const isSame = (a: QoeData, b: QoeData): boolean =>
  a === b ||
  (Object.keys(a).length === Object.keys(b).length &&
    Object.entries(a).every(([key, value]) => b[key as keyof QoeData] === value));

/**
 * The playhead of an event, in seconds; negative is not known. That of live content is a second of the day: without one it follows
 * from the time, in milliseconds.
 */
export const playheadOf = (playhead: number, time: number, isLive: boolean): number =>
  isLive ? (playhead < 0 ? time / 1_000 : playhead) % DAY_S : Math.max(playhead, 0);

/**
 * Creates an event. Its time is later than that of the event before (D2), the playhead of live content is a second of the day,
 * and the quality rides on it when it has changed (R-68 to R-69b).
 */
export function createEvent(
  { at, clock, tracked }: TrackedDraft,
  type: EventType,
  params?: object,
  customMetadata?: object,
): MediaEvent {
  const { playhead } = at;
  const time = at.time - clock.sessionOffset;
  const { qoe } = tracked.reported;
  const isError = type === 'error';
  const withQoe = !/^state/.test(type) && (/^(bitrateC|sessionS|error)/.test(type) || !isSame(qoe, tracked.reportedQoe));
  if (withQoe && !isError) tracked.reportedQoe = qoe;
  tracked.lastTs = Math.max(Math.trunc(time), tracked.lastTs + 1);
  return compose(
    type,
    {
      playhead: playheadOf(playhead, time, isLive(tracked.content.params)),
      ts: tracked.lastTs,
    },
    { params: isError ? {} : params, qoeData: { ...(withQoe && qoe), ...(isError && params) }, customMetadata },
  );
}

/** Sends an event, unless the session is suspended. */
export function send(s: TrackedDraft, type: EventType, params?: object, customMetadata?: object): void {
  if (s.tracked.isSuspended) return;
  const before = s.tracked.reported;
  s.effects.push({ do: 'send', event: createEvent(s, type, params, customMetadata), before, droppable: type === 'ping' });
}

/** Changes what the service knows. */
export function update(s: TrackedDraft, change: Partial<SessionSnapshot>): void {
  s.tracked.reported = { ...s.tracked.reported, ...change };
}

/** The values of a quality update, without fractions. */
export const wholeNumbers = (values: object): QoeData =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Math.trunc(value as number)]));
