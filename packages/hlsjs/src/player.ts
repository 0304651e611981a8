import type { HlsListeners } from 'hls.js';

/** The player's own event map, by the strings that its events are. */
export type HlsEvents = { [E in keyof HlsListeners as `${E}`]: Parameters<HlsListeners[E]>[1] };

/** What is read of an interstitial; `startTime` is the second of the content, `timelineStart` that of what is played in place. */
export interface HlsInterstitial {
  readonly identifier: string;
  readonly cue: { readonly pre: boolean; readonly post: boolean };
  readonly startTime: number;
  readonly resumeTime: number;
  readonly timelineStart: number;
  readonly duration: number;
  readonly appendInPlace: boolean;
  /** So many seconds of it are played at most; NaN where there is no limit. */
  readonly playoutLimit?: number;
  /** False while its list of assets is loaded; without a list it has them at once. */
  readonly assetListLoaded?: boolean;
  readonly dateRange: { readonly attr: object };
}

/** What is read of an ad; its length is null while it is not known. */
export interface HlsAsset {
  readonly identifier: string;
  readonly uri: string;
  readonly duration: number | null;
  readonly timelineStart: number;
  /** Seconds of the interstitial before it. */
  readonly startOffset?: number;
  readonly error?: unknown;
}

/** What is read of an hls.js player: every build and version that has it can be followed. */
export interface HlsPlayer {
  on(type: never, listener: never): unknown;
  off(type: never, listener: never): unknown;
  /** Null before the first `loadSource()` and after `destroy()`. */
  readonly url: string | null;
  readonly media: HTMLMediaElement | null;
  /** Bits per second; 0 where a stream has no multivariant playlist. */
  readonly levels: readonly { readonly bitrate: number }[];
  readonly currentLevel: number;
  /** `edge` is the end of the playlist in seconds of the media, `age` the seconds since it was moved on. */
  readonly latestLevelDetails: {
    readonly live: boolean;
    readonly edge: number;
    readonly age: number;
    readonly totalduration: number;
  } | null;
  readonly playingDate: Date | null;
  /** Where playback is to start, -1 where that is left to the player; later where it loads. */
  readonly startPosition: number;
  /** Null in the light build. */
  readonly interstitialsManager: {
    readonly playingItem: { readonly event?: HlsInterstitial | undefined } | null;
    readonly playingAsset: HlsAsset | null;
    /** The players of its ads. */
    readonly playerQueue?: readonly { readonly media: HTMLMediaElement | null }[];
  } | null;
  /** Null after `destroy()`. */
  readonly userConfig: { readonly startPosition?: number };
}
