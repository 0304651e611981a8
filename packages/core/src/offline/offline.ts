import { demand } from '../options';
import { isDownloaded } from '../wire/downloaded';
import { createDrain } from './drain';
import { createStoredLane } from './stored-lane';
import { createDownloadedLane } from './downloaded-lane';
import type { Offline, OfflineTransport } from './offline-transport';
import { createStore, keyOf, lockOf, createSessionKey, type SessionLease } from './store';

/** What happens to streamed sessions that could not be opened. */
export interface OfflineOptions {
  /**
   * `downloaded`: a session that never got an id is delivered later as downloaded content, which is what it is reported as then;
   * its report suite needs "timestamps optional". Left out, such a session is lost.
   */
  undelivered?: 'downloaded';
}

/**
 * Stores events in IndexedDB, and delivers them when the network is available, now or at the next visit.
 * @throws TypeError when an option is wrong, with its name, what was expected and what came.
 */
export const offline = (options: OfflineOptions = {}): Offline => {
  const isLateWay = (value: unknown): boolean => value === undefined || value === 'downloaded';
  demand(options, 'undelivered', isLateWay, "'downloaded'");
  const deliverLate = options.undelivered === 'downloaded';
  return (ports, make) => {
    const { wire, clock, permission } = ports;
    const locks = globalThis.navigator?.locks as LockManager | undefined;
    const ownedSessions = new Set<string>();
    const stored = new Set<string>();
    const sent = new Set<string>();
    let created = 0;
    const store = createStore({ ...ports, locks, onFail: () => drain.flush() });
    let isFinished = false;
    /** Close the database of a destroyed tracker once everything was delivered. */
    const onIdle = (): void => {
      if (isFinished && !ownedSessions.size && !drain.isRunning) store.close();
    };
    const drain = createDrain({ ...ports, store, ownedSessions, stored, sent, locks, deliverLate, onIdle });
    const lease = (event: object): SessionLease => {
      const session = createSessionKey((created = Math.max(created + 1, Math.trunc(clock.now()))));
      let done = (): void => {};
      const over = new Promise<void>((resolve) => (done = resolve));
      ownedSessions.add(session);
      stored.add(session);
      // Request the lock before anything is written: no other page may take this session for an abandoned one.
      if (locks) lockOf(locks, session, {}, () => over).catch(() => {});
      let place = 0;
      const persist = (event: object, head?: object): string => {
        const key = keyOf(session, place++);
        store.put({ key, event, ...head });
        return key;
      };
      persist(event, { endpoint: wire.address });
      return {
        session,
        sent,
        persist,
        remove: () => {
          stored.delete(session);
          store.remove(session);
        },
        release: (leaving) => {
          ownedSessions.delete(session);
          // A page that gets the lock next must read what was written, and not what was removed.
          if (leaving) done();
          else void store.settled().then(done);
          onIdle();
        },
      };
    };
    void store.opened.then(() => (permission.now === 'out' ? drain.drop('consent') : drain.wake()));
    const createLane: OfflineTransport['createLane'] = (first, lanePorts) =>
      isDownloaded((first as { params?: object }).params)
        ? createDownloadedLane(lease(first), lanePorts.onLost, drain.update)
        : createStoredLane(lease(first), store, deliverLate, first, lanePorts, make);
    return {
      ...drain,
      createLane,
      finish: () => {
        isFinished = true;
        drain.finish();
        onIdle();
      },
    };
  };
};
