import type { TrackerOptions } from '../src/index';
import { track } from './tracking';

/** A tracker on a manual clock, with what arrived at its service. */
export interface Bench extends ReturnType<typeof track> {
  /** What arrived, as `session-1 5300 adStart`: the session, ms since the beginning, the event. */
  arrived(): string[];
  /** Lets the clock go, and what follows from it happen. */
  pass(ms: number): Promise<void>;
}

/** Makes a bench. */
export function createBench(options: Partial<TrackerOptions> = {}): Bench {
  const bench = track(options);
  const { clock, recorder } = bench;
  const beginning = clock.now();
  return {
    ...bench,
    arrived: () =>
      [...recorder.sessions].flatMap(([id, events]) =>
        events.map(({ eventType, playerTime }) => `${id} ${playerTime.ts - beginning} ${eventType}`),
      ),
    pass: async (ms) => {
      await recorder.settled();
      // In steps, for a reply takes no time here: no time-out may overtake it.
      for (let left = ms; left > 0; left -= 1_000) {
        clock.advance(Math.min(left, 1_000));
        await recorder.settled();
      }
    },
  };
}
