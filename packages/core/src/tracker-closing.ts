import type { Clock } from './clock';
import type { Delivery } from './delivery';
import type { Reader, Reading } from './reader';
import { rehearseClosing, type Closing } from './session/closing';
import type { Effect } from './session/effect';
import type { Step } from './session/reduce';
import { isActive, isPlaying, type Session } from './session/state';
import type { MediaEvent } from './wire/events';
import { isCount } from './wire/form';

/** While the content plays, the closing is renewed so often. */
const RENEW_MS = 1_000;

interface ClosingPorts {
  readonly clock: Clock;
  readonly permission: { readonly now: string };
  readonly reader: Reader;
  /** The page has its own clock. */
  readonly hasOwnClock: boolean;
  /** Reports an error of internal code. */
  reportFault(error: unknown): void;
}

/** The closing of a tracker: what ends its session if the page is left, serialised in good time. */
export interface ReadyClosing {
  /**
   * Prepares for what follows from this session. `isPlain`: since the last time only the playhead moved. `canWait`: further inputs may
   * follow in the same task, so it is done at its end, if the page is visible: one that is hidden may be closed at any moment.
   */
  update(session: Session, reading: Reading, isPlain: boolean, canWait: boolean): void;
  /** Prepares again: the session has its id. */
  renew(): void;
  /**
   * Sends the closing, and returns the step that it takes the session to; undefined where nothing could be prepared. It runs no loop,
   * and calls no function that has run often: in Firefox the script of a page that closes is ended at the next loop, and at the beginning
   * of the next function that was compiled.
   */
  send(): Step | undefined;
}

const isHidden = (): boolean => !!globalThis.document?.hidden;

/** Creates the closing of a tracker. */
export function createReadyClosing(
  { clock, permission, reader, hasOwnClock, reportFault }: ClosingPorts,
  delivery: Pick<Delivery<Extract<Effect, { do: 'send' }>>, 'ready'>,
): ReadyClosing {
  let closing: Closing | undefined;
  /** Sends its requests, with the place and time of the first event of the end. */
  let send: ((playhead: number, ts: number) => void) | undefined;
  /** The place and time of those that were sent, and the step that they belong to: nothing of it is made anew if it is asked for again. */
  let at: ReturnType<Closing['at']> | undefined;
  let sent: Step | undefined;
  let session: Session | undefined;
  let reading: Reading;
  /** Where the content stood last, in seconds. */
  let seen = -1;
  let isAwaited = false;
  /** Of the requests of one closing, which have the same time-out. */
  let abort = new AbortController();
  let stop = (): void => {};

  /** Each request calls the next one: a closing has few, and a loop would end the script. */
  const link = ({ items, past }: Closing): typeof send => {
    try {
      return delivery.ready(items, abort).reduceRight<typeof send>((next, [event, request]) => {
        const later = items.findIndex((item) => item.event === event) - past;
        return (playhead, ts) => {
          if (later < 0) request();
          else {
            (event as { playerTime: MediaEvent['playerTime'] }).playerTime = { playhead, ts: ts + later };
            request(playhead, ts + later);
          }
          next?.(playhead, ts);
        };
      }, undefined);
    } catch {
      // An event that is no JSON is refused in its turn.
      return undefined;
    }
  };
  const prepare = (): void => {
    isAwaited = false;
    stop();
    if (!session) return;
    try {
      seen = isCount(reading.playhead) ? reading.playhead! : session.player.playhead;
      const next = rehearseClosing(session, reading);
      // Both at once: Firefox may end this script, too.
      send = next && link(next);
      closing = next;
      at = sent = undefined;
      if (next && isPlaying(session))
        stop = clock.after(RENEW_MS, () => {
          reading = reader.read({});
          prepare();
        });
    } catch (error) {
      reportFault(error);
    }
  };
  const renew = (): void => {
    reading = reader.read({});
    prepareSoon();
  };
  /** `isPlain`: only the playhead moved, so what is ready stays until it is replaced: Firefox may end this script before that. */
  const prepareSoon = (isPlain?: boolean): void => {
    if (isHidden()) return prepare();
    if (!isPlain) send = undefined;
    if (!isAwaited) void Promise.resolve().then(prepare);
    isAwaited = true;
  };

  return {
    update: (next, latest, isPlain, canWait) => {
      session = next;
      if (!isActive(next)) {
        send = sent = undefined;
        return;
      }
      if (isPlain && latest.time - (closing?.from ?? 0) < RENEW_MS) {
        if (next.player.playhead >= 0) seen = next.player.playhead;
        return;
      }
      reading = latest;
      (canWait ? prepareSoon : prepare)(isPlain);
    },
    renew,
    send: () => {
      const time = hasOwnClock ? reader.time() : Date.now();
      if (!send || permission.now !== 'in' || !(time >= closing!.from && time <= closing!.until)) return sent;
      // An adapter may need a loop to tell the place; that of a page that is hidden was read not long ago.
      const place = globalThis.document?.hidden ? undefined : reader.playhead();
      // The adapter called the tracker meanwhile.
      if (!send) return sent;
      at ??= closing!.at(time, place !== undefined && isCount(place) ? place : seen);
      send(at.playhead, at.ts);
      sent = closing!.step;
      send = undefined;
      abort = new AbortController();
      return sent;
    },
  };
}
