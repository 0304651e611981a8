import type { Clock } from './clock';
import { demand, isSecure, OFFLINE, type AnyOptions } from './options';
import { createLane, type Lane, type LanePorts, type QueuedEvent, type LostReason } from './transport/lane';
import { answered, createLossLog } from './transport/loss-log';
import { createPost, createReady, type ReadyRequest } from './transport/post';
import type { OfflineTransport, OfflinePorts } from './offline/offline-transport';
import { watchSilence } from './transport/silence';
import { mediaCollection } from './wire/media-collection';
import type { Reply, Wire, WireRequest } from './wire/wire';

/** Most sessions that may wait for the network or the viewer's consent; beyond it the oldest is given up. */
const MAX_LANES = 20;

/** What the delivery of a tracker needs. */
export interface DeliveryPorts<L extends QueuedEvent> extends Pick<OfflinePorts, 'permission' | 'warn'> {
  /** `time` goes on for requests that are in flight when the tracker is destroyed; `clock` stops then. */
  readonly time: Clock;
  readonly clock: Clock;
  /** Reports an error of internal code. */
  reportFault(error: unknown): void;
  /** The page's onLost, if there is one; it never throws. */
  readonly onLost: ((event: L['event'], reason: LostReason, detail?: string) => void) | undefined;
  /** The service does not know the open session any more; `wasDelivered`: an event of it was delivered before. */
  onGone(item: L, wasDelivered: boolean): void;
  /** A session has its id. */
  onOpen(): void;
}

/** Delivers the events of one tracker: a lane for each session, and the offline transport for stored sessions. */
export interface Delivery<L extends QueuedEvent> extends Pick<Lane<L>, 'wake' | 'leave' | 'finish'> {
  /** The id of the session that was opened last, once the service gave it. */
  readonly sessionId: string | undefined;
  /** The session that was opened last still waits for consent: nothing of it was sent. */
  readonly isHeld: boolean;
  /** The first parameter that the wire needs and that is missing. */
  readonly lacks: Wire['lacks'];
  /** True when sessions are stored until they can be sent. */
  readonly isStored: boolean;
  open(first: L['event']): void;
  /** Sends an event of the session that was opened last. */
  send(item: L): void;
  /** What leaving the page would send of that session, with these events behind what waits; empty where nothing can be sent. `abort` ends the requests. */
  ready(items: readonly L[], abort: AbortController): readonly (readonly [L['event'], ReadyRequest])[];
  /** Moves the undelivered events of the lost session to the session that was opened last. */
  adopt(): void;
  /** Nothing more of that session follows. */
  end(): void;
  /** Sends nothing more of any session. */
  drop(reason: LostReason): void;
}

/** Creates the delivery of a tracker. Losses that no callback receives are logged to the console (D41). */
export function createDelivery<L extends QueuedEvent>(
  { endpoint, wire: make, fetch: own, offline }: AnyOptions,
  { time, clock, permission, warn, reportFault, onLost, onGone, onOpen }: DeliveryPorts<L>,
): Delivery<L> {
  let lane: Lane<L> | undefined;
  let lanes: readonly (Lane<L> | OfflineTransport)[] = [];
  let undelivered = (): L[] => [];
  let isFinished = false;
  let isHeld = false;
  /** Events of the session that was opened last may follow. */
  let isOpen = false;
  /** Sessions in a row that the service lost before it had taken an event; the last of them. */
  let lostInARow = 0;
  let lastLost: unknown;

  const warned = new Set<string>();
  const once = (kind: string, report: () => void): void => {
    if (!warned.has(kind)) report();
    warned.add(kind);
  };
  const log = createLossLog();
  const lost: LanePorts<L>['onLost'] = (event, reason, detail, request) => {
    if (onLost) onLost(event, reason, detail);
    // The page received the same sentence as a warning.
    else if (!detail || ![...warned].some((sentence) => sentence.endsWith(detail))) log(event, reason, detail, request);
  };
  const warnOnce = (sentence: string): void => once(sentence, () => warn(sentence));
  if (!make && !isSecure(endpoint)) warn('endpoint is not https: others can read what is sent.');
  const wire = (make ?? mediaCollection)(endpoint, { clock: time, permission, warn: warnOnce });
  const post = watchSilence(
    createPost(own ?? ((url, init) => fetch(url, init)), time),
    wire,
    clock,
    () => isOpen,
    (request, { isWebPage }) => {
      const sentence = `nothing was delivered for 30 s: ${answered(request)}${isWebPage ? ' with a web page' : ''}. Is endpoint right, and not blocked (CORS, CSP)?`;
      once('silence', () => (onLost ? warn(sentence) : console.warn(`media-collection: ${sentence}`)));
    },
  );
  const ports = {
    wire,
    post: async (request: WireRequest, ...how: [number, boolean?, object?]) => {
      const reply = await permission.when(() => post(request, ...how), { status: 0, unsent: true });
      let read: Reply = reply;
      try {
        read = request.read?.(reply) ?? reply;
      } catch (error) {
        // Its status decides, and the events behind it follow.
        reportFault(error);
      }
      return { url: request.url, ...read };
    },
    clock: time,
    onLost: lost,
    permission,
    warn: warnOnce,
  };
  let offlineTransport: OfflineTransport | undefined;
  demand(
    { offline },
    'offline',
    () => !offline || typeof (offlineTransport = offline(ports, createLane)).createLane === 'function',
    OFFLINE,
  );
  if (offlineTransport) lanes = [offlineTransport];

  return {
    get sessionId() {
      return lane?.id;
    },
    get isHeld() {
      return isHeld;
    },
    isStored: !!offlineTransport,
    lacks: wire.lacks,
    open: (first) => {
      lane?.end?.();
      lane = undefined;
      isOpen = true;
      if (permission.now === 'out') return lost(first, 'consent');
      isHeld = permission.now === 'pending';
      if (isHeld) void permission.when(async () => (isHeld = false), true);
      lane = (offlineTransport?.createLane ?? createLane)<L>(first, {
        ...ports,
        onOpen,
        onGone: (item, from, request) => {
          undelivered = () => [item, ...from.take()];
          if (from.hasDelivered) lostInARow = 0;
          else if (from !== lastLost && ++lostInARow === 2)
            warn(`sessions are lost at once: ${answered(request)}. Does everything below endpoint reach the service?`);
          lastLost = from;
          if (from === lane) onGone(item, from.hasDelivered);
          if (from === lane || !from.dead) lost(item.event, 'expired', undefined, request);
        },
      });
      // The offline transport stays last, so that on page leave it sees what the lanes could not send.
      lanes = [lane, ...lanes.filter(({ busy }) => busy)];
      if (lanes[MAX_LANES] !== offlineTransport) lanes[MAX_LANES]?.drop('overflow');
      if (isFinished) lane.finish();
    },
    send: (item) => (lane ? lane.push(item) : lost(item.event, 'consent')),
    ready: (items, abort) =>
      wire.stamp
        ? (lane?.ready?.(items) ?? []).map(([event, request]) => [event, createReady(own, request, event, wire.stamp!, abort)])
        : [],
    adopt: () => {
      const items = undelivered();
      if (lane) lane.push(...items);
      else for (const { event } of items) lost(event, 'consent');
    },
    end: () => {
      isOpen = false;
      lane?.end?.();
    },
    drop: (reason) => {
      for (const each of lanes) each.drop(reason);
      lane = undefined;
    },
    wake: () => {
      for (const each of lanes) each.wake();
    },
    leave: (back) => {
      for (const each of lanes) each.leave(back);
    },
    finish: () => {
      isFinished = true;
      for (const each of lanes) each.finish();
    },
  };
}
