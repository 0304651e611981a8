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
 * How a tracker is made. The type parameters are what the functions `params`, `media` and `ad` answer, and what `media` and `ad` are
 * given; they need not be named.
 */
export interface TrackerOptions<
  P = StartParams,
  M = MediaAnswer,
  A = AdAnswer,
  G extends Guess<'sessionStart'> = Guess<'sessionStart'>,
  H extends Guess<'adStart'> = Guess<'adStart'>,
> {
  /** What Adobe calls `{uri}`, e.g. `https://acme.hb-api.omtrdc.net`; a path and a trailing slash are fine. */
  endpoint: string;
  /** Takes an `endpoint` that is neither https nor on this machine, with a warning. */
  insecure?: boolean;
  /**
   * Joins every `sessionStart`. A function is asked at every session start and may promise its answer: the first request waits
   * for it, for 1 s where the identity is known without it, and no event loses its time.
   */
  params: BaseParams | (() => P | Promise<P>);
  /** Joins every `sessionStart`. */
  customMetadata?: CustomMetadata;
  /** What is playing; a function is asked at every session start with what the player knows. `null`: not tracked. */
  media?: PageMetadata<'sessionStart'> | Ask<G, M | Promise<M>>;
  /** Asked at every automatic `adStart` with what the player knows. `null`: this ad is not tracked. */
  ad?: Ask<H, A>;
  /** Milliseconds between pings, 10,000 to 50,000 (D40): 10,000. A function is asked at every session start. */
  pingInterval?: number | (() => number);
  /** Milliseconds between pings inside an ad, 1,000 to 50,000: 10,000, or 1,000 for the finer grain (D9). A function is asked at every session start. */
  adPingInterval?: number | (() => number);
  /** Milliseconds that a `play` waits for a pre-roll, to 60,000: 250; 0 switches it off. A function is asked at every session start. */
  prerollWait?: number | (() => number);
  /** Whether the viewer consents (D23): `pending` holds everything, `out` drops it. A function is asked at every session start. */
  consent?: Consent | (() => Consent);
  /** All content of this tracker is played from the device: `media.downloaded` (D15); needs `offline`. */
  downloaded?: boolean;
  /** Absent: the Media Collection API. For another wire see {@link WiredOptions}. */
  wire?: undefined;
  /** Keeps what a reload or a crash would lose: `offline()` of `@media-collection/core/offline`. */
  offline?: Offline;
  /** Takes the browser's Global Privacy Control for `out`. */
  globalPrivacyControl?: boolean;
  /** Follows a player that another tracker follows, too: without it, the second tracker of a player is refused with a warning. */
  shared?: boolean;
  /** Seconds of the content; only where no adapter is attached. */
  playhead?: () => number;
  /** The network, for tests. */
  fetch?: Fetch;
  /** Time and timers, for tests. */
  clock?: Clock;
  /** An event was made; `sessionId` is undefined until the service gave one. */
  onEvent?: (event: MediaEvent, session: { sessionId: string | undefined }) => void;
  /** An event did not arrive, and why. */
  onLost?: (event: MediaEvent, reason: LostReason, detail?: string) => void;
  /** Something was refused, and what to do; without it, one `console.warn` per kind. */
  onWarning?: (sentence: string) => void;
}

/** How a tracker is made that speaks another wire, which knows its endpoint itself, and needs no identity in `params`. */
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
  /** Joins every `sessionStart`, as in {@link TrackerOptions}. */
  params?: StartParams | (() => P | Promise<P>);
}

/** The same, with what its functions answer: a key that does not exist is an error there, too. */
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
const isTold = (value: unknown): boolean =>
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
  media: [isTold, 'a function or { params, customMetadata }'],
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
