import type { Clock } from '../clock';
import type { Reply, Wire } from '../wire/wire';
import { createFaultCounter } from './fault-counter';
import type { Post } from './post';
import { createRetry } from './retry';
import { dropOverflow } from './overflow';

/** A retried opening may count as a second start, so it is given time. */
const OPEN_TIMEOUT_MS = 30_000;
const EVENT_TIMEOUT_MS = 10_000;
/** Chromium rejects what is on its way just as the page goes, and delivers it all the same: a second attempt would double it. */
const CUT_MS = 100;
/** The service gives up a session that it heard nothing of for so long (D16): nobody asks it with what can be spared. */
const SILENCE_MS = 600_000;
/** Each opening whose answer cannot be read may have opened a session: after so many no more are opened. */
const MAX_UNREADABLE = 3;

/** Why an event did not arrive. */
export type LostReason = 'refused' | 'overflow' | 'consent' | 'expired' | 'left' | 'unanswered' | 'destroyed';

/** One thing to send; what the event says is nobody's business here. */
export interface QueuedEvent {
  readonly event: object;
  /** It says nothing that a later one does not say. */
  readonly droppable?: boolean;
}

/** The request that failed; status 0: there was no answer. */
export type FailedRequest = Pick<Reply, 'url' | 'status'>;

/** What a lane needs, and whom it reports to. */
export interface LanePorts<L extends QueuedEvent> {
  readonly wire: Wire;
  readonly post: Post;
  readonly clock: Clock;
  /** What the viewer decided, and what waits for it; after a refusal `when` gives `refused`, or never anything. */
  readonly permission: { readonly now: string; when<T>(run: () => Promise<T>, refused?: T): Promise<T> };
  /** The service does not know this session any more. */
  onGone(letter: L, lane: Lane<L>, request: FailedRequest): void;
  onLost(event: L['event'], reason: LostReason, detail?: string, request?: FailedRequest): void;
  warn(sentence: string): void;
}

/** One session's ordered road to the service. */
export interface Lane<L extends QueuedEvent> {
  /** The session's id, once the service gave it. */
  readonly id: string | undefined;
  /** True while something is still to be sent. */
  readonly busy: boolean;
  /** True once the service has taken an event. */
  readonly hasDelivered: boolean;
  /** True once the lane was given up; it sends nothing more. */
  readonly dead: boolean;
  push(...letters: L[]): void;
  /** Takes what was not sent; the lane is dead then. */
  take(): L[];
  /** Sends nothing more, and reports what is not on its way, or fails to arrive, as lost. */
  drop(reason: LostReason): void;
  /** The page is seen again, or online: tries again. */
  wake(): void;
  /** The page goes: sends the rest side by side, without waiting; `back`: it may come back from a cache. */
  leave(back: boolean): void;
  /** No attempt is repeated any more. */
  finish(): void;
  /** Another session took over, or none is open: nothing more is pushed. */
  end?(): void;
}

/** Opens a session and carries its events one at a time, in order (D3); a reply that comes late changes nothing. */
export function createLane<L extends QueuedEvent>(first: L['event'], ports: LanePorts<L>): Lane<L> {
  const { wire, post, clock, permission, onGone, onLost, warn } = ports;
  const { verdict } = wire;
  const queue: L[] = [];
  const retry = createRetry(clock);
  const failsForGood = createFaultCounter(clock, wire);
  let id: string | undefined;
  let heard = false;
  let running = false;
  let dead = false;
  /** The request waits for the viewer's consent: nothing of it is on its way. */
  let isHeld = false;
  /** Once it is set, what fails is not tried again, and is lost for this reason. */
  let finalReason: LostReason | undefined;
  let finishedAt = 0;
  /** Nothing more is taken or sent. */
  let isDropped = false;
  let takenAt = 0;
  /** The request that waits for another attempt gets none: the page was left while it was on its way, or the lane was dropped. */
  let abandonsRetry = false;
  /** The page was hidden before the session id arrived: everything is flushed as soon as it does. */
  let flushesOnOpen = false;
  let unreadable = 0;
  /** What the service said when it refused the session. */
  let refusal: string | undefined;

  const lose = ({ event }: QueuedEvent, reply: Reply): void => {
    const outcome = verdict(reply, !id);
    const reason =
      reply.unsent && finalReason === 'unanswered'
        ? 'left'
        : outcome === 'gone' && id
          ? 'expired'
          : outcome === 'refused' || !finalReason
            ? 'refused'
            : finalReason;
    onLost(event, reason, reply.message, reply);
  };
  const deliver = ({ event }: L, leaving?: boolean): Promise<Reply> =>
    post(wire.carry(event, id!), EVENT_TIMEOUT_MS, leaving, event);
  const send = (letter: L | undefined): Promise<Reply> => {
    isHeld = true;
    const begin = async (): Promise<Reply> => {
      for (let turn; !id && !dead && (turn = wire.turn?.());) await turn;
      isHeld = false;
      if (dead) return { status: 0 };
      if (!id) return post(wire.open(first), OPEN_TIMEOUT_MS, undefined, first);
      return letter!.droppable && clock.now() - takenAt > SILENCE_MS ? { status: 410 } : deliver(letter!);
    };
    return permission.when(begin, { status: 0, unsent: true });
  };

  const run = async (): Promise<void> => {
    if (running) return;
    running = true;
    while (!dead && (!id || queue[0])) {
      const [letter] = queue;
      const opens = !id;
      let reply = await send(letter);
      if (dead) break;
      const outcome = verdict(reply, opens);
      if (outcome === 'delivered') takenAt = clock.now();
      if (opens && outcome === 'delivered') {
        id = wire.sessionFrom(reply);
        if (!id && !unreadable++) warn(`${reply.url} opens no session: ${wire.unreadable}`);
        if (!id && !finalReason) reply = { ...reply, message: wire.unreadable };
      }
      if (id && flushesOnOpen) lane.leave((flushesOnOpen = false));
      const isTriedAgain = outcome === 'retry' || (opens && outcome === 'delivered' && !id && unreadable < MAX_UNREADABLE);
      const isHopeless = !opens && failsForGood(letter, reply);
      if (isTriedAgain && !isHopeless && !finalReason) {
        await retry.wait(reply);
        if (!abandonsRetry) continue;
      }
      retry.reset();
      if (!id) {
        dead = true;
        refusal = reply.message;
        for (const each of [{ event: first }, ...queue.splice(0)]) lose(each, reply);
      } else if (!opens) {
        queue.shift();
        heard ||= outcome === 'delivered';
        // A refused ping reopens nothing: what stands behind it is asked for itself, and the session goes on until then (D5).
        const isPassedOver = letter!.droppable && queue.some(({ droppable }) => !droppable);
        if (outcome === 'gone' && !isPassedOver) onGone(letter!, lane, reply);
        else if (outcome !== 'delivered') lose(letter!, reply);
        // Nobody waits for a network that is silent after all.
        if (finalReason === 'destroyed' && !reply.status && clock.now() - finishedAt >= OPEN_TIMEOUT_MS) {
          for (const each of queue.splice(0)) lose(each, reply);
        }
      }
    }
    running = false;
  };

  const lane: Lane<L> = {
    get id() {
      return id;
    },
    get busy() {
      return running && !dead;
    },
    get hasDelivered() {
      return heard;
    },
    get dead() {
      return dead;
    },
    push: (...letters) => {
      for (const letter of letters)
        if (isDropped) onLost(letter.event, finalReason!);
        else if (dead) onLost(letter.event, 'refused', refusal || 'its session was refused');
        else queue.push(letter);
      void run();
      dropOverflow(queue, onLost);
    },
    take: () => {
      dead = true;
      retry.end();
      return queue.splice(0);
    },
    drop: (reason) => {
      if (dead) return;
      finalReason = reason;
      isDropped = abandonsRetry = true;
      const isUnsent = isHeld || !running;
      if (isHeld) {
        dead = true;
        if (!id) onLost(first, reason);
      }
      // The first one may be on its way, and arrive all the same.
      for (const { event } of queue.splice(id && !isUnsent ? 1 : 0)) onLost(event, reason);
      retry.end();
    },
    wake: () => {
      flushesOnOpen = false;
      retry.hurry();
    },
    leave: (back) => {
      if (dead) return;
      if (!id) {
        // Nothing can be sent to a session without an id, and nobody will be here when it comes.
        if (!(flushesOnOpen = back)) lane.drop('left');
        return;
      }
      finalReason = 'unanswered';
      abandonsRetry = Math.abs(clock.now() - retry.failedAt) < CUT_MS;
      // The first one is on its way, as long as the lane is not resting between attempts.
      const letters = running ? queue.splice(1) : queue.splice(0);
      retry.end();
      // What can be spared is sent while the budget lasts.
      letters.sort((a, b) => Number(!!a.droppable) - Number(!!b.droppable));
      for (const letter of letters)
        void deliver(letter, true).then((reply) => verdict(reply) === 'delivered' || lose(letter, reply));
    },
    finish: () => {
      finalReason = 'destroyed';
      finishedAt = clock.now();
      retry.end();
    },
  };
  void run();
  return lane;
}
