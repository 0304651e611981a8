import type { CollectorOptions } from './collector';

type Test = readonly [fits: (value: unknown) => boolean, expected: string];

const isFunction = (value: unknown): boolean => typeof value === 'function';
/** Whether a value has these methods: a promise of a store, and what makes one, have not. */
const has =
  (...names: readonly string[]) =>
  (value: unknown): boolean =>
    names.every((name) => isFunction((value as Record<string, unknown> | null)?.[name]));

const FUNCTION: Test = [isFunction, 'a function'];
const STORE: Test = [has('open', 'append', 'head', 'events', 'mark', 'expire'), 'a store'];

/** What is expected of the options that have a value. */
const EXPECTED: { readonly [O in keyof CollectorOptions]-?: Test } = {
  store: STORE,
  now: FUNCTION,
  newId: FUNCTION,
  inspect: [(value) => typeof value === 'boolean' || (typeof value === 'object' && value !== null), 'true, false or { token }'],
  forward: [has('touch'), 'what createForwarder() returns'],
  maxAge: [(value) => Number.isFinite(value) && (value as number) >= 0, 'seconds from 0'],
  onCall: FUNCTION,
  onBreach: FUNCTION,
};

/** Throws a `TypeError` for an option of another kind, which would fail with every call otherwise. */
export function checkOptions(options: CollectorOptions): void {
  for (const [name, [fits, expected]] of Object.entries(EXPECTED)) {
    const value = (options as Record<string, unknown>)[name];
    if (value === undefined || fits(value)) continue;
    const got = typeof value === 'object' ? Object.prototype.toString.call(value) : JSON.stringify(value);
    throw new TypeError(`@media-collection/collector: ${name}: expected ${expected}, got ${got ?? typeof value}`);
  }
}
