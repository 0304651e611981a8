import { pause } from '../pause';
import { refuseForNow } from '../refusal';

/** How many looks are worked on at a time, and how many wait. */
const AT_ONCE = 2;
const MAX_WAITING = 100;

/** Lets few who look in at a time, so that who sends events does not wait for them. */
export interface Gate {
  /** Runs when it is its turn; throws a 503 when too many wait. */
  run<T>(look: () => Promise<T>): Promise<T>;
}

/** Makes a {@link Gate}. */
export function createGate(): Gate {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return {
    async run(look) {
      if (inside >= AT_ONCE) {
        if (waiting.length >= MAX_WAITING) throw refuseForNow('Too many look at the sessions at the moment.');
        // The place of who leaves is passed on.
        await new Promise<void>((resolve) => waiting.push(resolve));
      } else inside++;
      try {
        return await look();
      } finally {
        // After others have run.
        void pause().then(() => {
          const next = waiting.shift();
          if (next) next();
          else inside--;
        });
      }
    },
  };
}
