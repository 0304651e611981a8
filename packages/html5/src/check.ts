import type { BitrateUnit } from './mse';
import type { ChapterOption } from './chapters';
import type { FollowOptions } from './follow-element';
import type { AdOption } from './stitched-ads';

/** Names a value in an error message; some objects have no string form of their own, and that of a class is all of its code. */
const nameOf = (value: unknown): string =>
  (value && typeof value === 'object' ? Object.prototype.toString.call(value) : String(value)).slice(0, 80);

const errorOf = (adapter: string, expected: string, value: unknown, hint = ''): TypeError =>
  new TypeError(`@media-collection/${adapter}: expected ${expected}, got ${nameOf(value)}${hint}`);

/** Throws the TypeError of an argument that is not what was expected. */
export const refuse = (adapter: string, expected: string, value: unknown, hint?: string): never => {
  throw errorOf(adapter, expected, value, hint);
};

/** Whether a thing is a media element, of whatever document. */
export const isMedia = (element: unknown): element is HTMLMediaElement =>
  /^(video|audio)$/i.test((element as Element | undefined)?.localName ?? '') && 'currentTime' in (element as object);

const isList = (value: unknown): boolean => Array.isArray(value) || typeof value === 'function';

const isNames = (value: unknown): boolean => Array.isArray(value) && value.every((name) => typeof name === 'string');

/** What an entry of each list must be. */
const ENTRIES = {
  chapters: '{ start, end?, title }, in seconds from 0 on',
  ads: '{ start, end, params }, in seconds',
};

interface Lists {
  readonly chapters: ChapterOption;
  readonly ads: AdOption;
}

const isTime = (value: unknown): boolean => typeof value === 'number' && !Number.isNaN(value);

/** A copy of an entry; undefined where its times are of no use, or reading it throws. */
function readEntry<N extends keyof Lists>(name: N, entry: unknown): Lists[N] | undefined {
  try {
    const { start, end, title, params, customMetadata } = entry as ChapterOption & AdOption;
    const fits = Number.isFinite(start) && (name === 'ads' ? isTime(end) : start >= 0 && isTime(end ?? 0));
    return fits ? ({ start, end, title, params: { ...params }, customMetadata } as unknown as Lists[N]) : undefined;
  } catch {
    return undefined;
  }
}

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
  for (const name of ['chapters', 'ads'] as const) {
    const list = options[name];
    if (Array.isArray(list))
      list.forEach(
        (entry, index) => readEntry(name, entry) ?? refuse(adapter, `${name}[${index}] to be ${ENTRIES[name]}`, entry),
      );
  }
}

/** Arrays whose entries were fit, with how many there were: a list is read several times a second. */
const fit = new WeakMap<object, number>();
/** Lists that threw or were none, and those of which an entry was unfit: each is reported once. */
const failed = new WeakSet<object>();
const unfit = new WeakSet<object>();

const warnOnce = (reported: WeakSet<object>, list: object, problem: () => unknown): [] => {
  if (!reported.has(list)) console.warn(problem());
  reported.add(list);
  return [];
};

/**
 * The list that a page gives, or that its function returns. A function that throws, or returns no list, adds nothing; an entry that is
 * unfit is left out.
 */
export function listOf<N extends keyof Lists>(
  name: N,
  option: readonly Lists[N][] | (() => readonly Lists[N][]),
): readonly Lists[N][] {
  try {
    const list: unknown = typeof option === 'function' ? option() : option;
    if (!Array.isArray(list)) return refuse('html5', `${name} to be a function that returns an array`, list);
    if (fit.get(list) === list.length) return list as Lists[N][];
    const entries = list.flatMap(
      (entry, index) =>
        readEntry(name, entry) ??
        warnOnce(unfit, option, () => errorOf('html5', `${name}[${index}] to be ${ENTRIES[name]}`, entry, ': it is left out')),
    );
    if (entries.length === list.length) fit.set(list, list.length);
    return entries;
  } catch (error) {
    return warnOnce(failed, option, () => error);
  }
}
