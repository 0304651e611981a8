import { demand, type TrackerOptions } from './options';
import type { MediaEvent } from './wire/events';
import { qoeTable, table } from './wire/table';
import { validate, type Issue } from './wire/validate';

type OnEvent = NonNullable<TrackerOptions['onEvent']>;

/** Callbacks of {@link debug}. */
export interface DebugOptions {
  /** Is called with every event as well. */
  onEvent?: OnEvent;
  /** Is called with each sentence; without it they go to the console. */
  report?: (sentence: string) => void;
}

const PART = /^(params|qoeData|customMetadata)\.(.+)$/;

/** All keys of the API, each with the events that take it. */
const places = new Map<string, string[]>();
const note = (key: string, place: string): unknown => places.set(key, [...(places.get(key) ?? []), place]);
for (const [type, row] of Object.entries(table))
  for (const key of Object.keys('params' in row ? row.params : {})) note(key, type);
for (const key of Object.keys(qoeTable)) note(key, 'qoe');

/** The edit distance of two words. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + Number(a[i - 1] !== b[j - 1])));
    row = next;
  }
  return row[b.length]!;
}

const plain = (key: string): string => key.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The key that was probably meant: other capitals, a missing `media.`, a letter or two. */
function meant(key: string): string | undefined {
  const word = plain(key);
  const near = [...places.keys()]
    .map((known) => ({ known, far: Math.min(distance(word, plain(known)), distance(`media${word}`, plain(known))) }))
    .sort((a, b) => a.far - b.far)[0]!;
  return near.far <= Math.min(2, Math.floor(word.length / 4)) ? near.known : undefined;
}

/** What to do about a key that the event does not take. */
function hint(key: string, type: string, part: string): string {
  const others = places.get(key);
  const guess = others ? undefined : meant(key);
  if (guess) return `Did you mean ${guess}?`;
  if (others?.includes('qoe')) return 'Give it to tracker.qoe().';
  if (others) return `It belongs to ${others.join(' and ')}.`;
  if (part !== 'params') return 'Take it out.';
  return 'metadata' in table[type as keyof typeof table] ? 'Put your own keys into customMetadata.' : 'Take it out.';
}

/** One issue in words: the key, what was expected, what came, what to do. */
function sentence(type: string, { path, expected, got }: Issue): string {
  const [, part = '', key = path] = PART.exec(path) ?? [];
  const what = `${type}: ${key || 'the event'}: expected ${expected}, got ${got}`;
  if (expected === 'no such member') return `${what}. ${hint(key, type, part)}`;
  if (got === 'nothing') return `${what}. Set it, or the service responds with 400.`;
  return `${what}. Correct it, or the service responds with 400.`;
}

/**
 * Makes an `onEvent` for development that checks every event key by key, and reports each issue once: the key, what was expected,
 * what came, and what to do. It changes nothing, and sends nothing; leave it out of what you ship.
 * @throws TypeError when an option is wrong, with its name, what was expected and what came.
 */
export function debug(options: DebugOptions = {}): OnEvent {
  for (const name of ['onEvent', 'report'])
    demand(options, name, (value) => value === undefined || typeof value === 'function', 'a function');
  const { onEvent, report } = options;
  const reported = new Set<string>();
  const reportOnce = (kind: string, text: string): void => {
    if (reported.has(kind)) return;
    reported.add(kind);
    if (report) report(text);
    else console.warn(`media-collection: ${text}`);
  };
  return (event: MediaEvent, session) => {
    const { eventType } = event;
    for (const issue of validate(event)) reportOnce(`${eventType} ${issue.path} ${issue.expected}`, sentence(eventType, issue));
    if (eventType === 'sessionStart' && !event.params?.['visitor.marketingCloudUserId'])
      reportOnce(
        'visitor',
        'sessionStart: visitor.marketingCloudUserId is missing. Without the ECID each session is a new visitor: set it in params.',
      );
    onEvent?.(event, session);
  };
}
