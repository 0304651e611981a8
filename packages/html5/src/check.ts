import type { BitrateUnit } from './mse';
import type { FollowOptions } from './follow-element';

/** Names a value in an error message; some objects have no string form of their own. */
const nameOf = (value: unknown): string =>
  value && typeof value === 'object' ? Object.prototype.toString.call(value) : String(value);

/** Throws the TypeError of an argument that is not what was expected. */
export const refuse = (adapter: string, expected: string, value: unknown, hint = ''): never => {
  throw new TypeError(`@media-collection/${adapter}: expected ${expected}, got ${nameOf(value)}${hint}`);
};

/** Whether a thing is a media element, of whatever document. */
export const isMedia = (element: unknown): element is HTMLMediaElement =>
  /^(video|audio)$/i.test((element as Element | undefined)?.localName ?? '') && 'currentTime' in (element as object);

const isList = (value: unknown): boolean => Array.isArray(value) || typeof value === 'function';

const isNames = (value: unknown): boolean => Array.isArray(value) && value.every((name) => typeof name === 'string');

type CheckedOptions = FollowOptions & { element?: HTMLMediaElement; bitrateUnit?: BitrateUnit };

/** What each option of every adapter must be. */
const OPTIONS = [
  ['states', isNames, 'an array of names of states'],
  ['chapters', isList, 'an array of chapters, or a function that returns one'],
  ['ads', isList, 'an array of ads, or a function that returns one'],
  ['element', isMedia, 'a <video> or <audio> element'],
  ['bitrateUnit', (value: unknown) => value === 'kbps' || value === 'bps', "'kbps' or 'bps'"],
] as const;

/**
 * Checks the options that every adapter takes.
 * @throws TypeError that names the option and says what was expected.
 */
export function checkOptions(adapter: string, options: CheckedOptions = {}): void {
  if (options === null || typeof options !== 'object') refuse(adapter, 'an object of options', options);
  for (const [name, fits, expected] of OPTIONS)
    if (options[name] !== undefined && !fits(options[name])) refuse(adapter, `${name} to be ${expected}`, options[name]);
}

const warned = new WeakSet<object>();

/** The list that a page gives, or that its function returns. A function that throws, or returns no list, is reported once and adds nothing. */
export function listOf<T extends object>(option: readonly T[] | (() => readonly T[])): readonly T[] {
  if (typeof option !== 'function') return option;
  try {
    const list: unknown = option();
    if (Array.isArray(list)) return list as T[];
    refuse('html5', 'ads and chapters to be functions that return an array', list);
  } catch (error) {
    if (!warned.has(option)) console.warn(error);
    warned.add(option);
  }
  return [];
}
