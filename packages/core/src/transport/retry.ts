import type { Clock } from '../clock';
import { backoff } from './backoff';
import type { Reply } from '../wire/wire';

/** Longest wait that a service may ask for; after it the session will be gone. */
const MAX_AFTER_MS = 600_000;
/** Shortest time between retries when the service asked to wait, however often the page becomes visible. */
const HURRY_MS = 10_000;

/** The pauses between attempts at one thing. */
export interface Retry {
  /** When the last attempt failed, in UTC milliseconds. */
  readonly failedAt: number;
  /** Resolves when it is time for another attempt. */
  wait(reply: Reply): Promise<void>;
  /** The page is visible or online again: ends the pause, unless the service asked to wait and was tried a moment ago. */
  hurry(): void;
  /** Ends the pause. */
  end(): void;
  /** An event was delivered: the next pause is short. */
  reset(): void;
}

/** Creates the pauses between attempts: exponential with jitter, and as long as the service asks (D4, D5b). */
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
