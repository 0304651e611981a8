import type { Tracks } from '@media-collection/html5';

/** What is read of a Video.js player: every build and version that has it can be followed. */
export interface VideoJsPlayer {
  on(type: never, listener: never): unknown;
  off(type: never, listener: never): unknown;
  el(): Element;
  currentTime(): number | undefined;
  duration(): number | undefined;
  seekable(): TimeRanges;
  paused(): boolean;
  ended(): boolean;
  seeking(): boolean;
  scrubbing(): boolean | undefined;
  readyState(): number;
  networkState(): number;
  muted(): boolean | undefined;
  volume(): number | undefined;
  loop(): boolean | undefined;
  error(): { readonly code: number } | null | undefined;
  currentSrc(): string;
  videoWidth(): number;
  isAudio(): boolean | undefined;
  isFullscreen(): boolean | undefined;
  isFullWindow?: boolean;
  isInPictureInPicture(): boolean | undefined;
  isDisposed(): boolean;
  textTracks(): Tracks & EventTarget;
  getVideoPlaybackQuality(): VideoPlaybackQuality | undefined;
  getMedia?(): { readonly title?: string; readonly artist?: string } | undefined;
  readonly liveTracker?: { isLive(): boolean };
  /** There while videojs-contrib-ads is. */
  readonly ads?: { isInAdMode?(): boolean };
}
