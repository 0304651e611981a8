import type { ParsedEvent } from '../parsed-event';
import type { Step } from '../session';

/** How bad it is: a breach costs or falsifies data, an advice may. */
export type Severity = 'breach' | 'advice';

/** A rule of order: what it says, and how to see that it is broken. */
export interface Rule {
  readonly severity: Severity;
  /** What the rule says, in one sentence. */
  readonly says: string;
  /** Looks at an event alone, whatever it is; a sentence for each breach. */
  readonly form?: (event: unknown) => readonly string[];
  /** Looks at an event in its session, in the order of `playerTime.ts`; a sentence when the rule is broken. */
  readonly order?: (step: Step) => string | false | undefined;
}

/** Rules by name. */
export type Rules<Name extends string> = Readonly<Record<Name, Rule>>;

/** Writes milliseconds as seconds, to the millisecond. */
export const seconds = (ms: number): string => `${Math.round(ms) / 1_000} s`;

/** Writes a playhead. */
export const at = (playhead: number): string => `${Math.round(playhead * 1_000) / 1_000}`;

/** True when the event has one of these types. */
export const isOne = ({ type }: ParsedEvent, ...words: readonly string[]): boolean => words.includes(type);
