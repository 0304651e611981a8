import type { Guess, Intent } from './session/intent';
import type { QoeData } from './wire/events';

/** Passes an intent to the tracker. */
export type Emit = (intent: Intent) => void;

/** Connects a player to a tracker. */
export interface Adapter {
  /** Becomes `media.playerName`, unless `params` or `media()` set another one. */
  readonly name: string;
  /** The player's version: becomes `media.sdkVersion`. */
  readonly version?: string;
  /** The player or element that is tracked; a second tracker that attaches to it is refused with a warning. */
  readonly target?: object;
  /** Starts to listen. Every listener must be removed when the signal aborts. */
  subscribe(emit: Emit, signal: AbortSignal): void;
  /** Seconds of the content; during an ad, the place where the content was interrupted. Live: the second of the day. */
  playhead(): number;
  /** The player's metadata of its content; called at each session start. */
  media?(): Guess<'sessionStart'>;
  /** The current quality: kilobits per second, running totals. Called with each intent, and once a second where that is `progress`. */
  qoe?(): QoeData;
}

/** The table of an adapter: for each event of the player the intents that it means; undefined: none. */
export type Intents<Events> = {
  readonly [E in keyof Events]?: (data: Events[E]) => Intent | readonly Intent[] | undefined;
};

/** A DOM target or the emitter of a player, whatever types its listeners have. */
export type EventEmitterLike =
  | { on(type: never, listener: never): unknown; off(type: never, listener: never): unknown }
  | { addEventListener(type: never, listener: never): unknown; removeEventListener(type: never, listener: never): unknown };

/**
 * Binds the table of an adapter until the signal aborts. It calls the emitter's own `off`, because not every emitter supports signals:
 * hls.js takes a third argument as `this`, Video.js throws, Shaka ignores it.
 */
export function listen<Events>(source: EventEmitterLike, table: Intents<Events>, emit: Emit, signal: AbortSignal): void {
  const means = table as Record<string, (data: unknown) => Intent | readonly Intent[] | undefined>;
  const pass = (type: string, data: unknown): void => {
    const intents = means[type]!(data);
    if (!Array.isArray(intents)) return void (intents && emit(intents as Intent));
    for (const intent of intents as (Intent | undefined)[]) if (intent) emit(intent);
  };
  const [on, off] = 'on' in source ? [source.on, source.off] : [source.addEventListener, source.removeEventListener];
  // The event of a DOM target bears its type, so one listener is enough: a page may have many players.
  const isTarget = typeof EventTarget === 'function' && source instanceof EventTarget && !('on' in source);
  const ofTarget = (event: unknown): void => pass((event as Event).type, event);
  const types = Object.keys(table);
  // Emitters of players pass (type, data), or the data alone.
  const ofEmitter = isTarget
    ? []
    : types.map(
        (type) =>
          (event: unknown, data: unknown): void =>
            pass(type, data ?? event),
      );
  const each = (method: typeof on): void =>
    types.forEach((type, index) => void method.call(source, type as never, (ofEmitter[index] ?? ofTarget) as never));
  each(on);
  signal.addEventListener('abort', () => each(off));
}
