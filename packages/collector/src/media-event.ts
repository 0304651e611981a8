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

/**
 * Checks a body against what is sent of downloaded content: all events of one session, its `sessionStart` first.
 * Throws a 400 that names the first event that is wrong, and what is wrong with it.
 */
export function assertBatch(body: unknown): asserts body is readonly [MediaEvent, ...MediaEvent[]] {
  if (!Array.isArray(body) || !body.length)
    throw new Refusal(400, 'Downloaded content is sent as an array of events, its sessionStart first.');
  body.forEach((event: unknown, place) => {
    const issues = validate(event);
    if (issues.length) throw new Refusal(400, `Event ${place} of the array is not valid: ${issues.map(told).join(', ')}.`);
    const isStart = (event as MediaEvent).eventType === 'sessionStart';
    if (isStart !== (place === 0))
      throw new Refusal(
        400,
        isStart
          ? `Event ${place} of the array is another sessionStart: an array is one session.`
          : `The array begins with ${(event as MediaEvent).eventType}, and not with sessionStart.`,
      );
  });
}

/** Tells whether a word from outside is an event type. */
export const isEventType = (word: string): word is EventType => Object.hasOwn(schemas, word);
