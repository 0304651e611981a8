/** A list that only grows, never changes, and takes one more member in O(1): the last one, and the list before it. */
export type AppendOnlyList<T> = { readonly last: T; readonly before: AppendOnlyList<T> } | undefined;

/** The members of a trail, first one first. */
export function walk<T>(trail: AppendOnlyList<T>): T[] {
  const members: T[] = [];
  for (let rest = trail; rest; rest = rest.before) members.push(rest.last);
  return members.reverse();
}
