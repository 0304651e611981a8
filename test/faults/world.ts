import type { Clock } from '@media-collection/core';
import { createManualClock } from '@media-collection/core/testing';

/** A time of day, so that mistakes with the epoch show. */
export const EPOCH = 1_760_000_000_000;

/** Virtual time: what happens outside, and a page that may sleep, whose clock may jump, and which dies one day. */
export interface World {
  /** Milliseconds since the beginning; nothing makes them jump. */
  now(): number;
  after(ms: number, run: () => void): () => void;
  /** The clock as the page sees it; its timers ring late when the page was frozen. */
  readonly page: Clock;
  /** Runs what happens in the page: now, when it thaws, or never. */
  toPage(run: () => void): void;
  jump(ms: number): void;
  freeze(): void;
  thaw(): void;
  die(): void;
  readonly dead: boolean;
  /** Time stands until this is done. */
  hold(work: Promise<unknown>): void;
  /** Something was asked for that is answered in promises. */
  stir(): void;
  /** Lets time go on to a moment, and everything happen that follows from it. */
  pass(to: number): Promise<void>;
}

/** Makes a world; its moments are whole milliseconds, so that no sum of fractions makes two runs differ. */
export function createWorld(): World {
  const clock = createManualClock();
  const dues = new Set<{ readonly at: number }>();
  const works = new Set<Promise<unknown>>();
  let waiting: (() => void)[] = [];
  let skew = EPOCH;
  let frozen = false;
  let dead = false;
  let isStirred = true;

  const after = (ms: number, run: () => void): (() => void) => {
    const wait = Math.max(Math.ceil(ms), 0);
    const due = { at: clock.now() + wait };
    dues.add(due);
    const cancel = clock.after(wait, () => {
      dues.delete(due);
      run();
    });
    return () => {
      dues.delete(due);
      cancel();
    };
  };
  const toPage = (run: () => void): void => {
    if (dead) return;
    if (frozen) waiting.push(run);
    else run();
  };
  const settle = async (): Promise<void> => {
    // Most timers stir nothing, and a turn of the event loop for each of them takes most of the time.
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    if (!isStirred) return;
    do {
      await Promise.all(works);
      isStirred = false;
      // What only waits for promises is over when it is the next task's turn.
      await new Promise<void>((resolve) => void setImmediate(resolve));
    } while (works.size || isStirred);
  };

  return {
    now: clock.now,
    after: (ms, run) =>
      after(ms, () => {
        isStirred = true;
        run();
      }),
    page: {
      now: () => clock.now() + skew,
      elapsed: clock.now,
      after: (ms, run) => {
        let stopped = false;
        const cancel = after(ms, () => toPage(() => stopped || run()));
        return () => {
          stopped = true;
          cancel();
        };
      },
    },
    toPage,
    jump: (ms) => void (skew += ms),
    freeze: () => void (frozen = true),
    thaw: () => {
      frozen = false;
      isStirred = true;
      const late = waiting;
      waiting = [];
      for (const run of late) toPage(run);
    },
    die: () => void (dead = true),
    get dead() {
      return dead;
    },
    stir: () => void (isStirred = true),
    hold: (work) => {
      isStirred = true;
      works.add(work);
      void work.finally(() => works.delete(work));
    },
    pass: async (to) => {
      await settle();
      for (;;) {
        const next = Math.min(...[...dues].map(({ at }) => at));
        if (next > to) break;
        clock.advance(next - clock.now());
        await settle();
      }
      clock.advance(to - clock.now());
    },
  };
}
