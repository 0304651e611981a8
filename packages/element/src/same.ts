/** Options that are made of others, and whose functions cannot be exchanged: they are the same only where they are one object. */
const MADE = /^(wire|offline)$/;

const isPlain = (value: unknown): value is Record<string, unknown> =>
  Array.isArray(value) || Object.prototype.toString.call(value) === '[object Object]';

/**
 * Whether two values are worth the same, by their own members. A function is as good as any other one, because `latest` calls the one
 * that is set. `name`: that of the member which has them.
 */
export function isSame(a: unknown, b: unknown, name = ''): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a === 'function') return typeof b === 'function' && !MADE.test(name);
  if (!isPlain(a) || !isPlain(b)) return false;
  return [...Object.keys(a), ...Object.keys(b)].every((key) => isSame(a[key], b[key], key));
}

type AnyFunction = (...args: unknown[]) => unknown;

/** Options whose functions are those of the options that are set when they are called: frameworks make new ones at each render. */
export function latest<T extends object>(get: () => T): T {
  const entries = Object.entries(get()).map(([name, value]: [string, unknown]) => {
    if (typeof value !== 'function' || MADE.test(name)) return [name, value] as const;
    const run = (...args: unknown[]): unknown => {
      const now = (get() as Record<string, unknown>)[name];
      // Not as a method, because the browser's own functions, `fetch` for one, refuse that.
      return (typeof now === 'function' ? (now as AnyFunction) : (value as AnyFunction))(...args);
    };
    return [name, run] as const;
  });
  return Object.fromEntries(entries) as T;
}
