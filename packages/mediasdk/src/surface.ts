import type { Adapter, Clock, Fetch } from '@media-collection/core';
import type { AppMeasurementLike } from './app-measurement';
import type { CONSTANTS } from './constants';

/** What a page may give instead of its own network and time, for tests. */
export interface MediaSdkOptions {
  readonly fetch?: Fetch;
  readonly clock?: Clock;
}

/** `ADB.MediaConfig`: where and as whom the page tracks. */
export interface MediaConfig {
  /** Host of the Media Collection API, e.g. `acme.hb-api.omtrdc.net`; a path is fine. */
  trackingServer: string;
  channel: string;
  playerName: string;
  /** Version of the application: becomes `media.sdkVersion`. */
  appVersion: string;
  /** False: sends without encryption. */
  ssl: boolean;
  /** Accepted as in Adobe's script, and without effect: mistakes are always logged, once each. */
  debugLogging: boolean;
}

/** Standard and custom metadata; values are sent as strings, `null` and `undefined` are left out. */
export type ContextData = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** What `createMediaObject` makes. */
export interface MediaObject {
  'media.id': string;
  'media.name': string;
  'media.length': number;
  'media.streamtype': string;
  'media.type': string;
  /** The content goes on where an earlier session ended. */
  'media.resumed'?: boolean;
  /** Milliseconds that a `play` waits for a pre-roll. */
  'media.prerollwaittime'?: number;
  /** Pings once a second inside ads. */
  'media.granularadtracking'?: boolean;
}

/** What `createAdBreakObject` makes. */
export interface AdBreakObject {
  'adbreak.name': string;
  'adbreak.position': number;
  'adbreak.starttime': number;
}

/** What `createAdObject` makes. */
export interface AdObject {
  'ad.id': string;
  'ad.name': string;
  'ad.position': number;
  'ad.length': number;
}

/** What `createChapterObject` makes. */
export interface ChapterObject {
  'chapter.name': string;
  'chapter.position': number;
  'chapter.length': number;
  'chapter.starttime': number;
}

/** What `createStateObject` makes. */
export interface StateObject {
  'customstate.name': string;
}

/** What `createQoEObject` makes. */
export interface QoEObject {
  'qoe.bitrate': number;
  'qoe.startuptime': number;
  'qoe.fps': number;
  'qoe.droppedframes': number;
}

type EventName = (typeof CONSTANTS.Event)[keyof typeof CONSTANTS.Event];
type InfoEvent = 'adBreakStart' | 'adStart' | 'chapterStart' | 'stateStart' | 'stateEnd';

/** Tracks the sessions of one player; nothing of it throws. */
export interface MediaTracker {
  trackSessionStart(media: MediaObject | null, contextData?: ContextData | null): void;
  trackPlay(): void;
  trackPause(): void;
  /** The content was played to its end: closes the session with `sessionComplete`. */
  trackComplete(): void;
  /** Playback is over before the end of the content: closes the session with `sessionEnd`. */
  trackSessionEnd(): void;
  trackEvent(event: 'adBreakStart', info: AdBreakObject | null): void;
  trackEvent(event: 'adStart', info: AdObject | null, contextData?: ContextData | null): void;
  trackEvent(event: 'chapterStart', info: ChapterObject | null, contextData?: ContextData | null): void;
  trackEvent(event: 'stateStart' | 'stateEnd', info: StateObject | null): void;
  trackEvent(event: Exclude<EventName, InfoEvent>): void;
  trackError(errorId: string): void;
  /** Seconds of the content; live: second of the day (UTC). */
  updatePlayhead(seconds: number): void;
  updateQoEObject(qoe: QoEObject | null): void;
  /** Stops without ending the session, unless an adapter was attached. */
  destroy(): void;
  /**
   * Not in Adobe's script: tracks a player, so that the page no longer has to call the other methods. Returns a function that ends the
   * session and removes all listeners.
   */
  attach(adapter: Adapter): () => void;
}

/** `ADB.Media`. */
export type Media = typeof CONSTANTS & {
  /** The version of Adobe's script whose surface this is. */
  readonly version: string;
  /** Once a page, before the first tracker. */
  configure(config: MediaConfig, appMeasurement: AppMeasurementLike): void;
  /** Makes a tracker; null before `configure`. */
  getInstance(trackerConfig?: { 'media.channel'?: string; 'media.playerName'?: string }): MediaTracker | null;
  /** Null where an argument is no value for it, as of each of these functions. */
  createMediaObject(name: string, id: string, length: number, streamType: string, mediaType: string): MediaObject | null;
  createAdBreakObject(name: string, position: number, startTime: number): AdBreakObject | null;
  createAdObject(name: string, id: string, position: number, length: number): AdObject | null;
  createChapterObject(name: string, position: number, length: number, startTime: number): ChapterObject | null;
  createStateObject(name: string): StateObject | null;
  createQoEObject(bitrate: number, startupTime: number, fps: number, droppedFrames: number): QoEObject | null;
};

/** What stands on `window.ADB`. */
export interface MediaSdk {
  readonly Media: Media;
  readonly MediaConfig: new () => MediaConfig;
}
