import type { OfflinePorts } from './offline-transport';

/** A browser that says nothing about its database for so long has none. */
const OPEN_MS = 5_000;
/** The database, its one store, and what locks begin with. */
const NAME = 'media-collection';

/** A session, by when it began and by chance; all of one length, so that as text they sort by their creation. */
export const createSessionKey = (created: number): string => `${1e15 + created} ${Math.random()} `;

/** A letter of a session, by its place in it, 0 the first. */
export const keyOf = (session: string, place: number): string => `${session}${1e9 + place}`;

/** The session of a letter. */
export const sessionOf = ({ key }: StoredEvent): string => key.slice(0, -10);

/** One letter. The first one stands for its session: where it goes, and its id once the service gave one. */
export interface StoredEvent {
  readonly key: string;
  readonly event: object;
  readonly endpoint?: string;
  readonly id?: string;
}

/** Letters that outlive the page; whatever fails, they are kept in memory at least. */
export interface Store {
  /** Resolves when it is known whether letters outlive the page. */
  readonly opened: Promise<void>;
  /** True while they do. */
  readonly durable: boolean;
  /** True when other pages see what is kept. */
  readonly shared: boolean;
  /** Writes at once, in order. */
  put(letter: StoredEvent): void;
  /** Forgets the letter, or the session, of this name; without one, all. */
  remove(name?: string): void;
  /** All letters in order, or those of one session. */
  read(session?: string): Promise<StoredEvent[]>;
  /** Takes what is in memory only. */
  take(): StoredEvent[];
  /** Lets go of the database; nothing is kept any more. */
  close(): void;
}

/** What a store needs; nothing is written before there is consent, and what fails is said once. */
export interface StorePorts extends Pick<OfflinePorts, 'clock' | 'permission' | 'warn'> {
  readonly locks: LockManager | undefined;
}

/** A session that this page holds; once it is released, anybody may send what is left of it. */
export interface SessionLease {
  readonly session: string;
  /** Keeps its next letter, and answers under which name. */
  persist(event: object): string;
  release(): void;
}

/** When the session of this name began, in UTC milliseconds. */
export const createdAt = (session: string): number => Number.parseInt(session, 10) - 1e15;

/** Whether a row of the database is what this code writes: others may write there, and did in other versions. */
const isStoredEvent = ({ key, event, endpoint, id }: Partial<StoredEvent>): boolean => {
  const { eventType, playerTime } = (event ?? {}) as { eventType?: unknown; playerTime?: unknown };
  const isText = (value: unknown): boolean => value === undefined || typeof value === 'string';
  return /^\d{16} [\de.-]+ \d{10}$/.test(key!) && typeof eventType === 'string' && !!playerTime && isText(endpoint) && isText(id);
};

/** The Web Lock that whoever holds a session has. */
export const lockNameOf = (name: string): string => `${NAME} ${name}`;

/** Keeps letters in IndexedDB. Without Web Locks it does not: nobody could tell which sessions are over. */
export function createStore({ clock, locks, permission, warn }: StorePorts): Store {
  const memory = new Map<string, StoredEvent>();
  let db: IDBDatabase | undefined;
  let failed = false;

  const fail = (why: unknown): undefined => {
    if (!failed) warn(`offline stores events in memory only: ${why}.`);
    failed = true;
  };
  const rangeOf = (name: string): IDBKeyRange => IDBKeyRange.bound(name, name + '~');
  const recall = (name: string): StoredEvent[] => [...memory.values()].filter(({ key }) => key.startsWith(name));
  /** Transactions run in the order in which they are made. */
  const act = async <T>(run: (letters: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> =>
    db &&
    new Promise((resolve, reject) => {
      const transaction = db!.transaction(NAME, 'readwrite');
      const request = run(transaction.objectStore(NAME));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
      // Nothing else comes, and the page may go any moment.
      transaction.commit();
    });
  const write = (letter: StoredEvent): void =>
    void permission.when(async () => {
      if (!db || failed || memory.get(letter.key) !== letter) return;
      // A copy as it goes on the wire: a database refuses a Proxy, and all that JSON leaves out.
      const copy = JSON.parse(JSON.stringify(letter)) as StoredEvent;
      act((letters) => letters.put(copy)).then(() => memory.get(letter.key) === letter && memory.delete(letter.key), fail);
    });
  const close = (): void => {
    db?.close();
    db = undefined;
  };
  const take = (name = ''): StoredEvent[] => {
    const recalled = recall(name);
    for (const { key } of recalled) memory.delete(key);
    return recalled;
  };
  const opened = new Promise<void>((resolve, reject) => {
    if (!locks) return reject('no Web Locks');
    const request = indexedDB.open(NAME, 1);
    const stop = clock.after(OPEN_MS, () => reject('no answer'));
    request.onupgradeneeded = () => request.result.createObjectStore(NAME, { keyPath: 'key' });
    request.onerror = () => {
      stop();
      reject(request.error);
    };
    request.onsuccess = () => {
      stop();
      db = request.result;
      // The page, or a newer version of this code, wants to delete or change the database.
      db.onversionchange = db.onclose = () => {
        close();
        fail('the database was closed');
      };
      resolve();
    };
  }).then(() => memory.forEach(write), fail);

  return {
    opened,
    get shared() {
      return !!db;
    },
    get durable() {
      return !!db && !failed;
    },
    put: (letter) => {
      memory.set(letter.key, letter);
      write(letter);
    },
    remove: (name = '') => {
      take(name);
      act((letters) => letters.delete(rangeOf(name))).catch(fail);
    },
    read: async (name = '') => {
      const recalled = recall(name);
      const stored = (await act<StoredEvent[]>((letters) => letters.getAll(rangeOf(name))).catch(fail)) ?? [];
      for (const row of stored.filter((row) => !isStoredEvent(row))) {
        warn(`a stored event is unreadable and was deleted: ${JSON.stringify(row).slice(0, 300)}`);
        act((letters) => letters.delete(row.key)).catch(fail);
      }
      // What is not written yet came last.
      return [...new Map([...stored.filter(isStoredEvent), ...recalled].map((letter) => [letter.key, letter])).values()];
    },
    take,
    close,
  };
}
