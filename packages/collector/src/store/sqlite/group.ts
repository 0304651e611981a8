import { StoreUnavailable } from '../store';
import type { Database } from './database';

/** How often a failing disk is logged at most, in ms. */
const LOG_MS = 10_000;
/** How many turns of the event loop a change waits at most for others. */
const MAX_TURNS = 8;

/** Runs changes of a file in groups: one transaction, and so one wait for the disk, for all that came meanwhile. */
export interface Group {
  /** Runs a change in the next group; resolves to what it returned once the group is on disk. */
  run<T>(change: () => T): Promise<T>;
  /** Resolves when no change is pending. */
  settled(): Promise<void>;
}

interface Pending {
  readonly change: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Makes a {@link Group}. A group that fails is undone as a whole: `undo` is called, and each of its changes rejects with
 * {@link StoreUnavailable}.
 */
export function createGroup(database: Database, undo: () => void): Group {
  let pending: Pending[] = [];
  let flushing: Promise<void> | undefined;
  let loggedAt = -Infinity;

  function fail(group: readonly Pending[], error: unknown): void {
    try {
      database.exec('rollback');
    } catch {
      // The engine has rolled back by itself.
    }
    undo();
    if (performance.now() - loggedAt > LOG_MS) {
      loggedAt = performance.now();
      console.error(`The store cannot write: ${error instanceof Error ? error.message : String(error)}`);
    }
    for (const { reject } of group) reject(new StoreUnavailable('The store cannot write.', { cause: error }));
  }

  /** Runs a change; one that finds no room concerns no other. */
  function run({ change, resolve, reject }: Pending): () => void {
    try {
      const value = change() as never;
      return () => resolve(value);
    } catch (error) {
      if (error instanceof StoreUnavailable) return () => reject(error);
      throw error;
    }
  }

  function flush(): void {
    const group = pending;
    pending = [];
    const settle: (() => void)[] = [];
    try {
      database.exec('begin immediate');
      for (const each of group) settle.push(run(each));
      database.exec('commit');
    } catch (error) {
      return fail(group, error);
    }
    for (const each of settle) each();
  }

  /** Writes when a turn of the event loop brings nothing more, or after some turns: each wait for the disk is shared by many. */
  async function gather(): Promise<void> {
    for (let turns = 0, count = 0; turns < MAX_TURNS && pending.length > count; turns++) {
      count = pending.length;
      await new Promise((resolve) => setImmediate(resolve));
    }
    flushing = undefined;
    flush();
  }

  return {
    run: (change) =>
      new Promise((resolve, reject) => {
        pending.push({ change, resolve, reject });
        flushing ??= gather();
      }),
    async settled() {
      while (flushing) await flushing;
    },
  };
}
