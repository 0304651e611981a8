import type { KV } from '@nats-io/kv';

/** How long a holder may be silent before another process takes over, in ms. */
const LEASE_MS = 12_000;
/** How often a holder says that it is there, in ms. */
const RENEW_MS = 3_000;
const LOOK_MS = 500;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The right of one process to do something alone. */
export interface Lease {
  /** Lets another process have it at once. */
  release(): Promise<void>;
}

/** Who wants a lease. */
export interface LeaseOptions {
  readonly bucket: KV;
  /** What it is about. */
  readonly key: string;
  /** Names this process. */
  readonly self: string;
  /** Is called once when another process holds it. */
  readonly onWait: () => void;
  /** Is called when another process has taken it over, because this one was silent for too long. */
  readonly onLost: () => void;
  readonly isStopped: () => boolean;
}

/** Resolves when this process holds the lease; rejects when it is stopped before. */
export async function acquireLease({ bucket, key, self, onWait, onLost, isStopped }: LeaseOptions): Promise<Lease> {
  let revision = 0;
  /** The revision that another process has written, and when it was seen first, by the clock of this process. */
  let seen: { readonly revision: number; readonly at: number } | undefined;
  while (!revision) {
    if (isStopped()) throw new Error('The worker was stopped.');
    // A revision that is not the newest any more changes nothing: another process was first.
    const entry = await bucket.get(key).catch(() => undefined);
    if (entry === null || (entry && entry.operation !== 'PUT')) revision = await bucket.create(key, self).catch(() => 0);
    else if (entry && seen?.revision !== entry.revision) {
      if (!seen) onWait();
      seen = { revision: entry.revision, at: performance.now() };
    } else if (entry && seen && performance.now() - seen.at > LEASE_MS)
      revision = await bucket.update(key, self, entry.revision).catch(() => 0);
    if (!revision) await pause(LOOK_MS);
  }

  let isReleased = false;
  async function renew(): Promise<void> {
    try {
      revision = await bucket.update(key, self, revision);
    } catch {
      // The server may have taken an earlier one without its answer coming back, or be away.
      const entry = await bucket.get(key).catch(() => undefined);
      if (!entry || isReleased) return;
      if (entry.string() === self) revision = Math.max(revision, entry.revision);
      else if (entry.revision > revision) {
        isReleased = true;
        onLost();
      }
    }
  }
  void (async () => {
    while (!isReleased) {
      await pause(RENEW_MS);
      if (!isReleased) await renew();
    }
  })();

  return {
    async release() {
      if (isReleased) return;
      isReleased = true;
      await bucket.delete(key, { previousSeq: revision }).catch(() => undefined);
    },
  };
}
