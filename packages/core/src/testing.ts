import type { Clock } from './clock';
import type { MediaEvent } from './wire/events';
import type { Fetch } from './transport/post';

/** A clock that stands until `advance()` is called. */
export interface ManualClock extends Required<Clock> {
  /** Goes on by so many milliseconds; timers run in order, each at its own moment. */
  advance(ms: number): void;
  /** Puts the wall clock somewhere else; timers are not touched. */
  set(now: number): void;
  /** How many timers are waiting. */
  readonly timers: number;
}

/** Makes a clock for tests; `start` in UTC milliseconds. */
export function createManualClock(start = 0): ManualClock {
  let elapsed = 0;
  let offset = start;
  let timers: { due: number; run: () => void }[] = [];
  return {
    now: () => offset + elapsed,
    elapsed: () => elapsed,
    after: (ms, run) => {
      const timer = { due: elapsed + Math.max(ms, 0), run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance: (ms) => {
      const end = elapsed + ms;
      for (;;) {
        const next = timers.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0];
        if (!next) break;
        timers = timers.filter((other) => other !== next);
        elapsed = Math.max(elapsed, next.due);
        next.run();
      }
      elapsed = end;
    },
    set: (now) => {
      offset = now - elapsed;
    },
    get timers() {
      return timers.length;
    },
  };
}

/** A service that accepts everything and remembers it. */
export interface Recorder {
  /** Give it to `createTracker({ fetch })`. */
  readonly fetch: Fetch;
  /** Events by session id, in order of arrival. */
  readonly sessions: ReadonlyMap<string, readonly MediaEvent[]>;
  /** All events, in order of arrival. */
  readonly events: readonly MediaEvent[];
  /** Answers the next requests with these statuses, one each. */
  answer(...statuses: number[]): void;
  /** Resolves when nothing that was sent waits for an answer. */
  settled(): Promise<void>;
}

/** Makes a service double: 201 with a `Location`, then 204. */
export function createRecorder(): Recorder {
  const sessions = new Map<string, MediaEvent[]>();
  const events: MediaEvent[] = [];
  const answers: number[] = [];
  let exchanges = 0;
  return {
    sessions,
    events,
    answer: (...statuses) => void answers.push(...statuses),
    fetch: async (url, { body }) => {
      exchanges++;
      const status = answers.shift();
      if (status) return new Response(status < 300 ? null : JSON.stringify({ message: `answered ${status}` }), { status });
      // Downloaded content comes as an array.
      const received = [JSON.parse(body)].flat() as MediaEvent[];
      events.push(...received);
      const known = /\/sessions\/([^/]+)\/events$/.exec(url)?.[1];
      const id = known ?? `session-${sessions.size + 1}`;
      sessions.set(id, [...(sessions.get(id) ?? []), ...received]);
      return new Response(null, known ? { status: 204 } : { status: 201, headers: { Location: `/api/v1/sessions/${id}` } });
    },
    settled: async () => {
      for (let seen = -1; seen !== exchanges;) {
        seen = exchanges;
        // An answer is read in a few microtasks, and the next request starts in one of them.
        for (let turn = 0; turn < 20; turn++) await Promise.resolve();
      }
    },
  };
}
