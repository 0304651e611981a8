import { batchOf, isDownloaded } from '../wire/downloaded';
import type { MediaEvent } from '../wire/events';
import { downloadedUrl, eventsUrl } from '../wire/routes';
import { backoff } from './backoff';
import type { LostReason } from './lane';
import type { Reply } from './post';
import type { Road, RoadPorts } from './road';
import { lockOf, nameOf, type Kept, type Store } from './store';
import { verdict } from './verdict';

/** Eight megabytes take their time. */
const BATCH_TIMEOUT_MS = 120_000;
const MAX_AFTER_MS = 600_000;
/** So many answers of 5xx leave a session to the next visit. */
const MAX_FAULTS = 5;
/** A request above it is not keepalive, and so dies with the page. */
const KEEPALIVE_BYTES = 65_536;

/** What a drain needs beside the ports of its road. */
export interface DrainPorts extends RoadPorts {
  readonly store: Store;
  /** Sessions of this tracker that are not over, by name. */
  readonly live: ReadonlySet<string>;
  /** Sessions that never got an id are delivered as downloaded content. */
  readonly isLate: boolean;
}

const pack = (letters: readonly Kept[]): MediaEvent[] => batchOf(letters.map(({ event }) => event as MediaEvent));

/**
 * Sends what is left of sessions that are over, one after the other in the order of their creation; in all tabs together one at a
 * time. One with an id gets its letters, another goes as a whole, if it may.
 */
export function createDrain(ports: DrainPorts): Omit<Road, 'createLane'> {
  const { store, live, isLate, clock, permission, post, onLost } = ports;
  const skipped = new Set<string>();
  let waiting = false;
  let finished = false;
  let attempt = 0;
  let faults = 0;
  /** What began in another one changes nothing any more. */
  let epoch = 0;
  /** On its way. */
  let flying: readonly Kept[] = [];
  let cancel = (): void => {};

  const lock = <T>(name: string, ifAvailable: boolean, run: (held: unknown) => Promise<T>): Promise<T> =>
    store.shared ? (navigator.locks.request(lockOf(name), { ifAvailable }, run) as Promise<T>) : run(true);
  const lose = (letters: readonly Kept[], reason: LostReason, detail?: string): void => {
    for (const { key, event } of letters) {
      store.remove(key);
      onLost(event, reason, detail);
    }
  };
  /** Whether it goes as a whole: its `sessionStart` is there, and it was downloaded, or is to be taken for it. */
  const isBatch = ([head]: readonly Kept[]): boolean =>
    !!head?.endpoint && (isLate || isDownloaded((head.event as { params?: object }).params));
  const halt = (): void => {
    epoch++;
    waiting = false;
    cancel();
    flying = [];
  };

  /** Answers the reply after which it must be tried again. */
  const deliver = async (letters: readonly Kept[], isStale: () => boolean): Promise<Reply | undefined> => {
    const [head, ...rest] = letters;
    if (!head) return undefined;
    const { endpoint = '', id, key } = head;
    if (!id && !isBatch(letters)) lose(letters, 'left');
    else
      for (const parcel of id ? rest.map((letter) => [letter]) : [letters]) {
        if (isStale()) return undefined;
        flying = parcel;
        const reply = await (id
          ? post(eventsUrl(endpoint, id), parcel[0]!.event, BATCH_TIMEOUT_MS)
          : post(downloadedUrl(endpoint), pack(parcel), BATCH_TIMEOUT_MS));
        if (isStale()) return undefined;
        flying = [];
        const said = verdict(reply);
        if (reply.status > 499 && ++faults === MAX_FAULTS) {
          faults = 0;
          skipped.add(nameOf(key));
          return undefined;
        }
        if (said === 'retry' && !(finished && !store.durable)) return reply;
        faults = attempt = 0;
        if (said === 'delivered') for (const { key } of parcel) store.remove(key);
        else if (id && said === 'gone') {
          lose(rest.slice(rest.indexOf(parcel[0]!)), 'expired');
          break;
        } else lose(parcel, said === 'retry' ? 'destroyed' : 'refused', reply.message);
      }
    store.remove([key[0], key[1], 0]);
    return undefined;
  };

  const wake = (): void => {
    cancel();
    if (waiting || permission.now === 'out') return;
    waiting = true;
    const begun = epoch;
    const isStale = (): boolean => begun !== epoch || permission.now !== 'in';
    const run = async (): Promise<void> => {
      if (begun !== epoch) return;
      waiting = false;
      const seen = new Set<string>();
      let again: Reply | undefined;
      let isElsewhere = false;
      for (const { key } of await store.read()) {
        const name = nameOf(key);
        if (again || seen.has(name) || live.has(name) || skipped.has(name)) continue;
        seen.add(name);
        again = await lock(name, true, async (held) => {
          // Its page is still at it, or going just now.
          if (!held) isElsewhere = true;
          return held && !isStale() ? deliver(await store.read([key[0], key[1], 0]), isStale) : undefined;
        });
        if (isStale()) return;
      }
      if (!again && !isElsewhere) attempt = 0;
      else if (!finished)
        cancel = clock.after(Math.min(MAX_AFTER_MS, Math.max(again?.after ?? 0, backoff(attempt++, Math.random()))), wake);
    };
    permission
      .when(() => store.opened.then(() => lock('drain', false, run)))
      .catch(() => {
        waiting = false;
      });
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
      void store.clear().then((letters) => {
        // What stands for a session with an id was delivered.
        for (const { id, event } of letters) if (!id) onLost(event, reason);
      });
    },
    leave: () => {
      const [first] = flying;
      // It is as good as there, if the network is; a second one would double it.
      const arrives = first && navigator.onLine && JSON.stringify(pack(flying)).length < KEEPALIVE_BYTES;
      if (arrives || !store.durable) lose(flying, 'unanswered');
      halt();
      if (store.durable && permission.now !== 'pending') return;
      const sessions: Record<string, Kept[]> = {};
      for (const letter of store.take()) (sessions[nameOf(letter.key)] ??= []).push(letter);
      for (const [name, letters] of Object.entries(sessions)) {
        if (live.has(name)) continue;
        if (!isBatch(letters)) lose(letters, 'left');
        else
          void post(downloadedUrl(letters[0]!.endpoint!), pack(letters), BATCH_TIMEOUT_MS, true).then(
            (reply) => verdict(reply) === 'delivered' || lose(letters, reply.unsent ? 'left' : 'unanswered'),
          );
      }
    },
  };
}
