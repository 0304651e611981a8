import { createHash } from 'node:crypto';
import type { MediaEvent } from './media-event';
import { MAX_SILENCE_MS, rejects, sessionLimits, withEvent, type Arrival, type SessionHead } from './sessions';
import { openDatabase } from './store/sqlite/database';
import { createGroup } from './store/sqlite/group';
import { createHeads, searchedOf, type Known } from './store/sqlite/heads';
import { listSessions } from './store/sqlite/listing';
import { createRoom } from './store/sqlite/room';
import { PAGE_SIZE, StoreUnavailable, type Appended, type Store } from './store/store';

/** Where a SQLite store is, and how much it keeps. */
export interface SqliteStoreOptions {
  /** The path of the file; it is made when it is not there. */
  readonly file: string;
  /** For how many days a session is kept after its last event; 30 when left out. */
  readonly keepDays?: number;
  /** How large the file may grow, in bytes; the sessions that ended first are deleted then. 10 GiB when left out. */
  readonly maxBytes?: number;
  /** How many sessions are kept at most; without a limit when left out. */
  readonly maxSessions?: number;
  /** Bytes of the events of one session; 32 MiB when left out. */
  readonly maxSessionBytes?: number;
  /** Events of one session; 100,000 when left out. */
  readonly maxSessionEvents?: number;
}

const DAY_MS = 86_400_000;
/** How long a head may lag behind its events in the file, in ms. */
const WRITE_MS = 1_000;
/** How many rows are written or read before others may run. */
const SLICE = 1_000;

const hashOf = (body: string): string => createHash('sha1').update(body).digest('base64').slice(0, 12);

/**
 * Makes a store in a SQLite file, for one process. An event that was answered is on disk (`synchronous=FULL`); all that comes while the
 * disk is written to is written together. Throws a sentence when the file is not one of a collector, in use, or not writable.
 */
export function createSqliteStore(options: SqliteStoreOptions): Store {
  const { file, keepDays = 30, maxBytes = 10 * 2 ** 30, maxSessions = Infinity } = options;
  const limits = {
    bytes: options.maxSessionBytes ?? sessionLimits.bytes,
    events: options.maxSessionEvents ?? sessionLimits.events,
  };
  const database = openDatabase(file);
  const heads = createHeads(database);
  const room = createRoom(database, heads, { maxBytes, maxSessions, silenceMs: MAX_SILENCE_MS });
  const group = createGroup(database, () => {
    heads.forget();
    room.recount();
  });
  const insertSession = database.prepare(
    'insert into sessions (id, ready, heardAt, closed, ecid, breaches, refused, searched, head) values (?, ?, ?, ?, ?, 0, 0, ?, ?)',
  );
  const insertEvent = database.prepare(
    'insert into events (s, ts, type, hash, n, at, bytes, body) values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing',
  );
  const setReady = database.prepare('update sessions set ready = 1 where n = ?');
  const page = database.prepare('select body from events where s = ? and n >= ? order by n limit ?');
  const removeUnready = database.prepare('delete from sessions where ready = 0');
  const findUnready = database.prepare('select n from sessions where ready = 0');
  const removeEvents = database.prepare('delete from events where s = ?');

  let writer: ReturnType<typeof setTimeout> | undefined;
  function writeSoon(): void {
    writer ??= setTimeout(() => {
      writer = undefined;
      // What fails is logged there, and follows from the events.
      group.run(() => heads.write()).catch(() => undefined);
    }, WRITE_MS).unref();
  }

  /** What a process that ended in the middle of a large session left behind, and heads that lag behind their events. */
  function recover(): void {
    database.exec('begin immediate');
    for (const { n } of findUnready.all()) removeEvents.run(n ?? null);
    removeUnready.run();
    for (const row of database.prepare('select n, id, head from sessions where closed = 0').all()) {
      const { n, head } = heads.read(row);
      if (head.eventCount === (JSON.parse(String(row['head'])) as SessionHead).eventCount) continue;
      const known = { n, head };
      heads.add(head.id, known);
      heads.change(head.id, known, head);
    }
    heads.write();
    database.exec('commit');
    room.recount();
  }
  try {
    recover();
  } catch (error) {
    database.close();
    throw new Error(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }

  const store = (n: number, event: MediaEvent, place: number, { at, bytes }: Arrival): boolean => {
    const body = JSON.stringify(event);
    const { changes } = insertEvent.run(n, event.playerTime.ts, event.eventType, hashOf(body), place, at, bytes, body);
    return Number(changes) > 0;
  };

  function insertHead(head: SessionHead, isReady: boolean): Known {
    room.make(head.openedAt);
    const { id, heardAt, closed, about } = head;
    const values = [id, Number(isReady), heardAt, Number(closed), Number(about.ecid), searchedOf(head), JSON.stringify(head)];
    const n = Number(insertSession.run(...values).lastInsertRowid);
    room.added();
    return { n, head };
  }

  /** Two events of an array may be the same; only what was stored is counted. */
  function storeAll(n: number, events: readonly MediaEvent[], from: number, head: SessionHead): number {
    const arrival = { at: head.openedAt, bytes: Math.round(head.bytes / Math.max(1, head.eventCount)) };
    let place = from;
    for (const event of events) if (store(n, event, place, arrival)) place++;
    return place;
  }

  function append(sid: string, event: MediaEvent, arrival: Arrival): Appended {
    const known = heads.find(sid);
    if (!known) return 'unknown';
    const { head, n } = known;
    const rejection = rejects(head, event, arrival, limits);
    // What is rejected may still be a repeat, which is no mistake.
    const isLatest = event.playerTime.ts > head.lastTs;
    if (rejection && (isLatest || !isStored(n, event))) return rejection;
    if (rejection || !store(n, event, head.eventCount, arrival)) {
      heads.change(sid, known, { ...head, repeatCount: head.repeatCount + 1 });
      return 'repeated';
    }
    heads.change(sid, known, withEvent(head, event, arrival));
    if (event.eventType === 'sessionEnd') heads.write(sid);
    return 'stored';
  }
  const stored = database.prepare('select 1 as found from events where s = ? and ts = ? and type = ? and hash = ?');
  const isStored = (n: number, event: MediaEvent): boolean =>
    stored.get(n, event.playerTime.ts, event.eventType, hashOf(JSON.stringify(event))) !== undefined;

  return {
    keepMs: keepDays * DAY_MS,
    async open(head, events) {
      if (events.length > limits.events) throw new StoreUnavailable('The session holds more events than a session may.');
      if (events.length <= SLICE)
        return group.run(() => {
          const known = insertHead(head, true);
          const count = storeAll(known.n, events, 0, head);
          heads.add(head.id, known);
          if (count === head.eventCount) return;
          heads.change(head.id, known, { ...head, eventCount: count, repeatCount: head.eventCount - count });
          heads.write(head.id);
        });
      // A large one is written piece by piece, and appears when it is complete.
      const { n } = await group.run(() => insertHead(head, false));
      try {
        let count = 0;
        for (let from = 0; from < events.length; from += SLICE)
          count = await group.run(() => storeAll(n, events.slice(from, from + SLICE), count, head));
        await group.run(() => {
          const known = { n, head: { ...head, eventCount: count, repeatCount: head.eventCount - count } };
          heads.add(head.id, known);
          heads.write(head.id);
          setReady.run(n);
        });
      } catch (error) {
        // What cannot be removed now is removed when the file is opened again.
        await group.run(() => room.remove(n, head.id)).catch(() => undefined);
        throw error;
      }
    },
    async append(sid, event, arrival) {
      const appended = await group.run(() => append(sid, event, arrival));
      if (heads.unwritten) writeSoon();
      return appended;
    },
    async head(sid) {
      return heads.find(sid)?.head;
    },
    async *events(sid, after = 0) {
      const known = heads.find(sid);
      if (!known) return;
      for (let from = after; ; from += SLICE) {
        const rows = page.all(known.n, from, SLICE);
        for (const { body } of rows) yield JSON.parse(String(body)) as MediaEvent;
        if (rows.length < SLICE) return;
      }
    },
    async sessions(filter = {}, after) {
      if (heads.unwritten) await group.run(() => heads.write());
      const { limit = PAGE_SIZE } = filter;
      const rows = listSessions(database, filter, after === undefined ? Number.MAX_SAFE_INTEGER : Number(after) || 0, limit + 1);
      const known = rows.slice(0, limit).map((row) => heads.read(row));
      const items = known.map(({ head }) => head);
      return rows.length > limit ? { items, next: String(known.at(-1)?.n) } : { items };
    },
    mark: (sid, marks) =>
      group.run(() => {
        const known = heads.find(sid);
        if (!known) return;
        heads.change(sid, known, { ...known.head, marks: { ...known.head.marks, ...marks } });
        heads.write(sid);
      }),
    async expire(before) {
      for (let removed = 1; removed > 0;) {
        await group.run(() => heads.write());
        removed = await group.run(() => room.removeSilent(before));
      }
    },
    clear: () => group.run(() => room.clear()),
    async close() {
      clearTimeout(writer);
      await group.run(() => heads.write()).catch(() => undefined);
      await group.settled();
      try {
        // The engine may keep the file open until statements are collected: leaving the log lets go of it now.
        database.exec('pragma journal_mode = delete');
        database.exec('pragma locking_mode = normal');
        database.prepare('select 1 from sessions limit 1').get();
      } catch {
        // On a full disk the log stays beside the file, with all that was answered; the next process reads it.
      }
      database.close();
    },
  };
}
