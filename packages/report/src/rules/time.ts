import { isTaken } from '../session';
import { isOne, seconds, type Rules } from './rule';

const reasons = {
  sessionEnd: 'sessionEnd has closed the session',
  silence: 'the service has closed the session, after 10 minutes without an event',
  standstill: 'the service has closed the session, after 30 minutes without movement of the playhead',
};

/** When events come, and in which order. */
export const time: Rules<
  'no-session-start' | 'second-session-start' | 'equal-ts' | 'falling-ts' | 'event-after-end' | 'event-after-complete'
> = {
  'no-session-start': {
    severity: 'breach',
    says: 'The first event of a session is sessionStart.',
    order: ({ event }) => event.place === 0 && !isOne(event, 'sessionStart') && `The session begins with ${event.type}.`,
  },
  'second-session-start': {
    severity: 'breach',
    says: 'A session has one sessionStart; what follows another belongs to another session.',
    order: ({ before, event }) => before.start && isOne(event, 'sessionStart') && 'The session has begun already.',
  },
  'equal-ts': {
    severity: 'breach',
    says: 'Two events of a session never share a `ts`, for the back end sorts by it.',
    order: (step) =>
      isTaken(step) &&
      step.event.ts === step.before.at &&
      `${step.event.type} has the ts of the event before, ${step.before.at}.`,
  },
  'falling-ts': {
    severity: 'breach',
    says: 'No event comes later than the back end waits: 5 s or 10 events.',
    order: ({ before, event }) =>
      before.at !== undefined &&
      event.ts < before.at &&
      !(before.start && isOne(event, 'sessionStart')) &&
      `${event.type} is ${seconds(before.at - event.ts)} behind, and what follows it has been counted.`,
  },
  'event-after-end': {
    severity: 'breach',
    says: 'Nothing follows the end of a session: sessionEnd, 10 min of silence, 30 min without movement (a second sessionEnd is harmless).',
    order: ({ before, event, after }) =>
      after.closedBy &&
      (before.closedBy || after.taken === before.taken) &&
      after.starts < 2 &&
      !isOne(event, 'sessionEnd') &&
      `${event.type} is lost: ${reasons[after.closedBy]}.`,
  },
  'event-after-complete': {
    severity: 'advice',
    says: 'After sessionComplete only sessionEnd follows; Adobe’s clients fall silent.',
    order: ({ before, event, after }) =>
      before.isComplete && !after.closedBy && !isOne(event, 'sessionStart') && `${event.type} follows sessionComplete.`,
  },
};
