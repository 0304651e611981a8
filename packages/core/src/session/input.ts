import type { MediaEvent, QoeData } from '../wire/events';
import type { Guess, Intent, TrackEventType } from './intent';
import type { PlaybackState, SessionSettings, SessionSnapshot } from './snapshot';

/** Where and when something happened: UTC milliseconds, and seconds of the content. */
export interface Moment {
  readonly time: number;
  readonly playhead: number;
}

/** One step of a session: what the page tracks, or what an intent comes down to. */
export interface Action {
  readonly type: TrackEventType | 'qoe';
  readonly params?: object | undefined;
  readonly customMetadata?: object | undefined;
  /** Tracked by the page: it follows Adobe's rules, and refusals are reported to the page. */
  readonly isManual?: boolean;
  /** When it happened, if not now. */
  readonly at?: Moment;
  /** The machine slept until then; nothing was due in that time. */
  readonly asleepUntil?: number;
  /** A session begins in the middle of playback: as it is then, whatever led to it. */
  readonly playback?: PlaybackState;
  /** It ends a session of content that was completed in a session before. */
  readonly wasCompleted?: boolean;
}

/** What is reported neither by the player nor by a call of `track`. */
export type HostEvent =
  | { readonly type: 'tick' }
  | { readonly type: 'hidden' }
  | { readonly type: 'leave' }
  /** Nothing follows, and the session stays open: what waits is sent without an end. */
  | { readonly type: 'sessionKept' }
  /** The viewer consents to being measured, or does not any more. `isUnsent`: nothing of the open session was sent. */
  | { readonly type: 'consent'; readonly isGiven: boolean; readonly isUnsent?: boolean }
  /** The answer of the page about a start; null: do not track this, undefined: not without consent. */
  | {
      readonly type: 'infoReceived';
      readonly about: 'media';
      readonly id: number;
      readonly info: Guess | null | undefined;
      /** With null: something is missing, and the next request to play may have it. */
      readonly isFault?: boolean;
      /** For this session, where they are not those of the tracker. */
      readonly settings?: SessionSettings;
    }
  /** The answer of the page about the ad that is shown; null: do not track this. */
  | { readonly type: 'infoReceived'; readonly about: 'ad'; readonly info: Guess | null }
  /** The service does not know the session any more: the refused event, and what the service knew before it. */
  | {
      readonly type: 'sessionLost';
      readonly event: MediaEvent;
      readonly before: SessionSnapshot;
      /** An event of the session was delivered before. */
      readonly wasDelivered: boolean;
    };

/** Everything that can happen to a session. */
export type SessionInput = Intent | HostEvent | { readonly type: 'track'; readonly action: Action };

/** An input with its time, and with the playhead and the quality as they are then. */
export type Input = SessionInput & {
  readonly time: number;
  /** By the monotonic clock (`Clock.elapsed()`); NaN where there is none. */
  readonly elapsed?: number | undefined;
  readonly agoMs?: number | undefined;
  readonly playhead?: number | undefined;
  readonly qoe?: QoeData | undefined;
};
