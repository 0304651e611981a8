/** What came of a scenario: passed, passed but with a time that is off, different as is known of this engine, failed, not there. */
export type Outcome = 'p' | 't' | 'd' | 'f' | '-';

/** What a self-test found, as it is sent back. */
export interface Findings {
  /** Name and version, such as `Safari 18.5`. */
  readonly engine: string;
  /** Such as `iPhone`, `Tizen 6.5`; empty where nothing is known. */
  readonly device: string;
  /** Version of the library. */
  readonly library: string;
  /** The outcomes of each way to play, in the order of the scenarios. */
  readonly outcomes: Readonly<Record<string, readonly Outcome[]>>;
}

const plain = (text: string): string => text.replace(/[^\w. -]/g, '').trim();

/** Two letters by which a code that was copied wrongly is noticed. */
function checkOf(text: string): string {
  let sum = 7;
  for (const letter of text) sum = (sum * 31 + letter.charCodeAt(0)) % 676;
  return String.fromCharCode(97 + Math.floor(sum / 26), 97 + (sum % 26));
}

/** Writes what was found in one line that a person can read and copy by hand. */
export function writeCode({ engine, device, library, outcomes }: Findings): string {
  const results = Object.entries(outcomes).map(([way, list]) => `${way}:${list.join('')}`);
  const text = ['MC1', ...[engine, device, library].map(plain), ...results].join('/');
  return `${text}/${checkOf(text)}`;
}

/** Reads such a line; undefined for anything else, and for one that was copied wrongly. */
export function readCode(code: string): Findings | undefined {
  const parts = code.trim().split('/');
  const check = parts.pop();
  const [format, engine, device, library, ...results] = parts;
  if (format !== 'MC1' || engine === undefined || device === undefined || library === undefined) return undefined;
  if (checkOf(parts.join('/')) !== check) return undefined;
  const outcomes: Record<string, readonly Outcome[]> = {};
  for (const result of results) {
    const [, way, list] = /^(\w+):([ptdf-]+)$/.exec(result) ?? [];
    if (way === undefined || list === undefined) return undefined;
    outcomes[way] = list.split('') as Outcome[];
  }
  return { engine, device, library, outcomes };
}
