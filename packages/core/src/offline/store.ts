import type { OfflinePorts } from './offline-transport';

/** A browser that does not answer for so long is treated as one without a database. */
const OPEN_MS = 5_000;
/** The name of the database and of its only object store, and the prefix of lock names. */
const NAME = 'media-collection';

/** Key of a session: its creation time, padded so that text order is creation order, and a random part that keeps two tabs apart. */
export const createSessionKey = (created: number): string => `${1e15 + created} ${Math.random()} `;

/** The key of an event in a session, by its place; 0 is the first. */
export const keyOf = (session: string, place: number): string => `${session}${1e9 + place}`;

/** The session key of a stored event. */
export const sessionOf = ({ key }: StoredEvent): string => key.slice(0, -10);

/** A stored event. The first one represents its session: it holds the endpoint, and the session id once the service gave it. */
export interface StoredEvent {
  readonly key: string;
  readonly event: object;
  readonly endpoint?: string;
  readonly id?: string;
}

/** Events that outlive the page; if the database fails, they are kept in memory. */
export interface Store {
  /** Resolves when it is known whether events outlive the page. */
  readonly opened: Promise<void>;
  /** True while events outlive the page. */
  readonly durable: boolean;
  /** True when other pages see the same events. */
  readonly shared: boolean;
  /** Writes at once, in order. */
  put(record: StoredEvent): void;
  /** Removes the event or the session of this key; without a key, everything. */
  remove(name?: string): void;
  /** All events in order, or those of one session. */
  read(session?: string): Promise<StoredEvent[]>;
  /** Takes those of the events that are in memory only. */
  take(which: (record: StoredEvent) => boolean): StoredEvent[];
  /** Resolves when other pages see what was put, with consent, and removed before. */
  settled(): Promise<unknown>;
  /** Closes the database; nothing is stored any more. */
  close(): void;
}

/** What a store needs. Nothing is written before there is consent; failures are reported once. */
export interface StorePorts extends Pick<OfflinePorts, 'clock' | 'permission' | 'warn'> {
  readonly locks: LockManager | undefined;
  /** From now on events stay in memory. */
  onFail(): void;
}

/** A session that this page holds; once it is released, any page may send what is left of it. */
export interface SessionLease {
  readonly session: string;
  /** Keys of events that were sent as the page was left: until there is an answer, nothing else sends or reports them. */
  readonly sent: Set<string>;
  /** Stores the next event of the session; returns its key. */
  persist(event: object): string;
  /** Removes what is stored of it. */
  remove(): void;
  /** `leaving`: the page is being left, and may be frozen before the database has answered. */
  release(leaving?: boolean): void;
}

/** When the session of this key was created, in UTC milliseconds. */
export const createdAt = (session: string): number => Number.parseInt(session, 10) - 1e15;

/** Whether a row of the database has the form of a stored event; other versions or scripts may have written others. */
const isStoredEvent = ({ key, event, endpoint, id }: Partial<StoredEvent>): boolean => {
  const { eventType, playerTime } = (event ?? {}) as { eventType?: unknown; playerTime?: unknown };
  const isText = (value: unknown): boolean => value === undefined || typeof value === 'string';
  return /^\d{16} [\de.-]+ \d{10}$/.test(key!) && typeof eventType === 'string' && !!playerTime && isText(endpoint) && isText(id);
};

/** Runs with the Web Lock of this name, such as that of the session which a page owns; rejects where it is denied, in whatever way. */
export const lockOf = async <T>(
  locks: LockManager,
  name: string,
  options: LockOptions,
  run: (held: unknown) => Promise<T>,
): Promise<T> => locks.request(`${NAME} ${name}`, options, run) as Promise<T>;

/** Stores events in IndexedDB. Without Web Locks it keeps them in memory, because abandoned sessions could not be told from open ones. */
export function createStore({ clock, locks, permission, warn, onFail }: StorePorts): Store {
  const memory = new Map<string, StoredEvent>();
  let db: IDBDatabase | undefined;
  let failed = false;

  const fail = (why: unknown): undefined => {
    if (failed) return;
    failed = true;
    warn(`offline stores events in memory only: ${why}.`);
    onFail();
  };
  const rangeOf = (name: string): IDBKeyRange => IDBKeyRange.bound(name, name + '~');
  const recall = (name: string): StoredEvent[] => [...memory.values()].filter(({ key }) => key.startsWith(name));
  /** The transaction that was created last; they run in the order in which they are created. */
  let last: Promise<unknown> | undefined;
  const act = async <T>(run: (table: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> => {
    if (!db) return undefined;
    const result = new Promise<T>((resolve, reject) => {
      const transaction = db!.transaction(NAME, 'readwrite');
      const request = run(transaction.objectStore(NAME));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
      // Commit at once, for the page may be closed at any moment.
      transaction.commit();
    });
    last = result.catch(() => {});
    return result;
  };
  const write = (record: StoredEvent): void =>
    void permission.when(async () => {
      if (!db || failed || memory.get(record.key) !== record) return;
      // Copy the event as JSON: IndexedDB cannot store proxies or functions.
      const copy = JSON.parse(JSON.stringify(record)) as StoredEvent;
      // What is written after a failure stays in memory too: that holds all of a session since the first event that was not written.
      act((table) => table.put(copy)).then(() => !failed && memory.get(record.key) === record && memory.delete(record.key), fail);
    });
  const close = (): void => {
    db?.close();
    db = undefined;
  };
  const take: Store['take'] = (which) => {
    const taken = recall('').filter(which);
    for (const { key } of taken) memory.delete(key);
    return taken;
  };
  const opened = new Promise<void>((resolve, reject) => {
    if (!locks) return reject('no Web Locks');
    const stop = clock.after(OPEN_MS, () => reject('no answer'));
    const giveUp = (why: unknown): void => {
      stop();
      reject(why);
    };
    const open = (): void => {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(NAME, { keyPath: 'key' });
      request.onerror = () => giveUp(request.error);
      request.onsuccess = () => {
        stop();
        db = request.result;
        // The page, or a newer version of this library, deletes or upgrades the database.
        db.onversionchange = db.onclose = () => {
          close();
          fail('the database was closed');
        };
        resolve();
      };
    };
    // Browsers that deny storage may deny locks alone: whether they grant any is known before anything is written.
    lockOf(locks, '', { ifAvailable: true }, async () => open()).catch(giveUp);
  }).then(() => memory.forEach(write), fail);

  return {
    opened,
    get shared() {
      return !!db;
    },
    get durable() {
      return !!db && !failed;
    },
    put: (record) => {
      memory.set(record.key, record);
      write(record);
    },
    remove: (name = '') => {
      take(({ key }) => key.startsWith(name));
      act((table) => table.delete(rangeOf(name))).catch(fail);
    },
    read: async (name = '') => {
      const recalled = recall(name);
      const stored = (await act<StoredEvent[]>((table) => table.getAll(rangeOf(name))).catch(fail)) ?? [];
      for (const row of stored.filter((row) => !isStoredEvent(row))) {
        warn(`a stored event is unreadable and was deleted: ${JSON.stringify(row).slice(0, 300)}`);
        act((table) => table.delete(row.key)).catch(fail);
      }
      // Entries that are not written yet came last.
      return [...new Map([...stored.filter(isStoredEvent), ...recalled].map((record) => [record.key, record])).values()];
    },
    take,
    settled: () => opened.then(() => last),
    close,
  };
}
