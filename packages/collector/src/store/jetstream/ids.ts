import { createHmac, randomBytes } from 'node:crypto';
import type { MediaEvent } from '../../media-event';

/** After so long the service gives a session up, whatever happens in it, in ms. */
export const MAX_AGE_MS: number = 24 * 3_600_000;
/** A client's clock is believed when it is at most so far from ours, in ms; else an opening belongs to a window of this length. */
const WINDOW_MS = 5 * 60_000;
/** What names a visitor; without one of them, two viewers may send the same `sessionStart`. */
const visitorKeys = ['visitor.marketingCloudUserId', 'analytics.visitorId', 'visitor.aamUserId'] as const;

/**
 * Ids that any process with the secret can check without a look-up. Each has 64 hexadecimal digits: a number (16), the time of the
 * opening (12, epoch ms), the shard (4) and a keyed hash of these (32).
 */
export interface Ids {
  /** Makes the id of a session; the same one for the same `sessionStart` of a known visitor. `at`: epoch ms. */
  make(start: MediaEvent | undefined, at: number): string;
  /** What an id says; undefined when it was not made with this secret. */
  read(sid: string): { readonly openedAt: number; readonly shard: number } | undefined;
  /** The shard of any id, also of one that was made elsewhere. */
  shardOf(sid: string): number;
}

const hex = (value: number, digits: number): string => Math.trunc(value).toString(16).padStart(digits, '0');
const isKnown = ({ params }: MediaEvent): boolean => visitorKeys.some((key) => Boolean(params?.[key]));

/** Makes {@link Ids} for so many shards. */
export function createIds(secret: string, shards: number): Ids {
  const macOf = (text: string): string => createHmac('sha256', secret).update(text).digest('hex').slice(0, 32);

  function read(sid: string): { openedAt: number; shard: number } | undefined {
    if (sid.length !== 64 || macOf(sid.slice(0, 32)) !== sid.slice(32)) return undefined;
    return { openedAt: parseInt(sid.slice(16, 28), 16), shard: parseInt(sid.slice(28, 32), 16) };
  }

  /** The same for an opening that is tried again, although the clock goes on. */
  function timeOf({ playerTime }: MediaEvent, at: number): number {
    const { ts } = playerTime;
    return Math.abs(ts - at) < WINDOW_MS ? ts : at - (at % WINDOW_MS);
  }

  return {
    make(start, at) {
      const known = start && isKnown(start) ? start : undefined;
      const number = known ? macOf(`start ${JSON.stringify(known)}`).slice(0, 16) : randomBytes(8).toString('hex');
      const openedAt = known ? timeOf(known, at) : at;
      const plain = number + hex(Math.max(0, openedAt), 12) + hex(parseInt(number.slice(0, 8), 16) % shards, 4);
      return plain + macOf(plain);
    },
    read,
    shardOf(sid) {
      return read(sid)?.shard ?? parseInt(macOf(`foreign ${sid}`).slice(0, 8), 16) % shards;
    },
  };
}
