import type { Guess, Intent } from './session/input';
import type { QoeData } from './wire/events';

/** Tells the tracker what a player said. */
export type Emit = (intent: Intent) => void;

/** What a player must be able to say. */
export interface Adapter {
  /** Becomes `media.playerName`, unless `params` or `media()` say otherwise. */
  readonly name: string;
  /** The player's version: becomes `media.sdkVersion`. */
  readonly version?: string;
  /** The player or element that is followed: a second tracker that follows the same one is warned. */
  readonly target?: object;
  /** Starts listening; everything must be gone when the signal aborts. */
  subscribe(emit: Emit, signal: AbortSignal): void;
  /** Seconds of the content; during an ad, where the content stands. Live: second of the day. */
  playhead(): number;
  /** What the player knows of its content; asked at each session start. */
  media?(): Guess<'sessionStart'>;
  /** Read when an event is made: kilobits per second, running totals. */
  qoe?(): QoeData;
}

/** An adapter's table: left the player's word, right what it means. Undefined: nothing was said. */
export type Intents<Events> = {
  readonly [E in keyof Events]?: (data: Events[E]) => Intent | readonly Intent[] | undefined;
};

/** What events come from: a DOM target or a player's own emitter, whatever types its listeners have. */
export type EventEmitterLike =
  | { on(type: never, listener: never): unknown; off(type: never, listener: never): unknown }
  | { addEventListener(type: never, listener: never): unknown; removeEventListener(type: never, listener: never): unknown };

/**
 * Binds an adapter's table, until the signal aborts. Calls the source's own `off`, for not every emitter knows signals:
 * hls.js takes a third argument as `this`, Video.js throws, Shaka ignores it.
 */
export function listen<Events>(source: EventEmitterLike, table: Intents<Events>, emit: Emit, signal: AbortSignal): void {
  const [on, off] = 'on' in source ? [source.on, source.off] : [source.addEventListener, source.removeEventListener];
  for (const [type, means] of Object.entries(table) as [string, (data: unknown) => Intent | readonly Intent[] | undefined][]) {
    // Emitters of players give (type, data), DOM targets the event alone.
    const listener = (event: unknown, data: unknown): void => {
      const said = means(data ?? event);
      for (const intent of (Array.isArray(said) ? said : [said]) as (Intent | undefined)[]) if (intent) emit(intent);
    };
    on.call(source, type as never, listener as never);
    signal.addEventListener('abort', () => off.call(source, type as never, listener as never));
  }
}
