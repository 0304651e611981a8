import type { Reply } from '../wire/wire';
import type { FailedRequest, LostReason } from '../transport/lane';
import { createRetry } from '../transport/retry';
import { createDeliver, type Outbox } from './deliver';
import type { OfflineTransport, OfflinePorts } from './offline-transport';
import { lockOf, sessionOf, type SessionLease, type StoredEvent, type Store } from './store';

/** A larger request is not sent as keepalive, so it is cancelled when the page is left. */
const KEEPALIVE_BYTES = 65_536;
/** Most stored sessions of an endpoint. */
const MAX_SESSIONS = 100;
/** The reply that stands for a session that another page holds, or for locks that are denied now. */
const HELD: Reply = { status: 503, unsent: true };

/** What a drain needs besides the offline ports. */
export interface DrainPorts extends OfflinePorts, Pick<SessionLease, 'sent'> {
  readonly store: Store;
  /** Keys of the sessions of this tracker that have not ended. */
  readonly ownedSessions: ReadonlySet<string>;
  /** Keys of the sessions of this tracker of which something may be stored. */
  readonly stored: Set<string>;
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

/**
 * Sends what is left of sessions that have ended: for each endpoint in the order of their creation, one at a time in all tabs
 * together.
 */
export function createDrain(ports: DrainPorts): Drain {
  const { store, ownedSessions, stored, sent, locks, clock, permission, onLost, onIdle } = ports;
  let outboxes = new Map<string, Outbox>();
  let isScanning = false;
  /** Something came while the store was read, which that may not have seen. */
  let mustScanAgain = false;
  let finished = false;
  /** The page was left, and is not back. */
  let isLeft = false;
  /** Incremented by `halt()`: work that started under an earlier value must have no effect. */
  let generation = 0;
  /** Resolves when what was dropped is gone. */
  let dropped: Promise<unknown> = Promise.resolve();

  const lock = <T>(name: string, ifAvailable: boolean, run: (held: unknown) => Promise<T>): Promise<T> =>
    store.shared ? lockOf(locks!, name, { ifAvailable }, run) : run(true);
  const lose = (records: readonly StoredEvent[], reason: LostReason, detail?: string, request?: FailedRequest): void => {
    for (const { key, event } of records) {
      store.remove(key);
      onLost(event, reason, detail, request);
    }
  };
  const forget = (name: string): void => {
    store.remove(name);
    stored.delete(name);
  };
  const halt = (): void => {
    generation++;
    isScanning = mustScanAgain = false;
    for (const { retry } of outboxes.values()) retry.end();
    outboxes = new Map();
  };

  const deliver = createDeliver({
    ...ports,
    forget,
    lose,
    isOver: (begun) => begun !== generation,
    isRepeated: () => !finished || store.durable,
  });

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
      const again = await lock(`drain ${endpoint}`, false, () => empty(endpoint, outbox, begun)).catch(() => HELD);
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
    await dropped;
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

  /** Removes what is stored of a session, and reports it. */
  const dropSession = async (name: string, reason: LostReason): Promise<void> => {
    const records = store.read(name);
    forget(name);
    // The first entry of a session with an id was delivered already.
    for (const { id, event } of await records) if (!id) onLost(event, reason);
  };
  /**
   * Drops what nobody else holds: another tab, or another tracker of this page, still sends what it holds, and has its own consent.
   * The sessions of this tracker at once, because the page may go in the next moment.
   */
  const drop = async (reason: LostReason): Promise<void> => {
    await Promise.all([...stored].map((name) => dropSession(name, reason)));
    const names = new Set((await store.read()).map(sessionOf));
    for (const name of names) await lock(name, true, async (held) => void (held && (await dropSession(name, reason))));
  };

  const flush = (): void => {
    if (!isLeft || (store.durable && permission.now !== 'pending')) return;
    const records = store.take((record) => !ownedSessions.has(sessionOf(record)) && !sent.has(record.key));
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
      dropped = drop(reason).catch(() => {});
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
