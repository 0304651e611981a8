/** Options that are made of others, and whose functions cannot be exchanged: they are the same only where they are one object. */
const MADE = /^(wire|offline)$/;

const kindOf = (value: unknown): string => Object.prototype.toString.call(value);

/**
 * Whether two values are worth the same, by their own members. A function is as good as any other one, because `latest` calls the one
 * that is set. `name`: that of the member which has them.
 */
export function isSame(a: unknown, b: unknown, name = ''): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a === 'function') return typeof b === 'function' && !MADE.test(name);
  const kind = kindOf(a);
  if (kind !== kindOf(b) || !/^.object (Object|Array)/.test(kind)) return false;
  const [one, other] = [a, b] as [Record<string, unknown>, Record<string, unknown>];
  return Object.keys({ ...one, ...other }).every((key) => isSame(one[key], other[key], key));
}

type AnyFunction = (...args: unknown[]) => unknown;

/**
 * Options whose functions are those of the options that are set when they are called: frameworks make new ones at each render. Those that
 * are undefined are left out, because they would hide an attribute.
 */
export function latest<T extends object>(get: () => T): T {
  const given = Object.entries(get()).filter(([, value]) => value !== undefined);
  const entries = given.map(([name, value]: [string, unknown]) => {
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
