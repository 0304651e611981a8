// Types only: so that the interface at the end of this file is found.
import type {} from 'vitest';
import { parseEvent, listOf, membersOf, tryTo, type ParsedEvent } from './parsed-event';
import { lint, type Breach } from './lint';
import type { Metrics } from './metrics';
import { report } from './report';
import { sideBySide } from './side-by-side';
import { pass, type Held } from './window';

/** What a matcher answers, to Vitest and to Playwright. */
export interface Answer {
  readonly pass: boolean;
  readonly message: () => string;
}

/** Some metrics of a session; undefined: it is absent. */
export type SomeMetrics = { readonly [N in keyof Metrics]?: Metrics[N] | undefined };

/** How far a number may lie from the expected one, in its own unit; 0.001 when not given. */
export interface Tolerance {
  readonly within?: number;
}

/** What {@link matchers} add to `expect(events)`. */
export interface ReportMatchers<Result = void> {
  /** The events break no rule; advice does not fail. */
  toFollowTheRules(): Result;
  /** The back end reports these metrics, by plain name; those that are not given do not matter. */
  toReport(expected: SomeMetrics, tolerance?: Tolerance): Result;
  /** The events are these, in the order of `playerTime.ts`; pings do not matter unless one is given. */
  toHaveEvents(words: readonly string[]): Result;
}

function inOrder(events: unknown): ParsedEvent[] {
  const ordered: ParsedEvent[] = [];
  let held: Held = [];
  for (const source of listOf(events)) {
    const event = parseEvent(source, ordered.length);
    const { passed, held: rest } = event ? pass(held, event) : { passed: [], held };
    held = rest;
    ordered.push(...passed);
  }
  return [...ordered, ...held];
}

/** Times of breaches count from the first event: epoch milliseconds mean nothing to a reader. */
function line({ rule, message, event }: Breach, start: number): string {
  const head = tryTo(() => {
    const { eventType, playerTime } = membersOf(event);
    const { ts } = membersOf(playerTime);
    const when = typeof ts === 'number' ? ` at ${(ts - start) / 1_000} s` : '';
    return `${typeof eventType === 'string' ? eventType : 'an event'}${when}`;
  });
  return `  ${head ?? 'an event'}: ${rule}: ${message}`;
}

function isNear(expected: unknown, got: unknown, within: number): boolean {
  if (typeof expected === 'number' && typeof got === 'number') return Math.abs(expected - got) <= within;
  if (typeof expected !== 'object' || expected === null || typeof got !== 'object' || got === null) return expected === got;
  if (Array.isArray(expected) && expected.length !== (Array.isArray(got) ? got.length : -1)) return false;
  const members = membersOf(got);
  return Object.entries(expected).every(([key, value]) => isNear(value, members[key], within));
}

const written = (value: unknown): string => (value === undefined ? 'nothing' : (JSON.stringify(value) ?? 'nothing'));

/** The matchers, for `expect.extend(matchers)`; the received value is the list of one session's events in order of arrival. */
export const matchers: {
  readonly toFollowTheRules: (events: unknown) => Answer;
  readonly toReport: (events: unknown, expected: SomeMetrics, tolerance?: Tolerance) => Answer;
  readonly toHaveEvents: (events: unknown, words: readonly string[]) => Answer;
} = {
  toFollowTheRules: (events) => {
    const found = lint(listOf(events));
    const breaches = found.filter(({ severity }) => severity === 'breach');
    const advice = found.filter(({ severity }) => severity === 'advice');
    const start = Math.min(...inOrder(events).map(({ ts }) => ts));
    const list = (title: string, some: readonly Breach[]): string[] =>
      some.length ? [title, ...some.map((one) => line(one, start))] : [];
    return {
      pass: breaches.length === 0,
      message: () =>
        breaches.length
          ? [...list('The events break rules:', breaches), ...list('And some advice:', advice)].join('\n')
          : 'The events follow the rules, and should not.',
    };
  },

  toReport: (events, expected, { within = 0.001 } = {}) => {
    const metrics = new Map<string, unknown>(Object.entries(report(listOf(events)).metrics));
    const wrong = Object.entries(expected).filter(([name, value]) => !isNear(value, metrics.get(name), within));
    const lines = wrong.map(([name, value]) => `  ${name}: expected ${written(value)}, reported ${written(metrics.get(name))}`);
    return {
      pass: wrong.length === 0,
      message: () =>
        wrong.length
          ? [`The back end reports something else (within ${within}):`, ...lines].join('\n')
          : `The back end reports just this, and should not: ${written(expected)}`,
    };
  },

  toHaveEvents: (events, words) => {
    const all = inOrder(events).map(({ type }) => type);
    const received = words.includes('ping') ? all : all.filter((type) => type !== 'ping');
    const isSame = received.length === words.length && received.every((word, index) => word === words[index]);
    return {
      pass: isSame,
      message: () =>
        isSame
          ? `The events are just these, and should not be: ${words.join(', ')}`
          : `The events are others:\n${sideBySide(words, received, ['expected', 'received'])}`,
    };
  },
};

declare module 'vitest' {
  // Both are how an interface of Vitest's is added to: its type parameter by name, and nothing but what is inherited.
  // eslint-disable-next-line @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type
  interface Matchers<T> extends ReportMatchers {}
}
