import { isDownloaded } from '../wire/downloaded';
import { createDrain } from './drain';
import { createStoredLane } from './stored-lane';
import { createDownloadedLane } from './downloaded-lane';
import type { Offline, OfflineTransport } from './offline-transport';
import { createStore, keyOf, lockNameOf, createSessionKey, type SessionLease } from './store';

/** What becomes of sessions that were streamed. */
export interface OfflineOptions {
  /**
   * `downloaded`: a session that never got an id is delivered later as downloaded content, which is what it is reported as then;
   * its report suite needs "timestamps optional". Left out, such a session is lost.
   */
  undelivered?: 'downloaded';
}

/** Keeps in IndexedDB what a reload or a crash would lose, and delivers it when the network is there, now or at the next visit (D15). */
export const offline =
  ({ undelivered }: OfflineOptions = {}): Offline =>
  (ports, make) => {
    const { wire, clock, permission } = ports;
    const deliverLate = undelivered === 'downloaded';
    const locks = globalThis.navigator?.locks as LockManager | undefined;
    const ownedSessions = new Set<string>();
    let created = 0;
    const store = createStore({ ...ports, locks });
    let isFinished = false;
    /** A tracker that was destroyed needs no database once nothing of it is left. */
    const onIdle = (): void => {
      if (isFinished && !ownedSessions.size && !drain.isRunning) store.close();
    };
    const drain = createDrain({ ...ports, store, ownedSessions, locks, deliverLate, onIdle });
    const lease = (event: object): SessionLease => {
      const session = createSessionKey((created = Math.max(created + 1, clock.now())));
      let done = (): void => {};
      const over = new Promise<void>((resolve) => (done = resolve));
      ownedSessions.add(session);
      // Asked for before anything of it is written: nobody may take it for a session whose page is gone.
      void locks?.request(lockNameOf(session), () => over).catch(() => {});
      let place = 0;
      const persist = (event: object, head?: object): string => {
        const key = keyOf(session, place++);
        store.put({ key, event, ...head });
        return key;
      };
      persist(event, { endpoint: wire.address });
      return {
        session,
        persist,
        release: () => {
          ownedSessions.delete(session);
          done();
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
