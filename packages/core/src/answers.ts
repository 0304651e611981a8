import type { Adapter } from './adapter';
import { describe, isPromise, settled, type Guard } from './guard';
import type { TrackerOptions } from './options';
import type { Action } from './session/input';
import type { Guess, Intent } from './session/intent';
import { isFit, isNeeded } from './wire/form';
import type { EventType } from './wire/events';
import { show } from './show';
import { VERSION } from './version';

/** Metadata of content or of an ad, from the page or the player. */
interface Metadata {
  readonly params?: object | undefined;
  readonly customMetadata?: object | undefined;
}
type Warn = (sentence: string) => void;
type Values = Record<string, unknown>;

const isObject = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where values come from. Invalid values of the player are dropped without a warning; values of `track` are checked by the session. */
type Origin = 'player' | 'page' | 'hand';
type Source = readonly [origin: Origin, metadata: Metadata | null | undefined];

/**
 * Merges the members of `part`; later sources take precedence. A value that is invalid or absent never
 * replaces one that is there, and is dropped alone (D42).
 */
function merge(type: EventType, part: 'params' | 'customMetadata', sources: readonly Source[], guard: Guard, warn: Warn): Values {
  const all = new Map<string, unknown>();
  const take = (origin: Origin, key: string, value: unknown): void => {
    if (value === undefined || (value === '' && (all.has(key) || (origin !== 'hand' && isNeeded(type, key))))) return;
    const isFine = part === 'params' ? value === '' || isFit(type, key, value) : typeof value === 'string';
    // The session itself refuses an event that lacks a required value, as it does for calls of `track`.
    if (isFine || (!all.has(key) && (origin === 'hand' || !isNeeded(type, key)))) all.set(key, value);
    else if (origin !== 'player') warn(`${type}: ${key} is left out: ${show(value)} is not a valid value.`);
  };
  for (const [origin, metadata] of sources)
    guard(`${type}: ${part}`, () => {
      const values = metadata?.[part] as unknown;
      if (values === undefined || values === null) return;
      if (!isObject(values)) return warn(`${type}: ${part} is left out: expected an object, got ${show(values)}.`);
      for (const key of Object.keys(values)) guard(`${type}: ${key}`, () => take(origin, key, values[key]));
    });
  // `Object.assign` would set the prototype for a key `__proto__`.
  return Object.fromEntries(all);
}

const mergeAll = (type: EventType, sources: readonly Source[], guard: Guard, warn: Warn): Guess =>
  ({
    params: merge(type, 'params', sources, guard, warn),
    customMetadata: merge(type, 'customMetadata', sources, guard, warn),
  }) as Guess;

/** Checks what a callback of the page returned: `null`, nothing, or `{ params, customMetadata }`. */
function metadataOf(name: string, metadata: unknown, warn: Warn): Metadata | null | undefined {
  if (metadata === null || metadata === undefined || isObject(metadata)) return metadata as Metadata | null | undefined;
  warn(`${name} is left out: expected { params, customMetadata } or null, got ${show(metadata)}.`);
  return undefined;
}

/** Merges the metadata of an ad from player and page; null when the page does not want it tracked. */
export function adOf(guess: Guess | undefined, { ad }: TrackerOptions, guard: Guard, warn: Warn): Guess | null {
  let metadata: unknown = guard('ad()', () => ad?.((guess ?? {}) as never));
  if (isPromise(metadata)) {
    warn('ad() is left out: it must not return a promise, because an ad is sent within 250 ms.');
    void Promise.resolve(metadata).catch(() => {});
    metadata = undefined;
  }
  const page = metadataOf('ad()', metadata, warn);
  return page === null
    ? null
    : mergeAll(
        'adStart',
        [
          ['player', guess],
          ['page', page],
        ],
        guard,
        warn,
      );
}

/** Copies the members of an object of the page, each read once; a getter that throws loses only its own member. */
export function readOwn(what: string, values: unknown, guard: Guard, warn: Warn): Values | undefined {
  if (values === undefined || values === null) return undefined;
  return guard(what, () => {
    if (!isObject(values)) return void warn(`${what} are left out: expected an object, got ${show(values)}.`);
    const own: Values = {};
    // Without a closure for each key: this runs several times a second.
    for (const key of Object.keys(values)) {
      let value: unknown;
      try {
        value = settled(values[key]);
      } catch (error) {
        warn(`${what}: ${key} threw: ${describe(error)}`);
      }
      if (key !== '__proto__') own[key] = value;
      else Object.defineProperty(own, key, { value, enumerable: true });
    }
    return own;
  });
}

/** The members of an intent that are text, and those that are objects. */
const TEXTS = ['type', 'name'] as const;
const OBJECTS = ['guess', 'chapter'] as const;

/** Copies an intent, so that getters and proxies of an adapter are read only here. */
export function readIntent(intent: Intent, guard: Guard, warn: Warn): Intent | undefined {
  const what = 'members of an intent';
  const read = readOwn(what, intent, guard, warn);
  if (!read) return undefined;
  for (const key of TEXTS) if (key in read && typeof read[key] !== 'string') read[key] = show(read[key]);
  for (const key of OBJECTS) {
    if (!(key in read)) continue;
    // `isKnown && { … }` may be false, which is nothing.
    const part = readOwn(what, read[key] || undefined, guard, warn);
    for (const pairs of ['params', 'customMetadata']) if (part?.[pairs]) part[pairs] = readOwn(what, part[pairs], guard, warn);
    read[key] = part;
  }
  return read as Intent;
}

/** The player's metadata of its content, with the adapter's name and version. */
export function playerGuess(adapter: Adapter | undefined, guard: Guard, warn: Warn): Guess<'sessionStart'> {
  const own: Guess<'sessionStart'> =
    readOwn(
      'media() of the adapter',
      guard('the media() of the adapter', () => adapter?.media?.()),
      guard,
      warn,
    ) ?? {};
  const text = (member: 'name' | 'version'): string | undefined => {
    const value = guard(`the ${member} of the adapter`, () => adapter?.[member]);
    return typeof value === 'string' ? value : undefined;
  };
  const [name, version] = [text('name'), text('version')];
  const player = { ...(name && { 'media.playerName': name }), ...(version && { 'media.sdkVersion': version }) };
  return { ...own, params: { ...player, ...guard('the media() of the adapter', () => ({ ...own.params })) } };
}

/** Merges all metadata of the content of a start; null when the page does not want it tracked. */
export function contentOf(
  { guess, given, params, media }: { guess: Guess<'sessionStart'>; given: Action | undefined; params: unknown; media: unknown },
  { customMetadata, downloaded }: TrackerOptions,
  guard: Guard,
  warn: Warn,
): Guess | null {
  const metadata = metadataOf('media()', media, warn);
  if (metadata === null) return null;
  const library: Metadata = {
    params: {
      'media.streamType': 'video',
      'media.resume': false,
      'media.libraryVersion': `media-collection-${VERSION}`,
      ...(downloaded && { 'media.downloaded': true }),
    },
  };
  const sources: Source[] = [
    ['page', library],
    ['player', guess],
    ['page', { params: params as object, customMetadata }],
    ['page', metadata],
    ['hand', given],
  ];
  const merged = mergeAll('sessionStart', sources, guard, warn);
  const all = merged.params as Values;
  for (const key of ['media.channel', 'media.playerName'])
    if (!all[key]) {
      all[key] = 'unknown';
      warn(`${key} is unknown: set it in params.`);
    }
  if (given === undefined && all['media.id'] && all['media.id'] === guess.params?.['media.id'])
    warn('media.id is taken from the source URL: set it in media.');
  return merged;
}
