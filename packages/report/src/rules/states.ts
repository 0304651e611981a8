import { MAX_STATES, stateOf, type Session, type Step } from '../session';
import { isOne, type Rules } from './rule';
import { isEnding } from './spans';

const isOn = ({ states }: Session, name: string): boolean => states.get(name)?.since !== undefined;

/** Looks at an event that names a state. */
const named =
  (word: 'stateStart' | 'stateEnd', isBroken: (session: Session, name: string) => boolean, message: string) =>
  ({ before, event }: Step): string | false => {
    const name = stateOf(event);
    return isOne(event, word) && name !== undefined && isBroken(before, name) && `${name}: ${message}`;
  };

function leftOn(step: Step): string | false {
  const on = [...step.before.states].filter(([, { since }]) => since !== undefined).map(([name]) => name);
  return isEnding(step) && on.length > 0 && `${step.event.type} comes while ${on.join(', ')} ${on.length > 1 ? 'are' : 'is'} on.`;
}

/** Player states (A-13; ). */
export const states: Rules<'state-not-on' | 'state-already-on' | 'too-many-states' | 'state-left-on'> = {
  'state-not-on': {
    severity: 'breach',
    says: 'A state that ends has been started.',
    order: named('stateEnd', (session, name) => !isOn(session, name), 'it is not on.'),
  },
  'state-already-on': {
    severity: 'advice',
    says: 'A state that is on is not started again: that counts twice.',
    order: named('stateStart', isOn, 'it is on already.'),
  },
  'too-many-states': {
    severity: 'breach',
    says: 'A session has at most 10 states, by name.',
    order: named(
      'stateStart',
      ({ states }, name) => !states.has(name) && states.size >= MAX_STATES,
      `the session has ${MAX_STATES} states already.`,
    ),
  },
  'state-left-on': {
    severity: 'advice',
    says: 'States are ended before the session is; its end ends the others, as with Adobe’s clients and this library’s tracker.',
    order: leftOn,
  },
};
