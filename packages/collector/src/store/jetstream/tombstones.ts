import type { Linked } from './link';

/** Why a session takes no more events. */
export type Ending = 'closed' | 'expired' | 'full' | 'unknown';

const isEnding = (word: string): word is Ending => ['closed', 'expired', 'full', 'unknown'].includes(word);
/** How often what is too old is dropped, in ms. */
const SWEEP_MS = 60_000;

/** The sessions that the workers say take no more events, for as long as the bucket keeps them. */
export interface Tombstones {
  of(sid: string): Ending | undefined;
  stop(): void;
}

/** Follows the tombstones that workers write; one is forgotten after `keptMs`. */
export async function followTombstones({ buckets: { tombstones: bucket } }: Linked, keptMs: number): Promise<Tombstones> {
  const known = new Map<string, { readonly ending: Ending; readonly at: number }>();
  const watched = await bucket.watch();
  void (async () => {
    for await (const { key, operation, value } of watched) {
      const word = operation === 'PUT' ? new TextDecoder().decode(value) : '';
      known.delete(key);
      if (isEnding(word)) known.set(key, { ending: word, at: Date.now() });
    }
  })().catch(() => undefined);
  const sweep = setInterval(() => {
    for (const [sid, { at }] of known) {
      if (Date.now() - at < keptMs) break;
      known.delete(sid);
    }
  }, SWEEP_MS).unref();

  return {
    of: (sid) => known.get(sid)?.ending,
    stop() {
      clearInterval(sweep);
      watched.stop();
    },
  };
}
