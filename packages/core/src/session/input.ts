import type { CustomMetadata, ErrorData, EventType, MediaEvent, Params, PartialParams, QoeData } from '../wire/events';
import type { SessionSettings, SessionSnapshot } from './snapshot';

/** Where and when something happened: UTC milliseconds, and seconds of the content. */
export interface Moment {
  readonly time: number;
  readonly playhead: number;
}

/** What a player knows by itself about its content or an ad; `native` is the player's own object. */
export interface Guess<E extends EventType = EventType> {
  params?: PartialParams<E>;
  customMetadata?: CustomMetadata;
  native?: unknown;
}

/** A part of the content: its number from 1, seconds of the content, and its title. */
export interface Chapter {
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly title?: string | undefined;
}

/**
 * What a player says (P-1 to P-15), in words that are neither Adobe's nor a player's. Each may carry `playhead`,
 * in seconds of the content, where it is another than the adapter's `playhead()` says at that moment, and `ago`, in milliseconds,
 * where it happened so long ago: it is told with that time, if nothing later was told.
 */
export type Intent = { readonly playhead?: number | undefined; readonly agoMs?: number | undefined } &
  /** The viewer or the page wishes to play. `late`: nobody listened when the wish came, so there is no time to start. */
  (
    | { readonly type: 'playRequested'; readonly isLate?: boolean }
    /** The length of the content became known, and with it what else there is to know: media() is asked again. */
    | { readonly type: 'durationKnown'; readonly seconds: number }
    /** Frames run. */
    | { readonly type: 'playing' }
    /** Playback was paused. */
    | { readonly type: 'paused' }
    /** Playback ran out of data. */
    | { readonly type: 'waiting' }
    /** A jump began; the playhead is where it began. */
    | { readonly type: 'seeking' }
    /** The player arrived; frames may not run yet. */
    | { readonly type: 'seeked' }
    /** The playhead moves. */
    | { readonly type: 'progress' }
    /** The content was played to its end. */
    | { readonly type: 'ended' }
    /** The content was played to its end, and a post-roll may follow; a viewer who leaves now has completed it (D36). */
    | { readonly type: 'contentEnded' }
    /**
     * The content goes: another source, a removal, a detach. `mayReturn`: nobody asked for it, and the same content may go on in a
     * moment (an element that is moved in the document, media that are recovered): the session is kept open for 1 s (D27).
     */
    | { readonly type: 'unloaded'; readonly mayReturn?: boolean }
    /** The content that was unloaded with `mayReturn` is back; whether it plays is reported by `start` and `run` (D27). */
    | { readonly type: 'returned' }
    /** Playback broke for good. `external`: the network's fault. `plays`: what is buffered goes on. */
    | { readonly type: 'failed'; readonly id: string; readonly isNetwork?: boolean; readonly stillPlaying?: boolean }
    /** What broke was mended while the buffer still played. */
    | { readonly type: 'recovered' }
    /** The bitrate of what is shown, in kilobits per second; 0 where the player does not know. */
    | { readonly type: 'bitrate'; readonly kbps: number }
    /** The chapter that the playhead is in, if any; said as often as the player likes. */
    | { readonly type: 'chapter'; readonly chapter?: Chapter | undefined }
    /** A player state is on or off; said at first, and whenever it may have changed. */
    | { readonly type: 'state'; readonly name: string; readonly on: boolean }
    /**
     * A break of ads begins, in the player's own time. It is told 250 ms later, or with the first frame of its first ad: one that
     * ends before that never was. Until `breakEnd` all that the player says is of its ads, whoever plays them, and `playhead` stays
     * that of the content. Between ads `halt`, `wait`, `seek`, `sought` and `move` say nothing, for players pause and load then.
     */
    | { readonly type: 'adBreakStarted'; readonly guess?: Guess<'adBreakStart'> }
    /** The next ad is announced, with what is known of it. It begins with the next `run`, its first frame; without one it never was. */
    | { readonly type: 'adAnnounced'; readonly guess?: Guess<'adStart'> }
    /** More became known of the ad that was announced: it counts until 250 ms after the first frame, where id or length lacked. */
    | { readonly type: 'adUpdated'; readonly guess: Guess<'adStart'> }
    /** The ad was played to its end, or not. `ad`, `breakStart` and `breakEnd` cut off one that is open. */
    | { readonly type: 'adEnded'; readonly skipped?: boolean }
    /** The break is over; the next `run`, within 1 s, is the content's. After a post-roll `end` follows. */
    | { readonly type: 'adBreakEnded' }
  );

/** The words of `track`: the wire's, but for `ping`, and the three that the wire infers. */
export type TrackEventType = Exclude<EventType, 'ping'> | 'bufferComplete' | 'seekStart' | 'seekComplete';

/** What a word of `track` takes: parameters, then custom metadata. */
export type TrackArguments<W extends TrackEventType> = W extends 'error'
  ? [params: ErrorData]
  : W extends 'sessionStart' | 'adStart' | 'chapterStart'
    ? [params: Params<W>, customMetadata?: CustomMetadata]
    : W extends 'adBreakStart' | 'stateStart' | 'stateEnd'
      ? [params: Params<W>]
      : [];

/** One step of a session: what the page tracks, or what an intent comes down to. */
export interface Action {
  readonly type: TrackEventType | 'qoe';
  readonly params?: object | undefined;
  readonly customMetadata?: object | undefined;
  /** Tracked by the page: it follows Adobe's rules, and refusals are reported to the page. */
  readonly isManual?: boolean;
  /** When it happened, if not now. */
  readonly at?: Moment;
}

/** What is reported neither by the player nor by a call of `track`. */
export type HostEvent =
  | { readonly type: 'tick' }
  | { readonly type: 'hidden' }
  | { readonly type: 'leave' }
  /** The viewer consents to being measured, or does not any more. */
  | { readonly type: 'consent'; readonly isGiven: boolean }
  /** The answer of the page about a start; null: do not track this, undefined: not without consent. */
  | {
      readonly type: 'infoReceived';
      readonly about: 'media';
      readonly id: number;
      readonly info: Guess | null | undefined;
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
  readonly agoMs?: number | undefined;
  readonly playhead?: number | undefined;
  readonly qoe?: QoeData | undefined;
};
