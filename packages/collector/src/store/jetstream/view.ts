import type { JsMsg } from '@nats-io/jetstream';
import { isExpired, type SessionHead } from '../../sessions';
import { createFold, type Fold, type Outcome, type Taken } from './fold';
import { followStream, type Following } from './follow';
import type { Linked } from './link';
import { createList, type List } from './list';
import { decode, type Message } from './message';

/** A message of the log, with what it did. */
export interface Seen extends Taken {
  readonly message: Message;
  readonly sid: string;
  readonly shard: number;
  /** Where it stands in the log of its shard. */
  readonly place: number;
}

/** The sessions of some shards, as the log makes them; it grows as the log does. */
export interface View {
  readonly fold: Fold;
  readonly list: List;
  /** The place of the message of a shard that was taken last. */
  placeOf(shard: number): number;
  /** Resolves once all that was in the log at the beginning is known. */
  readonly caughtUp: Promise<void>;
  /** Resolves to what became of the message that bears this word as `by`; rejects when it does not come in time. */
  outcomeOf(word: string): { readonly outcome: Promise<Outcome>; cancel(): void };
  stop(): Promise<void>;
}

/** What a view is made of. */
export interface ViewOptions {
  readonly shards: readonly number[];
  /** Where to begin in the log of a shard; at its beginning when left out. */
  readonly from?: (shard: number) => number;
  /** Is called after each message; the next one of its shard waits for what it returns. */
  readonly seen?: (seen: Seen) => void | Promise<void>;
  /** How many sessions are known at most: beyond that, those that are over are forgotten. */
  readonly maxSessions?: number | undefined;
  readonly forgotten?: (sid: string) => void;
  /** How long to wait for an outcome, in ms; 3,000 when left out. */
  readonly outcomeMs?: number | undefined;
}

/** Begins to read shards. */
export function createView(linked: Linked, options: ViewOptions): View {
  const { names, cluster } = linked;
  const { shards, from = () => 1, seen, maxSessions = Infinity, outcomeMs = 3_000 } = options;
  const list = createList();
  const places = new Map<number, number>();
  const waiting = new Map<string, (outcome: Outcome) => void>();
  const fold = createFold(
    { bytes: cluster.maxSessionBytes, events: cluster.maxSessionEvents },
    {
      opened(entry) {
        list.add(entry);
        if (fold.size > maxSessions) makeRoom(entry.head);
      },
      forgotten(entry) {
        list.remove(entry);
        options.forgotten?.(entry.head.id);
      },
    },
  );

  /** Forgets the session that is over for longest. */
  function makeRoom({ openedAt }: SessionHead): void {
    for (const { head } of fold.entries()) if (head.closed || isExpired(head, openedAt)) return fold.remove(head.id);
  }

  function take(shard: number, received: JsMsg): void | Promise<void> {
    places.set(shard, received.seq);
    const message = decode(received.string());
    if (!message) return;
    const sid = names.sidOf(received.subject);
    const taken = fold.take(message, sid, shard, received.seq);
    if (message.by !== undefined) {
      waiting.get(message.by)?.(taken.outcome);
      waiting.delete(message.by);
    }
    return seen?.({ ...taken, message, sid, shard, place: received.seq });
  }

  const followed: Following[] = shards.map((shard) =>
    followStream(linked, names.stream(shard), from(shard), (message) => take(shard, message), true),
  );

  return {
    fold,
    list,
    placeOf: (shard) => places.get(shard) ?? from(shard) - 1,
    caughtUp: Promise.all(followed.map((each) => each.caughtUp)).then(() => undefined),
    outcomeOf(word) {
      let timer: ReturnType<typeof setTimeout>;
      const cancel = (): void => {
        clearTimeout(timer);
        waiting.delete(word);
      };
      const outcome = new Promise<Outcome>((resolve, reject) => {
        waiting.set(word, (found) => {
          clearTimeout(timer);
          resolve(found);
        });
        timer = setTimeout(() => {
          waiting.delete(word);
          reject(new Error('The log does not give back in time what was stored.'));
        }, outcomeMs);
      });
      outcome.catch(() => undefined);
      return { outcome, cancel };
    },
    async stop() {
      await Promise.all(followed.map((each) => each.stop()));
    },
  };
}
