import type { Clock } from '../clock';

/** A browser that says nothing about its database for so long has none. */
const OPEN_MS = 5_000;
const NAME = 'media-collection';
const LETTERS = 'letters';

/** A session by when it began and by chance, and the place of a letter in it, 0 the first: keys sort by creation. */
export type Key = readonly [created: number, chance: number, place: number];

/** One letter. The one at place 0 stands for its session: where it goes, and its id once the service gave one. */
export interface Kept {
  readonly key: Key;
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
  put(letter: Kept): void;
  /** Forgets one letter, or with place 0 its whole session. */
  remove(key: Key): void;
  /** All letters in order, or those of one session. */
  read(session?: Key): Promise<Kept[]>;
  /** Takes what is in memory only. */
  take(): Kept[];
  /** Takes all. */
  clear(): Promise<Kept[]>;
}

/** What a store needs of its tracker. */
export interface StorePorts {
  readonly clock: Clock;
  /** Nothing is written before. */
  when(run: () => Promise<void>): Promise<void>;
  /** Letters do not outlive the page, and why; said once. */
  onFail(why: unknown): void;
}

/** A session that this page holds; once it is released, anybody may send what is left of it. */
export interface Hold {
  readonly key: Key;
  release(): void;
}

/** The Web Lock that whoever holds a session has. */
export const lockOf = (name: string): string => `${NAME} ${name}`;

/** The session of a key, by name. */
export const nameOf = ([created, chance]: Key): string => `${created} ${chance}`;

/** Keeps letters in IndexedDB. Without Web Locks it does not: nobody could tell which sessions are over. */
export function createStore({ clock, when, onFail }: StorePorts): Store {
  const memory = new Map<string, Kept>();
  const writing = new Set<Kept>();
  let db: IDBDatabase | undefined;
  let failed = false;
  let stop = (): void => {};

  const fail = (why: unknown): undefined => {
    if (!failed) onFail(why);
    failed = true;
  };
  const rangeOf = (key: Key): IDBKeyRange => IDBKeyRange.bound(key, [key[0], key[1], key[2] || Infinity]);
  const recall = (key?: Key): Kept[] =>
    [...memory.values()].filter((kept) => !key || (nameOf(kept.key) === nameOf(key) && (!key[2] || kept.key[2] === key[2])));
  /** What was kept and what is not written yet, in order. */
  const join = (stored: Kept[] = [], recalled: Kept[]): Kept[] =>
    [...new Map([...stored, ...recalled].map((letter) => [String(letter.key), letter])).values()].sort(
      ({ key: [a, b, c] }, { key: [x, y, z] }) => a - x || b - y || c - z,
    );
  /** Transactions run in the order in which they are made. */
  const act = async <T>(run: (letters: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> =>
    db &&
    new Promise((resolve, reject) => {
      const transaction = db!.transaction(LETTERS, 'readwrite');
      const request = run(transaction.objectStore(LETTERS));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
      // Nothing else comes, and the page may go any moment.
      transaction.commit();
    });
  const flush = async (): Promise<void> => {
    for (const [name, letter] of memory) {
      if (!db || failed || writing.has(letter)) continue;
      writing.add(letter);
      act((letters) => letters.put(letter)).then(() => {
        writing.delete(letter);
        if (memory.get(name) === letter) memory.delete(name);
      }, fail);
    }
  };
  const opened = new Promise<void>((resolve, reject) => {
    if (!globalThis.navigator?.locks) throw new Error('there are no Web Locks without https');
    const request = indexedDB.open(NAME, 1);
    stop = clock.after(OPEN_MS, () => reject(new Error('it does not open')));
    request.onupgradeneeded = () => request.result.createObjectStore(LETTERS, { keyPath: 'key' });
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      db = request.result;
      db.onversionchange = () => db!.close();
      resolve();
    };
  })
    .then(() => void when(flush), fail)
    .then(() => stop());

  return {
    opened,
    get shared() {
      return !!db;
    },
    get durable() {
      return !!db && !failed;
    },
    put: (letter) => {
      memory.set(String(letter.key), letter);
      void when(flush);
    },
    remove: (key) => {
      for (const letter of recall(key)) memory.delete(String(letter.key));
      act((letters) => letters.delete(rangeOf(key))).catch(fail);
    },
    read: async (session) =>
      join(await act((letters) => letters.getAll(session && rangeOf(session))).catch(fail), recall(session)),
    take: () => {
      const recalled = recall();
      memory.clear();
      return recalled;
    },
    clear: async () => {
      const recalled = recall();
      memory.clear();
      if (!db) await opened;
      const stored = await act((letters) => {
        const all = letters.getAll();
        letters.clear();
        return all as IDBRequest<Kept[]>;
      }).catch(fail);
      return join(stored, recalled);
    },
  };
}
