/** What is read of a representation: bits per second. */
export interface DashRepresentation {
  readonly bandwidth: number;
}

/** What is read of a request for a segment. */
interface DashRequest {
  readonly mediaType?: string;
}

/** The player's own events, as far as the table speaks of them. */
export interface DashEvents {
  readonly manifestLoadingStarted: unknown;
  readonly playbackInitialized: unknown;
  readonly streamInitializing: unknown;
  readonly streamDeactivated: unknown;
  readonly streamTeardownComplete: unknown;
  readonly playbackEnded: { readonly isLast: boolean };
  readonly qualityChangeRendered: { readonly mediaType: string; readonly newRepresentation: DashRepresentation };
  readonly error: { readonly error?: { readonly code: number; readonly data?: { readonly request?: DashRequest } } | string };
  readonly fragmentLoadingCompleted: { readonly error?: unknown; readonly request?: DashRequest };
}

/** What is read of a dash.js player; its getters throw while nothing is attached or loaded. */
export interface DashPlayer {
  on(type: never, listener: never, scope?: undefined, options?: { priority: number }): unknown;
  off(type: never, listener: never): unknown;
  getVersion(): string;
  getVideoElement(): HTMLMediaElement | null;
  /** An address, or a manifest that the page has parsed. */
  getSource(): unknown;
  getSettings(): { streaming?: { buffer?: { syntheticStallEvents?: { enabled?: boolean } } } };
  /** Null until the manifest is there. */
  getActiveStream?(): object | null;
  isDynamic(): boolean;
  /** Seconds since the epoch of what a live programme shows. */
  timeAsUTC(): number;
  getCurrentRepresentationForType(type: 'video'): DashRepresentation | null;
  isTextEnabled(): boolean;
  getCurrentTextTrackIndex(): number;
}
