import type { Tracks } from '@media-collection/html5';

/** What is read of videojs-contrib-ads, and of the data that ad plugins on it have of an ad. */
export interface Ads {
  isInAdMode?(): boolean;
  inAdBreak?(): boolean;
  isWaitingForAdBreak?(): boolean;
  isContentResuming?(): boolean;
  /** The content's source, also while the player has that of an ad. */
  readonly contentSrc?: string;
  /** A page sets it to change the content in a break. */
  readonly disableNextSnapshotRestore?: boolean;
  readonly adType?: string | null;
  /** Live content goes on, without sound, while ads are shown. */
  shouldPlayContentBehindAd?(): boolean;
  /** Where the content stands in a break; seconds, below 0 in a live stream on iOS. */
  readonly snapshot?: { readonly currentTime: number } | null;
  readonly ad?: { readonly id?: string; readonly duration?: number };
}

/** What is read of an ad of Google's IMA; each of its getters is asked for by name. */
export type ImaAd = Readonly<Record<string, (() => unknown) | undefined>> & {
  isLinear(): boolean;
  getAdPodInfo(): { getAdPosition(): number } | null;
};

/** What is read of the manager of Google's IMA, to which videojs-ima gives access. */
export interface ImaManager {
  addEventListener(type: never, listener: never): unknown;
  removeEventListener(type: never, listener: never): unknown;
}

/** What is read of a Video.js player: every build and version that has it can be followed. */
export interface VideoJsPlayer {
  on(type: never, listener: never): unknown;
  off(type: never, listener: never): unknown;
  el(): Element;
  /** What plays; without an argument Video.js warns of plugins that use it. */
  tech?(isSafe: true): { el(): Element | null } | null | undefined | false;
  currentTime(): number | undefined;
  playbackRate(): number | undefined;
  duration(): number | undefined;
  seekable(): TimeRanges;
  played(): TimeRanges;
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
  /** `initTime`: a position that was set before the player could take it; it is applied with `canplay`. */
  getCache?(): { readonly initTime?: number };
  /** The version of Video.js, by its name. */
  version?(): object;
  textTracks(): Tracks & EventTarget;
  getVideoPlaybackQuality(): VideoPlaybackQuality | undefined;
  getMedia?(): { readonly title?: string; readonly artist?: string } | undefined;
  readonly liveTracker?: { isLive(): boolean };
  /** There while videojs-contrib-ads is, and empty until it is set up. */
  readonly ads?: Ads;
  /** There while videojs-ima is, and empty until it is set up. */
  readonly ima?: { getAdsManager?(): ImaManager | null };
}
