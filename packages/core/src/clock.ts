/** The only source of time and timers; tests pass their own. */
export interface Clock {
  /** UTC milliseconds. */
  now(): number;
  /** Milliseconds of a monotonic clock, as `performance.now()`. Without it, time is lost where the wall clock is set back. */
  elapsed?(): number;
  /** Calls `run` after so many milliseconds; the function that it returns cancels that. */
  after(ms: number, run: () => void): () => void;
}

/** The longest time that `setTimeout` holds; one that is longer would be over at once. */
const MAX_MS = 2 ** 31 - 1;

/** The clock of the browser. Globals are read at each use, so that fake timers and late polyfills apply. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, Math.min(ms, MAX_MS));
    return () => clearTimeout(timer);
  },
};
