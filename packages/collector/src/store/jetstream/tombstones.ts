import { followStream } from './follow';
import type { Linked } from './link';

/** Why a session takes no more events. */
export type Ending = 'closed' | 'expired' | 'full' | 'unknown';

const isEnding = (word: string): word is Ending => ['closed', 'expired', 'full', 'unknown'].includes(word);
/** How often what is too old is dropped, in ms. */
const SWEEP_MS = 60_000;

/** The sessions that the workers say take no more events, for as long as the bucket keeps them. */
export interface Tombstones {
  of(sid: string): Ending | undefined;
  stop(): Promise<void>;
}

/** Follows the tombstones that workers write; one is forgotten after `keptMs`. Resolves when those that are there are known. */
export async function followTombstones(linked: Linked, keptMs: number): Promise<Tombstones> {
  const known = new Map<string, { readonly ending: Ending; readonly at: number }>();
  const { names } = linked;
  const followed = followStream(linked, `KV_${names.tombstones}`, 1, ({ subject, data, timestamp }) => {
    const sid = names.sidOf(subject);
    const word = new TextDecoder().decode(data);
    known.delete(sid);
    if (isEnding(word)) known.set(sid, { ending: word, at: Date.parse(timestamp) });
  });
  const sweep = setInterval(() => {
    for (const [sid, { at }] of known) {
      if (Date.now() - at < keptMs) break;
      known.delete(sid);
    }
  }, SWEEP_MS).unref();
  await followed.caughtUp;

  return {
    of: (sid) => known.get(sid)?.ending,
    async stop() {
      clearInterval(sweep);
      await followed.stop();
    },
  };
}
