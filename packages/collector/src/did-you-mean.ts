import { schemas, type Issue } from '@media-collection/core/schema';

/** A word longer than this is not compared. */
const MAX_LETTERS = 64;

/** How many letters must be added, removed or replaced to make one word of the other (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}

/** The word of a list that another one was probably meant to be; undefined when none is near. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  if (word.length > MAX_LETTERS) return undefined;
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let least = Math.max(2, Math.ceil(word.length / 5)) + 1;
  for (const candidate of words) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const far = distance(wanted, candidate.toLowerCase());
    if (far < least) [best, least] = [candidate, far];
  }
  return best;
}

type Node = { readonly properties?: Readonly<Record<string, Node>> };

/** The names that may stand at the place of an issue, and the one that stands there. */
function namesAt(path: string, eventType: unknown): { readonly word: string; readonly names: readonly string[] } | undefined {
  const schema = Object.hasOwn(schemas, eventType as string) ? (schemas[eventType as keyof typeof schemas] as Node) : undefined;
  const [, group, key] = /^(?:(params|qoeData|playerTime)\.)?(.+)$/.exec(path) ?? [];
  const node = group ? schema?.properties?.[group] : schema;
  return key && node?.properties ? { word: key, names: Object.keys(node.properties) } : undefined;
}

/** A question that names what a misspelt member or event type was probably meant to be; empty when nothing is near. */
export function didYouMean({ path, expected, got }: Issue, eventType: unknown): string {
  const isType = path === 'eventType' && typeof eventType === 'string';
  if (!isType && expected !== 'no such member') return '';
  const asked = isType ? { word: eventType, names: Object.keys(schemas) } : namesAt(path, eventType);
  const word = asked && nearest(asked.word, asked.names);
  return word && got ? `; did you mean ${word}?` : '';
}
