import type { Clock } from '../clock';
import { backoff } from './backoff';
import type { Reply } from '../wire/wire';

/** A service that wants longer is asked again all the same: its session will be gone by then. */
const MAX_AFTER_MS = 600_000;
/** A service that named a time is asked earlier at most this often, however often the page is shown. */
const HURRY_MS = 10_000;

/** The pauses between attempts at one thing. */
export interface Retry {
  /** When the last attempt failed, in UTC milliseconds. */
  readonly failedAt: number;
  /** Resolves when it is time for another attempt. */
  wait(reply: Reply): Promise<void>;
  /** The page is seen again, or online: ends the pause, unless the service named a time and was asked a moment ago. */
  hurry(): void;
  /** Ends the pause. */
  end(): void;
  /** Something was delivered: the next pause is a short one. */
  reset(): void;
}

/** Makes the pauses between attempts: longer each time, by chance, and as long as the service says (D4, D5b). */
export function createRetry(clock: Clock): Retry {
  let attempt = 0;
  let failedAt = 0;
  let isTimeNamed = false;
  let end = (): void => {};
  return {
    get failedAt() {
      return failedAt;
    },
    wait: ({ after = 0 }) =>
      new Promise((resolve) => {
        failedAt = clock.now();
        isTimeNamed = after > 0;
        const pause = Math.max(after, backoff(attempt++, Math.random()));
        const cancel = clock.after(Math.min(MAX_AFTER_MS, pause), () => end());
        end = () => {
          cancel();
          resolve();
        };
      }),
    hurry: () => {
      if (!isTimeNamed || Math.abs(clock.now() - failedAt) >= HURRY_MS) end();
    },
    end: () => end(),
    reset: () => {
      attempt = 0;
    },
  };
}
