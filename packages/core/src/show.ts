/** What stands in a sentence for a value of any kind; never throws. */
export function show(value: unknown): string {
  try {
    if (typeof value === 'number') return String(value);
    return JSON.stringify(value)?.slice(0, 80) ?? String(value);
  } catch {
    return typeof value;
  }
}
