import type { Adapter } from './adapter';
import { readOwn } from './answers';
import { createAttachment, noop } from './attachment';
import { systemClock } from './clock';
import { consentOf, createPermission, type Consent } from './consent';
import { createGuard, describe } from './guard';
import { check, isConsent, type CheckedOptions, type TrackerOptions } from './options';
import { createOwnClock } from './own-clock';
import { watchPage } from './page/lifecycle';
import { createPerform } from './perform';
import { createReader } from './reader';
import { createSending, type Sending } from './sending';
import type { Action } from './session/input';
import type { TrackArguments, TrackEventType } from './session/intent';
import type { Step } from './session/reduce';
import { isActive } from './session/state';
import type { AdAnswer, MediaAnswer, StartParams } from './page-metadata';
import { show } from './show';
import { createSteps } from './steps';
import { createWarn } from './warn';
import type { QoeData } from './wire/events';

/** Tracks the sessions of one player. Its methods never throw: problems are reported to `onWarning`. */
export interface Tracker {
  /**
   * Tracks a player, and ends the session of the one attached before. Returns a function that ends the session and removes all
   * listeners. A call that is rejected, for example because another tracker tracks the player, changes nothing.
   */
  attach(adapter: Adapter): () => void;
  /** Sends an event by hand, with its parameters and custom metadata; the types know which parameters it requires. */
  track<W extends TrackEventType>(type: W, ...rest: TrackArguments<W>): void;
  /** Merges values into the current quality data, which are sent with the next event; before a session, with its `sessionStart`. */
  qoe(values: QoeData): void;
  /** Sets the viewer's consent: `in` sends, `pending` queues, `out` drops unsent events and stops at once, without a `sessionEnd`. */
  consent(decision: Consent): void;
  /** The service's id of the open session; undefined before the service has returned it, and for downloaded content. */
  readonly sessionId: string | undefined;
  /**
   * Ends an open session and removes all listeners and timers, except the time-outs of requests in flight. Queued events, and a start
   * that waits for `params` or `media` (until then it listens to the page), are still sent, once. `keepSession`: sends no `sessionEnd`,
   * so the session stays open until the service closes it.
   */
  destroy(options?: { keepSession?: boolean }): void;
}

/** Has the getter of each tracker: V8 keeps 250 bytes more for an object with one of its own. */
class WithSessionId {
  declare readonly readSessionId: () => string | undefined;
  get sessionId(): string | undefined {
    return this.readSessionId();
  }
}

/**
 * Creates a tracker; each player needs its own.
 * @throws TypeError when an option is missing or wrong, with its name, what was expected and what came.
 */
export function createTracker<const P extends StartParams, const M extends MediaAnswer, const A extends AdAnswer>(
  options: CheckedOptions<P, M, A>,
): Tracker;
export function createTracker(given: object): Tracker {
  // The wire is read by the delivery alone.
  const options = given as TrackerOptions;
  check(options);
  const clock = createOwnClock(options.clock ?? systemClock);
  const page = new AbortController();
  const permission = createPermission();
  const warn = createWarn(options);
  const guard = createGuard(warn);
  /** Reports an error of internal code as ours; tracker and player go on. */
  const reportFault = (error: unknown): void =>
    warn(`internal error: this is a fault of media-collection, please report it: ${describe(error)}`);
  let sending: Sending | undefined;
  let hasPage = false;
  let isDestroyed = false;
  /** The page was left, and is not back. */
  let isPageLeft = false;

  const reader = createReader(options, guard, warn, () => attachment.current());
  const getSending = (): Sending =>
    (sending ??= createSending(options, {
      clock,
      permission,
      reader,
      warn,
      guard,
      reportFault,
      onGone: ({ event, before }, wasDelivered) => dispatch({ type: 'sessionLost', event, before, wasDelivered }),
      isWaiting: (id) => steps.session.pending.starts.some((start) => start.id === id),
    }));

  const decide = (decision: Consent | undefined): void => {
    const known = isConsent(decision) ? decision : 'pending';
    if (known !== decision) warn(`consent is pending: expected 'in' or 'out', got ${show(decision)}.`);
    const isUnsent = !!sending?.delivery.isHeld;
    const given = permission.decide(known);
    if (given === false) sending?.delivery.drop('consent');
    if (given !== undefined) dispatch({ type: 'consent', isGiven: given, isUnsent });
    if (isDestroyed) leavePage();
  };

  /** Asks the page for the decision of the viewer, if its option is a function. */
  const requestConsent = (): void => {
    if (typeof options.consent === 'function') decide(guard('consent()', () => consentOf(options)));
  };

  /**
   * Removes the page listeners of a tracker that was destroyed. They stay while a start waits for `params` or `media`, or events wait
   * for consent: those are sent, or reported as lost, when the page closes.
   */
  const leavePage = (): void => {
    if (!steps.session.pending.starts.length && !(sending && permission.now === 'pending')) page.abort();
  };

  const steps = createSteps({
    reader,
    warn,
    reportFault,
    perform: createPerform(options, {
      clock,
      permission,
      guard,
      warn,
      getSending,
      getAdapter: () => attachment.current(),
      requestConsent,
      dispatch: (input) => dispatch(input),
    }),
    onPerformed: () => {
      if (!isActive(steps.session)) sending?.delivery.end();
      if (isDestroyed) leavePage();
    },
    onHandled: (input, isPlain, isIntent) => {
      if (hasPage) sending?.closing.update(steps.session, input, isPlain, isIntent);
    },
  });
  const { dispatch } = steps;

  const attachment = createAttachment({ guard, warn, isShared: options.shared, isOpen: () => !isPageLeft, dispatch });

  const track = (action: Action): void =>
    isDestroyed
      ? warn(`${action.type} is ignored: the tracker was destroyed, create a new one.`)
      : dispatch({ type: 'track', action });

  // Only they can refuse an option, send what a page before has stored, or warn of an endpoint.
  if (options.wire || options.offline || options.insecure) getSending();
  decide(guard('consent()', () => consentOf(options)));
  let isLeaving = false;
  /** The step of leaving the page that was taken last. */
  let lastStep: Step | undefined;
  const leave = ({ persisted }: Pick<PageTransitionEvent, 'persisted'>): void => {
    // First of all, because Firefox may end this listener at any moment. Called again, it answers with the same step. In the middle of a
    // step, which Firefox ended or in which the page removed its own frame, what was prepared before is out of date.
    const ended = steps.isWorking ? undefined : sending?.closing.send();
    if (steps.isWorking) steps.finish();
    else if (ended && ended !== lastStep) steps.take((lastStep = ended));
    dispatch({ type: 'leave' });
    if (!persisted) sending?.answers.hurry();
    isPageLeft = true;
    const isHeld = permission.now === 'pending';
    if (isHeld && persisted) return;
    sending?.delivery.leave(persisted);
    // The page will be gone before the viewer decides.
    if (isHeld) permission.decide('out');
  };
  hasPage = watchPage(
    {
      leave: (event) => {
        isLeaving = true;
        leave(event);
        isLeaving = false;
      },
      leaveAgain: (event) => {
        if (!isLeaving) return;
        isLeaving = false;
        steps.performEffects();
        leave(event);
      },
      hide: () => dispatch({ type: 'hidden' }),
      wake: () => {
        isPageLeft = false;
        sending?.delivery.wake();
      },
    },
    page.signal,
  );

  const methods: Omit<Tracker & WithSessionId, 'sessionId'> = {
    readSessionId: () => (isActive(steps.session) ? sending?.delivery.sessionId : undefined),
    attach: (next) => {
      if (!isDestroyed) return attachment.attach(next);
      warn('attach is ignored: the tracker was destroyed, create a new one.');
      return noop;
    },
    track: (name, ...[params, customMetadata]: [object?, object?]) => {
      const type = (typeof name === 'string' ? name : show(name)) as TrackEventType;
      const read = (part: string, values: unknown) => readOwn(`${type}: ${part}`, values, guard, warn);
      track({ type, params: read('params', params), customMetadata: read('customMetadata', customMetadata) });
    },
    qoe: (values) => track({ type: 'qoe', params: readOwn('qoe: values', values, guard, warn) }),
    consent: decide,
    destroy: (how) => {
      const keepsSession = guard('destroy()', () => how?.keepSession);
      if (isDestroyed) return;
      if (keepsSession) dispatch({ type: 'sessionKept' });
      attachment.detach();
      dispatch({ type: 'unloaded' });
      isDestroyed = true;
      leavePage();
      sending?.delivery.finish();
      clock.stop();
    },
  };
  const tracker: Tracker = Object.assign(new WithSessionId(), methods);
  return tracker;
}
