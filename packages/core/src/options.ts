import { show } from './show';
import type { Clock } from './clock';
import type { Consent } from './consent';
import type { Guess } from './session/intent';
import type { Fetch } from './transport/post';
import type { Ask, AdAnswer, Exact, MediaAnswer, StartParams, PageMetadata } from './page-metadata';
import type { LostReason } from './transport/lane';
import type { MakeWire } from './make-wire';
import type { Offline } from './offline/offline-transport';
import { IDENTITY, isText } from './wire/media-collection';
import type { CustomMetadata, MediaEvent, PartialParams } from './wire/events';

type Identity = (typeof IDENTITY)[number];

/** Parameters of every `sessionStart`: the three identity keys must be there. */
export type BaseParams = PartialParams<'sessionStart'> & Required<Pick<PartialParams<'sessionStart'>, Identity>>;

/**
 * The options of `createTracker`. The type parameters are what the functions `params`, `media` and `ad` return, and what `media` and `ad`
 * receive; they are inferred.
 */
export interface TrackerOptions<
  P = StartParams,
  M = MediaAnswer,
  A = AdAnswer,
  G extends Guess<'sessionStart'> = Guess<'sessionStart'>,
  H extends Guess<'adStart'> = Guess<'adStart'>,
> {
  /**
   * The host of the Media Collection API, in Adobe's reference `{uri}`, e.g. `https://acme.hb-api.omtrdc.net`; it may have a path and a
   * trailing slash. It must be https, or on this machine.
   */
  endpoint: string;
  /** `true` accepts an `endpoint` that is neither https nor on this machine, with a warning. */
  insecure?: boolean;
  /**
   * Parameters of every `sessionStart`. A function is called at each session start and may return a promise: the first request waits
   * for it, but only 1 s if an earlier call returned the three identity keys. Events keep their times. A session that replaces another
   * one (24 h, 30 idle minutes, lost by the service) repeats its parameters.
   */
  params: BaseParams | (() => P | Promise<P>);
  /** Your own key-value pairs for every `sessionStart`. */
  customMetadata?: CustomMetadata;
  /**
   * Metadata of the content. A function is called at each session start, and again when the length becomes known, with the player's
   * metadata. It may return a promise; the first request waits 1 s for it if the player knows the id of the content, otherwise until it
   * resolves. `null`: this content is not tracked.
   */
  media?: PageMetadata<'sessionStart'> | Ask<G, M | Promise<M>>;
  /** Called at each `adStart` of an adapter with the player's metadata of the ad; no promise. `null`: this ad is not tracked. */
  ad?: Ask<H, A>;
  /** Milliseconds between pings of the content, from 10,000 (the default) to 50,000. A function is called at each session start. */
  pingInterval?: number | (() => number);
  /** Milliseconds between pings in an ad, from 1,000 to 50,000; default 10,000. A function is called at each session start. */
  adPingInterval?: number | (() => number);
  /** Milliseconds that the first `play` waits for a pre-roll, from 0 (no wait) to 60,000; default 250. A function is called at each session start. */
  prerollWait?: number | (() => number);
  /**
   * The viewer's consent: `in` (the default) sends, `pending` queues, `out` drops. A function is called when the tracker is created and
   * at each session start; what it returns replaces what `consent()` of the tracker set.
   */
  consent?: Consent | (() => Consent);
  /** `true`: all content of this tracker is downloaded content, played from the device; requires `offline`. */
  downloaded?: boolean;
  /** Undefined: the Media Collection API. For another service see {@link WiredOptions}. */
  wire?: undefined;
  /** `offline()` of `@media-collection/core/offline`: stores what a reload or a crash would lose. */
  offline?: Offline;
  /** `true`: the browser's Global Privacy Control signal counts as `out`; `consent()` of the tracker overrides it. */
  globalPrivacyControl?: boolean;
  /** `true`: tracks a player or element that another tracker already tracks; without it the second tracker is rejected with a warning. */
  shared?: boolean;
  /** Returns the position in seconds, for a tracker without an adapter; live: the second of the day (UTC). NaN: not known. */
  playhead?: () => number;
  /** The network, for tests. */
  fetch?: Fetch;
  /** Time and timers, for tests. */
  clock?: Clock;
  /** Called with each event when it is created; `sessionId` is undefined until the service has returned one. */
  onEvent?: (event: MediaEvent, session: { sessionId: string | undefined }) => void;
  /** Called with each event that could not be delivered, the reason, and the service's message if there is one. Default: `console.warn`, once per reason. */
  onLost?: (event: MediaEvent, reason: LostReason, detail?: string) => void;
  /** Called when a call or value is rejected or assumed, with what to do. Default: `console.warn`, once per kind. */
  onWarning?: (sentence: string) => void;
}

/** The options of a tracker that sends to another service with `wire`: without `endpoint`, and without identity keys in `params`. */
export interface WiredOptions<
  P = StartParams,
  M = MediaAnswer,
  A = AdAnswer,
  G extends Guess<'sessionStart'> = Guess<'sessionStart'>,
  H extends Guess<'adStart'> = Guess<'adStart'>,
> extends Omit<TrackerOptions<P, M, A, G, H>, 'endpoint' | 'insecure' | 'params' | 'wire'> {
  /** What `edge()` of `@media-collection/core/edge` returns, or `alloy()` of `@media-collection/core/alloy`. */
  wire: MakeWire;
  endpoint?: undefined;
  insecure?: undefined;
  /** Parameters of every `sessionStart`, as in {@link TrackerOptions}. */
  params?: StartParams | (() => P | Promise<P>);
}

/** The options of either kind, with what their functions return: a key that does not exist is a type error there, too. */
export type CheckedOptions<
  P,
  M,
  A,
  G extends Guess<'sessionStart'> = Guess<'sessionStart'>,
  H extends Guess<'adStart'> = Guess<'adStart'>,
> =
  | TrackerOptions<
      P & Exact<P, StartParams>,
      M & Exact<M, PageMetadata<'sessionStart'>>,
      A & Exact<A, PageMetadata<'adStart'>>,
      G,
      H
    >
  | WiredOptions<
      P & Exact<P, StartParams>,
      M & Exact<M, PageMetadata<'sessionStart'>>,
      A & Exact<A, PageMetadata<'adStart'>>,
      G,
      H
    >;

/** The options of either kind, as the tracker reads them. */
export type AnyOptions = Omit<TrackerOptions, 'wire'> & { wire?: MakeWire | undefined };

/** Whether a value is text of this form: `RegExp.test` takes a URL, a list and whatever else has a text, too. */
export const isOfForm =
  (form: RegExp) =>
  (value: unknown): value is string =>
    typeof value === 'string' && form.test(value);
/** Without a name and password in it, which no browser would send. */
const isUrl = isOfForm(/^https?:\/\/[^\s/?#@\\]+(\/[^\s?#]*)?$/);
/** Nobody reads or changes what is sent there: it is encrypted, or does not leave the machine. */
export const isSecure = (url: string): boolean =>
  /^http(s|:\/\/(([\w-]+\.)*localhost|127(\.\d+){3}|\[::1\])(:\d+)?(\/|$))/.test(url);
/** A decision about consent. */
export const isConsent = (value: unknown): value is Consent => ['in', 'out', 'pending'].includes(value as string);
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
const isMetadata = (value: unknown): boolean =>
  value === undefined ||
  typeof value === 'function' ||
  (isObject(value) &&
    Object.entries(value as object).every(([key, part]) => /^(params|customMetadata)$/.test(key) && isObject(part)));

const isFunction = (value: unknown): boolean => typeof value === 'function';
const isFlag = (value: unknown): boolean => typeof value === 'boolean';
/** Whether a value is a number in these limits. */
const isFrom =
  (least: number, most: number) =>
  (value: unknown): value is number =>
    Number.isFinite(value) && (value as number) >= least && (value as number) <= most;

type Test = readonly [fits: (value: unknown) => boolean, expected: string];

/**
 * What is expected of a time, also where a function returns it. A service hears of a session every 50 s at least (D40), and no pre-roll
 * is a minute late; what is due after 2^31 ms would be due at once, because `setTimeout` holds no more.
 */
export const TIMES = {
  pingInterval: [isFrom(10_000, 50_000), 'milliseconds from 10,000 to 50,000'],
  adPingInterval: [isFrom(1_000, 50_000), 'milliseconds from 1,000 to 50,000'],
  prerollWait: [isFrom(0, 60_000), 'milliseconds from 0 to 60,000'],
} as const;
const orFunction = ([fits, expected]: Test): Test => [(value) => isFunction(value) || fits(value), `${expected}, or a function`];

const FUNCTION: Test = [isFunction, 'a function'];
const FLAG: Test = [isFlag, 'true or false'];
const PARAMS: Test = [(value) => isFunction(value) || isObject(value), 'an object or a function'];

/** What is expected of the option `offline`. */
export const OFFLINE = 'what offline() returns';

/** What may be left out, and what it is otherwise. */
const OPTIONAL: Readonly<Record<string, Test>> = {
  insecure: FLAG,
  customMetadata: [isObject, 'an object'],
  media: [isMetadata, 'a function or { params, customMetadata }'],
  ad: FUNCTION,
  pingInterval: orFunction(TIMES.pingInterval),
  adPingInterval: orFunction(TIMES.adPingInterval),
  prerollWait: orFunction(TIMES.prerollWait),
  consent: [(value) => isFunction(value) || isConsent(value), "'in', 'out', 'pending' or a function"],
  downloaded: FLAG,
  wire: [isFunction, 'what edge() or alloy() returns'],
  params: PARAMS,
  offline: [isFunction, OFFLINE],
  globalPrivacyControl: FLAG,
  shared: FLAG,
  playhead: FUNCTION,
  fetch: FUNCTION,
  clock: [
    (clock) => {
      const { now, after, elapsed = now } = clock as Clock;
      return isObject(clock) && [now, after, elapsed].every(isFunction);
    },
    '{ now, after, elapsed? } of functions',
  ],
  onEvent: FUNCTION,
  onLost: FUNCTION,
  onWarning: FUNCTION,
};

/** Throws a TypeError that names the option, what was expected and what came. */
export function demand(from: unknown, name: string, fits: (value: unknown) => unknown, expected: string): void {
  let got: unknown;
  let isFine = false;
  try {
    got = (from as Record<string, unknown> | undefined | null)?.[name];
    isFine = !!fits(got);
  } catch {
    // It cannot even be looked at.
  }
  if (!isFine) throw new TypeError(`media-collection: ${name}: expected ${expected}, got ${show(got)}`);
}

/** Checks the options that a tracker is made with. */
export function check(options: AnyOptions): void {
  // Another wire has an endpoint of its own, and knows the visitor in its own way.
  let isWired: unknown;
  demand(
    options,
    'endpoint',
    (url) => (isWired = options.wire) || (isUrl(url) && (isSecure(url) || options.insecure === true)),
    'an https URL, or insecure: true',
  );
  if (!isWired) {
    demand(options, 'params', ...PARAMS);
    const { params } = options;
    if (!isFunction(params))
      for (const key of IDENTITY) {
        demand(params, key, isText, 'a string');
        // Others are not sent.
        demand(params, key, () => Object.keys(params).includes(key), 'an own, enumerable member of params');
      }
  }
  for (const [name, [fits, expected]] of Object.entries(OPTIONAL))
    demand(options, name, (value) => value === undefined || fits(value), expected);
}
