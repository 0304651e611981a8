import type { Breach } from '@media-collection/report';
import { pause } from '../pause';
import { logFailure, type Store } from '../store/store';
import { createAnalysis, type Analysis } from './analysis';

/** How many analyses are kept; those that were used last. */
const MAX_ANALYSES = 2_000;
/** How long others wait for this at most, in ms. */
const SLICE_MS = 5;
/** How often the sessions that received events are brought up to date when nobody asks, in ms. */
const PERIOD_MS = 250;

/** The {@link Analysis} of each session, brought up to date by what the store holds. */
export interface Analyses {
  /** Resolves to what is known after all events that are stored now. */
  of(sid: string): Promise<Analysis>;
  /** Says that a session received an event, or was opened: its marks are written soon. */
  touch(sid: string, isOpened: boolean): void;
  /** Resolves when the marks of all sessions that have received events are written, or after so many ms. */
  write(ms: number): Promise<void>;
  clear(): void;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Makes {@link Analyses} over a store. */
export function createAnalyses(store: Store, onBreach?: (breach: Breach, sid: string) => void): Analyses {
  const kept = new Map<string, Analysis>();
  const working = new Map<string, Promise<Analysis>>();
  const touched = new Set<string>();
  const opened = new Set<string>();
  let isWriting = false;

  async function update(sid: string): Promise<Analysis> {
    const earlier = kept.get(sid);
    const analysis = earlier ?? createAnalysis();
    // Breaches of what is read again were reported before.
    const isReported = earlier !== undefined || opened.delete(sid);
    kept.delete(sid);
    kept.set(sid, analysis);
    if (kept.size > MAX_ANALYSES) for (const oldest of kept.keys()) if (kept.delete(oldest)) break;
    let from = Date.now();
    for await (const event of store.events(sid, analysis.known)) {
      const found = analysis.add(event);
      if (onBreach && isReported) for (const breach of found) onBreach(breach, sid);
      if (analysis.known % 50 !== 0 || Date.now() - from < SLICE_MS) continue;
      await pause();
      from = Date.now();
    }
    return analysis;
  }

  /** Never twice at a time for one session: each event counts once. */
  async function of(sid: string): Promise<Analysis> {
    const earlier = working.get(sid);
    const next = (earlier ?? Promise.resolve()).then(() => update(sid));
    working.set(sid, next);
    try {
      return await next;
    } finally {
      if (working.get(sid) === next) working.delete(sid);
    }
  }

  let writing = Promise.resolve();
  /** One after the other, so that who waits knows of all marks that were begun before. */
  const write = (ms: number): Promise<void> =>
    (writing = writing
      .then(async () => {
        const until = Date.now() + ms;
        for (const sid of touched) {
          touched.delete(sid);
          await store.mark(sid, (await of(sid)).marks());
          if (Date.now() > until) break;
        }
      })
      .catch(logFailure));

  async function writeAll(): Promise<void> {
    isWriting = true;
    while (touched.size) {
      await sleep(PERIOD_MS);
      await write(2 * SLICE_MS);
    }
    isWriting = false;
  }

  return {
    of,
    touch(sid, isOpened) {
      touched.add(sid);
      if (isOpened) opened.add(sid);
      if (!isWriting) void writeAll();
    },
    write,
    clear() {
      kept.clear();
      touched.clear();
      opened.clear();
    },
  };
}
