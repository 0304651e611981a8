/** Where content stands, also while its element shows an ad, or is taken away. */
export interface ContentPosition {
  /** Seconds of the content, or of the day; NaN while nothing is known. */
  now(): number;
  /** The content does not play: its element shows something else, or is gone. */
  readonly isFrozen: boolean;
  /** The content stands at a second of it, by default where it is now, until it plays again. */
  freeze(second?: number): void;
  /** The content plays again, or other content comes. */
  resume(): void;
}

/** Creates a position; `read` reads it from the element while the content plays there. */
export function createContentPosition(read: () => number): ContentPosition {
  let frozenAt: number | undefined;
  const now = (): number => frozenAt ?? read();
  return {
    now,
    get isFrozen() {
      return frozenAt !== undefined;
    },
    freeze: (second = now()) => {
      frozenAt = second;
    },
    resume: () => {
      frozenAt = undefined;
    },
  };
}
