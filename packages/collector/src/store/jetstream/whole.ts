import { randomBytes } from 'node:crypto';
import { rejects, type SessionLimits } from '../../sessions';
import { StoreUnavailable } from '../store';
import type { Outcome } from './fold';
import { MAX_AGE_MS } from './ids';
import { createLink, type Linked } from './link';
import { followMarks } from './marks';
import { encode, encodeEvent, hashOf } from './message';
import { ALL } from './names';
import { openingsOf } from './openings';
import type { JetStreamStore, JetStreamStoreOptions } from './options';
import { createPublisher } from './publish';
import { createReader, type Reading } from './reader';
import { createView } from './view';

const READING = 'The log is being read.';
const DAY_MS = 86_400_000;
/** How often sessions are forgotten whose events the streams do not keep any more, in ms. */
const SWEEP_MS = 600_000;

/**
 * Makes a store in NATS JetStream, all in one process: it takes events, and knows the sessions because it reads the log. Several processes
 * may do so at a time: what becomes of an event follows from the log alone. Throws a `TypeError` for wrong options.
 */
export function createJetStreamStore(options: JetStreamStoreOptions): JetStreamStore {
  const link = createLink(options);
  const publisher = createPublisher(link, options.timeoutMs);
  const self = randomBytes(6).toString('base64url');
  let words = 0;
  let sweptAt: number | undefined;
  let started: Reading | undefined;
  let isReading = false;

  const ready = link.ready.then(async (linked) => {
    await linked.checked;
    isReading = true;
    const marks = await followMarks(linked, self);
    const shards = Array.from({ length: linked.cluster.shards }, (_, shard) => shard);
    const { maxSessions, timeoutMs = 1_000 } = options;
    const outcomeMs = 3 * timeoutMs;
    const view = createView(linked, { shards, maxSessions, outcomeMs, forgotten: (sid) => marks.forget(sid) });
    await view.caughtUp;
    started = { linked, view, marks };
  });
  ready.catch(() => undefined);

  function now(): Reading {
    if (started) return started;
    throw new StoreUnavailable(isReading ? READING : link.trouble());
  }

  const limitsOf = ({ cluster }: Linked): SessionLimits => ({ bytes: cluster.maxSessionBytes, events: cluster.maxSessionEvents });

  /** Publishes messages to a session, and waits for what the log makes of the last one, which bears the word. */
  async function put(shard: number, sid: string, make: (word: string) => readonly string[]): Promise<Outcome> {
    const { view, linked } = now();
    const word = `${self}${++words}`;
    const payloads = make(word);
    const { outcome, cancel } = view.outcomeOf(word);
    const subject = linked.names.subject(shard, sid);
    const publish = async (): Promise<Outcome> => {
      for (const payload of payloads) await publisher.publish(subject, payload);
      return outcome;
    };
    try {
      return await Promise.race([publish(), outcome]);
    } catch (error) {
      cancel();
      throw error instanceof StoreUnavailable ? error : new StoreUnavailable('The log is slow.', { cause: error });
    }
  }

  /** Writes to every shard that sessions without an event since then are deleted; null: all. */
  async function remove(before: number | null): Promise<void> {
    const { linked } = now();
    const shards = Array.from({ length: linked.cluster.shards }, (_, shard) => shard);
    await Promise.all(shards.map((shard) => put(shard, ALL, (by) => [encode({ kind: 'expire', before, by })])));
  }

  function sweep(at: number): void {
    sweptAt ??= at;
    if (at - sweptAt < SWEEP_MS) return;
    sweptAt = at;
    const { view, linked } = now();
    const before = at - linked.cluster.keepDays * DAY_MS;
    for (const { head } of view.fold.entries()) if (head.heardAt < before) view.fold.remove(head.id);
  }

  return {
    ready,
    trouble: () => (started && link.current() ? undefined : isReading && link.current() ? READING : link.trouble()),
    newId: (start, at) => publisher.linked().ids.make(start, at),
    async open(head, events) {
      const { linked } = now();
      await put(linked.ids.shardOf(head.id), head.id, (word) => openingsOf(head, events, limitsOf(linked), word));
    },
    async append(sid, event, arrival) {
      const { linked, view } = now();
      sweep(arrival.at);
      const entry = view.fold.get(sid);
      const signed = linked.ids.read(sid);
      if (!entry && !signed) return 'unknown';
      if (!entry && signed && arrival.at - signed.openedAt > MAX_AGE_MS) return 'expired';
      // What is over stays over, and need not stand in the log; a repeat is counted there.
      const rejection = entry && rejects(entry.head, event, arrival, limitsOf(linked));
      if (rejection && !entry.hashes.includes(hashOf(event))) return rejection;
      const outcome = await put(linked.ids.shardOf(sid), sid, (word) => [encodeEvent(JSON.stringify(event), arrival, word)]);
      return outcome === 'none' || outcome === 'opened' ? 'unknown' : outcome;
    },
    ...createReader(now),
    expire: remove,
    async clear() {
      const { linked } = now();
      const { manager, names, cluster } = linked;
      for (let shard = 0; shard < cluster.shards; shard++) await manager.streams.purge(names.stream(shard));
      await manager.streams.purge(`KV_${names.marks}`);
      await remove(null);
    },
    async close() {
      await started?.marks.stop();
      await started?.view.stop();
      await link.close();
    },
  };
}
