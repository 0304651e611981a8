import { batchOf, isDownloaded } from '../wire/downloaded';
import type { MediaEvent } from '../wire/events';
import { downloadedUrl, eventsUrl } from '../wire/routes';
import { backoff } from './backoff';
import type { LostReason } from './lane';
import type { Reply } from './post';
import type { Road, RoadPorts } from './road';
import { lockOf, sessionOf, type Kept, type Store } from './store';
import { verdict } from './verdict';

/** Eight megabytes take their time. */
const BATCH_TIMEOUT_MS = 120_000;
/** A request above it is not keepalive, and so dies with the page. */
const KEEPALIVE_BYTES = 65_536;

/** What a drain needs beside the ports of its road. */
export interface DrainPorts extends RoadPorts {
  readonly store: Store;
  /** Sessions of this tracker that are not over, by name. */
  readonly live: ReadonlySet<string>;
  readonly locks: LockManager | undefined;
  /** Sessions that never got an id are delivered as downloaded content. */
  readonly isLate: boolean;
}

/**
 * Sends what is left of sessions that are over, one after the other in the order of their creation; in all tabs together one at a
 * time. One with an id gets its letters, another goes as a whole, if it may.
 */
export function createDrain(ports: DrainPorts): Omit<Road, 'createLane'> {
  const { store, live, locks, isLate, clock, permission, post, onLost } = ports;
  let waiting = false;
  let finished = false;
  let attempt = 0;
  /** What began in another one changes nothing any more. */
  let epoch = 0;
  /** On its way. */
  let flying: readonly Kept[] = [];
  let cancel = (): void => {};

  const lock = <T>(name: string, ifAvailable: boolean, run: (held: unknown) => Promise<T>): Promise<T> =>
    store.shared ? (locks!.request(lockOf(name), { ifAvailable }, run) as Promise<T>) : run(true);
  const lose = (letters: readonly Kept[], reason: LostReason, detail?: string): void => {
    for (const { key, event } of letters) {
      store.remove(key);
      onLost(event, reason, detail);
    }
  };
  const halt = (): void => {
    epoch++;
    waiting = false;
    cancel();
    flying = [];
  };

  /** Answers the reply after which it must be tried again; `leaving`: the page goes, and there is no other time. */
  const deliver = async (letters: readonly Kept[], begun: number, leaving?: boolean): Promise<Reply | undefined> => {
    const [head, ...rest] = letters;
    if (!head) return undefined;
    const { endpoint, id, event } = head;
    // Without its `sessionStart` it is nothing.
    if (!endpoint || (!id && !isLate && !isDownloaded((event as { params?: object }).params))) lose(letters, 'left');
    else
      for (const parcel of id ? rest.map((letter) => [letter]) : [letters]) {
        if (begun !== epoch) return undefined;
        flying = parcel;
        const events = parcel.map((letter) => letter.event as MediaEvent);
        const [url, body] = id ? [eventsUrl(endpoint, id), events[0]!] : [downloadedUrl(endpoint), batchOf(events)];
        const reply = await post(url, body, BATCH_TIMEOUT_MS, leaving);
        if (begun !== epoch) return undefined;
        flying = [];
        const said = verdict(reply);
        if (said === 'retry' && !leaving && (!finished || store.durable)) return reply;
        attempt = 0;
        if (said === 'delivered') store.remove(parcel[0]!.key);
        else if (id && said === 'gone') {
          lose(rest.slice(rest.indexOf(parcel[0]!)), 'expired');
          break;
        } else
          lose(
            parcel,
            reply.unsent ? 'left' : said !== 'retry' ? 'refused' : leaving ? 'unanswered' : 'destroyed',
            reply.message,
          );
      }
    store.remove(sessionOf(head));
    return undefined;
  };

  const wake = (): void => {
    cancel();
    if (waiting || permission.now === 'out') return;
    waiting = true;
    const begun = epoch;
    const run = async (): Promise<void> => {
      if (begun !== epoch) return;
      waiting = false;
      let again: Reply | undefined;
      for (const name of new Set((await store.read()).map(sessionOf))) {
        if (live.has(name)) continue;
        const reply = await lock(name, true, async (held) =>
          // Its page is still at it, or going just now.
          held ? deliver(await store.read(name), begun) : { status: 503 },
        );
        if (begun !== epoch) return;
        again ??= reply;
        // The network is away; what the service alone fails at holds nothing else up.
        if (reply && reply.status < 500) break;
      }
      if (!again) attempt = 0;
      else cancel = clock.after(Math.max(again.after ?? 0, backoff(attempt++, Math.random())), wake);
    };
    permission.when(() => store.opened.then(() => lock('drain', false, run))).catch(halt);
  };

  return {
    busy: true,
    wake,
    finish: () => {
      finished = true;
      wake();
    },
    drop: (reason) => {
      halt();
      const all = store.read();
      store.remove();
      void all.then((letters) => {
        // What stands for a session with an id was delivered.
        for (const { id, event } of letters) if (!id) onLost(event, reason);
      });
    },
    leave: () => {
      // It is as good as there, if the network is; a second one would double it.
      const arrives = navigator.onLine && JSON.stringify(flying).length < KEEPALIVE_BYTES;
      if (arrives || !store.durable) lose(flying, 'unanswered');
      halt();
      if (store.durable && permission.now !== 'pending') return;
      const letters = store.take();
      for (const name of new Set(letters.map(sessionOf)))
        if (!live.has(name))
          void deliver(
            letters.filter((letter) => sessionOf(letter) === name),
            epoch,
            true,
          );
    },
  };
}
