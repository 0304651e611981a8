import { IDBDatabase, IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { vi } from 'vitest';
import { createTracker, type MediaEvent, type TrackerOptions } from '../../src/index';
import { offline, type OfflineOptions } from '../../src/offline';
import { createManualClock, type ManualClock } from '../../src/testing';
import { params } from '../tracking';

type Granted = (lock: { name: string } | null) => Promise<unknown>;

/** Web Locks, as all pages of an origin share them. */
function createLocks() {
  let held = new Map<string, object>();
  let waiting: { name: string; start(): void }[] = [];
  const request = (name: string, ...rest: [Granted] | [{ ifAvailable?: boolean }, Granted]): Promise<unknown> => {
    const [{ ifAvailable }, run] = rest.length === 1 ? [{ ifAvailable: false }, rest[0]] : rest;
    if (held.has(name) && ifAvailable) return Promise.resolve().then(() => run(null));
    return new Promise((resolve, reject) => {
      const start = (): void => {
        const token = {};
        held.set(name, token);
        void Promise.resolve()
          .then(() => run({ name }))
          .then(resolve, reject)
          .finally(() => {
            if (held.get(name) !== token) return;
            held.delete(name);
            locks.onRelease(name);
            const next = waiting.find((other) => other.name === name);
            waiting = waiting.filter((other) => other !== next);
            next?.start();
          });
      };
      if (held.has(name)) waiting.push({ name, start });
      else start();
    });
  };
  const locks = {
    request,
    /** Is called with the name of each lock that is let go. */
    onRelease: (_name: string): void => {},
    get names() {
      return [...held.keys()];
    },
    /** All pages are gone: nobody holds or waits for anything. */
    abandon: () => {
      held = new Map();
      waiting = [];
    },
  };
  return locks;
}

/** One request that the service got. */
export interface Sent {
  readonly path: string;
  /** The tracker that sent it, by the number of its visit. */
  readonly visit: number;
  /** Types of its events, in one line. */
  readonly types: string;
  readonly events: MediaEvent[];
}

/** A page with a tracker in it. */
export interface Visit {
  readonly tracker: ReturnType<typeof createTracker>;
  readonly clock: ManualClock;
  readonly warnings: readonly string[];
  readonly lost: readonly string[];
  readonly window: EventTarget;
  readonly document: EventTarget & { hidden: boolean };
  /** The page goes. */
  leave(): Promise<void>;
  /** Lets virtual time pass, a second at a time. */
  pass(ms: number): Promise<void>;
}

const EPOCH = 1_760_000_000_000;

/** Lets everything happen that needs no virtual time. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 40; turn++) await new Promise((resolve) => setImmediate(resolve));
};

/** A browser with a profile, and the service that its pages talk to. */
export function createBrowser() {
  const locks = createLocks();
  const navigator = { locks: locks as object | undefined, onLine: true };
  const indexedDB = new IDBFactory();
  const sent: Sent[] = [];
  const hosts: string[] = [];
  let answer = (_path: string, _host: string): number => 0;
  let visits = 0;
  let sessions = 0;
  let elapsed = 0;
  vi.stubGlobal('navigator', navigator);
  vi.stubGlobal('indexedDB', indexedDB);
  vi.stubGlobal('IDBKeyRange', IDBKeyRange);
  vi.stubGlobal('IDBDatabase', IDBDatabase);

  /** What is in storage, by type and place. */
  const stored = async (): Promise<string[]> => {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('media-collection', 1);
      request.onupgradeneeded = () => request.result.createObjectStore('media-collection', { keyPath: 'key' });
      request.onsuccess = () => resolve(request.result);
    });
    return new Promise((resolve) => {
      const request = db.transaction('media-collection').objectStore('media-collection').getAll();
      request.onsuccess = () => {
        db.close();
        resolve((request.result as { event: MediaEvent }[]).map(({ event }) => event.eventType));
      };
    });
  };

  return {
    locks,
    navigator,
    sent,
    stored,
    /** Paths and types of what the service took, in order. */
    get lines() {
      return sent.map(({ path, types }) => `${path.replace('/api/v1/', '')}: ${types}`);
    },
    /** The hosts of what was taken. */
    hosts,
    /** So long nobody visits. */
    goesOn: (ms: number) => void (elapsed += ms),
    /** Answers each request with this status; 0: as the service does; -1: the network is away; -2: nobody answers. */
    answer: (how: number | ((path: string, host: string) => number)) => void (answer = typeof how === 'number' ? () => how : how),
    /** Everything in the browser stops; nothing of its pages goes on. */
    crash: () => {
      visits++;
      locks.abandon();
    },
    visit: (options: Partial<TrackerOptions> = {}, how?: OfflineOptions): Visit => {
      const visit = ++visits;
      const window = new EventTarget();
      vi.stubGlobal('window', window);
      const document = Object.assign(new EventTarget(), { hidden: false });
      vi.stubGlobal('document', document);
      const clock = createManualClock(EPOCH + elapsed);
      const warnings: string[] = [];
      const lost: string[] = [];
      const tracker = createTracker({
        endpoint: 'https://c.example',
        params,
        clock,
        prerollWait: 0,
        offline: offline(how),
        onWarning: (sentence) => warnings.push(sentence),
        onLost: ({ eventType }, ...why) => lost.push([eventType, ...why.filter(Boolean)].join(' ')),
        fetch: async (url, { body }) => {
          const { host, pathname: path } = new URL(url);
          const status = answer(path, host);
          if (status === -2) return new Promise(() => {});
          if (status < 0) throw new TypeError('Failed to fetch');
          if (status) return new Response(JSON.stringify({ message: `answered ${status}` }), { status });
          const events = [JSON.parse(body)].flat() as MediaEvent[];
          hosts.push(host);
          sent.push({ path, visit, types: events.map(({ eventType }) => eventType).join(' '), events });
          return path.endsWith('/events')
            ? new Response(null, { status: 204 })
            : new Response(null, { status: 201, headers: { Location: `/api/v1/sessions/s${++sessions}` } });
        },
        ...options,
      });
      const pass = async (ms: number): Promise<void> => {
        for (let left = ms; left > 0; left -= 1_000) {
          const step = Math.min(left, 1_000);
          clock.advance(step);
          elapsed += step;
          for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
        }
        await settle();
      };
      const leave = (): Promise<void> => {
        window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: false }));
        return settle();
      };
      return { tracker, clock, warnings, lost, window, document, leave, pass };
    },
  };
}
