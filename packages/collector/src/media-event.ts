import { schemas, validate, type Issue } from '@media-collection/core/schema';
import { didYouMean } from './did-you-mean';
import { Refusal } from './refusal';
import { createSlices } from './slices';

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

/** A path longer than this is cut off in a message. */
const SHOWN_PATH = 100;

/** Of how many wrong members the right name is looked for. */
const GUESSED = 5;

function wordsOf(issue: Issue, place: number, eventType: unknown): string {
  const guess = place < GUESSED ? didYouMean(issue, eventType) : '';
  return `${issue.path.slice(0, SHOWN_PATH) || 'the body'} (expected ${issue.expected}, got ${issue.got}${guess})`;
}

/** What is wrong with a body, in words; empty when it is an event. */
function faultsOf(body: unknown): string {
  const issues = validate(body);
  if (issues.length) {
    const { eventType } = Object(body) as { eventType?: unknown };
    return issues.map((issue, place) => wordsOf(issue, place, eventType)).join(', ');
  }
  // JSON can hold times that no clock shows, and with which nobody can calculate.
  const { ts } = (body as MediaEvent).playerTime;
  return Number.isSafeInteger(ts) ? '' : `playerTime.ts (expected milliseconds since 1970, got ${ts})`;
}

/** Checks a body against the schema of its event type; throws a 400 that names the wrong members. */
export function assertMediaEvent(body: unknown): asserts body is MediaEvent {
  const faults = faultsOf(body);
  if (faults) throw new Refusal(400, `The event is not valid: ${faults}.`);
}

function assertPart(event: unknown, place: number): void {
  const faults = faultsOf(event);
  if (faults) throw new Refusal(400, `Event ${place} of the array is not valid: ${faults}.`);
  const { eventType } = event as MediaEvent;
  const isStart = eventType === 'sessionStart';
  if (isStart === (place === 0)) return;
  throw new Refusal(
    400,
    isStart
      ? `Event ${place} of the array is another sessionStart: an array is one session.`
      : `The array begins with ${eventType}, and not with sessionStart.`,
  );
}

/** All events of one session of downloaded content, its `sessionStart` first. */
export type Batch = readonly [MediaEvent, ...MediaEvent[]];

/**
 * Checks a body against what is sent of downloaded content: all events of one session, its `sessionStart` first.
 * Rejects with a 400 that names the first event that is wrong, and what is wrong with it.
 */
export async function checkBatch(body: unknown): Promise<Batch> {
  if (!Array.isArray(body) || !body.length)
    throw new Refusal(400, 'Downloaded content is sent as an array of events, its sessionStart first.');
  const { pause } = createSlices();
  for (const [place, event] of (body as unknown[]).entries()) {
    assertPart(event, place);
    if (place % 100 === 99) await pause();
  }
  return body as unknown as Batch;
}

/** Checks whether a word from outside is an event type. */
export const isEventType = (word: string): word is EventType => Object.hasOwn(schemas, word);
