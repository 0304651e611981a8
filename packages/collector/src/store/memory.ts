import type { MediaEvent } from '../media-event';
import { pause } from '../pause';
import { inOrder, isExpired, rejects, sessionLimits, withEvent, type Session, type SessionHead } from '../sessions';
import { createRepeats, isAmong, withoutRepeats, type Repeats } from './repeats';
import { matches, PAGE_SIZE, StoreUnavailable, type Store } from './store';

/** How much a memory store may hold. */
export interface MemoryStoreOptions {
  /** 10,000 when left out. */
  readonly maxSessions?: number;
  /** Bytes of all events together, with 100 bytes more for each event; 256 MiB when left out. */
  readonly maxBytes?: number;
  /** Bytes of the events of one session; 32 MiB when left out. */
  readonly maxSessionBytes?: number;
  /** Events of one session; 100,000 when left out. */
  readonly maxSessionEvents?: number;
}

/** A store that forgets with the process. */
export interface MemoryStore extends Store {
  /** Resolves to one session with all its events. */
  get(id: string): Promise<Session | undefined>;
  /** Resolves to all sessions with all their events, the one opened first first. For tests: it copies everything. */
  list(): Promise<readonly Session[]>;
}

interface Held {
  /** Rises with each session that is opened. */
  readonly serial: number;
  head: SessionHead;
  /** In the order of arrival. */
  readonly events: MediaEvent[];
  /** Made for a session of many events when one comes whose time does not lie after all others. */
  repeats: Repeats | undefined;
  isGone: boolean;
}

/** What an event costs beside its bytes. */
const EVENT_BYTES = 100;
/** Up to so many events are searched without an index. */
const FEW_EVENTS = 64;
const holds = (held: Held, event: MediaEvent): boolean =>
  held.events.length <= FEW_EVENTS ? isAmong(event, held.events) : (held.repeats ??= createRepeats(held.events)).has(event);

/** How many sessions are looked at before others may run. */
const SLICE = 5_000;

const weightOf = ({ bytes, eventCount }: SessionHead): number => bytes + EVENT_BYTES * eventCount;
const whole = ({ head, events }: Held): Session => ({ ...head, events: inOrder(events) });
/** The first place, in an order by serial, of a serial that is not smaller. */
function placeOf(order: readonly Held[], serial: number): number {
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (order[middle]!.serial < serial) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Makes a store that forgets with the process. When it is full, it deletes ended sessions, the one that ended first first,
 * and sessions that have expired; when there are none, it takes nothing more.
 */
export function createMemoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  const { maxSessions = 10_000, maxBytes = 256 * 1024 * 1024 } = options;
  const { maxSessionBytes = sessionLimits.bytes, maxSessionEvents = sessionLimits.events } = options;
  const limits = { bytes: maxSessionBytes, events: maxSessionEvents };
  const sessions = new Map<string, Held>();
  /** Those that are over, the one that ended first first. */
  const ended = new Map<string, Held>();
  /** The others, the one that was silent for longest first. */
  const open = new Map<string, Held>();
  /** By serial; deleted ones stand there until half of all are. */
  let order: Held[] = [];
  let serials = 0;
  let bytes = 0;

  function forget(held: Held): void {
    const { id } = held.head;
    sessions.delete(id);
    ended.delete(id);
    open.delete(id);
    bytes -= weightOf(held.head);
    held.isGone = true;
    held.events.length = 0;
    held.repeats = undefined;
    if (order.length > 64 && order.length > 2 * sessions.size) order = order.filter(({ isGone }) => !isGone);
  }

  /** Makes room for so many bytes and sessions; false when all that is held is alive. */
  function makeRoom(added: number, at: number, isNew: boolean, spared?: Held): boolean {
    while (bytes + added > maxBytes || (isNew && sessions.size >= maxSessions)) {
      const [over] = ended.values();
      const [silent] = open.values();
      const given =
        over && over !== spared ? over : silent && silent !== spared && isExpired(silent.head, at) ? silent : undefined;
      if (!given) return false;
      forget(given);
    }
    return true;
  }

  const refuse = (): never => {
    throw new StoreUnavailable('The memory store is full, and all that it holds is alive.');
  };

  function insert(held: Held): void {
    const { id, closed } = held.head;
    sessions.set(id, held);
    (closed ? ended : open).set(id, held);
    order.push(held);
    bytes += weightOf(held.head);
  }

  return {
    async open(head, events) {
      if (events.length > limits.events) throw new StoreUnavailable('The session holds more events than a session may.');
      const kept = withoutRepeats(events);
      const eventCount = kept.length;
      const counted = { ...head, eventCount, repeatCount: events.length - eventCount };
      if (weightOf(counted) > maxBytes || !makeRoom(weightOf(counted), head.openedAt, true)) refuse();
      insert({ serial: ++serials, head: counted, events: kept, repeats: undefined, isGone: false });
    },
    async append(sid, event, arrival) {
      const held = sessions.get(sid);
      if (!held) return 'unknown';
      const { head } = held;
      const isLatest = event.playerTime.ts > head.lastTs;
      if (!isLatest && holds(held, event)) {
        held.head = { ...head, repeatCount: head.repeatCount + 1 };
        return 'repeated';
      }
      const rejection = rejects(head, event, arrival, limits);
      if (rejection) {
        if (rejection === 'expired' && open.delete(sid)) ended.set(sid, held);
        return rejection;
      }
      const added = arrival.bytes + EVENT_BYTES;
      if (bytes + added > maxBytes && !makeRoom(added, arrival.at, false, held)) refuse();
      held.head = withEvent(head, event, arrival);
      held.events.push(event);
      held.repeats?.add(event);
      bytes += added;
      if (!head.closed) {
        open.delete(sid);
        (held.head.closed ? ended : open).set(sid, held);
      }
      return 'stored';
    },
    async head(sid) {
      return sessions.get(sid)?.head;
    },
    async *events(sid, after = 0) {
      const events = sessions.get(sid)?.events ?? [];
      for (let index = after; index < events.length; index++) yield events[index]!;
    },
    async sessions(filter = {}, after) {
      const { limit = PAGE_SIZE } = filter;
      const items: SessionHead[] = [];
      // The array itself never loses an element; what is deleted meanwhile is only left out of the next one.
      const from = order;
      let index = after === undefined ? from.length : placeOf(from, Number(after));
      for (let looked = 1; items.length < limit && index > 0; looked++) {
        if (looked % SLICE === 0) await pause();
        const { head, isGone } = from[--index]!;
        if (!isGone && matches(head, filter)) items.push(head);
      }
      return index > 0 ? { items, next: String(from[index]!.serial) } : { items };
    },
    async mark(sid, marks) {
      const held = sessions.get(sid);
      if (held) held.head = { ...held.head, marks: { ...held.head.marks, ...marks } };
    },
    async expire(before) {
      for (const ends of [ended, open])
        for (const held of ends.values()) {
          if (held.head.heardAt >= before) break;
          forget(held);
        }
    },
    async clear() {
      for (const held of sessions.values()) forget(held);
    },
    async close() {},
    async get(id) {
      const held = sessions.get(id);
      return held && whole(held);
    },
    async list() {
      return [...sessions.values()].map(whole);
    },
  };
}
