import type { Clock } from './clock';

/** A clock whose timers end together. */
export interface OwnClock extends Clock {
  /** Cancels all timers; no other one is set any more. */
  stop(): void;
}

/** Creates the clock of a tracker, with its timers recorded for `destroy()`. */
export function createOwnClock(time: Clock): OwnClock {
  let timers: Set<() => void> | undefined;
  let isStopped = false;
  return {
    now: () => time.now(),
    after: (ms, run) => {
      if (isStopped) return () => {};
      const ring = time.after(ms, () => {
        timers?.delete(cancel);
        run();
      });
      const cancel = (): void => {
        timers?.delete(cancel);
        ring();
      };
      (timers ??= new Set()).add(cancel);
      return cancel;
    },
    stop: () => {
      isStopped = true;
      for (const cancel of timers ?? []) cancel();
    },
  };
}
