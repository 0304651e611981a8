import { batchOf, isDownloaded } from '../wire/downloaded';
import type { MediaEvent } from '../wire/events';
import { init, mediaCollection } from '../wire/media-collection';
import { downloadedUrl } from '../wire/routes';
import type { Reply, Wire } from '../wire/wire';
import { createFaultCounter } from '../transport/fault-counter';
import type { FailedRequest, LostReason } from '../transport/lane';
import { createRetry, type Retry } from '../transport/retry';
import type { OfflineTransport, OfflinePorts } from './offline-transport';
import { createdAt, lockOf, sessionOf, type StoredEvent, type Store } from './store';

/** For bodies of up to 8 MB. */
const BATCH_TIMEOUT_MS = 120_000;
/** A larger request is not sent as keepalive, so it is cancelled when the page is left. */
const KEEPALIVE_BYTES = 65_536;
/** Most stored sessions of an endpoint, and how long they are kept (30 days). */
const MAX_SESSIONS = 100;
const MAX_AGE_MS = 2_592_000_000;
/** The reply that stands for a session that another page holds. */
const HELD: Reply = { status: 503, unsent: true };

/** What a drain needs besides the offline ports. */
export interface DrainPorts extends OfflinePorts {
  readonly store: Store;
  /** Keys of the sessions of this tracker that have not ended. */
  readonly ownedSessions: ReadonlySet<string>;
  readonly locks: LockManager | undefined;
  /** Sessions that never got an id are delivered as downloaded content. */
  readonly deliverLate: boolean;
  /** Is called when there is nothing left to send for now. */
  onIdle(): void;
}

/** Sends what is left of stored sessions that have ended. */
export interface Drain extends Omit<OfflineTransport, 'createLane'> {
  /** True while something is read or sent. */
  readonly isRunning: boolean;
  /** Sends sessions that have ended since, unless their endpoint asked to wait. */
  update(): void;
  /** Sends or reports what is in memory only, if the page was left and nothing of it is stored. */
  flush(): void;
}

/** What is left to send to one endpoint; endpoints do not wait for one another. */
interface Outbox {
  readonly retry: Retry;
  /** The reply that caused the current pause. */
  pausedBy?: Reply | undefined;
  /** More was stored since the run began. */
  isStale: boolean;
  /** In flight. */
  inFlight: readonly StoredEvent[];
}

/**
 * Sends what is left of sessions that have ended: for each endpoint in the order of their creation, one at a time in all tabs
 * together. A session with an id gets its remaining events; one without is sent as a whole, if that is allowed.
 */
export function createDrain(ports: DrainPorts): Drain {
  const { store, ownedSessions, locks, deliverLate, clock, wire: own, permission, post, onLost, onIdle } = ports;
  const failsForGood = createFaultCounter(clock, own);
  /** The page may have changed its wire since; the default wire is always available. */
  const wireOf = (address: string): Wire | undefined =>
    own.address === address ? own : (own.at?.(address) ?? (/^http/.test(address) ? mediaCollection(address) : undefined));
  let outboxes = new Map<string, Outbox>();
  let isScanning = false;
  /** Something came while the store was read, which that may not have seen. */
  let mustScanAgain = false;
  let finished = false;
  /** The page was left, and is not back. */
  let isLeft = false;
  /** Incremented by `halt()`: work that started under an earlier value must have no effect. */
  let generation = 0;

  const lock = <T>(name: string, ifAvailable: boolean, run: (held: unknown) => Promise<T>): Promise<T> =>
    store.shared ? lockOf(locks!, name, { ifAvailable }, run) : run(true);
  const lose = (records: readonly StoredEvent[], reason: LostReason, detail?: string, request?: FailedRequest): void => {
    for (const { key, event } of records) {
      store.remove(key);
      onLost(event, reason, detail, request);
    }
  };
  const halt = (): void => {
    generation++;
    isScanning = mustScanAgain = false;
    for (const { retry } of outboxes.values()) retry.end();
    outboxes = new Map();
  };

  /** Returns the reply after which it must be retried; `leaving`: the page is being left, so this is the last chance. */
  const deliver = async (
    records: readonly StoredEvent[],
    begun: number,
    outbox?: Outbox,
    isTooMany?: boolean,
  ): Promise<Reply | undefined> => {
    const [head, ...rest] = records;
    if (!head) return undefined;
    const leaving = !outbox;
    // What is sent as the page goes was taken out of the store: nothing else reports it.
    const isStale = (): boolean => !leaving && begun !== generation;
    const { endpoint, id, event } = head;
    const isOld = clock.now() - createdAt(head.key) > MAX_AGE_MS;
    // The first entry of a session with an id was delivered already.
    const waiting = id ? rest : records;
    if (isOld) lose(waiting, 'expired', 'it was kept for 30 days');
    else if (isTooMany) lose(waiting, 'overflow');
    // Without its `sessionStart` the session cannot be sent.
    else if (!endpoint || (!id && !deliverLate && !isDownloaded((event as { params?: object }).params))) {
      // What the database still holds of it goes at the next visit.
      lose(records, 'left');
      return undefined;
    } else {
      const wire = wireOf(endpoint);
      // Only a visit with the same wire can send it.
      if (!wire) return undefined;
      for (const batch of id ? rest.map((record) => [record]) : [records]) {
        // Beside a request that does not know its visitor yet, another one would make a second visitor.
        for (let turn; !leaving && (turn = wire.turn?.());) await turn;
        if (isStale()) return undefined;
        if (outbox) outbox.inFlight = batch;
        const events = batch.map((record) => record.event as MediaEvent);
        const request = id
          ? wire.carry(events[0]!, id)
          : (wire.batch?.(events) ?? { url: downloadedUrl(endpoint), body: batchOf(events), init });
        const reply = await post(request, BATCH_TIMEOUT_MS, leaving);
        if (isStale()) return undefined;
        if (outbox) outbox.inFlight = [];
        const outcome = wire.verdict(reply);
        const isRefused = outcome === 'refused' || (id && failsForGood(batch[0]!.key, reply));
        if (outcome === 'retry' && !isRefused && !leaving && (!finished || store.durable)) return reply;
        outbox?.retry.reset();
        if (outcome === 'delivered') store.remove(batch[0]!.key);
        else if (id && outcome === 'gone') {
          lose(rest.slice(rest.indexOf(batch[0]!)), 'expired', undefined, reply);
          break;
        } else
          lose(
            batch,
            reply.unsent ? 'left' : isRefused || outcome === 'gone' ? 'refused' : leaving ? 'unanswered' : 'destroyed',
            reply.message,
            reply,
          );
      }
    }
    store.remove(sessionOf(head));
    return undefined;
  };

  /** Sends everything that waits for an endpoint; returns the reply after which it must be retried. */
  const empty = async (endpoint: string, outbox: Outbox, begun: number): Promise<Reply | undefined> => {
    let again: Reply | undefined;
    const records = (await store.read()).filter((record) => !ownedSessions.has(sessionOf(record)));
    const names = endpointsOf(records).get(endpoint) ?? [];
    for (const [place, name] of names.entries()) {
      if (begun !== generation) return undefined;
      // Its own page is still sending it, or is being left now.
      const reply = await lock(name, true, async (held) => {
        if (!held) return HELD;
        const left = await deliver(await store.read(name), begun, outbox, names.length - place > MAX_SESSIONS);
        // A page that gets the lock next must not read what was delivered.
        await store.settled();
        return left;
      });
      again = again && !again.unsent ? again : (reply ?? again);
      // The network is down, or the service asks to wait. An event at which only the service fails does not hold up the others.
      if (reply && reply.status < 500) break;
    }
    return again;
  };

  const run = async (endpoint: string, outbox: Outbox, begun: number): Promise<void> => {
    while (begun === generation && outbox.isStale) {
      outbox.isStale = false;
      const again = await lock(`drain ${endpoint}`, false, () => empty(endpoint, outbox, begun));
      if (begun !== generation) return;
      if (!again) outbox.retry.reset();
      else if (!finished) {
        outbox.pausedBy = again;
        outbox.isStale = true;
        await outbox.retry.wait(again);
        outbox.pausedBy = undefined;
      }
    }
    if (begun !== generation) return;
    outboxes.delete(endpoint);
    onIdle();
  };

  const scan = async (begun: number): Promise<void> => {
    await store.opened;
    const records = await store.read();
    if (begun !== generation) return;
    isScanning = false;
    for (const endpoint of endpointsOf(records.filter((record) => !ownedSessions.has(sessionOf(record)))).keys()) {
      const outbox = outboxes.get(endpoint);
      if (outbox) outbox.isStale = true;
      else {
        const opened: Outbox = { retry: createRetry(clock), isStale: true, inFlight: [] };
        outboxes.set(endpoint, opened);
        void run(endpoint, opened, begun).catch(halt);
      }
    }
    if (mustScanAgain) update();
    else onIdle();
  };
  const update = (): void => {
    if (permission.now === 'out') return;
    for (const { pausedBy, retry } of outboxes.values()) if (pausedBy?.unsent) retry.end();
    mustScanAgain = isScanning;
    if (isScanning) return;
    isScanning = true;
    const begun = generation;
    permission.when(() => scan(begun)).catch(halt);
  };

  const flush = (): void => {
    if (!isLeft || (store.durable && permission.now !== 'pending')) return;
    const records = store.take((record) => !ownedSessions.has(sessionOf(record)));
    for (const name of new Set(records.map(sessionOf)))
      void deliver(
        records.filter((record) => sessionOf(record) === name),
        generation,
      );
  };

  return {
    busy: true,
    get isRunning() {
      return isScanning || outboxes.size > 0;
    },
    update,
    wake: () => {
      isLeft = false;
      for (const { retry } of outboxes.values()) retry.hurry();
      update();
    },
    finish: () => {
      finished = true;
      for (const { retry } of outboxes.values()) retry.end();
      update();
    },
    drop: (reason) => {
      halt();
      const all = store.read();
      store.remove();
      void all.then((records) => {
        // The first entry of a session with an id was delivered already.
        for (const { id, event } of records) if (!id) onLost(event, reason);
      });
    },
    flush,
    leave: () => {
      isLeft = true;
      const inFlight = [...outboxes.values()].flatMap((outbox) => outbox.inFlight);
      // Assume that keepalive requests in flight arrive while the browser is online; sending them again on the next visit would duplicate them.
      const arrives = globalThis.navigator?.onLine !== false && JSON.stringify(inFlight).length < KEEPALIVE_BYTES;
      if (arrives || !store.durable) lose(inFlight, 'unanswered');
      halt();
      flush();
    },
  };
}

/** The keys of sessions by their endpoint, in the order of their creation; the endpoint of a session without its first entry is empty. */
function endpointsOf(records: readonly StoredEvent[]): Map<string, string[]> {
  const heads = new Map<string, string>();
  for (const record of records) heads.set(sessionOf(record), heads.get(sessionOf(record)) || (record.endpoint ?? ''));
  const names = new Map<string, string[]>();
  for (const [name, endpoint] of heads) names.set(endpoint, [...(names.get(endpoint) ?? []), name]);
  return names;
}
