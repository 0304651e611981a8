import type { CustomMetadata, EventType } from './events';
import type { table } from './schema';

type Test = (value: unknown) => boolean;
type Asked<E extends EventType> = (typeof table)[E] extends { readonly params: infer P }
  ? { [K in keyof P as P[K] extends `${string}!` ? K : never]: Test }
  : Record<never, never>;

/** What the caller of an event must give. */
type Needs = { readonly [E in EventType]?: Asked<E> & Readonly<Record<string, Test>> };

const text: Test = (value) => typeof value === 'string' && value !== '';
const name: Test = (value) => value === undefined || text(value);
const amount: Test = (value) => Number.isFinite(value) && (value as number) >= 0;
const ordinal: Test = (value) => Number.isInteger(value) && (value as number) > 0;
const state = { 'media.state.name': ((value) => /^[a-zA-Z0-9_.]{1,64}$/.test(value as string)) as Test };

/** The keys that an event must have, or may not have empty (R-63, R-66, R-69, R-101, D14); they also make two spans equal. */
export const needs: Needs = {
  sessionStart: { 'media.id': text, 'media.length': amount, 'media.contentType': text, 'media.name': name },
  adBreakStart: { 'media.ad.podIndex': ordinal, 'media.ad.podSecond': amount, 'media.ad.podFriendlyName': name },
  adStart: { 'media.ad.id': text, 'media.ad.length': amount, 'media.ad.podPosition': ordinal, 'media.ad.name': name },
  chapterStart: {
    'media.chapter.index': ordinal,
    'media.chapter.offset': amount,
    'media.chapter.length': amount,
    'media.chapter.friendlyName': name,
  },
  stateStart: state,
  stateEnd: state,
  error: { 'media.qoe.errorID': text },
};

const isValue: Test = (value) =>
  value !== null && typeof value !== 'function' && (typeof value !== 'number' || Number.isFinite(value));

/** The pairs that pass `test`; the keys of the others go to `refuse`. Undefined members are simply absent. */
function sift(pairs: object | undefined, test: (value: unknown, key: string) => boolean, refuse: (key: string) => void): object {
  return Object.fromEntries(
    Object.entries(pairs ?? {}).filter(([key, value]) => value !== undefined && (test(value, key) || refuse(key))),
  );
}

/** Form of an event's data: what may go on the wire, and one sentence for each thing that may not (D24). */
export interface Form {
  readonly params: Readonly<Record<string, unknown>>;
  readonly customMetadata: CustomMetadata;
  /** True when the event lacks what it needs, and must not be sent at all. */
  readonly refused: boolean;
}

/** Checks form only: required keys, finite numbers, string metadata with proper keys. */
export function inspect(
  type: string,
  params: object | undefined,
  customMetadata: object | undefined,
  warn: (sentence: string) => void,
): Form {
  const sound = sift(params, isValue, (key) =>
    warn(`${type}: ${key} is left out: give a string, boolean or finite number.`),
  ) as Form['params'];
  const metadata = sift(
    customMetadata,
    (value, key) => typeof value === 'string' && /^[a-zA-Z0-9_.]+$/.test(key) && !/^(media|a)\./.test(key),
    (key) =>
      warn(
        `${type}: customMetadata ${key} is left out: give a string, and a key of letters, digits, "_" and "." not in "media." or "a.".`,
      ),
  ) as CustomMetadata;
  const flaw = Object.entries(needs[type as EventType] ?? {}).find(([key, fits]) => !fits(sound[key]));
  if (flaw) warn(`${type} is ignored: ${flaw[0]} is ${JSON.stringify(sound[flaw[0]]) ?? 'missing'}.`);
  return { params: sound, customMetadata: metadata, refused: !!flaw };
}
