/** True for a value that `await` would wait for. */
export const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  (typeof value === 'object' || typeof value === 'function') &&
  typeof (value as PromiseLike<unknown> | null)?.then === 'function';

/** Returns the value, and catches the rejection of a promise that nobody waits for. */
export function settled<T>(result: T): T {
  if (isPromise(result)) void Promise.resolve(result).catch(() => {});
  return result;
}

/** Calls a function of the page or the player; if it throws, warns with its name and returns undefined. */
export type Guard = <T>(name: string, run: () => T) => T | undefined;

/** Describes a thrown value, which may be anything, even an object without a prototype. */
export function describe(error: unknown): string {
  try {
    return String((error as Error | undefined)?.stack ?? error);
  } catch {
    return 'something that cannot be shown';
  }
}

/** Creates the guard of a tracker; `warn` never throws. */
export const createGuard =
  (warn: (sentence: string) => void): Guard =>
  (name, run) => {
    try {
      return settled(run());
    } catch (error) {
      warn(`${name} threw: ${describe(error)}`);
      return undefined;
    }
  };
