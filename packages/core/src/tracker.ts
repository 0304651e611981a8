import type { Adapter } from './adapter';
import { answer } from './answers';
import { createAwaitedParams } from './awaited-params';
import { systemClock, type Clock } from './clock';
import { consentOf, createPermission, type Consent } from './consent';
import { check, isConsent, isSecure, lacksIdentity, type CheckedOptions, type TrackerOptions } from './options';
import { watchPage } from './page/lifecycle';
import type { Effect } from './session/effect';
import type { Cue, Guess, Input, Stimulus, TrackArguments, Word } from './session/input';
import { reduce } from './session/reduce';
import { idle, type Standing } from './session/state';
import type { AdAnswer, MediaAnswer, StartParams } from './told';
import { createLane, type Lane, type LostReason } from './transport/lane';
import { createPost } from './transport/post';
import type { Road } from './transport/road';
import { isDownloaded } from './wire/downloaded';
import { createWarn } from './warn';
import type { MediaEvent, QoeData } from './wire/events';

/** Tracks the viewings of one player. Once it is made, nothing of it throws. */
export interface Tracker {
  /** Follows a player, and ends the session of one attached before; the answer stops following and ends the session. */
  attach(adapter: Adapter): () => void;
  /** Says what happened: an event of the API, its parameters, its custom metadata. */
  track<W extends Word>(type: W, ...rest: TrackArguments<W>): void;
  /** Merges into what is known of the quality; before a session it rides on its `sessionStart` (D25). */
  qoe(values: QoeData): void;
  /** What the viewer decided (D23): holds everything, drops it, or goes on. */
  consent(decision: Consent): void;
  /** The id that the service gave to the open session. */
  readonly sessionId: string | undefined;
  /** Ends an open session and removes every listener and timer; what is queued is still sent, without retry. */
  destroy(): void;
}

/** So many sessions may wait for the network or the viewer's consent; beyond it no more than the start of the oldest is kept. */
const MAX_LANES = 20;

interface Letter {
  readonly event: MediaEvent;
  readonly before: Standing;
  readonly spare: boolean;
}

/**
 * Makes a tracker: joins session, clock, lanes and page; the one place where effects are performed.
 * @throws TypeError when an option is missing or wrong, with its name, what was expected and what came.
 */
export function createTracker<const P extends StartParams, const M extends MediaAnswer, const A extends AdAnswer>(
  options: CheckedOptions<P, M, A>,
): Tracker;
export function createTracker(options: TrackerOptions): Tracker {
  check(options);
  const { endpoint, prerollWait = 250, adPingInterval = 10_000, onEvent, onLost } = options;
  const time = options.clock ?? systemClock;
  const page = new AbortController();
  const timers = new Set<() => void>();
  const inbox: Input[] = [];
  let session = idle(prerollWait >= 0 ? prerollWait : 250, adPingInterval >= 1_000 ? adPingInterval : 10_000);
  let adapter: Adapter | undefined;
  /** Made out here: a function made inside attach() would hold the adapter, and so the player. */
  const nobody = (): void => {};
  let detach = nobody;
  let lane: Lane<Letter> | undefined;
  let lanes: readonly (Lane<Letter> | Road)[] = [];
  let orphans = (): Letter[] => [];
  let cancel = (): void => {};
  let working = false;
  let destroyed = false;
  /** The page went, and is not back. */
  let away = false;

  const warn = createWarn(options);
  /** Runs what belongs to the page or the player; if it throws, the tracker and the player go on. */
  const attempt = <T>(run: () => T): T | undefined => {
    try {
      return run();
    } catch (error) {
      warn(`what the page or the player gave threw: ${(error as Error)?.stack ?? String(error)}`);
      return undefined;
    }
  };
  if (!isSecure(endpoint)) warn('endpoint is not https: others can read what is sent.');
  const lost = (event: object, reason: LostReason, detail?: string): void =>
    void attempt(() => onLost?.(event as MediaEvent, reason, detail));

  /** The clock, with every timer known to destroy(). */
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
  const post = createPost(options.fetch ?? ((url, init) => fetch(url, init)), clock);

  const permission = createPermission();
  const decide = (decision: Consent | undefined): void => {
    const known = isConsent(decision) ? decision : 'pending';
    if (known !== decision) warn(`consent is pending: expected 'in' or 'out', got ${String(decision)}.`);
    const given = permission.decide(known);
    if (given === false) for (const each of lanes) each.drop('consent');
    if (given !== undefined) dispatch({ type: 'consent', given });
  };
  const ports = {
    endpoint,
    post: (...request: Parameters<typeof post>) => permission.when(() => post(...request), { status: 0, unsent: true }),
    clock,
    onLost: lost,
    permission,
    warn,
  };
  const road = options.offline?.(ports, createLane);
  if (road) lanes = [road];
  const withParams = createAwaitedParams(options, clock, warn);

  const perform: { readonly [D in Effect['do']]: (effect: Extract<Effect, { do: D }>) => void } = {
    open: ({ event }) => {
      lane = (road?.createLane ?? createLane)<Letter>(event, {
        ...ports,
        onGone: (letter, from) => {
          orphans = () => [letter, ...from.take()];
          if (from === lane) dispatch({ type: 'gone', event: letter.event, before: letter.before, heard: from.heard });
          if (from === lane || !from.dead) lost(letter.event, 'expired');
        },
      });
      // The road stays last: it takes what its lanes leave.
      lanes = [lane, ...lanes.filter(({ busy }) => busy)];
      if (lanes[MAX_LANES] !== road) lanes[MAX_LANES]?.drop('overflow');
      onEvent?.(event, { sessionId: undefined });
    },
    send: (letter) => {
      lane!.push(letter);
      onEvent?.(letter.event, { sessionId: lane!.id });
    },
    adopt: () => lane!.push(...orphans()),
    arm: ({ after }) => {
      cancel();
      cancel = clock.after(after, () => dispatch({ type: 'tick' }));
    },
    disarm: () => cancel(),
    ask: (question) => {
      const { about } = question;
      const tell = (told: Guess | null | undefined): void => dispatch({ type: 'told', about, answer: told ?? null });
      if (about === 'ad') return tell(attempt(() => answer(question, options, undefined, adapter, warn)));
      if (typeof options.consent === 'function') decide(attempt(() => consentOf(options)));
      if (permission.now === 'out') return tell(null);
      attempt(() =>
        withParams((params) => {
          const told = attempt(() => answer(question, options, params, adapter, warn));
          const lacking = told && lacksIdentity(told.params);
          const fault = lacking
            ? `params gave no ${lacking}`
            : !road && isDownloaded(told?.params) && 'downloaded content needs the option offline';
          if (fault) warn(`sessionStart is ignored: ${fault}.`);
          tell(fault ? null : told);
        }),
      );
    },
  };

  /** Takes inputs one after the other, also those that come from within: the session never sees half a step. */
  const dispatch = (stimulus: Stimulus): void => {
    const known = attempt(() => ({ playhead: (adapter ?? options).playhead?.(), qoe: adapter?.qoe?.() }));
    inbox.push({ time: time.now(), ...known, ...stimulus });
    if (working) return;
    working = true;
    for (let input = inbox.shift(); input; input = inbox.shift()) {
      const step = attempt(() => reduce(session, input!));
      if (!step) continue;
      const [next, effects] = step;
      session = next;
      for (const effect of effects)
        attempt(() => (typeof effect === 'string' ? warn(effect) : (perform[effect.do] as (effect: Effect) => void)(effect)));
    }
    working = false;
  };

  const cue = (cue: Cue): void =>
    destroyed ? warn(`${cue.type} is ignored: the tracker was destroyed, make a new one.`) : dispatch({ type: 'cue', cue });

  decide(attempt(() => consentOf(options)));
  watchPage(
    {
      leave: ({ persisted }) => {
        dispatch({ type: 'leave' });
        away = true;
        const isHeld = permission.now === 'pending';
        if (isHeld && persisted) return;
        for (const each of lanes) each.leave(persisted);
        // Nobody will be here for the answer.
        if (isHeld) permission.decide('out');
      },
      hide: () => {
        dispatch({ type: 'hidden' });
        // A page that goes is hidden last of all, and all was said then.
        for (const each of lanes) if (!away) each.wake();
      },
      wake: () => {
        away = false;
        for (const each of lanes) each.wake();
      },
    },
    page.signal,
  );

  return {
    attach: (next) => {
      detach();
      if (destroyed) {
        warn('attach is ignored: the tracker was destroyed, make a new one.');
        return () => {};
      }
      const listening = new AbortController();
      const leave = (): void => {
        if (listening.signal.aborted) return;
        listening.abort();
        dispatch({ type: 'unload' });
        adapter = undefined;
        detach = nobody;
      };
      adapter = next;
      detach = leave;
      attempt(() => next.subscribe((intent) => away || listening.signal.aborted || dispatch(intent), listening.signal));
      return leave;
    },
    track: (type, ...[params, customMetadata]: [object?, object?]) => cue({ type, params, customMetadata }),
    qoe: (params) => cue({ type: 'qoe', params }),
    consent: decide,
    get sessionId() {
      return session.content && lane?.id;
    },
    destroy: () => {
      if (destroyed) return;
      detach();
      dispatch({ type: 'unload' });
      destroyed = true;
      page.abort();
      for (const each of lanes) each.finish();
      for (const stop of timers) stop();
    },
  };
}
