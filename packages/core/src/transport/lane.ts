import type { Clock } from '../clock';
import type { Reply, Wire, WireRequest } from '../wire/wire';
import { createFaultCounter } from './fault-counter';
import type { Post } from './post';
import { createRetry } from './retry';
import { dropOverflow } from './overflow';

/** Retrying `sessionStart` may start a second session, so it gets a long time-out. */
const OPEN_TIMEOUT_MS = 30_000;
const EVENT_TIMEOUT_MS = 10_000;
/** Chromium rejects a request in flight when the page is left, and still delivers it: a retry would duplicate it. */
const CUT_MS = 100;
/** The service gives up a session that was silent for so long (D16): a ping would only be refused. */
const SILENCE_MS = 600_000;
/** Each opening with an unreadable answer may have opened a session, so only so many are tried. */
const MAX_UNREADABLE = 3;

/** Where more events wait, the network is down, and to serialise them all with each further one would cost too much. */
const MAX_READY = 8;

/** Why an event did not arrive. */
export type LostReason = 'refused' | 'overflow' | 'consent' | 'expired' | 'left' | 'unanswered' | 'destroyed';

/** An event in the queue of a lane. The lane does not read the event. */
export interface QueuedEvent {
  readonly event: object;
  /** A later event makes it superfluous. */
  readonly droppable?: boolean;
}

/** The request that failed; status 0: there was no reply. */
export type FailedRequest = Pick<Reply, 'url' | 'status'>;

/** What a lane needs, and its callbacks. */
export interface LanePorts<L extends QueuedEvent> {
  readonly wire: Wire;
  readonly post: Post;
  readonly clock: Clock;
  /** The decision of the viewer. `when` waits for consent; after a refusal it resolves to `refused`, or never. */
  readonly permission: { readonly now: string; when<T>(run: () => Promise<T>, refused?: T): Promise<T> };
  /** The service does not know this session any more. */
  onGone(item: L, lane: Lane<L>, request: FailedRequest): void;
  onLost(event: L['event'], reason: LostReason, detail?: string, request?: FailedRequest): void;
  /** The session has its id. */
  onOpen?(): void;
  warn(sentence: string): void;
}

/** The ordered queue of one session. */
export interface Lane<L extends QueuedEvent> {
  /** The session's id, once the service gave it. */
  readonly id: string | undefined;
  /** True while something is still to be sent. */
  readonly busy: boolean;
  /** True once an event was delivered. */
  readonly hasDelivered: boolean;
  /** True once the lane was given up; it sends nothing more. */
  readonly dead: boolean;
  push(...items: L[]): void;
  /** Takes the events that were not sent; the lane is dead then. */
  take(): L[];
  /** Sends nothing more. Events that are not in flight, or fail to arrive, are reported as lost. */
  drop(reason: LostReason): void;
  /** The page is visible or online again: retries at once. */
  wake(): void;
  /** What `leave` would send now, if these events were pushed before: each event with its request. */
  ready?(items: readonly L[]): (readonly [L['event'], WireRequest])[];
  /** The page is being left: sends the rest in parallel; `back`: it may return from the back/forward cache. */
  leave(back: boolean): void;
  /** Stops all retries. */
  finish(): void;
  /** The session has ended: nothing more is pushed. */
  end?(): void;
}

/** Droppable events are sent last, while the keepalive budget lasts. */
const byWorth = <L extends QueuedEvent>(items: L[]): L[] => items.sort((a, b) => Number(!!a.droppable) - Number(!!b.droppable));

/** Opens a session and carries its events one at a time, in order (D3); a reply that comes late changes nothing. */
export function createLane<L extends QueuedEvent>(first: L['event'], ports: LanePorts<L>): Lane<L> {
  const { wire, post, clock, permission, onGone, onLost, onOpen, warn } = ports;
  const { verdict } = wire;
  const queue: L[] = [];
  const retry = createRetry(clock);
  const failsForGood = createFaultCounter(clock, wire);
  let id: string | undefined;
  let hasDelivered = false;
  let running = false;
  let dead = false;
  /** The request waits for consent; it is not in flight. */
  let isHeld = false;
  /** Set once retries are over; the loss reason of events without a reply. */
  let finalReason: LostReason | undefined;
  let finishedAt = 0;
  /** The lane was dropped: it accepts and sends nothing more. */
  let isDropped = false;
  let takenAt = 0;
  /** The request that waits for another attempt gets none: the page was left while it was on its way, or the lane was dropped. */
  let abandonsRetry = false;
  /** The page was hidden before the session id arrived: everything is flushed as soon as it does. */
  let flushesOnOpen = false;
  /** The page was left while the opening was on its way: WebKit stops it then, and delivers it all the same. */
  let isOpeningCut = false;
  let unreadable = 0;
  /** The message of the service when it refused the session. */
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
  const send = (item: L | undefined): Promise<Reply> => {
    isHeld = true;
    const begin = async (): Promise<Reply> => {
      for (let turn; !id && !dead && (turn = wire.turn?.());) await turn;
      isHeld = false;
      if (dead) return { status: 0 };
      if (!id) return post(wire.open(first), OPEN_TIMEOUT_MS, undefined, first);
      return item!.droppable && clock.now() - takenAt > SILENCE_MS ? { status: 410 } : deliver(item!);
    };
    return permission.when(begin, { status: 0, unsent: true });
  };

  const run = async (): Promise<void> => {
    if (running) return;
    running = true;
    while (!dead && (!id || queue[0])) {
      const [item] = queue;
      const opens = !id;
      let reply = await send(item);
      if (dead) break;
      const outcome = verdict(reply, opens);
      if (outcome === 'delivered') takenAt = clock.now();
      if (opens && outcome === 'delivered') {
        id = wire.sessionFrom(reply);
        if (!id && !unreadable++) warn(`${reply.url} opens no session: ${wire.unreadable}`);
        if (!id && !finalReason) reply = { ...reply, message: wire.unreadable };
        if (id && flushesOnOpen) lane.leave((flushesOnOpen = false));
        else onOpen?.();
      }
      const isTriedAgain = outcome === 'retry' || (opens && outcome === 'delivered' && !id && unreadable < MAX_UNREADABLE);
      // A second opening would be a second session.
      if (isOpeningCut && !reply.status) finalReason ??= 'unanswered';
      isOpeningCut = false;
      const isHopeless = !opens && failsForGood(item, reply);
      if (isTriedAgain && !isHopeless && !finalReason) {
        await retry.wait(reply);
        if (!abandonsRetry) continue;
      }
      retry.reset();
      if (!id) {
        dead = true;
        refusal = reply.message;
        lose({ event: first }, reply);
        for (const each of queue.splice(0)) lose(each, { ...reply, unsent: true });
      } else if (!opens) {
        queue.shift();
        hasDelivered ||= outcome === 'delivered';
        // A refused ping does not reopen the session: the event behind it is sent first, and the session continues until that is refused (D5).
        const isPassedOver = item!.droppable && queue.some(({ droppable }) => !droppable);
        if (outcome === 'gone' && !isPassedOver) onGone(item!, lane, reply);
        else if (outcome !== 'delivered') lose(item!, reply);
        // Give up after destroy() when the network does not answer.
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
      return hasDelivered;
    },
    get dead() {
      return dead;
    },
    push: (...items) => {
      for (const item of items)
        if (isDropped) onLost(item.event, finalReason!);
        else if (dead) onLost(item.event, 'refused', refusal || 'its session was refused');
        else queue.push(item);
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
      // The first event may be in flight and still arrive.
      for (const { event } of queue.splice(id && !isUnsent ? 1 : 0)) onLost(event, reason);
      retry.end();
    },
    wake: () => {
      flushesOnOpen = false;
      retry.hurry();
    },
    // The first event of the queue is in flight.
    ready: (items) =>
      id && !dead && !queue[MAX_READY]
        ? byWorth([...queue.slice(1), ...items]).map(({ event }) => [event, wire.carry(event, id!)] as const)
        : [],
    leave: (back) => {
      if (dead) return;
      if (!id) {
        // Without an id nothing can be sent, and the page will be gone when it arrives.
        // After a failure the network is to blame.
        isOpeningCut = running && !isHeld && !retry.failedAt;
        if (!(flushesOnOpen = back)) lane.drop('left');
        return;
      }
      finalReason = 'unanswered';
      abandonsRetry = Math.abs(clock.now() - retry.failedAt) < CUT_MS;
      // The first event is in flight, unless the lane waits for a retry.
      const items = running ? queue.splice(1) : queue.splice(0);
      retry.end();
      for (const item of byWorth(items))
        void deliver(item, true).then((reply) => verdict(reply) === 'delivered' || lose(item, reply));
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
