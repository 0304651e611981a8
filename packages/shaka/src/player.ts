/** What is read of `shaka.util.Error`. */
export interface ShakaError {
  readonly code: number;
  readonly category: number;
  readonly severity: number;
  readonly handled?: boolean;
}

/** What is read of a variant: bits per second, of the picture and its sound, and of the picture alone. */
export interface Variant {
  readonly active: boolean;
  readonly bandwidth: number;
  readonly videoBandwidth: number | null;
}

/** The player's own events, as far as the table speaks of them; the player publishes no types of them. */
export interface ShakaEvents {
  readonly onstatechange: { readonly state: string };
  readonly loading: unknown;
  readonly loaded: unknown;
  readonly trackschanged: unknown;
  readonly unloading: unknown;
  readonly adaptation: { readonly newTrack: Variant };
  readonly variantchanged: { readonly newTrack: Variant };
  readonly mediaqualitychanged: { readonly mediaQuality: { readonly contentType: string; readonly bandwidth: number } };
  readonly textchanged: unknown;
  readonly error: { readonly detail: ShakaError };
  readonly downloadfailed: { readonly requestType?: number; readonly error: ShakaError | null };
  readonly segmentappended: unknown;
}

/** What is read of `shaka.extern.IAd`; version 4 does not have all of it. */
export interface ShakaAd {
  /** -1 while it is not known. */
  getDuration(): number;
  getPositionInSequence(): number;
  getSequenceLength(): number;
  /** Seconds of the content: 0 before it, -1 after it. */
  getTimeOffset?(): number;
  getAdId?(): string;
  getTitle?(): string;
  getAdvertiserName?(): string;
  getCreativeAdId?(): string;
  getMediaUrl?(): string | null;
  isLinear?(): boolean;
  isClientRendering?(): boolean;
  isPaused?(): boolean;
  /** False for Google's ads: Google's script draws the button to skip. */
  needsSkipUI?(): boolean;
}

/** What an event of the ad manager may bear; `originalEvent` is that of Google's IMA. */
export interface ShakaAdEvent {
  readonly ad?: ShakaAd;
  readonly timeOffset?: number;
  /** Where the content stood. */
  readonly startedAt?: number | null;
  readonly cuepoints?: readonly { readonly start: number }[];
  readonly originalEvent?: { readonly type?: string };
}

/** The ad manager's events, as far as the table speaks of them. */
export type ShakaAdEvents = Record<
  | 'ad-cue-points-changed'
  | 'ad-break-started'
  | 'ad-started'
  | 'ads-loaded'
  | 'ad-duration-changed'
  | 'ad-paused'
  | 'ad-resumed'
  | 'ad-buffering'
  | 'ad-progress'
  | 'ad-skipped'
  | 'ad-error'
  | 'ad-complete'
  | 'ad-stopped'
  | 'ad-break-ended'
  | 'ad-content-pause-requested'
  | 'ad-content-resume-requested',
  ShakaAdEvent
>;

/** What is read of the ad manager of a player. */
export interface ShakaAdManager {
  addEventListener(type: never, listener: never): unknown;
  removeEventListener(type: never, listener: never): unknown;
  /** The ad that is shown; version 4 does not say. */
  getCurrentAd?(): ShakaAd | null;
  /** Of ads in the stream. */
  getCuePoints?(): readonly { readonly start: number; readonly end?: number | null }[];
  /** The player of its interstitials; before there were any, version 4 throws. */
  getInterstitialPlayer?(): {
    getMediaElement(): HTMLMediaElement | null;
    /** Seconds of an ad that are played at most. */
    getConfiguration?(): { readonly playRangeEnd: number };
  } | null;
}

/** What is read of a Shaka Player: every build and version that has it can be followed. */
export interface ShakaPlayer {
  addEventListener(type: never, listener: never): unknown;
  removeEventListener(type: never, listener: never): unknown;
  /** Null after `destroy()`. */
  getNetworkingEngine(): object | null;
  getMediaElement(): HTMLMediaElement | null;
  /** Null while nothing is loaded. */
  getAssetUri(): string | null;
  /** Null while no manifest was parsed, and where the element plays by itself. */
  getManifestType(): string | null;
  isLive(): boolean;
  getPlayheadTimeAsDate(): Date | null;
  getConfiguration(): { readonly streaming: { readonly observeQualityChanges?: boolean; readonly rebufferingGoal?: number } };
  isBuffering(): boolean;
  /** 0 once it is being destroyed. */
  getLoadMode(): number;
  getVariantTracks(): readonly Variant[];
  getTextTracks(): readonly { readonly active: boolean }[];
  /** Null where the player was built without ads. */
  getAdManager?(): object | null;
  /** Version 4 only: there a track may be active and not shown. */
  isTextTrackVisible?(): boolean;
  getChaptersTracks(): readonly { readonly language: string }[];
  getChaptersAsync(
    language: string,
  ): Promise<readonly { readonly title: string; readonly startTime: number; readonly endTime: number }[]>;
}
