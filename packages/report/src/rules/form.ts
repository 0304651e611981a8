import { validate, type Issue } from '@media-collection/core/schema';
import { isEventType, membersOf } from '../heard';
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

const told = ({ path, expected, got }: Issue): string => `${path || 'the event'}: expected ${expected}, got ${got}.`;

/** What can be seen at one event alone. */
export const form: Rules<
  'unknown-event-type' | 'missing-metadata' | 'invalid-event' | 'quality-in-params' | 'reserved-metadata-key'
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
            .map(told),
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
