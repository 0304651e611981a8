import { matches, PAGE_SIZE, type Page, type SessionFilter } from '../store';
import type { SessionHead } from '../../sessions';
import type { Entry } from './fold';

/** How many sessions are looked at before others may run. */
const SLICE = 5_000;

/** Sessions in the order in which they were opened. */
export interface List {
  add(entry: Entry): void;
  remove(entry: Entry): void;
  /** `headOf`: the head as it is shown. */
  page(filter: SessionFilter, after: string | undefined, headOf: (entry: Entry) => SessionHead): Promise<Page<SessionHead>>;
}

type Key = readonly [openedAt: number, shard: number, place: number];
const keyOf = ({ head, shard, opening }: Entry): Key => [head.openedAt, shard, opening[0] ?? 0];
const compare = (a: Key, b: Key): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];

/** Makes an empty {@link List}. Its cursors mean the same to every process. */
export function createList(): List {
  /** Removed ones stand there until half of all are. */
  let order: Entry[] = [];
  const removed = new Set<Entry>();

  /** The first place whose session does not stand before a key. */
  function placeOf(key: Key): number {
    let [low, high] = [0, order.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(keyOf(order[middle]!), key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    add(entry) {
      const last = order.at(-1);
      if (!last || compare(keyOf(last), keyOf(entry)) < 0) order.push(entry);
      else {
        // Readers of pages hold the old array.
        const place = placeOf(keyOf(entry));
        order = [...order.slice(0, place), entry, ...order.slice(place)];
      }
    },
    remove(entry) {
      removed.add(entry);
      if (order.length < 64 || removed.size < order.length / 2) return;
      order = order.filter((each) => !removed.has(each));
      removed.clear();
    },
    async page(filter, after, headOf) {
      const { limit = PAGE_SIZE } = filter;
      const items: SessionHead[] = [];
      const from = order;
      let index = from.length;
      if (after !== undefined) {
        const [openedAt = 0, shard = 0, place = 0] = after.split('-').map(Number);
        index = placeOf([openedAt, shard, place]);
      }
      let key = '';
      for (let looked = 1; items.length < limit && index > 0; looked++) {
        if (looked % SLICE === 0) await new Promise((resolve) => setTimeout(resolve));
        const entry = from[--index]!;
        key = keyOf(entry).join('-');
        if (removed.has(entry)) continue;
        const head = headOf(entry);
        if (matches(head, filter)) items.push(head);
      }
      return index > 0 ? { items, next: key } : { items };
    },
  };
}
