import type { Intent } from '@media-collection/core';
import type { MediaLike, PlaybackPosition } from './media-like';

type Moment = Pick<Intent, 'agoMs' | 'playhead'>;

/** The start of playback, which Firefox reports before it is one. */
export interface ClockStart {
  /** Frames are shown, as far as the element says; since a second of the media, if they were before. */
  begin(second?: number): Intent[];
  /** When and where the media were at a second that they have passed. */
  since(second: number | undefined): Moment | undefined;
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
  place: Pick<PlaybackPosition, 'at' | 'ads'>,
  frames: (moment?: Moment, since?: number) => Intent[],
): ClockStart {
  const isFirefox = 'mozInnerScreenX' in globalThis;
  /** Where the clock stood at `playing`, in seconds of the media. */
  let from: number | undefined;

  /** Where no data are missing after a jump, the session counts on `playing` within 0.5 s; the clock corrects its time. */
  let hasJumped = false;
  const reset = (jumps?: boolean): void => {
    from = undefined;
    hasJumped ||= !!jumps;
  };
  const since = (second: number | undefined): Moment | undefined => {
    const seconds = element.currentTime - second!;
    return seconds > 0 ? { agoMs: (seconds / (element.playbackRate || 1)) * 1_000, playhead: place.at?.(second!) } : undefined;
  };
  const begun = (): Intent[] | undefined => {
    if (from === undefined) return [];
    const second = from;
    if (element.currentTime === second) return undefined;
    reset();
    return frames(since(second), second);
  };
  return {
    since,
    begin: (second) => {
      if (!isFirefox) return frames(since(second), second);
      from ??= second ?? element.currentTime;
      const begins = hasJumped ? frames() : [];
      hasJumped = false;
      return begins;
    },
    begun,
    then: (happens) => {
      const began = begun() ?? [];
      reset();
      place.ads?.pause();
      return [...began, happens()];
    },
    reset,
  };
}
