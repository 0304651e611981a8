import type { CustomMetadata, EventType } from './events';
import type { table } from './table';

type Test = (value: unknown) => boolean;
type Asked<E extends EventType> = (typeof table)[E] extends { readonly params: infer P }
  ? { [K in keyof P as P[K] extends `${string}!` ? K : never]: Test }
  : Record<never, never>;
type Needs = { readonly [E in EventType]?: Asked<E> & Readonly<Record<string, Test>> };

/** A finite number from 0. */
export const isCount: Test = (value) => Number.isFinite(value) && (value as number) >= 0;
const isOrdinal: Test = (value) => Number.isInteger(value) && (value as number) > 0;
const isText: Test = (value) => typeof value === 'string' && value !== '';
const isName: Test = (value) => value === undefined || isText(value);
const isState: Test = (value) => isText(value) && /^[\w.]{1,64}$/.test(value as string);

/** What a hostile manifest may fill: characters of a value, bytes of all params or of all metadata. */
const MAX_VALUE = 1_024;
const MAX_BYTES = 8_192;

/** Keys of more than 255 characters, and words that lead into a prototype where somebody behind the service makes objects of keys. */
const isTrap = (key: string): boolean => /^.{256}|(^|\.)(__proto__|constructor|prototype)(\.|$)/s.test(key);
/** Bytes on the wire, or a few more; endless for what has no JSON. */
const sizeOf = (pair: unknown): number => {
  try {
    return JSON.stringify(pair).replace(/[^\0-\x7f]/g, '...').length;
  } catch {
    return Infinity;
  }
};

/** What the service takes for a key of `params`: one value of another type, and it refuses the whole session. */
const kindOf = (key: string): 'string' | 'number' | 'boolean' | 'object' => {
  if (/(SSL|Share|Forwarding|resume|downloaded)$/.test(key)) return 'boolean';
  if (/(length|offset|[iI]ndex|Second|Position|Hint)$|^media\.qoe\.[^e]/.test(key)) return 'number';
  return key === 'visitor.customerIDs' ? 'object' : 'string';
};
/** Ids of customers by name, in an object that has JSON. */
const isIds: Test = (value) => {
  try {
    const ids = Object.values(value as Record<string, { id: unknown; authState?: unknown }>);
    const isFine = ids.every(({ id, authState = 0 }) => typeof id === 'string' && [0, 1, 2].includes(authState as number));
    return isFine && typeof value === 'object' && !Array.isArray(value) && sizeOf(value) < Infinity;
  } catch {
    return false;
  }
};
const isValue = (value: unknown, key: string): boolean => {
  const kind = kindOf(key);
  if (kind === 'number') return key.endsWith('Hint') ? Number.isInteger(value) : Number.isFinite(value);
  return kind === 'object' ? isIds(value) : typeof value === kind;
};

/** The keys that an event must have, or must not have empty (R-63, R-66, R-69, R-101, D14); they also distinguish two spans. */
export const needs: Needs = {
  sessionStart: { 'media.id': isText, 'media.length': isCount, 'media.contentType': isText, 'media.name': isName },
  adBreakStart: { 'media.ad.podIndex': isOrdinal, 'media.ad.podSecond': isCount, 'media.ad.podFriendlyName': isName },
  adStart: { 'media.ad.id': isText, 'media.ad.length': isCount, 'media.ad.podPosition': isOrdinal, 'media.ad.name': isName },
  chapterStart: {
    'media.chapter.index': isOrdinal,
    'media.chapter.offset': isCount,
    'media.chapter.length': isCount,
    'media.chapter.friendlyName': isName,
  },
  stateStart: { 'media.state.name': isState },
  stateEnd: { 'media.state.name': isState },
  error: { 'media.qoe.errorID': isText },
};

/** Whether an event is refused as a whole when the value of this key is unfit. */
export const isNeeded = (type: EventType, key: string): boolean => Object.hasOwn(needs[type] ?? {}, key);

/** Whether a value may stand for a key of an event's `params`. */
export const isFit = (type: EventType, key: string, value: unknown): boolean =>
  isNeeded(type, key) ? (needs[type] as Record<string, Test>)[key]!(value) : isValue(value, key);

/** The form of a key of the API; adBreakStart, chapterStart and the states take no others than `needs` names. */
const isKeyOf = (type: string, key: string): boolean =>
  isNeeded(type as EventType, key) || (/^((media|analytics|visitor)\.|appI)/.test(key) && !/^(adB|c|state)/.test(type));

const PREFIX = /^(media|a)\./;
const ADOBES = 'another key, for the prefixes media. and a. are reserved for Adobe';
const isPair = (value: unknown, key: string): boolean => typeof value === 'string' && /^[\w.]+$/.test(key) && !PREFIX.test(key);

/** The pairs of good form and length; each other one is named in `sentences`. Undefined members are simply absent. */
export function sift(
  sentences: unknown[],
  type: string,
  pairs: object | undefined,
  fits: (value: unknown, key: string) => boolean,
  wanted: string,
): Record<string, unknown> {
  const kept: [string, unknown][] = [];
  const note = (key: string, what: string): unknown => sentences.push(`${type}: ${key.slice(0, 99)} is ${what}.`);
  const overflow = (bytes = 0): number => kept.findIndex((pair) => (bytes += sizeOf(pair)) > MAX_BYTES);
  for (const [key, value] of Object.entries(pairs ?? {})) {
    const text = value as string;
    if (value === undefined) continue;
    if (isTrap(key) || !fits(value, key)) {
      const isAdobes = fits === isPair && PREFIX.test(key);
      const known = isKeyOf(type, key) ? [] : Object.keys(needs[type as EventType] ?? {});
      const expected = wanted || (known[0] ? `a key of the API, such as ${known.join(', ')}` : `of type ${kindOf(key)}`);
      note(key, `left out: it must be ${isAdobes ? ADOBES : isTrap(key) ? 'another key' : expected}`);
    } else if (text.length > MAX_VALUE) {
      note(key, 'cut to 1,024 characters');
      // Half a pair of surrogates is no character.
      kept.push([key, text.slice(0, MAX_VALUE).replace(/[\ud800-\udbff]$/, '')]);
    } else kept.push([key, value]);
  }
  if (overflow() >= 0) {
    // What an event cannot do without is short.
    kept.sort((a, b) => sizeOf(a) - sizeOf(b));
    note(kept[overflow()]![0], 'left out, with all longer values: 8 KiB are full');
    kept.length = overflow();
  }
  return Object.fromEntries(kept);
}

/**
 * Checks the form of an event's data (D24): gives what may go on the wire, or undefined when the event lacks what it needs.
 * What is wrong is added to `sentences`.
 */
export function inspect(
  sentences: unknown[],
  type: string,
  params: object | undefined,
  customMetadata: object | undefined,
): { params: Record<string, unknown>; customMetadata: CustomMetadata } | undefined {
  const sound = sift(sentences, type, params, isValue, '');
  const metadata = sift(
    sentences,
    type,
    customMetadata,
    isPair,
    'a string, with a key of letters, digits, _ or dots',
  ) as CustomMetadata;
  for (const [key, fits] of Object.entries(needs[type as EventType] ?? {}))
    if (!fits(sound[key]))
      return void sentences.push(`${type} is ignored: ${key} is ${JSON.stringify(sound[key]) ?? 'missing'}.`);
  return { params: sound, customMetadata: metadata };
}
