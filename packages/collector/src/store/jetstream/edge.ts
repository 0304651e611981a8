import { openHead, sessionLimits, type SessionHead } from '../../sessions';
import { StoreUnavailable } from '../store';
import { TOMBSTONE_MS } from './cluster';
import { MAX_AGE_MS } from './ids';
import { createLink, type LinkOptions } from './link';
import { encodeEvent, messageId } from './message';
import { openingsOf } from './openings';
import type { JetStreamEdge } from './options';
import { createPublisher } from './publish';
import { followTombstones, type Tombstones } from './tombstones';

/** How many characters of a refused call are shown; a longer one without its body. */
const MAX_REFUSED = 8_192;

/**
 * Makes the store of an edge: it keeps nothing and reads nothing. An id says by itself whether it is one of ours; an event that is
 * answered is stored by as many servers as the streams have replicas; the session worker says which sessions take no more, and until it
 * does, what comes too late is taken and dropped later. Lists are empty. Throws a `TypeError` for wrong options.
 */
export function createJetStreamEdge(options: LinkOptions): JetStreamEdge {
  const link = createLink(options);
  const publisher = createPublisher(link, options.timeoutMs);
  let tombstones: Tombstones | undefined;
  const ready = link.ready.then(async (linked) => {
    await linked.checked;
    tombstones = await followTombstones(linked, TOMBSTONE_MS);
  });
  ready.catch(() => undefined);

  /** Publishes a message under what recognises it; resolves to whether it was there. */
  const publish = (sid: string, payload: string, content: string): Promise<boolean> => {
    const { names, ids } = publisher.linked();
    return publisher.publish(names.subject(ids.shardOf(sid), sid), payload, messageId(sid, content));
  };

  return {
    ready,
    trouble: () => (link.current() ? undefined : link.trouble()),
    newId: (start, at) => publisher.linked().ids.make(start, at),
    async open(head, events) {
      const { cluster } = publisher.linked();
      const limits = { ...sessionLimits, events: cluster.maxSessionEvents };
      const contents = JSON.stringify(events);
      for (const [part, payload] of openingsOf(head, events, limits).entries())
        await publish(head.id, payload, `${part} ${contents}`);
    },
    async append(sid, event, arrival) {
      const known = publisher.linked().ids.read(sid);
      if (!known) return 'unknown';
      if (arrival.at - known.openedAt > MAX_AGE_MS) return 'expired';
      const ending = tombstones?.of(sid);
      if (ending) return ending;
      const json = JSON.stringify(event);
      return (await publish(sid, encodeEvent(json, arrival), json)) ? 'repeated' : 'stored';
    },
    async head(sid): Promise<SessionHead | undefined> {
      const known = publisher.linked().ids.read(sid);
      if (!known || tombstones?.of(sid) === 'unknown') return undefined;
      const { openedAt } = known;
      const start = { eventType: 'sessionStart', playerTime: { playhead: 0, ts: openedAt } } as const;
      return openHead(sid, start, { at: openedAt, bytes: 0 });
    },
    async *events() {},
    async sessions() {
      return { items: [] };
    },
    async mark() {},
    async expire() {},
    async clear() {
      throw new StoreUnavailable('An edge keeps no sessions that it could delete.');
    },
    publishRefused(call) {
      const { event: _, ...rest } = call;
      const linked = link.current();
      const whole = JSON.stringify(call);
      linked?.connection.publish(linked.names.refused, whole.length <= MAX_REFUSED ? whole : JSON.stringify(rest));
    },
    async close() {
      await tombstones?.stop();
      await link.close();
    },
  };
}
