import { batchOf, isDownloaded } from '../wire/downloaded';
import type { MediaEvent } from '../wire/events';
import { init, mediaCollection } from '../wire/media-collection';
import { downloadedUrl } from '../wire/routes';
import type { Reply, Wire } from '../wire/wire';
import { createFaultCounter } from '../transport/fault-counter';
import type { FailedRequest, LostReason } from '../transport/lane';
import type { Retry } from '../transport/retry';
import type { OfflinePorts } from './offline-transport';
import { createdAt, sessionOf, type StoredEvent, type Store } from './store';

/** For bodies of up to 8 MB. */
const BATCH_TIMEOUT_MS = 120_000;
/** Stored sessions are kept for so long (30 days). */
const MAX_AGE_MS = 2_592_000_000;

/** What is left to send to one endpoint; endpoints do not wait for one another. */
export interface Outbox {
  readonly retry: Retry;
  /** The reply that caused the current pause. */
  pausedBy?: Reply | undefined;
  /** More was stored since the run began. */
  isStale: boolean;
  /** The events of the request that is in flight. */
  inFlight: readonly StoredEvent[];
}

/** What the delivery of stored sessions needs. */
interface DeliverPorts extends Pick<OfflinePorts, 'clock' | 'wire' | 'post'> {
  readonly store: Store;
  /** Sessions that never got an id are delivered as downloaded content. */
  readonly deliverLate: boolean;
  /** Removes what is left of a session. */
  forget(session: string): void;
  /** Removes events, and reports them as lost. */
  lose(records: readonly StoredEvent[], reason: LostReason, detail?: string, request?: FailedRequest): void;
  /** Whether work that began under this generation must have no effect any more. */
  isOver(begun: number): boolean;
  /** Whether what fails now is sent again later. */
  isRepeated(): boolean;
}

/**
 * Sends what is left of one stored session, in its order. Returns the reply after which it must be retried; without an outbox the page
 * is being left, so this is the last chance.
 */
export type Deliver = (
  records: readonly StoredEvent[],
  begun: number,
  outbox?: Outbox,
  isTooMany?: boolean,
) => Promise<Reply | undefined>;

/** Creates what sends stored sessions: one with an id gets its remaining events; one without is sent as a whole, if that is allowed. */
export function createDeliver({
  clock,
  wire: own,
  post,
  store,
  deliverLate,
  forget,
  lose,
  isOver,
  isRepeated,
}: DeliverPorts): Deliver {
  const failsForGood = createFaultCounter(clock, own);
  /** The page may have changed its wire since; the default wire is always available. */
  const wireOf = (address: string): Wire | undefined =>
    own.address === address ? own : (own.at?.(address) ?? (/^http/.test(address) ? mediaCollection(address) : undefined));

  return async (records, begun, outbox, isTooMany) => {
    const [head, ...rest] = records;
    if (!head) return undefined;
    const leaving = !outbox;
    // What is sent as the page goes was taken out of the store: nothing else reports it.
    const isStale = (): boolean => !leaving && isOver(begun);
    const { endpoint, id, event } = head;
    const isOld = clock.now() - createdAt(head.key) > MAX_AGE_MS;
    // The first entry of a session with an id was delivered already.
    const waiting = id ? rest : records;
    if (isOld) lose(waiting, 'expired', 'it was kept for 30 days');
    else if (isTooMany) lose(waiting, 'overflow');
    // Without its `sessionStart` the session cannot be sent.
    else if (!endpoint || (!id && !deliverLate && !isDownloaded((event as { params?: object }).params))) {
      // What the database still holds of it goes at the next visit.
      lose(records, 'left');
      return undefined;
    } else {
      const wire = wireOf(endpoint);
      // Only a visit with the same wire can send it.
      if (!wire) return undefined;
      for (const batch of id ? rest.map((record) => [record]) : [records]) {
        // Beside a request that does not know its visitor yet, another one would make a second visitor.
        for (let turn; !leaving && (turn = wire.turn?.());) await turn;
        if (isStale()) return undefined;
        if (outbox) outbox.inFlight = batch;
        const events = batch.map((record) => record.event as MediaEvent);
        const request = id
          ? wire.carry(events[0]!, id)
          : (wire.batch?.(events) ?? { url: downloadedUrl(endpoint), body: batchOf(events), init });
        const reply = await post(request, BATCH_TIMEOUT_MS, leaving);
        if (isStale()) return undefined;
        if (outbox) outbox.inFlight = [];
        const outcome = wire.verdict(reply);
        const isRefused = outcome === 'refused' || (id && failsForGood(batch[0]!.key, reply));
        if (outcome === 'retry' && !isRefused && !leaving && isRepeated()) return reply;
        outbox?.retry.reset();
        if (outcome === 'delivered') store.remove(batch[0]!.key);
        else if (id && outcome === 'gone') {
          lose(rest.slice(rest.indexOf(batch[0]!)), 'expired', undefined, reply);
          break;
        } else
          lose(
            batch,
            reply.unsent ? 'left' : isRefused || outcome === 'gone' ? 'refused' : leaving ? 'unanswered' : 'destroyed',
            reply.message,
            reply,
          );
      }
    }
    forget(sessionOf(head));
    return undefined;
  };
}
