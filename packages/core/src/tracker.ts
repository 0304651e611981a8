import type { Adapter, Emit } from './adapter';
import { adOf, playerGuess, readIntent, readOwn } from './answers';
import { systemClock, type Clock } from './clock';
import { consentOf, createPermission, type Consent } from './consent';
import { createDelivery } from './delivery';
import { createGuard, describe, settled } from './guard';
import { check, isConsent, isFrom, type CheckedOptions, type TrackerOptions } from './options';
import { watchPage } from './page/lifecycle';
import type { Effect } from './session/effect';
import type { Action, Input, SessionInput } from './session/input';
import type { Intent, TrackArguments, TrackEventType } from './session/intent';
import { reduce, type Step } from './session/reduce';
import type { SessionSettings, SessionSnapshot } from './session/snapshot';
import { createSession, isActive } from './session/state';
import type { AdAnswer, MediaAnswer, StartParams } from './page-metadata';
import { isDownloaded } from './wire/downloaded';
import { show } from './show';
import { createPageAnswers } from './start-answers';
import { createReadyClosing, type Reading } from './tracker-closing';
import { claim } from './targets';
import { createWarn } from './warn';
import type { MediaEvent, QoeData } from './wire/events';

/** Tracks the viewings of one player. Once it is created, its methods never throw. */
export interface Tracker {
  /** Tracks a player, and ends the session of one that was attached before. The function that it returns detaches the player and ends its session. */
  attach(adapter: Adapter): () => void;
  /** Tracks an event of the API, with its parameters and custom metadata. */
  track<W extends TrackEventType>(type: W, ...rest: TrackArguments<W>): void;
  /** Merges values into the quality; before a session they are sent with its `sessionStart` (D25). */
  qoe(values: QoeData): void;
  /** Sets the decision of the viewer (D23): events wait, are dropped, or are sent. */
  consent(decision: Consent): void;
  /** The id of the open session, once the service gave it. */
  readonly sessionId: string | undefined;
  /**
   * Ends an open session and removes every listener and timer; queued events are still sent, without retries. `keepSession`: sends no
   * end, so that the session stays open until it times out.
   */
  destroy(options?: { keepSession?: boolean }): void;
}

interface QueuedEvent {
  readonly event: MediaEvent;
  readonly before: SessionSnapshot;
  readonly droppable: boolean;
}

/** Settings of a session before it opens. */
const DEFAULTS = { prerollWait: 250, pingInterval: 10_000, adPingInterval: 10_000 };

/**
 * Creates a tracker: connects session, clock, lanes and page. Effects are performed only here.
 * @throws TypeError when an option is missing or wrong, with its name, what was expected and what came.
 */
export function createTracker<const P extends StartParams, const M extends MediaAnswer, const A extends AdAnswer>(
  options: CheckedOptions<P, M, A>,
): Tracker;
export function createTracker(given: object): Tracker {
  // The wire is read by the delivery alone.
  const options = given as TrackerOptions;
  check(options);
  const { onEvent, onLost } = options;
  const time = options.clock ?? systemClock;
  const page = new AbortController();
  const timers = new Set<() => void>();
  const inbox: Input[] = [];
  let adapter: Adapter | undefined;
  /** Declared here, because a closure inside attach() would keep the adapter, and so the player, alive. */
  const nobody = (): void => {};
  let detach = nobody;
  let cancel = (): void => {};
  let working = false;
  let hasPage = false;
  let destroyed = false;
  /** The page was left, and is not back. */
  let away = false;

  const warn = createWarn(options);
  const guard = createGuard(warn);
  const milliseconds = (name: keyof typeof DEFAULTS, least: number, most = Infinity): number => {
    const option = options[name];
    const value = typeof option === 'function' ? guard(`${name}()`, option) : option;
    return isFrom(least, most)(value) ? value : DEFAULTS[name];
  };
  const readSettings = (): SessionSettings => ({
    prerollWait: milliseconds('prerollWait', 0),
    pingInterval: milliseconds('pingInterval', 10_000, 50_000),
    adPingInterval: milliseconds('adPingInterval', 1_000),
  });
  let session = createSession(DEFAULTS);
  /** Reports an error of internal code as ours; tracker and player go on. */
  const reportFault = (error: unknown): void =>
    warn(`internal error: this is a fault of media-collection, please report it: ${describe(error)}`);

  /** The clock, with its timers recorded for destroy(). */
  const clock: Clock = {
    now: () => time.now(),
    after: (ms, run) => {
      if (destroyed) return () => {};
      const ring = time.after(ms, () => {
        timers.delete(stop);
        run();
      });
      const stop = (): void => {
        timers.delete(stop);
        ring();
      };
      timers.add(stop);
      return stop;
    },
  };

  const permission = createPermission();
  const askConsent = (): Consent | undefined => guard('consent()', () => consentOf(options));
  const decide = (decision: Consent | undefined): void => {
    const known = isConsent(decision) ? decision : 'pending';
    if (known !== decision) warn(`consent is pending: expected 'in' or 'out', got ${show(decision)}.`);
    const given = permission.decide(known);
    if (given === false) delivery.drop('consent');
    if (given !== undefined) dispatch({ type: 'consent', isGiven: given });
  };
  const delivery = createDelivery<QueuedEvent>(options, {
    time,
    clock,
    permission,
    warn,
    onLost: onLost && ((event, ...why) => void guard('onLost()', () => onLost(event as MediaEvent, ...why))),
    onGone: ({ event, before }, wasDelivered) => dispatch({ type: 'sessionLost', event, before, wasDelivered }),
    onOpen: () => closing.renew(),
  });
  const answers = createPageAnswers(options, delivery.lacks, clock, guard, warn, (id) =>
    session.pending.starts.some((start) => start.id === id),
  );

  const perform: { readonly [D in Effect['do']]: (effect: Extract<Effect, { do: D }>) => void } = {
    open: ({ event }) => {
      delivery.open(event);
      guard('onEvent()', () => onEvent?.(event, { sessionId: undefined }));
    },
    send: (letter) => {
      delivery.send(letter);
      guard('onEvent()', () => onEvent?.(letter.event, { sessionId: delivery.sessionId }));
    },
    adoptQueue: () => delivery.adopt(),
    setTimer: ({ after }) => {
      cancel();
      cancel = clock.after(after, () => dispatch({ type: 'tick' }));
    },
    clearTimer: () => cancel(),
    requestInfo: (question) => {
      if (question.about === 'ad')
        return dispatch({ type: 'infoReceived', about: 'ad', info: adOf(question.guess, options, guard, warn) });
      const { id, given } = question;
      const settings = readSettings();
      if (typeof options.consent === 'function') decide(askConsent());
      if (permission.now === 'out') return dispatch({ type: 'infoReceived', about: 'media', id, info: undefined });
      answers.ask({ id, given, guess: playerGuess(adapter, guard, warn) }, (told) => {
        const lacking = told && delivery.lacks(told.params);
        const fault = lacking
          ? `params returned no ${lacking}`
          : !delivery.isStored && isDownloaded(told?.params) && 'downloaded content needs the option offline';
        if (fault) warn(`sessionStart is ignored: ${fault}.`);
        dispatch({ type: 'infoReceived', about: 'media', id, info: fault ? null : told, settings });
      });
    },
  };

  // They are called with each intent, so each is made once.
  const askTime = (): number => time.now();
  const askPlayhead = (): number => (adapter ?? options).playhead!();
  const askQoe = (): QoeData | undefined => readOwn('qoe', settled(adapter?.qoe?.()), guard, nobody);
  const readTime = (): number => guard('clock.now()', askTime)!;
  // NaN: the playhead cannot be read, so it is not known whether it moves.
  const readPlayhead = (): number | undefined => (adapter ?? options).playhead && (guard('playhead()', askPlayhead) ?? NaN);
  const read = (playhead = readPlayhead()): Reading => {
    const qoe = guard('the qoe() of the adapter', askQoe);
    return { time: readTime(), playhead, qoe };
  };
  const closing = createReadyClosing({
    clock,
    permission,
    delivery,
    read,
    now: readTime,
    playhead: readPlayhead,
    reportFault,
  });

  const take = ([next, effects]: Step): void => {
    session = next;
    for (const effect of effects)
      try {
        if (typeof effect === 'string') warn(effect);
        else (perform[effect.do] as (effect: Effect) => void)(effect);
      } catch (error) {
        reportFault(error);
      }
    if (!isActive(session)) delivery.end();
  };
  /** Handles inputs one after the other, also those that a step causes itself. */
  const dispatch = (input: SessionInput, isIntent = false): void => {
    const reading = read((input as Intent).playhead);
    // Every input is an object of ours, so it is not copied.
    inbox.push(Object.assign(input, reading));
    if (working) return;
    working = true;
    let isPlain = true;
    for (let input = inbox.shift(); input; input = inbox.shift()) {
      try {
        const step = reduce(session, input);
        isPlain &&= !step[1][0] && (input.type === 'progress' || input.type === 'chapter');
        take(step);
      } catch (error) {
        reportFault(error);
      }
    }
    working = false;
    if (hasPage) closing.update(session, reading, isPlain, isIntent);
  };

  const track = (action: Action): void =>
    destroyed
      ? warn(`${action.type} is ignored: the tracker was destroyed, create a new one.`)
      : dispatch({ type: 'track', action });

  decide(askConsent());
  hasPage = watchPage(
    {
      leave: ({ persisted }) => {
        // First of all, because Firefox may end this listener at any moment.
        const step = closing.send();
        if (step) {
          working = true;
          take(step);
          working = false;
        }
        dispatch({ type: 'leave' });
        if (!persisted) answers.hurry();
        away = true;
        const isHeld = permission.now === 'pending';
        if (isHeld && persisted) return;
        delivery.leave(persisted);
        // The page will be gone before the viewer decides.
        if (isHeld) permission.decide('out');
      },
      hide: () => dispatch({ type: 'hidden' }),
      wake: () => {
        away = false;
        delivery.wake();
      },
    },
    page.signal,
  );

  const tracker: Tracker = {
    attach: (next) => {
      const isAdapter = guard('attach()', () => typeof (next as Adapter | undefined)?.subscribe === 'function');
      if (destroyed || !isAdapter) {
        warn(
          `attach is ignored: ${destroyed ? 'the tracker was destroyed, create a new one' : `expected an adapter, got ${show(next)}`}.`,
        );
        return nobody;
      }
      detach();
      const release = guard('attach()', () => claim(next, tracker, options.shared, warn));
      if (!release) return nobody;
      const listening = new AbortController();
      const leave = (): void => {
        if (listening.signal.aborted) return;
        listening.abort();
        release();
        dispatch({ type: 'unloaded' });
        adapter = undefined;
        detach = nobody;
      };
      adapter = next;
      detach = leave;
      const emit: Emit = (intent) => {
        const read = !away && !listening.signal.aborted && intent && readIntent(intent, guard, warn);
        if (read) dispatch(read, true);
      };
      guard('the subscribe() of the adapter', () => next.subscribe(emit, listening.signal));
      return leave;
    },
    track: (word, ...[params, customMetadata]: [object?, object?]) => {
      const type = (typeof word === 'string' ? word : show(word)) as TrackEventType;
      const read = (part: string, values: unknown) => readOwn(`${type}: ${part}`, values, guard, warn);
      track({ type, params: read('params', params), customMetadata: read('customMetadata', customMetadata) });
    },
    qoe: (values) => track({ type: 'qoe', params: readOwn('qoe: values', values, guard, warn) }),
    consent: decide,
    get sessionId() {
      return isActive(session) ? delivery.sessionId : undefined;
    },
    destroy: ({ keepSession = false } = {}) => {
      if (destroyed) return;
      if (keepSession) session = createSession(DEFAULTS);
      detach();
      dispatch({ type: 'unloaded' });
      answers.hurry();
      destroyed = true;
      page.abort();
      delivery.finish();
      for (const stop of timers) stop();
    },
  };
  return tracker;
}
