import type { Clock } from './clock';
import type { Consent } from './consent';
import type { Delivery } from './delivery';
import { rehearseClosing, type Closing } from './session/closing';
import type { Effect } from './session/effect';
import type { Input } from './session/input';
import type { Step } from './session/reduce';
import { isPlaying, type Session } from './session/state';
import type { ReadyRequest } from './transport/post';
import type { MediaEvent } from './wire/events';
import { isCount } from './wire/form';

/** While the content plays, the closing is renewed so often. */
const RENEW_MS = 1_000;

/** When something happens, and where the content stands; NaN where that cannot be read. */
export type Reading = Pick<Input, 'time' | 'playhead' | 'qoe'>;

interface ClosingPorts {
  readonly clock: Clock;
  readonly permission: { readonly now: Consent };
  readonly delivery: Pick<Delivery<Extract<Effect, { do: 'send' }>>, 'ready'>;
  /** Reads time, playhead and quality. */
  read(): Reading;
  /** Reads only the time, or only the playhead. */
  now(): number;
  playhead(): number | undefined;
}

/** One request of a closing, and the one behind it. */
interface Link {
  readonly request: ReadyRequest;
  /** The event, and by how many ms it is later than the first one of the end; undefined: it happened before. */
  readonly event: { playerTime: MediaEvent['playerTime'] };
  readonly later: number | undefined;
  readonly next: Link | undefined;
}

/** The closing of a tracker: what ends its session if the page is left, serialised in good time. */
export interface ReadyClosing {
  /** Prepares for what follows from this session. `isPlain`: since the last time only the playhead moved. */
  update(session: Session, reading: Reading, isPlain: boolean): void;
  /** Prepares again, for what waits has changed. */
  renew(): void;
  /**
   * Sends the closing, and returns the step that it takes the session to; undefined where nothing could be prepared. It runs no loop
   * and nothing that is called a number of times: in Firefox the script of a page that closes is ended at the first of these.
   */
  send(): Step | undefined;
}

/** Sends a chain of requests, each with its time. */
const sendAll = ({ request, event, later, next }: Link, playhead: number, ts: number): void => {
  if (later === undefined) request.send();
  else {
    event.playerTime = { playhead, ts: ts + later };
    request.send(playhead, ts + later);
  }
  if (next) sendAll(next, playhead, ts);
};

/** Creates the closing of a tracker. */
export function createReadyClosing({ clock, permission, delivery, read, now, playhead }: ClosingPorts): ReadyClosing {
  let closing: Closing | undefined;
  let first: Link | undefined;
  let session: Session | undefined;
  /** Where the content stood last, in seconds. */
  let seen = -1;
  let stop = (): void => {};

  const link = ({ letters, past }: Closing): Link | undefined => {
    try {
      return delivery.ready(letters).reduceRight<Link | undefined>((next, [event, request]) => {
        const later = letters.findIndex((letter) => letter.event === event) - past;
        return { request, event, later: later < 0 ? undefined : later, next };
      }, undefined);
    } catch {
      // An event that is no JSON is refused in its turn.
      return undefined;
    }
  };
  const prepare = (reading: Reading): void => {
    stop();
    if (!session) return;
    seen = isCount(reading.playhead) ? reading.playhead! : session.player.playhead;
    const next = rehearseClosing(session, reading);
    // Both at once: this, too, may be ended in the middle.
    first = next && link(next);
    closing = next;
    if (next && isPlaying(session)) stop = clock.after(RENEW_MS, renew);
  };
  const renew = (): void => prepare(read());

  return {
    update: (next, reading, isPlain) => {
      session = next;
      if (!isPlain || reading.time - (closing?.from ?? 0) >= RENEW_MS) prepare(reading);
      else if (next.player.playhead >= 0) seen = next.player.playhead;
    },
    renew,
    send: () => {
      if (!first || permission.now !== 'in') return undefined;
      const time = now();
      if (!(time >= closing!.from && time <= closing!.until)) return undefined;
      // A browser that is about to end the script hides the page before, so the place is known.
      const place = globalThis.document?.hidden ? seen : playhead();
      const at = closing!.at(time, isCount(place) ? place! : seen);
      sendAll(first, at.playhead, at.ts);
      first = undefined;
      return closing!.step;
    },
  };
}
