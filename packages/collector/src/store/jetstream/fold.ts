import type { MediaEvent } from '../../media-event';
import { MAX_SILENCE_MS, openHead, rejects, wholeHead, withEvent, type SessionHead, type SessionLimits } from '../../sessions';
import { withoutRepeats } from '../repeats';
import type { Appended } from '../store';
import { hashOf, type Event, type Expiry, type Message, type Opening } from './message';

/** A session as the log of its shard makes it. */
export interface Entry {
  readonly shard: number;
  /** Where its opening stands in the log; several places when it came in parts. */
  readonly opening: readonly number[];
  /** How many events its opening holds. */
  readonly openedCount: number;
  /** Where its further events stand in the log, in the order of arrival. */
  readonly places: number[];
  /** What its events are recognised by. */
  readonly hashes: number[];
  head: SessionHead;
}

/** What became of a message: of an event as the port says it, of an opening `opened` or `repeated`; `none` of all else. */
export type Outcome = Appended | 'opened' | 'none';

/** What one message did. */
export interface Taken {
  readonly outcome: Outcome;
  readonly entry?: Entry | undefined;
}

interface Parts {
  readonly at: number;
  readonly shard: number;
  readonly received: Map<number, { readonly place: number; readonly events: readonly MediaEvent[] }>;
}

/**
 * Makes sessions of what stands in the log. What becomes of each message follows from the messages before it in its shard, and from
 * nothing else: every process that reads a shard comes to the same sessions.
 */
export interface Fold {
  take(message: Message, sid: string, shard: number, place: number): Taken;
  get(sid: string): Entry | undefined;
  /** All sessions that are held. */
  entries(): IterableIterator<Entry>;
  /** Where openings begin of which parts are missing, at this time in epoch ms. */
  pending(at: number): readonly { readonly shard: number; readonly place: number }[];
  readonly size: number;
  remove(sid: string): void;
}

/** Makes an empty {@link Fold}; `opened` and `forgotten` are called with sessions that come and go. */
export function createFold(
  limits: SessionLimits,
  { opened, forgotten }: { opened?: (entry: Entry) => void; forgotten?: (entry: Entry) => void } = {},
): Fold {
  const sessions = new Map<string, Entry>();
  const parts = new Map<string, Parts>();

  function remove(sid: string): void {
    const entry = sessions.get(sid);
    if (entry && sessions.delete(sid)) forgotten?.(entry);
  }

  /** Parts whose others do not come are given up. */
  function dropOld(at: number): void {
    for (const [sid, { at: since }] of parts) if (at - since > MAX_SILENCE_MS) parts.delete(sid);
  }

  /** Collects the parts of an opening; undefined until all are there. */
  function collect(
    message: Opening,
    sid: string,
    shard: number,
    place: number,
  ): { events: MediaEvent[]; opening: number[] } | undefined {
    const { part, of, events, at } = message;
    if (of === 1) return { events: [...events], opening: [place] };
    dropOld(at);
    const { received } = parts.get(sid) ?? { received: new Map() };
    received.set(part, { place, events });
    if (received.size < of) {
      parts.set(sid, { at, shard, received });
      return undefined;
    }
    parts.delete(sid);
    const all = [...received].sort(([a], [b]) => a - b).map(([, each]) => each);
    return { events: all.flatMap((each) => each.events), opening: all.map((each) => each.place) };
  }

  function open(message: Opening, sid: string, shard: number, place: number): Taken {
    const earlier = sessions.get(sid);
    if (earlier) {
      if (message.part === 0) earlier.head = { ...earlier.head, repeatCount: earlier.head.repeatCount + 1 };
      return { outcome: 'repeated', entry: earlier };
    }
    const whole = collect(message, sid, shard, place);
    if (!whole) return { outcome: 'none' };
    const { opening } = whole;
    const events = withoutRepeats(whole.events);
    const [first, ...rest] = events;
    if (!first) return { outcome: 'none' };
    const head = message.downloaded ? wholeHead(sid, [first, ...rest], message) : openHead(sid, first, message);
    const repeatCount = whole.events.length - events.length;
    const entry: Entry = {
      shard,
      opening,
      openedCount: events.length,
      places: [],
      hashes: events.map(hashOf),
      head: { ...head, eventCount: events.length, repeatCount },
    };
    sessions.set(sid, entry);
    opened?.(entry);
    return { outcome: 'opened', entry };
  }

  function append(message: Event, sid: string, place: number): Taken {
    const entry = sessions.get(sid);
    if (!entry) return { outcome: 'unknown' };
    const { head, hashes } = entry;
    const { event, hash } = message;
    if (event.playerTime.ts <= head.lastTs && hashes.includes(hash)) {
      entry.head = { ...head, repeatCount: head.repeatCount + 1 };
      return { outcome: 'repeated', entry };
    }
    const rejection = rejects(head, event, message, limits);
    if (rejection) return { outcome: rejection, entry };
    entry.head = withEvent(head, event, message);
    entry.places.push(place);
    hashes.push(hash);
    return { outcome: 'stored', entry };
  }

  function expire({ before }: Expiry, shard: number): Taken {
    for (const [sid, entry] of sessions)
      if (entry.shard === shard && (before === null || entry.head.heardAt < before)) remove(sid);
    if (before === null) parts.clear();
    return { outcome: 'none' };
  }

  return {
    take(message, sid, shard, place) {
      if (message.kind === 'event') return append(message, sid, place);
      return message.kind === 'open' ? open(message, sid, shard, place) : expire(message, shard);
    },
    get: (sid) => sessions.get(sid),
    entries: () => sessions.values(),
    pending(at) {
      dropOld(at);
      return Array.from(parts.values(), ({ shard, received }) => ({
        shard,
        place: Math.min(...Array.from(received.values(), (part) => part.place)),
      }));
    },
    get size() {
      return sessions.size;
    },
    remove,
  };
}
