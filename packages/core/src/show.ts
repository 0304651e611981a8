/** What stands in a sentence for a value of any kind; never throws. */
export function show(value: unknown): string {
  try {
    if (typeof value === 'number') return String(value);
    return (JSON.stringify(value) ?? String(value)).slice(0, 80);
  } catch {
    return typeof value;
  }
}
