import type { Reader } from './reader';
import type { Effect } from './session/effect';
import type { Input, SessionInput } from './session/input';
import { reduce, type Step } from './session/reduce';
import { createSession, type Session } from './session/state';
import { DEFAULT_SETTINGS } from './session-settings';

interface StepsPorts {
  readonly reader: Pick<Reader, 'read'>;
  warn(sentence: string): void;
  /** Reports an error of internal code. */
  reportFault(error: unknown): void;
  perform(effect: Effect): void;
  /** All effects of a step were performed. */
  onPerformed(): void;
  /** An input was handled, and those that it caused. `isPlain`: nothing followed, and at most the playhead changed. */
  onHandled(input: Input, isPlain: boolean, isIntent: boolean): void;
}

/** The steps of the session of a tracker: one at a time, each with its effects. */
export interface Steps {
  /** The session after the last step. */
  readonly session: Session;
  /** A step is under way. */
  readonly isWorking: boolean;
  /** Handles an input, and then those that it caused. */
  dispatch(input: SessionInput, isIntent?: boolean): void;
  /** Takes a step that was worked out beforehand. */
  take(step: Step): void;
  /** Performs the effects of the last step, or those that are left of them. */
  performEffects(): void;
  /** Ends a step that is under way, and handles the inputs that it caused. */
  finish(): void;
}

/** Creates the steps of a tracker. */
export function createSteps({ reader, warn, reportFault, perform, onPerformed, onHandled }: StepsPorts): Steps {
  const inputs: Input[] = [];
  /** The effects of the last step, and how many of them were performed. */
  let effects: Step[1] = [];
  let performed = 0;

  const performEffects = (): void => {
    while (performed < effects.length)
      try {
        const effect = effects[performed++]!;
        if (typeof effect === 'string') warn(effect);
        else perform(effect);
      } catch (error) {
        reportFault(error);
      }
    onPerformed();
  };
  /** Handles an input; false when something must be done, or more than the playhead changed. */
  const step = (input: Input): boolean => {
    try {
      [steps.session, effects] = reduce(steps.session, input);
      performed = 0;
      const isPlain = !effects.length && (input.type === 'progress' || input.type === 'chapter');
      performEffects();
      return isPlain;
    } catch (error) {
      reportFault(error);
      return true;
    }
  };
  /** Handles the inputs that a step caused itself, one after the other. */
  const handleWaiting = (): boolean => {
    let isPlain = true;
    for (let next = inputs.shift(); next; next = inputs.shift()) isPlain = step(next) && isPlain;
    steps.isWorking = false;
    return isPlain;
  };

  const steps: { -readonly [K in keyof Steps]: Steps[K] } = {
    session: createSession(DEFAULT_SETTINGS),
    isWorking: false,
    performEffects,
    dispatch: (given, isIntent = false) => {
      // Every input is an object of ours, so it is not copied.
      const input = reader.read(given, given.type === 'progress') as Input;
      if (steps.isWorking) return void inputs.push(input);
      steps.isWorking = true;
      const isFirstPlain = step(input);
      const isPlain = handleWaiting() && isFirstPlain;
      onHandled(input, isPlain, isIntent);
    },
    take: (next) => {
      // One by one: no iterator, and no call before all of it is set.
      steps.session = next[0];
      effects = next[1];
      performed = 0;
      steps.isWorking = true;
      performEffects();
      steps.isWorking = false;
    },
    finish: () => {
      performEffects();
      handleWaiting();
    },
  };
  return steps;
}
