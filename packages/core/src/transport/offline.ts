import { isDownloaded } from '../wire/downloaded';
import { createDrain } from './drain';
import { createKeptLane } from './kept-lane';
import { createRecordedLane } from './recorded-lane';
import type { Offline, Road } from './road';
import { createStore, keyOf, lockOf, nameOf, type Hold } from './store';

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
    const isLate = undelivered === 'downloaded';
    const locks = globalThis.navigator?.locks as LockManager | undefined;
    const live = new Set<string>();
    let created = 0;
    const store = createStore({ ...ports, locks });
    let isFinished = false;
    /** A tracker that was destroyed needs no database once nothing of it is left. */
    const onIdle = (): void => {
      if (isFinished && !live.size && !drain.isRunning) store.close();
    };
    const drain = createDrain({ ...ports, store, live, locks, isLate, onIdle });
    const hold = (event: object): Hold => {
      const session = nameOf((created = Math.max(created + 1, clock.now())));
      let done = (): void => {};
      const over = new Promise<void>((resolve) => (done = resolve));
      live.add(session);
      // Asked for before anything of it is written: nobody may take it for a session whose page is gone.
      void locks?.request(lockOf(session), () => over).catch(() => {});
      let place = 0;
      const keep = (event: object, head?: object): string => {
        const key = keyOf(session, place++);
        store.put({ key, event, ...head });
        return key;
      };
      keep(event, { endpoint: wire.address });
      return {
        session,
        keep,
        release: () => {
          live.delete(session);
          done();
          onIdle();
        },
      };
    };
    void store.opened.then(() => (permission.now === 'out' ? drain.drop('consent') : drain.wake()));
    const createLane: Road['createLane'] = (first, lanePorts) =>
      isDownloaded((first as { params?: object }).params)
        ? createRecordedLane(hold(first), lanePorts.onLost, drain.look)
        : createKeptLane(hold(first), store, isLate, first, lanePorts, make);
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
