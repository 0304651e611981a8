import type { CustomMetadata, ErrorData, EventType, MediaEvent, Params, PartialParams, QoeData } from '../wire/events';
import type { Session } from './state';

/** Where and when something happened: UTC milliseconds, and seconds of the content. */
export interface At {
  readonly time: number;
  readonly playhead: number;
}

/** What a player knows by itself about the content or an ad; `native` is the player's own object. */
export interface Guess<E extends EventType = EventType> {
  params?: PartialParams<E>;
  customMetadata?: CustomMetadata;
  native?: unknown;
}

/**
 * What a player says (players.md, section 7). Each may carry `playhead`, in seconds of the content, where the player has
 * already forgotten where it was.
 */
export type Intent = { readonly playhead?: number } & (
  | { readonly type: 'start'; /** The wish was there before anybody listened: no time to start. */ readonly late?: boolean }
  | { readonly type: 'length'; /** Seconds. */ readonly seconds: number }
  | { readonly type: 'play' }
  | { readonly type: 'pause' }
  | { readonly type: 'wait' }
  | { readonly type: 'seek' }
  | { readonly type: 'sought' }
  | { readonly type: 'move' }
  | { readonly type: 'end' }
  | { readonly type: 'unload' }
  | { readonly type: 'fail'; readonly id: string; readonly external?: boolean }
  | { readonly type: 'state'; readonly name: string; readonly on: boolean }
  | { readonly type: 'breakStart'; readonly guess?: Guess<'adBreakStart'> }
  | { readonly type: 'ad'; readonly guess?: Guess<'adStart'> }
  | { readonly type: 'adData'; readonly guess: Guess<'adStart'> }
  | { readonly type: 'adEnd'; readonly skipped?: boolean }
  | { readonly type: 'breakEnd' }
);

/** The words of `track`: the wire's, but for `ping`, and the three that the wire infers. */
export type Word = Exclude<EventType, 'ping'> | 'bufferComplete' | 'seekStart' | 'seekComplete';

/** What a word of `track` takes: parameters, then custom metadata. */
export type TrackArguments<W extends Word> = W extends 'error'
  ? [params: ErrorData]
  : W extends 'sessionStart' | 'adStart' | 'chapterStart'
    ? [params: Params<W>, customMetadata?: CustomMetadata]
    : W extends 'adBreakStart' | 'stateStart' | 'stateEnd'
      ? [params: Params<W>]
      : [];

/** What the application says, or what an intent comes down to. */
export interface Cue {
  readonly type: Word | 'qoe';
  readonly params?: object;
  readonly customMetadata?: object;
}

/** What is neither said by the player nor by the application. */
export type Circumstance =
  | { readonly type: 'tick' }
  | { readonly type: 'hidden' }
  | { readonly type: 'leave' }
  | { readonly type: 'told'; /** null: not tracked. */ readonly answer: Guess | null }
  | { readonly type: 'gone'; readonly event: MediaEvent; readonly before: Session };

/** Everything that can happen to a session. */
export type Stimulus = { readonly intent: Intent } | { readonly cue: Cue } | { readonly circumstance: Circumstance };

/** A stimulus with its time; `playhead` and `qoe` as they stand then. */
export type Input = Stimulus & {
  readonly at: { readonly time: number; readonly playhead?: number | undefined };
  readonly qoe?: QoeData | undefined;
};
