import { MAX_UNSHOWN_SECONDS } from '@media-collection/html5';

/** While it plays, the player fires `timeupdate` at least so often, in ms. */
const TICK_MS = 300;

/** Measures how much of an ad is shown, by a clock that runs while it does: the ad's own, or the page's. */
export interface ShownAd {
  /** Another ad begins at this second of the clock. */
  begin(second: number): void;
  /** The clock stands here, and the ad was shown until now. */
  tick(second: number): void;
  /** The clock jumps or stands: the next time that it shows is where it goes on. */
  pause(): void;
  /** Whether the ad was shown for so many seconds by now, though its clock may not be read any more. */
  isComplete(length: number): boolean;
}

/** Makes a measure. */
export function createShownAd(): ShownAd {
  let shown = 0;
  let seen = NaN;
  let seenAt = 0;
  return {
    begin: (second) => {
      shown = 0;
      seen = second;
      seenAt = performance.now();
    },
    tick: (second) => {
      if (second > seen) shown += second - seen;
      seen = second;
      seenAt = performance.now();
    },
    pause: () => {
      seen = NaN;
    },
    isComplete: (length) => {
      const since = seen >= 0 ? Math.min(performance.now() - seenAt, TICK_MS) / 1_000 : 0;
      return shown + since >= length - MAX_UNSHOWN_SECONDS;
    },
  };
}
