import { compose } from '../wire/compose';
import type { EventType, MediaEvent } from '../wire/events';
import type { Effect } from './effect';
import type { At } from './input';
import type { Draft } from './state';

/** One call of reduce() in the making. */
export interface Turn {
  readonly session: Draft;
  readonly effects: Effect[];
  /** Time and place of what is being handled: the input's own, also when it was held or queued. */
  at: At;
  /** The state event is due again even if nothing changed. */
  flush: boolean;
}

/** Says what was wrong with an input. */
export const warn = (turn: Turn, sentence: string): void => void turn.effects.push({ do: 'warn', sentence });

const DAY_S = 86_400;

/** Seconds for the wire: of the content, or for live of the day (R-83, api.md). */
const placeOf = ({ content }: Draft, { time, playhead }: At): number =>
  /^live$/i.test(content?.params['media.contentType'] as string)
    ? (playhead < 0 ? time / 1000 : playhead) % DAY_S
    : Math.max(playhead, 0);

/** Makes an event of the open session: its time strictly rises (D2), QoE rides on it when it is news (R-68 to R-69b). */
export function write({ session, at }: Turn, type: EventType, params?: object, customMetadata?: object): MediaEvent {
  session.ts = Math.max(Math.trunc(at.time), session.ts + 1);
  const known = JSON.stringify(session.qoe);
  const isError = type === 'error';
  const rides = /^state/.test(type) ? false : /^(bitrateC|sessionS)/.test(type) || known !== session.reported;
  if (rides && !isError) session.reported = known;
  const qoeData = { ...(rides && session.qoe), ...(isError && params) };
  return compose(
    type,
    { playhead: placeOf(session, at), ts: session.ts },
    { params: isError ? undefined : params, qoeData, customMetadata },
  );
}

/** Sends an event, unless the session is only remembered. */
export function send(turn: Turn, type: EventType, params?: object, customMetadata?: object): void {
  if (turn.session.phase !== 'open') return;
  const before = { ...turn.session };
  turn.effects.push({ do: 'send', event: write(turn, type, params, customMetadata), before });
}
