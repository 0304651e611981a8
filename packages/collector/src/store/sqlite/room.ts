import { StoreUnavailable } from '../store';
import type { Database } from './database';
import type { Heads } from './heads';

/** How much a file may hold. */
export interface RoomLimits {
  readonly maxBytes: number;
  readonly maxSessions: number;
  /** A session that is silent for so long has expired, in ms. */
  readonly silenceMs: number;
}

/** How many sessions are deleted in one go. */
const AT_ONCE = 50;

/** Keeps a file within its limits; all but `recount` run inside a change. */
export interface Room {
  /** Makes room for one more session; throws {@link StoreUnavailable} when all that is held is alive. */
  make(at: number): void;
  /** Says that a session was added. */
  added(): void;
  /** Deletes some sessions without an event since then, and returns how many. */
  removeSilent(before: number): number;
  /** Deletes one session. */
  remove(n: number, id: string): void;
  clear(): void;
  /** Counts anew what the file holds. */
  recount(): void;
}

/** Makes the {@link Room} of a file. */
export function createRoom(database: Database, heads: Heads, { maxBytes, maxSessions, silenceMs }: RoomLimits): Room {
  const silent = database.prepare('select n, id from sessions where heardAt < ? order by heardAt limit ?');
  const over = database.prepare('select n, id from sessions where closed = 1 or heardAt < ? order by heardAt limit ?');
  const removeEvents = database.prepare('delete from events where s = ?');
  const removeSession = database.prepare('delete from sessions where n = ?');
  const pages = database.prepare('pragma page_count');
  const free = database.prepare('pragma freelist_count');
  const pageSize = Number(database.prepare('pragma page_size').get()?.['page_size']);
  const count = database.prepare('select count(*) as count from sessions');
  // The last resort, above what is kept free by deleting: beyond it the engine refuses to write.
  database.exec(`pragma max_page_count = ${Math.max(64, Math.ceil((1.1 * maxBytes) / pageSize))}`);
  let sessions = 0;

  const bytes = (): number => pageSize * (Number(pages.get()?.['page_count']) - Number(free.get()?.['freelist_count']));

  function remove(rows: readonly { readonly [name: string]: unknown }[]): number {
    for (const { n, id } of rows) {
      removeEvents.run(Number(n));
      removeSession.run(Number(n));
      heads.remove(String(id));
    }
    sessions -= rows.length;
    return rows.length;
  }

  return {
    make(at) {
      const isFull = (): boolean => sessions >= maxSessions || bytes() > maxBytes;
      if (!isFull()) return;
      // Columns lag behind what is known.
      heads.write();
      const least = sessions >= maxSessions ? 1 : AT_ONCE;
      const removed = remove(over.all(at - silenceMs, least));
      if (!removed && isFull()) throw new StoreUnavailable('The store is full, and all that it holds is alive.');
    },
    added: () => void sessions++,
    removeSilent: (before) => remove(silent.all(before, AT_ONCE)),
    remove: (n, id) => void remove([{ n, id }]),
    clear() {
      database.exec('delete from events');
      database.exec('delete from sessions');
      heads.forget();
      sessions = 0;
    },
    recount: () => void (sessions = Number(count.get()?.['count'])),
  };
}
