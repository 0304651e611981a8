/** The one source of time, and of timers; give your own to test. */
export interface Clock {
  /** UTC milliseconds. */
  now(): number;
  /** Runs something after so many milliseconds; the answer cancels it. */
  after(ms: number, run: () => void): () => void;
}

/** The machine's clock, looked up at each use so that fake timers and late polyfills count. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
