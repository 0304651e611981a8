import type { Chapter } from '@media-collection/core';
import type { StitchedAds } from './stitched-ads';

/** What is read of a media element, or of a player that stands for one. */
export type MediaLike = Pick<
  HTMLMediaElement,
  | 'currentTime'
  | 'duration'
  | 'ended'
  | 'error'
  | 'isConnected'
  | 'loop'
  | 'muted'
  | 'networkState'
  | 'paused'
  | 'playbackRate'
  | 'readyState'
  | 'seeking'
  | 'volume'
>;

/** Native events of a media element that the table speaks of; some are Safari's own. */
export type MediaElementEvents = Pick<
  HTMLMediaElementEventMap,
  | 'play'
  | 'playing'
  | 'pause'
  | 'waiting'
  | 'seeking'
  | 'seeked'
  | 'timeupdate'
  | 'ratechange'
  | 'durationchange'
  | 'loadeddata'
  | 'canplay'
  | 'ended'
  | 'emptied'
  | 'error'
  | 'volumechange'
> &
  Record<'enterpictureinpicture' | 'leavepictureinpicture' | 'webkitbeginfullscreen' | 'webkitendfullscreen', Event>;

/** Where in the content the element is, and was, for the moments when it has already forgotten. */
export interface PlaybackPosition {
  /** Seconds; NaN while nothing is known. */
  last: number;
  /** Seconds of the content, or of the day. */
  now(): number;
  /** The first frame is there, and the handlers of `loadedmetadata` have run; the table of a media element keeps it. */
  isReady?: boolean;
  /** Seconds; undefined while nobody knows. */
  length(): number | undefined;
  /** The second of the media that was jumped to before the first frame; the table of a media element keeps it. */
  sought?: number | undefined;
  /** Seconds of the content, or of the day, at a second of the media; where nobody knows, playback begins where it is reported. */
  at?(second: number): number;
  /** The second of the media of its first frame, which may have been a moment ago; undefined while none was shown. */
  first?(): number | undefined;
  /** No frame of these media was reported yet; the table of a media element keeps it. */
  isFresh?: boolean;
  /** The chapter that is shown; undefined: none, null: this content has none. */
  chapter(): Chapter | undefined | null;
  /** The ads that are part of the stream. */
  readonly ads?: StitchedAds;
  /** Whether the player itself stops playback, by a rate of 0, until it has buffered enough. */
  holds?(): boolean;
}
