import type { qoeTable, table } from './table';

/** The 19 event types of the Media Collection API. */
export type EventType = keyof typeof table;

interface CustomerId {
  id: string;
  /** 0 unknown, 1 authenticated, 2 logged out. */
  authState?: 0 | 1 | 2;
}

type Value<K> = K extends `string${string}`
  ? string
  : K extends `boolean${string}`
    ? boolean
    : K extends 'customerIDs'
      ? Record<string, CustomerId>
      : number;

type Keys<E extends EventType> = (typeof table)[E] extends { readonly params: infer P } ? P : Record<never, never>;

/** Every parameter that may ride on an event, all optional, keyed by the wire's keys. */
export type PartialParams<E extends EventType> = { -readonly [K in keyof Keys<E>]?: Value<Keys<E>[K]> };

/** The parameters of an event as the caller of `track` gives them: required ones required. */
export type Params<E extends EventType> = PartialParams<E> & {
  -readonly [K in keyof Keys<E> as Keys<E>[K] extends `${string}!` ? K : never]: Value<Keys<E>[K]>;
};

/** Quality of experience: kilobits per second, frames, frames per second, milliseconds. */
export type QoeData = { -readonly [K in Exclude<keyof typeof qoeTable, `${string}error${string}`>]?: number };

/** What an `error` event says. */
export interface ErrorData {
  /** Short and stable, e.g. `html5.4`. */
  'media.qoe.errorID': string;
  /** `player` (the default) or `external`. */
  'media.qoe.errorSource'?: 'player' | 'external';
}

/** Your own key-value pairs; keys match `[a-zA-Z0-9_.]+`. */
export type CustomMetadata = Record<string, string>;

/** Time of an event: seconds of the content, and UTC milliseconds. */
export interface PlayerTime {
  readonly playhead: number;
  readonly ts: number;
}

interface EventOf<E extends EventType> {
  readonly eventType: E;
  readonly playerTime: PlayerTime;
  readonly params?: Readonly<PartialParams<E>>;
  readonly qoeData?: Readonly<QoeData & Partial<ErrorData>>;
  readonly customMetadata?: Readonly<CustomMetadata>;
}

/** One call of the Media Collection API, as it goes over the wire; narrow it by `eventType`. */
export type MediaEvent<E extends EventType = EventType> = { [T in E]: EventOf<T> }[E];
