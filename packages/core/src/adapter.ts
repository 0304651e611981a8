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
  /** The player or element that is tracked; a second tracker that attaches to it is rejected with a warning. */
  readonly target?: object;
  /** The media element in which the player plays now, if it has one: a second tracker of that element is rejected, too, whatever its adapter. */
  element?(): object | null | undefined;
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

type Table = Record<string, (data: unknown) => Intent | readonly Intent[] | undefined>;

/** The tables of which an exception was logged; some events come several times a second. */
const faulty = new WeakSet<Table>();

/** Emits what an event means. An exception of the table stays here: some players pass it on to the page, or stop. */
function emitAll(means: Table, type: string, data: unknown, emit: Emit): void {
  try {
    const intents = means[type]!(data);
    if (!Array.isArray(intents)) return void (intents && emit(intents as Intent));
    for (const intent of intents as (Intent | undefined)[]) if (intent) emit(intent);
  } catch (error) {
    if (!faulty.has(means)) console.warn(`media-collection: the event ${type} of the player is ignored:`, error);
    faulty.add(means);
  }
}

/**
 * Binds the table of an adapter until the signal aborts, and calls the target's own `off` then. No target is given the signal: hls.js
 * takes a third argument as `this`, Video.js throws, Shaka ignores it, as Chromium before 90 does, and with zone.js before 0.13.1 the
 * page's own listeners of that type would go, too (https://github.com/angular/angular/issues/49591).
 */
export function listen<Events>(source: EventEmitterLike, table: Intents<Events>, emit: Emit, signal: AbortSignal): void {
  const means = table as Table;
  // The event of a DOM target bears its type, so one listener is enough: a page may have many players.
  const isTarget = typeof EventTarget === 'function' && source instanceof EventTarget && !('on' in source);
  const listener = (event: unknown): void => emitAll(means, (event as Event).type, event, emit);
  // Emitters of players pass (type, data), or the data alone.
  const listeners = isTarget
    ? undefined
    : Object.keys(means).map(
        (type) =>
          (event: unknown, data: unknown): void =>
            emitAll(means, type, data ?? event, emit),
      );
  const bind = (): void => {
    const [on, off] = 'on' in source ? [source.on, source.off] : [source.addEventListener, source.removeEventListener];
    for (const [index, type] of Object.keys(means).entries())
      (signal.aborted ? off : on).call(source, type as never, (listeners ? listeners[index] : listener) as never);
  };
  bind();
  signal.addEventListener('abort', bind);
}
