import type { Breach } from '@media-collection/report';
import { answer, answerPrivately, answerRefusal, type Answer } from './answer';
import { edgeRoutes } from './api/edge';
import { mediaCollectionRoutes } from './api/media-collection';
import type { RequestLike } from './request-like';
import type { Call, CallDetails } from './call';
import { checkOptions } from './check-options';
import type { Forwarder } from './forward';
import { createInspection, type InspectOptions } from './inspect/inspection';
import { createAnalyses } from './inspect/analyses';
import type { MediaEvent } from './media-event';
import { AnsweredRefusal, Gone, Refusal, refuseForNow } from './refusal';
import { createRetention } from './retention';
import { follow, type Route } from './route';
import { createMemoryStore } from './store/memory';
import { StoreUnavailable, type Store } from './store/store';

/** What a collector can be given; all of it may be left out. */
export interface CollectorOptions {
  /** What keeps the sessions; by default a memory store of its own. */
  readonly store?: Store;
  /** The clock by which sessions expire, in epoch ms. */
  readonly now?: () => number;
  /** Makes the id of a new session; it stands in a URL as it is. Left out, the store makes it, or it is a random UUID. */
  readonly newId?: () => string;
  /**
   * Whether `/` and `/inspect/…` show the sessions; false when left out, for they show what people watched. With a `token` only
   * those see them who know it.
   */
  readonly inspect?: boolean | InspectOptions;
  /** Sends on what is stored, to another service. */
  readonly forward?: Forwarder;
  /** For how many seconds browsers may remember a preflight; left out, the header is not sent, as by Adobe's service. */
  readonly maxAge?: number;
  /** Is called with every answered call but those of the inspector. What it throws or rejects with is logged and does not change the answer. */
  readonly onCall?: (call: Call) => unknown;
  /** Is called with every rule that an event breaks, soon after it was stored. */
  readonly onBreach?: (breach: Breach, sessionId: string) => unknown;
}

/** A function from request to answer that never rejects. */
export interface Collector {
  (request: Request): Promise<Response>;
  /** The same as data, for a server that has thousands of them a second; an answer that streams is a `Response` all the same. */
  answer(asked: RequestLike): Promise<Answer | Response>;
  /** Shows a call that another process has answered, whose body has so many bytes, to those who inspect. */
  note(call: Call, bytes: number): void;
  /** Ends the streams of those who inspect; calls are answered as before. */
  endStreams(): void;
}

/** Doubled slashes are a client's slip; left in front, they would make the Location point to another host. */
const pathOf = (url: string): string => {
  const from = url.indexOf('/', url.indexOf('//') + 2);
  const plain = from < 0 ? '/' : url.slice(from);
  return /^(?:\/[\w-]+)+$/.test(plain) ? plain : new URL(url).pathname.replace(/\/{2,}/g, '/');
};

/**
 * Makes the service side of the Media Collection API.
 * Routes, answers and expiry are those of Adobe's documentation; every event is validated alone against its schema.
 * @throws TypeError when an option is wrong, with its name, what was expected and what came.
 */
export function createCollector(options: CollectorOptions = {}): Collector {
  checkOptions(options);
  const { store = createMemoryStore(), now = () => Date.now(), newId = () => crypto.randomUUID(), forward } = options;
  const idFor = (start: MediaEvent): string => (options.newId ? newId() : (store.newId?.(start, now()) ?? newId()));
  const { inspect, onCall, onBreach } = options;
  const reportBreach = onBreach && ((breach: Breach, sid: string): void => call(onBreach, breach, sid));
  const analyses = inspect || onBreach ? createAnalyses(store, reportBreach) : undefined;
  const parts = inspect && analyses && { store, now, analyses, forward, ...(inspect === true ? {} : inspect) };
  const inspection = parts ? createInspection(parts) : undefined;
  const routes: readonly Route[] = [
    ...mediaCollectionRoutes({ store, now, newId, idFor }),
    ...edgeRoutes({ store, now, newId, idFor }),
    ...(inspection?.routes ?? []),
  ];
  const preflight = answer(204, options.maxAge === undefined ? {} : { 'Access-Control-Max-Age': String(options.maxAge) });
  const sweep = createRetention(store);

  /** Runs what the owner of the collector passed in: whatever it does, calls are answered. */
  function call<Values extends unknown[]>(callback: (...values: Values) => unknown, ...values: Values): void {
    try {
      const returned = callback(...values);
      // Any thenable: a promise may come from another realm.
      if (Object(returned) === returned) Promise.resolve(returned).catch(console.error);
    } catch (error) {
      console.error(error);
    }
  }

  function note(answered: Call, bytes: number): void {
    inspection?.report(answered, bytes);
    const { sessionId, status } = answered;
    if (sessionId !== undefined && status < 300) analyses?.touch(sessionId, status === 201);
  }

  function report(answered: Call, bytes: number): void {
    note(answered, bytes);
    const { sessionId, status } = answered;
    if (sessionId !== undefined && status < 300) {
      forward?.touch(sessionId);
    }
    if (onCall) call(onCall, answered);
  }

  function refusalOf(error: unknown): Refusal {
    if (error instanceof Refusal) return error;
    if (error instanceof StoreUnavailable) return refuseForNow('The collector cannot store anything at the moment.');
    console.error(error);
    return new Refusal(500, 'The collector failed; its log says why.');
  }

  async function answerTo(request: RequestLike): Promise<Answer | Response> {
    const time = now();
    const path = pathOf(request.url);
    const notes: CallDetails = {};
    const meant = routes.filter((route) => route.path.test(path));
    const isPrivate = meant[0]?.isPrivate;
    let refusal: Refusal | undefined;
    let answered: Answer | Response;
    try {
      answered = await follow(meant, request, path, notes, preflight);
    } catch (error) {
      refusal = refusalOf(error);
      const { status, message, headers } = refusal;
      answered = isPrivate
        ? answerPrivately(status, 'application/json', JSON.stringify({ message }), headers)
        : refusal instanceof AnsweredRefusal
          ? refusal.answer
          : answerRefusal(refusal);
    }
    if (!isPrivate && !(refusal instanceof Gone)) {
      sweep(time);
      const { bytes = 0, ...known } = notes;
      const answeredCall = { time, method: request.method, path, status: answered.status, ...known };
      report(refusal ? { ...answeredCall, message: refusal.message } : answeredCall, bytes);
    }
    return answered;
  }

  const collector = async (request: Request): Promise<Response> => {
    const answered = await answerTo(request);
    return answered instanceof Response ? answered : new Response(answered.body, answered);
  };
  return Object.assign(collector, { answer: answerTo, note, endStreams: () => inspection?.endStreams() });
}
