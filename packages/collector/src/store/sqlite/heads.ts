import type { MediaEvent } from '../../media-event';
import { withEvent, type SessionHead } from '../../sessions';
import type { Database, Row } from './database';

/** How many heads are kept in memory; those that were used last. */
const MAX_KEPT = 50_000;

/** A session's head, and its number in the file. */
export interface Known {
  readonly n: number;
  head: SessionHead;
}

/** The heads of sessions. A head is written now and then, not with each event: what is missing follows from the events. */
export interface Heads {
  find(id: string): Known | undefined;
  add(id: string, known: Known): void;
  /** Replaces a head, which is written with the next {@link Heads.write}. */
  change(id: string, known: Known, head: SessionHead): void;
  /** How many heads are not written. */
  readonly unwritten: number;
  /** Writes all heads that changed, or one. */
  write(id?: string): void;
  remove(id: string): void;
  /** Drops what is known, so that all is read from the file again. */
  forget(): void;
  /** The head in a row of the table, up to date. */
  read(row: Row): Known;
}

/** What a list searches in. */
export const searchedOf = ({ id, about }: SessionHead): string =>
  [id, about['media.id'], about['media.name'], about['media.playerName'], about['media.channel']].join('\n').toLowerCase();

/** Makes {@link Heads} over a file. */
export function createHeads(database: Database): Heads {
  const select = database.prepare('select n, head from sessions where id = ? and ready = 1');
  const tail = database.prepare('select at, bytes, body from events where s = ? and n >= ? order by n');
  const update = database.prepare('update sessions set heardAt = ?, closed = ?, breaches = ?, refused = ?, head = ? where n = ?');
  const kept = new Map<string, Known>();
  const changed = new Set<string>();

  /** The head that was written, and the events that it does not know. */
  function recover(row: Row): Known {
    const n = Number(row['n']);
    let head = JSON.parse(String(row['head'])) as SessionHead;
    for (const { at, bytes, body } of tail.all(n, head.eventCount))
      head = withEvent(head, JSON.parse(String(body)) as MediaEvent, { at: Number(at), bytes: Number(bytes) });
    return { n, head };
  }

  function writeOne(id: string): void {
    const known = kept.get(id);
    changed.delete(id);
    if (!known) return;
    const { heardAt, closed, marks } = known.head;
    const json = JSON.stringify(known.head);
    update.run(heardAt, Number(closed), marks.breachCount ?? 0, marks.refusedCount ?? 0, json, known.n);
  }

  const add = (id: string, known: Known): void => {
    kept.delete(id);
    kept.set(id, known);
    if (kept.size <= MAX_KEPT) return;
    for (const oldest of kept.keys()) {
      if (changed.has(oldest)) continue;
      kept.delete(oldest);
      break;
    }
  };

  return {
    find(id) {
      const known = kept.get(id);
      if (known) return known;
      const row = select.get(id);
      if (!row) return undefined;
      const read = recover(row);
      add(id, read);
      return read;
    },
    add,
    change(id, known, head) {
      known.head = head;
      changed.add(id);
    },
    get unwritten() {
      return changed.size;
    },
    write(id) {
      for (const each of id === undefined ? changed : [id]) writeOne(each);
    },
    remove(id) {
      kept.delete(id);
      changed.delete(id);
    },
    forget() {
      kept.clear();
      changed.clear();
    },
    read(row) {
      return kept.get((JSON.parse(String(row['head'])) as SessionHead).id) ?? recover(row);
    },
  };
}
