import { StoreUnavailable } from '../store';
import type { Link, Linked } from './link';

/** How long a server may take to say that it has stored a message, in ms. */
const TIMEOUT_MS = 1_000;
/** How many messages may be on their way; more would only wait longer. */
const MAX_IN_FLIGHT = 20_000;

/** Publishes, so that it is stored when it resolves. */
export interface Publisher {
  /** What there is to publish with; throws {@link StoreUnavailable} when there is nothing. */
  linked(): Linked;
  /** Resolves to whether the server had the message already; rejects with {@link StoreUnavailable}. */
  publish(subject: string, payload: string, id?: string): Promise<boolean>;
}

/** Says why a message was not stored. */
function sentenceOf(error: unknown): string {
  const words = error instanceof Error ? `${error.name} ${error.message}` : String(error);
  if (/maximum bytes|insufficient|resource/i.test(words))
    return `The log is full (${words}): let it hold more (max_bytes of the streams, max_file_store of the servers), or keep events for fewer days.`;
  if (/Timeout/i.test(words)) return 'NATS does not store events in time: its disks, its network or its servers are too busy.';
  if (/NoResponders|no responders|not enabled/i.test(words))
    return 'A shard has no leader at the moment, or no majority of its servers: events are refused until it has.';
  return `An event could not be stored: ${words}.`;
}

/** Makes a {@link Publisher} over a link. */
export function createPublisher(link: Link, timeoutMs: number = TIMEOUT_MS): Publisher {
  let inFlight = 0;

  function linked(): Linked {
    const now = link.current();
    if (!now) throw new StoreUnavailable(link.trouble());
    return now;
  }

  return {
    linked,
    async publish(subject, payload, id) {
      const { client } = linked();
      if (inFlight >= MAX_IN_FLIGHT) throw new StoreUnavailable('Too many events are on their way to NATS.');
      inFlight++;
      try {
        const options = id === undefined ? { timeout: timeoutMs } : { timeout: timeoutMs, msgID: id };
        const { duplicate } = await client.publish(subject, payload, { ...options, retries: 0 });
        link.recovered();
        return duplicate;
      } catch (error) {
        const sentence = sentenceOf(error);
        link.report(sentence);
        throw new StoreUnavailable(sentence, { cause: error });
      } finally {
        inFlight--;
      }
    },
  };
}
