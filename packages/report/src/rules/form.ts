import { validate, type Issue } from '@media-collection/core/schema';
import { isEventType, membersOf } from '../parsed-event';
import type { Rules } from './rule';

/** A word that is no event type; undefined when it is one, or no word. */
function unknownType(event: unknown): string | undefined {
  const { eventType } = membersOf(event);
  return typeof eventType === 'string' && !isEventType(eventType) ? eventType : undefined;
}

/** What an event lacks beside its envelope: the data that it must carry. */
const isLack = ({ path, got }: Issue): boolean => got === 'nothing' && path.startsWith('params');

/** Negative playheads have a rule of their own. */
const isRange = ({ path, expected }: Issue): boolean => path === 'playerTime.playhead' && expected.endsWith('or more');

const sentenceOf = ({ path, expected, got }: Issue): string => `${path || 'the event'}: expected ${expected}, got ${got}.`;

/** Keys of which a number below 0, or of more than a clock or a counter can hold, is a mistake. */
const isCount = (key: string): boolean => /^media\.(qoe\.|length$|ad\.length$|ad\.pod|chapter\.(index|offset|length)$)/.test(key);

/** What is wrong with a value that its schema allows. */
function oddity(key: string, value: unknown): string | undefined {
  if (value === '') return `${key} is empty.`;
  if (typeof value === 'string' && value.trim() === '') return `${key} is blank.`;
  if (typeof value !== 'number') return undefined;
  if (value < 0 && isCount(key)) return `${key} is ${value}, and cannot be below 0.`;
  return Math.abs(value) > Number.MAX_SAFE_INTEGER ? `${key} is ${value}, which nobody can calculate with.` : undefined;
}

/** What can be seen at one event alone. */
export const form: Rules<
  'unknown-event-type' | 'missing-metadata' | 'invalid-event' | 'odd-value' | 'quality-in-params' | 'reserved-metadata-key'
> = {
  'unknown-event-type': {
    severity: 'breach',
    says: 'The event type is one of the 19 that the API knows.',
    form: (event) => {
      const word = unknownType(event);
      return word === undefined ? [] : [`The API knows no event ${JSON.stringify(word)}.`];
    },
  },
  'missing-metadata': {
    severity: 'breach',
    says: 'An event carries the params that it must have.',
    form: (event) => {
      const lacks = validate(event).filter(isLack);
      return lacks.length ? [`It lacks ${lacks.map(({ path }) => path.replace(/^params\./, '')).join(', ')}.`] : [];
    },
  },
  'invalid-event': {
    severity: 'breach',
    says: 'An event passes its schema; the service answers 400 to one that does not.',
    form: (event) =>
      unknownType(event) !== undefined
        ? []
        : validate(event)
            .filter((issue) => !isLack(issue) && !isRange(issue))
            .map(sentenceOf),
  },
  'odd-value': {
    severity: 'advice',
    says: 'Counts and lengths are not below 0, numbers are no larger than can be calculated with, and texts are not empty.',
    form: (event) => {
      const { playerTime, params, qoeData } = membersOf(event);
      const { playhead } = membersOf(playerTime);
      const values = [['playerTime.playhead', playhead], ...[params, qoeData].flatMap((part) => Object.entries(membersOf(part)))];
      return values.flatMap(([key, value]) => oddity(String(key), value) ?? []);
    },
  },
  'quality-in-params': {
    severity: 'advice',
    says: 'Keys of `media.qoe` stand in `qoeData`, not in `params`, as Adobe’s pages of the quality variables have it; the service refuses them there.',
    form: (event) =>
      Object.keys(membersOf(membersOf(event)['params']))
        .filter((key) => key.startsWith('media.qoe.'))
        .map((key) => `Move ${key} from params to qoeData.`),
  },
  'reserved-metadata-key': {
    severity: 'breach',
    says: 'Keys of customMetadata do not begin with `media.` or `a.`, which are Adobe’s.',
    form: (event) =>
      Object.keys(membersOf(membersOf(event)['customMetadata']))
        .filter((key) => /^(media|a)\./.test(key))
        .map((key) => `The key ${key} is reserved.`),
  },
};
