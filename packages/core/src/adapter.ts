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

type Listener = (data: unknown) => Intent | readonly Intent[] | undefined;

function emitAll(intents: ReturnType<Listener>, emit: Emit): void {
  if (!Array.isArray(intents)) return void (intents && emit(intents as Intent));
  for (const intent of intents as (Intent | undefined)[]) if (intent) emit(intent);
}

/**
 * Binds the table of an adapter until the signal aborts. For the emitter of a player it calls its own `off`, because not every one
 * supports signals: hls.js takes a third argument as `this`, Video.js throws, Shaka ignores it.
 */
export function listen<Events>(source: EventEmitterLike, table: Intents<Events>, emit: Emit, signal: AbortSignal): void {
  const means = table as Record<string, Listener>;
  if (typeof EventTarget === 'function' && source instanceof EventTarget && !('on' in source)) {
    // Its events bear their type, so one listener is enough: a page may have many players.
    const listener = (event: Event): void => emitAll(means[event.type]!(event), emit);
    for (const type in means) source.addEventListener(type, listener, { signal });
  } else listenToEmitter(source, means, emit, signal);
}

function listenToEmitter(source: EventEmitterLike, means: Record<string, Listener>, emit: Emit, signal: AbortSignal): void {
  const [on, off] = 'on' in source ? [source.on, source.off] : [source.addEventListener, source.removeEventListener];
  // It passes (type, data), or the data alone.
  const listeners = Object.entries(means).map(
    ([type, listener]) => [type, (event: unknown, data: unknown): void => emitAll(listener(data ?? event), emit)] as const,
  );
  const each = (method: typeof on): void => {
    for (const entry of listeners) method.call(source, ...(entry as never as [never, never]));
  };
  each(on);
  signal.addEventListener('abort', () => each(off));
}
