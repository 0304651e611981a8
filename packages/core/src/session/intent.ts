import type { CustomMetadata, ErrorData, EventType, Params, PartialParams } from '../wire/events';

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
 * What happened in a player, as an adapter emits it. An intent may carry two more members. `playhead`, in seconds of
 * the content: where it happened, if that is not what the adapter's `playhead()` returns now. `agoMs`: how many milliseconds ago it
 * happened; it then gets that time, unless a later event was made already.
 */
export type Intent = { readonly playhead?: number | undefined; readonly agoMs?: number | undefined } &
  /** The viewer or the page asks for playback. `isLate`: the request came before the adapter listened, so `timeToStart` is not reported. */
  (
    | { readonly type: 'playRequested'; readonly isLate?: boolean }
    /** The length of the content became known, in seconds. The adapter's `media()` is called again. */
    | { readonly type: 'durationKnown'; readonly seconds: number }
    /** Frames are shown: playback runs. */
    | { readonly type: 'playing' }
    /** Playback was paused. */
    | { readonly type: 'paused' }
    /** Playback ran out of data. */
    | { readonly type: 'waiting' }
    /** A seek began; `playhead` is the place before it. */
    | { readonly type: 'seeking' }
    /** The seek ended; frames may not be shown yet. */
    | { readonly type: 'seeked' }
    /** The playhead moved. */
    | { readonly type: 'progress' }
    /** The content was played to its end. */
    | { readonly type: 'ended' }
    /** The content was played to its end, and a post-roll may follow. A viewer who leaves now has completed the content. */
    | { readonly type: 'contentEnded' }
    /**
     * The player unloaded the content: another source, a removal, a detach. `mayReturn`: the page did not ask for it, and the same
     * content may go on in a moment (an element moved in the document, media recovered). The session then stays open for 1 s.
     */
    | { readonly type: 'unloaded'; readonly mayReturn?: boolean }
    /** The content that was unloaded with `mayReturn` is back. Whether it plays follows as `playRequested` and `playing`. */
    | { readonly type: 'returned' }
    /** Playback failed for good. `isNetwork`: the network is the cause. `stillPlaying`: the buffer plays on. */
    | { readonly type: 'failed'; readonly id: string; readonly isNetwork?: boolean; readonly stillPlaying?: boolean }
    /** The player recovered while the buffer still played. */
    | { readonly type: 'recovered' }
    /** The bitrate of the rendition that is shown, in kilobits per second; 0 if the player does not know it. */
    | { readonly type: 'bitrate'; readonly kbps: number }
    /** The chapter at the playhead, if there is one; may be emitted as often as the player likes. */
    | { readonly type: 'chapter'; readonly chapter?: Chapter | undefined }
    /** A player state is on or off; emitted at the start, and whenever it may have changed. */
    | { readonly type: 'state'; readonly name: string; readonly on: boolean }
    /**
     * An ad break began. `adBreakStart` is sent 250 ms later, or with the first frame of its first ad; a break that ends before that is
     * not sent. Until `adBreakEnded` every intent is about the ads, and `playhead` stays the place of the content. Between ads `paused`,
     * `waiting`, `seeking`, `seeked` and `progress` are ignored, because players pause and load then.
     */
    | { readonly type: 'adBreakStarted'; readonly guess?: Guess<'adBreakStart'> }
    /** The next ad, with what is known of it. It starts with the next `playing`, its first frame; an ad without a frame is not sent. */
    | { readonly type: 'adAnnounced'; readonly guess?: Guess<'adStart'> }
    /** More is known of the announced ad. It is used until 250 ms after the first frame, if the ad had no id or length. */
    | { readonly type: 'adUpdated'; readonly guess: Guess<'adStart'> }
    /** The ad ended, or was skipped. `adAnnounced`, `adBreakStarted` and `adBreakEnded` end an ad that is still open. */
    | { readonly type: 'adEnded'; readonly skipped?: boolean }
    /** The break is over. The next `playing` within 1 s is that of the content; after a post-roll `ended` follows. */
    | { readonly type: 'adBreakEnded' }
  );

/** The event types that `track` takes: those of the API but `ping`, and three that the API infers. */
export type TrackEventType = Exclude<EventType, 'ping'> | 'bufferComplete' | 'seekStart' | 'seekComplete';

/** The arguments of `track` for an event type: parameters, then custom metadata. */
export type TrackArguments<W extends TrackEventType> = W extends 'error'
  ? [params: ErrorData]
  : W extends 'sessionStart' | 'adStart' | 'chapterStart'
    ? [params: Params<W>, customMetadata?: CustomMetadata]
    : W extends 'adBreakStart' | 'stateStart' | 'stateEnd'
      ? [params: Params<W>]
      : [];
