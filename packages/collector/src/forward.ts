import type { Fetch } from './forward/deliver';
import { createSessionSender } from './forward/send-session';
import { targetOf } from './forward/target';
import { logFailure, type Store } from './store/store';

/** Where sessions are forwarded to. */
export interface ForwarderOptions {
  /** The store that the collector uses; what is not forwarded yet waits there. */
  readonly store: Store;
  /**
   * The other service's endpoint: of the Media Collection API, e.g. `https://acme.hb-api.omtrdc.net`, or, with a datastream, of the Media
   * Edge API, e.g. `https://edge.adobedc.net/ee?configId=<datastream>`.
   */
  readonly url: string;
  readonly fetch?: Fetch;
  /** How many sessions are forwarded at a time; 64 when left out. */
  readonly atOnce?: number;
  /** How long to wait before a first and a last attempt more, in ms. */
  readonly backoffMs?: readonly [number, number];
  /** Is called with a sentence when the other service does not answer as one should, and when it does again. */
  readonly onTrouble?: (message: string) => void;
}

/** An event that the other service refused for good. */
export interface DeadLetter {
  /** Epoch ms. */
  readonly time: number;
  readonly sessionId: string;
  readonly event: unknown;
  readonly status: number;
  readonly message: string;
}

/** How forwarding stands. */
export interface ForwardStatus {
  readonly url: string;
  /** How many sessions have events that are not forwarded yet. */
  readonly waiting: number;
  /** For how long the oldest of them has waited, in ms. */
  readonly lagMs: number;
  readonly sent: number;
  readonly refused: number;
  /** The last events that were refused, at most 200. */
  readonly dead: readonly DeadLetter[];
  /** Why nothing arrives at the moment. */
  readonly trouble?: string;
}

/** Sends on what a collector stores, per session in the order of arrival. */
export interface Forwarder {
  /** Says that a session received an event. */
  touch(sid: string): void;
  status(): ForwardStatus;
  /** Goes on with what an earlier process left. */
  resume(): Promise<void>;
  /** Finishes the requests that are on their way, and keeps the rest in the store. */
  stop(): Promise<void>;
}

const MAX_DEAD = 200;

/** Makes a {@link Forwarder}. An event arrives at least once: twice, if this process is killed before it has stored its progress. */
export function createForwarder(options: ForwarderOptions): Forwarder {
  const { store, url, fetch = (address, init) => globalThis.fetch(address, init), atOnce = 64, onTrouble } = options;
  const [firstWait, longestWait] = options.backoffMs ?? [1_000, 60_000];
  /** When the oldest event that waits came, by session. */
  const waiting = new Map<string, number>();
  const queue = new Set<string>();
  const running = new Map<string, Promise<void>>();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  /** Those that wait for another attempt: a further event does not hurry it. */
  const asleep = new Set<string>();
  const attempts = new Map<string, number>();
  const dead: DeadLetter[] = [];
  let sent = 0;
  let refused = 0;
  let trouble: string | undefined;
  let isStopped = false;
  const target = targetOf(url, fetch, (key) => onTrouble?.(`${key} is not forwarded: the Media Edge API has no place for it.`));

  function setTrouble(message: string | undefined): void {
    if (trouble !== message) onTrouble?.(message ?? `${url} answers again.`);
    trouble = message;
  }

  const send = createSessionSender({
    store,
    target,
    isStopped: () => isStopped,
    onTaken: (sid) => {
      attempts.delete(sid);
      sent++;
      setTrouble(undefined);
    },
    onRefused: (sessionId, event, { status, message }) => {
      refused++;
      dead.push({ time: Date.now(), sessionId, event, status, message });
      if (dead.length > MAX_DEAD) dead.shift();
    },
    onLater: (sid, { message, waitMs = 0 }) => {
      const attempt = attempts.get(sid) ?? 0;
      attempts.set(sid, attempt + 1);
      setTrouble(message);
      return Math.max(waitMs, Math.min(longestWait, firstWait * 2 ** attempt));
    },
  });

  function start(): void {
    for (const sid of queue) {
      if (running.size >= atOnce || isStopped) return;
      // Twice at a time a session would arrive as two.
      if (running.has(sid)) continue;
      queue.delete(sid);
      const since = Date.now();
      const task = send(sid)
        .catch((error: unknown) => {
          logFailure(error);
          return longestWait;
        })
        .then((waitMs) => {
          running.delete(sid);
          if (waitMs === undefined) {
            if (queue.has(sid)) waiting.set(sid, since);
            else waiting.delete(sid);
          } else later(sid, waitMs);
          start();
        });
      running.set(sid, task);
    }
  }

  function later(sid: string, waitMs: number): void {
    if (isStopped) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      asleep.delete(sid);
      queue.add(sid);
      start();
    }, waitMs);
    timers.add(timer);
    asleep.add(sid);
    queue.delete(sid);
  }

  function touch(sid: string): void {
    if (isStopped) return;
    if (!waiting.has(sid)) waiting.set(sid, Date.now());
    if (asleep.has(sid)) return;
    queue.add(sid);
    if (!running.has(sid)) start();
  }

  return {
    touch,
    status() {
      const oldest = Math.min(...waiting.values(), Infinity);
      const lagMs = waiting.size ? Math.max(0, Date.now() - oldest) : 0;
      return { url, waiting: waiting.size, lagMs, sent, refused, dead, ...(trouble && { trouble }) };
    },
    async resume() {
      let next: string | undefined;
      do {
        const page = await store.sessions({ limit: 200 }, next);
        for (const { id, marks, eventCount } of page.items)
          if (!marks.forward?.over && (marks.forward?.done ?? 0) < eventCount) touch(id);
        next = page.next;
      } while (next !== undefined && !isStopped);
    },
    async stop() {
      isStopped = true;
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(running.values());
    },
  };
}
