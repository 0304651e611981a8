import { schemas } from '@media-collection/core/schema';
import { answerCreated, answerJson, answerTaken, type Answer } from '../answer';
import type { RequestLike } from '../request-like';
import type { CallDetails } from '../call';
import { assertMediaEvent, checkBatch, isEventType, type EventType, type MediaEvent } from '../media-event';
import { readJson, type Read } from '../read-json';
import { Refusal, refuseForNow } from '../refusal';
import type { Route } from '../route';
import { openHead, wholeHead } from '../sessions';
import type { Appended, Store } from '../store/store';

/** What the routes of the API are made of. */
export interface MediaCollectionParts {
  readonly store: Store;
  readonly now: () => number;
  readonly newId: () => string;
  /** The id of the session that a `sessionStart` opens. */
  readonly idFor: (start: MediaEvent) => string;
}

/** Turns what became of an event into what the service answers; a stored or repeated one is taken. */
function assertTaken(appended: Appended, { eventType }: MediaEvent, id: string): void {
  switch (appended) {
    case 'stored':
    case 'repeated':
      return;
    case 'unknown':
      throw new Refusal(404, `There is no session ${id.slice(0, 100)}.`);
    case 'expired':
      throw new Refusal(410, `The session ${id} has expired.`);
    case 'closed':
      // A page that is closing often sends it twice.
      if (eventType === 'sessionEnd') return;
      throw new Refusal(410, `The session ${id} is closed.`);
    case 'full':
      throw refuseForNow(`The session ${id} holds as many events as a session may.`, 429, 60);
  }
}

async function readBody(request: RequestLike, notes: CallDetails, takesArrays: boolean): Promise<Read> {
  const read = await readJson(request, takesArrays);
  notes.event = read.json;
  notes.bytes = read.bytes;
  return read;
}

const descriptions = new Map<EventType, Answer>();
/** The answer with a schema, which is always the same. */
function described(eventType: EventType): Answer {
  const known = descriptions.get(eventType) ?? answerJson(200, schemas[eventType]);
  descriptions.set(eventType, known);
  return known;
}

/** Makes the routes of the Media Collection API. */
export function mediaCollectionRoutes({ store, now, idFor }: MediaCollectionParts): readonly Route[] {
  /** Takes all or nothing; `isFlagged`: the deprecated form, which must say what it is. */
  async function takeBatch({ json, bytes }: Read, isFlagged: boolean, notes: CallDetails): Promise<Answer> {
    const [start, ...rest] = await checkBatch(json);
    if (isFlagged && start.params?.['media.downloaded'] !== true)
      throw new Refusal(400, 'params.media.downloaded must be true in the sessionStart of an array.');
    // What makes it downloaded content is how it came, so its sessionStart says so even where the client left that out.
    const first: MediaEvent = { ...start, params: { ...start.params, 'media.downloaded': true } };
    const id = (notes.sessionId = idFor(first));
    const head = wholeHead(id, [first, ...rest], { at: now(), bytes });
    await store.open(head, [first, ...rest]);
    return answerCreated();
  }

  async function open(request: RequestLike, prefix: string, notes: CallDetails): Promise<Answer> {
    const read = await readBody(request, notes, true);
    const event = read.json;
    if (Array.isArray(event)) return takeBatch(read, true, notes);
    assertMediaEvent(event);
    if (event.eventType !== 'sessionStart')
      throw new Refusal(400, `A session opens with sessionStart, not with ${event.eventType}.`);
    if (event.params?.['media.downloaded'] === true)
      throw new Refusal(
        400,
        'params.media.downloaded must not be true on a live session: downloaded content is sent as an array.',
      );
    const id = (notes.sessionId = idFor(event));
    await store.open(openHead(id, event, { at: now(), bytes: read.bytes }), [event]);
    return answerCreated({ Location: `${prefix}/api/v1/sessions/${id}` });
  }

  async function openWhole(request: RequestLike, _prefix: string, notes: CallDetails): Promise<Answer> {
    return takeBatch(await readBody(request, notes, true), false, notes);
  }

  async function take(request: RequestLike, id: string, notes: CallDetails): Promise<Answer> {
    notes.sessionId = id;
    const { json: event, bytes } = await readBody(request, notes, false);
    const isEvent = await isValidFor(id, event);
    if (!isEvent) throw new Refusal(404, `There is no session ${id.slice(0, 100)}.`);
    const appended = await store.append(id, event as MediaEvent, { at: now(), bytes });
    if (appended === 'repeated') notes.repeated = true;
    assertTaken(appended, event as MediaEvent, id);
    return answerTaken();
  }

  /** Throws a 400 for what is no event of a session that exists; false when the session does not, whatever the event. */
  async function isValidFor(id: string, event: unknown): Promise<boolean> {
    try {
      assertMediaEvent(event);
      if (event.eventType === 'sessionStart')
        throw new Refusal(400, 'sessionStart opens a session: send it to …/api/v1/sessions.');
      return true;
    } catch (error) {
      if (!(await store.head(id))) return false;
      throw error;
    }
  }

  async function describe(_request: RequestLike, eventType: string): Promise<Answer> {
    if (!isEventType(eventType)) throw new Refusal(404, `There is no event type ${eventType.slice(0, 100)}.`);
    return described(eventType);
  }

  // Anything may stand before /api: the client's endpoint may have a path.
  return [
    { path: /\/api\/v1\/sessions\/([^/]+)\/events$/, method: 'POST', run: take },
    { path: /^(.*)\/api\/v1\/sessions$/, method: 'POST', run: open },
    { path: /\/api\/v1\/downloaded$/, method: 'POST', run: openWhole },
    { path: /\/api\/v1\/schemas\/([^/]+)$/, method: 'GET', run: describe },
  ];
}
