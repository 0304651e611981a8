import type { Intent } from '@media-collection/core';
import type { MediaLike, PlaybackPosition } from './media-intents';

/** The start of playback, which Firefox reports before it is one. */
export interface ClockStart {
  /** Frames are shown, as far as the element says. */
  begin(): Intent[];
  /** What began meanwhile, with the time and the place at which the clock began to move; undefined while it stands. */
  begun(): Intent[] | undefined;
  /** The same, and what ends playback, or the wait for it. */
  then(happens: () => Intent): Intent[];
  /** What did not begin yet begins anew: the content is unloaded, or the element jumps. */
  reset(jumps?: boolean): void;
}

/**
 * Firefox fires `playing` with the first frame, and its clock and picture stand for 0.02 to 0.25 s more: there playback begins with
 * the clock. `frames` makes the intents of its beginning.
 */
export function createClockStart(
  element: Pick<MediaLike, 'currentTime' | 'playbackRate'>,
  place: Pick<PlaybackPosition, 'now'>,
  frames: (moment?: Pick<Intent, 'agoMs' | 'playhead'>) => Intent[],
): ClockStart {
  const isFirefox = 'mozInnerScreenX' in globalThis;
  /** Where the clock stood at `playing`: seconds of the element, and of the content. */
  let from: readonly [second: number, playhead: number] | undefined;

  /** Where no data are missing after a jump, the session counts on `playing` within 0.5 s; the clock corrects its time. */
  let hasJumped = false;
  const reset = (jumps?: boolean): void => {
    from = undefined;
    hasJumped ||= !!jumps;
  };
  const begun = (): Intent[] | undefined => {
    if (!from) return [];
    const [second, playhead] = from;
    const seconds = element.currentTime - second;
    if (!seconds) return undefined;
    reset();
    return frames({ agoMs: (seconds / (element.playbackRate || 1)) * 1_000, playhead });
  };
  return {
    begin: () => {
      if (!isFirefox) return frames();
      from ??= [element.currentTime, place.now()];
      const begins = hasJumped ? frames() : [];
      hasJumped = false;
      return begins;
    },
    begun,
    then: (happens) => {
      const began = begun() ?? [];
      reset();
      return [...began, happens()];
    },
    reset,
  };
}
