/** Calls what belongs to a player or to the page; undefined where that throws, for nothing may throw into the page. */
export function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
