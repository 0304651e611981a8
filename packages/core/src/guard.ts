/** True for what `await` would wait for. */
export const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as PromiseLike<unknown> | undefined | null)?.then === 'function';

/** Returns what was returned, and catches a promise that nobody waits for. */
export function settled<T>(result: T): T {
  if (isPromise(result)) void Promise.resolve(result).catch(() => {});
  return result;
}

/** Runs what belongs to the page or the player; where it throws, names it and returns undefined. */
export type Guard = <T>(name: string, run: () => T) => T | undefined;

/** What can be said of something that was thrown, which may be anything, also an object without a prototype. */
export function describe(error: unknown): string {
  try {
    return String((error as Error | undefined)?.stack ?? error);
  } catch {
    return 'something that cannot be shown';
  }
}

/** Makes the guard of a tracker; `warn` never throws. */
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
