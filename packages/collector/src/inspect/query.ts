import { Refusal } from '../refusal';
import { PAGE_SIZE, type SessionFilter } from '../store/store';

const MAX_PAGE = 200;

/** A whole number of the query; undefined when it is not there. Throws a 400 for anything else. */
export function numberIn(query: URLSearchParams, name: string, most: number = Number.MAX_SAFE_INTEGER): number | undefined {
  const word = query.get(name);
  if (word === null) return undefined;
  if (!/^\d{1,16}$/.test(word)) throw new Refusal(400, `${name} must be a whole number from 0, got "${word.slice(0, 50)}".`);
  return Math.min(Number(word), most);
}

function flagIn(query: URLSearchParams, name: string): boolean | undefined {
  const word = query.get(name);
  if (word === null) return undefined;
  if (word !== 'true' && word !== 'false') throw new Refusal(400, `${name} must be true or false, got "${word.slice(0, 50)}".`);
  return word === 'true';
}

/** Reads which sessions a query asks for; throws a 400 for a value that cannot be understood. */
export function filterOf(query: URLSearchParams): SessionFilter {
  const flags = ['breaches', 'refused', 'ecid', 'open'].map((name) => [name, flagIn(query, name)]);
  const asked = [['text', query.get('text')?.slice(0, 200) || undefined], ['since', numberIn(query, 'since')], ...flags];
  return {
    limit: Math.max(1, numberIn(query, 'limit', MAX_PAGE) ?? PAGE_SIZE),
    ...(Object.fromEntries(asked.filter(([, value]) => value !== undefined)) as SessionFilter),
  };
}
