import { ends } from '../wire/downloaded';
import type { MediaEvent } from '../wire/events';
import type { createLane, Lane, LanePorts, QueuedEvent } from '../transport/lane';
import { keyOf, type SessionLease, type Store } from './store';

/** A lane whose events are stored until they are delivered; the next visit sends what is left. */
export function createStoredLane<L extends QueuedEvent>(
  { session, sent, persist, remove, release }: SessionLease,
  store: Store,
  /** Sessions without an id are delivered later, as downloaded content. */
  deliverLate: boolean,
  first: L['event'],
  ports: LanePorts<L>,
  make: typeof createLane,
): Lane<L> {
  const { wire } = ports;
  const keys = new Map<object, string>();
  let over = false;
  let closed = false;
  let failing = false;

  /** Stored events outlive the page, so nothing is written before there is consent. */
  const isWritten = (): boolean => store.durable && ports.permission.now !== 'pending';
  const close = (): void => {
    if (closed) return;
    closed = true;
    keys.clear();
    remove();
    release();
  };
  const closeIfDone = (): void => {
    if (over && !keys.size && inner.id) close();
  };
  const forget = (event: object): void => {
    const key = keys.get(event)!;
    sent.delete(key);
    if (keys.delete(event)) store.remove(key);
    closeIfDone();
  };

  const inner: Lane<L> = make<L>(first, {
    ...ports,
    post: async (request, timeout, leaving, event) => {
      const reply = await ports.post(request, timeout, leaving, event);
      const outcome = wire.verdict(reply, event === first);
      failing = outcome === 'retry';
      const id = event === first && outcome === 'delivered' && wire.sessionFrom(reply);
      if (id && !closed) store.put({ key: keyOf(session, 0), event: first, endpoint: wire.address, id });
      else if (outcome === 'delivered') forget(event!);
      return reply;
    },
    onGone: (item, _, request) => {
      forget(item.event);
      ports.onGone(item, lane, request);
    },
    onLost: (event, reason, detail, request) => {
      const waits = !closed && (inner.id ? keys.has(event) : deliverLate) && isWritten() && /^(left|un|de)/.test(reason);
      sent.delete(keys.get(event)!);
      // A destroyed tracker finishes its last attempt; then another page may send the rest.
      if (waits) return queueMicrotask(() => inner.busy || release());
      forget(event);
      if (event === first) close();
      ports.onLost(event, reason, detail, request);
    },
  });

  const lane: Lane<L> = Object.assign(Object.create(inner) as Lane<L>, {
    push: (...items: L[]): void => {
      for (const { event } of items) {
        if (inner.dead) continue;
        keys.set(event, persist(event));
        over ||= ends(event as MediaEvent);
      }
      inner.push(...items);
    },
    take: (): L[] => {
      close();
      return inner.take();
    },
    drop: (reason: Parameters<Lane<L>['drop']>[0]): void => {
      close();
      inner.drop(reason);
    },
    end: (): void => {
      over = true;
      closeIfDone();
    },
    leave: (back: boolean): void => {
      const stays = isWritten() && (inner.id ? failing || globalThis.navigator?.onLine === false : deliverLate);
      // Assume that the keepalive request in flight arrives (D7); sending it again on the next visit would duplicate it.
      if (!stays) close();
      if (stays && !inner.id) inner.take();
      else {
        for (const key of keys.values()) sent.add(key);
        inner.leave(back);
      }
      release(true);
    },
  });
  return lane;
}
