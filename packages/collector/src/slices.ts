import { pause } from './pause';

/** How long others wait for a piece of work at most, in ms. */
const SLICE_MS = 5;

/** Divides long work into slices, between which other calls are answered. */
export interface Slices {
  /** Resolves at once while the slice is short enough, else once others have run. */
  pause(): Promise<void> | undefined;
}

/** Makes {@link Slices}; the first one begins now. */
export function createSlices(): Slices {
  let from = performance.now();
  return {
    pause() {
      if (performance.now() - from < SLICE_MS) return undefined;
      return pause().then(() => {
        from = performance.now();
      });
    },
  };
}
