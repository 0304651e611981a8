/** An ad is complete if no more than this of its length was not shown, in seconds (D35). */
export const MAX_UNSHOWN_SECONDS = 0.25;
/** Frames may run for so long, in seconds, before a player reports its position. */
const UNSEEN = 0.5;

/** How much of an ad is shown, in seconds of its media. */
export interface ShownTime {
  /** Another ad begins. */
  begin(): void;
  /** It plays, and is at a second of its media. */
  pass(second: number): void;
  /** A jump begins. */
  jump(): void;
  /** Whether it was shown for its length, or from where it began to its end; undefined where that is not known. */
  isComplete(length: number | null): boolean | undefined;
}

/** Measures how much of an ad is shown: what is jumped over is not. */
export function createShownTime(): ShownTime {
  let from = NaN;
  let seen = NaN;
  let shown = 0;
  return {
    begin: () => {
      from = seen = NaN;
      shown = 0;
    },
    pass: (second) => {
      if (Number.isNaN(from)) from = seen = second < UNSEEN ? 0 : second;
      if (second > seen) shown += second - seen;
      seen = second;
    },
    jump: () => {
      seen = NaN;
    },
    isComplete: (length) =>
      Number.isNaN(from) || !(length! > 0) || length === Infinity ? undefined : shown >= length! - from - MAX_UNSHOWN_SECONDS,
  };
}
