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
  readonly downloadfailed: { readonly requestType: number; readonly error: ShakaError | null };
  readonly segmentappended: unknown;
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
  getManifest(): unknown;
  isLive(): boolean;
  getPlayheadTimeAsDate(): Date | null;
  getConfiguration(): { readonly streaming: { readonly observeQualityChanges?: boolean } };
  getVariantTracks(): readonly Variant[];
  getTextTracks(): readonly { readonly active: boolean }[];
  /** Version 4 only: there a track may be active and not shown. */
  isTextTrackVisible?(): boolean;
  getChaptersTracks(): readonly { readonly language: string }[];
  getChaptersAsync(
    language: string,
  ): Promise<readonly { readonly title: string; readonly startTime: number; readonly endTime: number }[]>;
}
