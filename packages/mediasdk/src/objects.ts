import { constants } from './constants';

/** Adobe's object factories: the members of each kind of object, in the order of the arguments, with their keys on the wire. */
const KINDS = {
  Media: ['media.', constants('name id length streamtype:contentType', 'media.')],
  AdBreak: ['adbreak.', constants('name:podFriendlyName position:podIndex starttime:podSecond', 'media.ad.')],
  Ad: ['ad.', constants('name id position:podPosition length', 'media.ad.')],
  Chapter: ['chapter.', constants('name:friendlyName position:index length starttime:offset', 'media.chapter.')],
  State: ['customstate.', constants('name', 'media.state.')],
  QoE: ['qoe.', constants('bitrate startuptime:timeToStart fps:framesPerSecond droppedframes:droppedFrames', 'media.qoe.')],
} as const satisfies Readonly<Record<string, readonly [prefix: string, wireKeys: Readonly<Record<string, string>>]>>;

/**
 * What a member must be, by the first pattern that its key fits; the second one is for its type and value.
 * JSON has null for an infinite number.
 */
const RULES = [
  [/pos/, /^number[1-9]\d*$/, 'an integer from 1'],
  [/^cus/, /^string[\w.]{1,64}$/, 'letters, digits, _ and .'],
  [/name|id|type/, /^string./s, 'a string'],
  [/./, /^(number[\dI]|objectnull$)/, 'a number from 0'],
] as const;

/** The kinds of objects: `Ad` is what `createAdObject` makes. */
export type Kind = keyof typeof KINDS;
export const kinds = Object.keys(KINDS) as Kind[];

export type Values = Record<string, unknown>;

/** @throws Error that says what was expected, and what came. */
export function demand(fits: unknown, expected: string, got: unknown): void {
  if (!fits) throw Error(`expected ${expected}, got '${got as string}'`);
}

/** Makes an object of its values, and what it is on the wire; throws an Error when a value is wrong. */
function build(kind: Kind, valueOf: (key: string, index: number) => unknown): [object: Values, params: Values] {
  const [prefix, wireKeys] = KINDS[kind];
  const object: Values = {};
  const params: Values = {};
  Object.entries(wireKeys).forEach(([name, wireKey], index) => {
    const key = prefix + name;
    const value = (object[key] = params[wireKey] = valueOf(key, index));
    const [, pattern, expected] = RULES.find(([keys]) => keys.test(key))!;
    demand(pattern.test(typeof value + (value as string)), `${key} to be ${expected}`, value);
  });
  return [object, params];
}

/** The members of an object under the wire's keys; throws an Error when one is wrong. */
export function read(kind: Kind, object: unknown): Values {
  demand(object, `the ${kind} object`, object);
  return build(kind, (key) => (object as Values)[key])[1];
}

/** Makes an object of this kind; throws an Error when an argument is wrong. */
export function create(kind: Kind, values: readonly unknown[]): Values {
  const [object] = build(kind, (_, index) => values[index] ?? NaN);
  if (kind === 'Media')
    Object.assign(object, {
      'media.type': values[4] === 'audio' ? 'audio' : 'video',
      'media.resumed': false,
      'media.prerollwaittime': 250,
      'media.granularadtracking': false,
    });
  return object;
}
