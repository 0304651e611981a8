import { schemas, validate, type Issue } from '@media-collection/core/schema';
import { Refusal } from './refusal';

/** The words that the API knows for an event. */
export type EventType = keyof typeof schemas;

/** An event as it came over the wire and passed its schema. */
export interface MediaEvent {
  /** `playhead` in seconds, `ts` in UTC epoch milliseconds. */
  readonly playerTime: { readonly playhead: number; readonly ts: number };
  readonly eventType: EventType;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly qoeData?: Readonly<Record<string, string | number>>;
  readonly customMetadata?: Readonly<Record<string, string>>;
}

const told = ({ path, expected, got }: Issue): string => `${path || 'the body'} (expected ${expected}, got ${got})`;

/** Checks a body against the schema of its event type; throws a 400 that names every wrong member. */
export function assertMediaEvent(body: unknown): asserts body is MediaEvent {
  const issues = validate(body);
  if (issues.length) throw new Refusal(400, `The event is not valid: ${issues.map(told).join(', ')}.`);
}

/** Tells whether a word from outside is an event type. */
export const isEventType = (word: string): word is EventType => Object.hasOwn(schemas, word);
