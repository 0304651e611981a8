import { schemas } from '@media-collection/core/schema';

/** The 19 event types of the API. */
export type EventType = keyof typeof schemas;

/** The members of an object from outside; what they are is not known. */
export type Members = Readonly<Record<string, unknown>>;

/** An event from outside, as far as it can be understood: a known type, and a time. */
export interface ParsedEvent {
  readonly type: EventType;
  /** UTC epoch milliseconds. */
  readonly ts: number;
  /** Seconds; undefined when it is no number from 0. */
  readonly playhead: number | undefined;
  readonly params: Members;
  readonly qoe: Members;
  /** What was handed in. */
  readonly source: unknown;
  /** Its place in the order of arrival, among those that were understood, from 0. */
  readonly place: number;
}

/** What a read of foreign data gives; undefined where a getter or a proxy throws. */
export function tryTo<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null;

/** Far above every real time and playhead, and sums of them are still exact. */
const isMeasure = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER;

/** True when a text from outside is one of the API's event types. */
export const isEventType = (word: unknown): word is EventType => typeof word === 'string' && Object.hasOwn(schemas, word);

/** The members of a value; none when it is no object. */
export const membersOf = (value: unknown): Members => (isObject(value) ? value : {});

/** A number from 0 under a key; undefined when something else stands there. */
export function measure(members: Members, key: string): number | undefined {
  const value = members[key];
  return isMeasure(value) ? value : undefined;
}

/** A text that is not empty under a key; undefined when something else stands there. */
export function text(members: Members, key: string): string | undefined {
  const value = members[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** True for a flag that is set: `true`, or the text in any spelling, for Adobe's page of `authorized` asks for `"TRUE"`. */
export const isFlagged = (value: unknown): boolean =>
  value === true || (typeof value === 'string' && value.trim().toLowerCase() === 'true');

const isIterable = (value: unknown): value is Iterable<unknown> =>
  isObject(value) && tryTo(() => typeof Reflect.get(value, Symbol.iterator) === 'function') === true;

/** What was handed in, one by one. A lone value counts as a list of one, and so does the rest of a list that throws: as undefined. */
export function* listOf(events: unknown): Iterable<unknown> {
  if (!isIterable(events)) return yield events;
  try {
    yield* events;
  } catch {
    yield undefined;
  }
}

function read(source: unknown, place: number): ParsedEvent | undefined {
  const { eventType, playerTime, params, qoeData } = membersOf(source);
  const time = membersOf(playerTime);
  const ts = measure(time, 'ts');
  if (!isEventType(eventType) || ts === undefined) return undefined;
  return {
    type: eventType,
    ts,
    playhead: measure(time, 'playhead'),
    // Copied, because they are read again when nothing may throw any more.
    params: { ...membersOf(params) },
    qoe: { ...membersOf(qoeData) },
    source,
    place,
  };
}

/** Reads an event from outside; undefined when it has no known type or no time, or cannot be read: nothing can be counted from it. */
export const parseEvent = (source: unknown, place: number): ParsedEvent | undefined => tryTo(() => read(source, place));
