import type { Delivery, Fetch } from './forward/deliver';
import { reopens, resumeBefore } from './forward/resume';
import { targetOf } from './forward/target';
import type { MediaEvent } from './media-event';
import type { ForwardMark, SessionHead } from './sessions';
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
/** How often the progress of a session is stored while it goes on, in ms. */
const MARK_MS = 1_000;

/** What one step of a session leads to: go on, or wait for so long. */
type Step = { readonly mark: ForwardMark; readonly waitMs?: number };

/** Makes a {@link Forwarder}. An event arrives at least once: twice, if this process is killed before it has stored its progress. */
export function createForwarder(options: ForwarderOptions): Forwarder {
  const { store, url, fetch = (address, init) => globalThis.fetch(address, init), atOnce = 64, onTrouble } = options;
  const [firstWait, longestWait] = options.backoffMs ?? [1_000, 60_000];
  /** When the oldest event that waits came, by session. */
  const waiting = new Map<string, number>();
  const queue = new Set<string>();
  const running = new Map<string, Promise<void>>();
  const timers = new Set<ReturnType<typeof setTimeout>>();
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

  function bury(sessionId: string, event: unknown, { status, message }: Extract<Delivery, { outcome: 'refused' }>): void {
    refused++;
    dead.push({ time: Date.now(), sessionId, event, status, message });
    if (dead.length > MAX_DEAD) dead.shift();
  }

  function wait(sid: string, mark: ForwardMark, { message, waitMs }: Extract<Delivery, { outcome: 'later' }>): Step {
    const attempt = attempts.get(sid) ?? 0;
    attempts.set(sid, attempt + 1);
    setTrouble(message);
    return { mark, waitMs: Math.max(waitMs ?? 0, Math.min(longestWait, firstWait * 2 ** attempt)) };
  }

  function taken(sid: string): void {
    attempts.delete(sid);
    sent++;
    setTrouble(undefined);
  }

  const eventsUpTo = async (sid: string, count: number): Promise<MediaEvent[]> => {
    const events: MediaEvent[] = [];
    for await (const event of store.events(sid)) if (events.push(event) === count) break;
    return events;
  };

  /** A session of downloaded content goes as it came, as a whole. */
  async function sendWhole({ id: sid, eventCount }: SessionHead, mark: ForwardMark): Promise<Step> {
    const events = await eventsUpTo(sid, eventCount);
    const delivery = await target.sendWhole(events);
    if (delivery.outcome === 'later') return wait(sid, mark, delivery);
    if (delivery.outcome === 'taken') taken(sid);
    else
      bury(sid, events[0], delivery.outcome === 'gone' ? { outcome: 'refused', status: 404, message: 'Not found.' } : delivery);
    return { mark: { ...mark, done: eventCount, over: true, ...(delivery.outcome === 'taken' ? {} : { dead: eventCount }) } };
  }

  /** Opens a session there; what it refuses to open is refused as a whole. */
  async function open(sid: string, start: MediaEvent, mark: ForwardMark): Promise<Step> {
    const delivery = await target.open(start);
    if (delivery.outcome === 'later') return wait(sid, mark, delivery);
    if (delivery.outcome === 'taken') {
      taken(sid);
      const opened = { ...mark, id: delivery.id! };
      await store.mark(sid, { forward: opened });
      return { mark: opened };
    }
    bury(sid, start, delivery.outcome === 'gone' ? { outcome: 'refused', status: 404, message: 'Not found.' } : delivery);
    return { mark: { ...mark, dead: (mark.dead ?? 0) + 1, over: true } };
  }

  async function sendOne(sid: string, event: MediaEvent, mark: ForwardMark): Promise<Step> {
    const done = { ...mark, done: mark.done + 1 };
    if (mark.id === undefined) {
      if (mark.done === 0) {
        const opened = await open(sid, event, mark);
        return opened.mark.id === undefined ? opened : { mark: { ...opened.mark, done: 1 } };
      }
      if (!reopens(event)) return { mark: done };
      return reopen(sid, event, mark);
    }
    const delivery = await target.send(mark.id, event);
    if (delivery.outcome === 'later') return wait(sid, mark, delivery);
    if (delivery.outcome === 'taken') taken(sid);
    if (delivery.outcome === 'refused') {
      bury(sid, event, delivery);
      return { mark: { ...done, dead: (mark.dead ?? 0) + 1 } };
    }
    if (delivery.outcome !== 'gone') return { mark: done };
    const { id: _, ...without } = mark;
    return { mark: without };
  }

  /** The session is gone there: another one begins where it broke off. */
  async function reopen(sid: string, next: MediaEvent, mark: ForwardMark): Promise<Step> {
    const [start, ...open_] = resumeBefore(await eventsUpTo(sid, mark.done), next);
    if (!start) return { mark: { ...mark, over: true } };
    const opened = await open(sid, start, mark);
    if (opened.mark.id === undefined) return opened;
    // What fails of these is not tried again: the next event says where the session stands, too.
    for (const event of open_) await target.send(opened.mark.id, event);
    return opened;
  }

  /** Sends what a session holds until nothing is left, or it has to wait; resolves to how long. */
  async function send(sid: string): Promise<number | undefined> {
    const head = await store.head(sid);
    let mark = head?.marks.forward ?? { done: 0 };
    if (!head || mark.over) return undefined;
    let markedAt = performance.now();
    const save = async (): Promise<void> => {
      markedAt = performance.now();
      await store.mark(sid, { forward: mark });
    };
    if (head.downloaded) {
      const step = await sendWhole(head, mark);
      mark = step.mark;
      await save();
      return step.waitMs;
    }
    for (let last = -1; !isStopped && !mark.over && last !== mark.done;) {
      last = mark.done;
      for await (const event of store.events(sid, mark.done)) {
        // A session that was gone is opened anew with the event that found it out.
        let step: Step = { mark };
        const before = mark.done;
        while (step.mark.done === before && step.waitMs === undefined && !step.mark.over && !isStopped)
          step = await sendOne(sid, event, step.mark);
        mark = step.mark;
        if (step.waitMs !== undefined) {
          await save();
          return step.waitMs;
        }
        if (isStopped || mark.over) break;
        if (performance.now() - markedAt > MARK_MS) await save();
      }
    }
    await save();
    return undefined;
  }

  function start(): void {
    for (const sid of queue) {
      if (running.size >= atOnce || isStopped) return;
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
  /** Those that wait for another attempt: a further event does not hurry it. */
  const asleep = new Set<string>();

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
