import { schemas } from '@media-collection/core/schema';
import { answer, answerJson, answerRefusal, type Answer } from './answer';
import type { Asked } from './asked';
import type { Call, Notes } from './call';
import { createInspection } from './inspect/inspection';
import { assertBatch, assertMediaEvent, isEventType } from './media-event';
import { readJson } from './read-json';
import { Refusal } from './refusal';
import { follow, type Route } from './route';
import { append, isExpired, isOvertaken, openSession, wholeSession } from './sessions';
import { createMemoryStore } from './store/memory';
import type { Store } from './store/store';

/** What a collector can be given; all of it may be left out. */
export interface CollectorOptions {
  /** What keeps the sessions; by default a memory store of its own. */
  readonly store?: Store;
  /** The clock by which sessions expire, in epoch ms. */
  readonly now?: () => number;
  /** Makes the id of a new session; it stands in a URL as it is. */
  readonly newId?: () => string;
  /**
   * Whether `/inspect/…` shows the sessions to whoever can reach the collector; false when left out, for they tell what people watched.
   */
  readonly inspect?: boolean;
  /** Hears of every answered call but those of `/inspect/…`. What it throws is logged and does not change the answer. */
  readonly onCall?: (call: Call) => void;
}

/** A function from request to answer that never rejects. */
export interface Collector {
  (request: Request): Promise<Response>;
  /** The same as data, for a server that has thousands of them a second; an answer that streams is a `Response` all the same. */
  answer(asked: Asked): Promise<Answer | Response>;
}

/**
 * Makes the service side of the Media Collection API.
 * Routes, answers and expiry are those of Adobe's documentation; every event is validated alone against its schema.
 */
export function createCollector(options: CollectorOptions = {}): Collector {
  const { store = createMemoryStore(), now = () => Date.now(), newId = () => crypto.randomUUID(), onCall } = options;
  const inspection = options.inspect ? createInspection(store) : undefined;

  /** Takes all or nothing; `isFlagged`: the deprecated form, which must say what it is. */
  async function keep(events: unknown, isFlagged: boolean, notes: Notes): Promise<Answer> {
    assertBatch(events);
    if (isFlagged && events[0].params?.['media.downloaded'] !== true)
      throw new Refusal(400, 'params.media.downloaded must be true in the sessionStart of an array.');
    const id = (notes.sessionId = newId());
    await store.add(wholeSession(id, events, now()));
    return answer(201);
  }

  async function open(request: Asked, prefix: string, notes: Notes): Promise<Answer> {
    const event = (notes.event = await readJson(request, true));
    if (Array.isArray(event)) return keep(event, true, notes);
    assertMediaEvent(event);
    if (event.eventType !== 'sessionStart')
      throw new Refusal(400, `A session opens with sessionStart, not with ${event.eventType}.`);
    if (event.params?.['media.downloaded'] === true)
      throw new Refusal(
        400,
        'params.media.downloaded must not be true on a live session: downloaded content is sent as an array.',
      );
    const id = (notes.sessionId = newId());
    await store.add(openSession(id, event, now()));
    return answer(201, { Location: `${prefix}/api/v1/sessions/${id}` });
  }

  async function takeWhole(request: Asked, _prefix: string, notes: Notes): Promise<Answer> {
    return keep((notes.event = await readJson(request, true)), false, notes);
  }

  async function take(request: Asked, id: string, notes: Notes): Promise<Answer> {
    notes.sessionId = id;
    const event = (notes.event = await readJson(request));
    const held = await store.update(id, (session) => {
      assertMediaEvent(event);
      if (event.eventType === 'sessionStart')
        throw new Refusal(400, 'sessionStart opens a session: send it to …/api/v1/sessions.');
      if (isExpired(session, now())) throw new Refusal(410, `The session ${id} has expired.`);
      if (!session.closed || isOvertaken(session, event, now())) return append(session, event, now());
      // A page that is closing often says it twice.
      if (event.eventType === 'sessionEnd') return session;
      throw new Refusal(410, `The session ${id} is closed.`);
    });
    if (!held) throw new Refusal(404, `There is no session ${id}.`);
    return answer(204);
  }

  async function describe(_request: Asked, eventType: string): Promise<Answer> {
    if (!isEventType(eventType)) throw new Refusal(404, `There is no event type ${eventType}.`);
    return answerJson(200, schemas[eventType]);
  }

  // Anything may stand before /api: the client's endpoint may have a path.
  const routes: readonly Route[] = [
    { path: /^(.*)\/api\/v1\/sessions$/, method: 'POST', run: open },
    { path: /\/api\/v1\/downloaded$/, method: 'POST', run: takeWhole },
    { path: /\/api\/v1\/sessions\/([^/]+)\/events$/, method: 'POST', run: take },
    { path: /\/api\/v1\/schemas\/([^/]+)$/, method: 'GET', run: describe },
    ...(inspection?.routes ?? []),
  ];

  function tell(call: Call): void {
    inspection?.tell(call);
    try {
      onCall?.(call);
    } catch (error) {
      console.error(error);
    }
  }

  async function answerTo(request: Asked): Promise<Answer | Response> {
    // Doubled slashes are a client's slip; left in front, they would make the Location point to another host.
    const path = new URL(request.url).pathname.replace(/\/{2,}/g, '/');
    const time = now();
    const notes: Notes = {};
    let refusal: Refusal | undefined;
    const route = routes.find((candidate) => candidate.path.test(path));
    const response = await follow(route, request, path, notes).catch((error: unknown) => {
      if (!(error instanceof Refusal)) console.error(error);
      refusal = error instanceof Refusal ? error : new Refusal(500, 'The collector failed; its log says why.');
      return answerRefusal(refusal);
    });
    const { method } = request;
    if (!route?.isUntold)
      tell({ time, method, path, status: response.status, ...notes, ...(refusal && { message: refusal.message }) });
    return response;
  }

  const collector = async (request: Request): Promise<Response> => {
    const answered = await answerTo(request);
    return answered instanceof Response ? answered : new Response(answered.body, answered);
  };
  return Object.assign(collector, { answer: answerTo });
}
