import { edgeTypes, eventsOf, validateEdge, type Issue } from '@media-collection/core/schema';
import { answer, answerJson, type Answer } from '../answer';
import type { RequestLike } from '../request-like';
import type { CallDetails } from '../call';
import type { MediaEvent } from '../media-event';
import { readJson } from '../read-json';
import { AnsweredRefusal, Gone, Refusal } from '../refusal';
import type { Route } from '../route';
import { openHead, wholeHead } from '../sessions';
import type { MediaCollectionParts } from './media-collection';

/** What the service takes beside JSON: a page that sends text needs no preflight. */
const TYPES = /^(application\/json|text\/plain|text\/javascript)\s*(;|$)/i;
const PROBLEMS = 'https://ns.adobe.com/aep/errors/';
/** The place that answers; the one in California, as in Adobe's samples. */
const HINT = 'or2';
const ORG = 'COLLECTOR_AdobeOrg';

interface Body {
  readonly events: readonly [{ readonly xdm: Readonly<Record<string, unknown>> }];
  readonly query?: { readonly identity?: { readonly fetch?: readonly string[] } };
  readonly meta?: { readonly state?: { readonly entries?: readonly { readonly key: string; readonly value: string }[] } };
}
interface Handle {
  readonly type: string;
  readonly payload: readonly object[];
}

/** A page with credentials is answered by name, as Adobe's service does. */
const corsFor = (request: RequestLike): Record<string, string> => {
  const origin = request.headers.get('origin');
  return origin ? { 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Credentials': 'true', Vary: 'Origin' } : {};
};

const detailsOf = (issues: readonly Issue[]): { name: string; reason: string }[] =>
  issues.map(({ path, expected, got }) => ({
    name: `$.${path}`,
    reason: got === 'nothing' ? 'Missing required field' : `expected ${expected}, got ${got}`,
  }));
const inWords = (details: readonly { name: string; reason: string }[]): string =>
  details.map(({ name, reason }) => `${name} (${reason})`).join(', ');

/** A refusal in the form of the Edge Network: problem+json. */
function problem(
  request: RequestLike,
  status: number,
  code: string,
  title: string,
  details: unknown,
  message = String(details),
): AnsweredRefusal {
  const body = { type: PROBLEMS + code, status, title, detail: message, report: { details } };
  const headers = {
    ...corsFor(request),
    'Content-Type': 'application/problem+json',
    ...(status === 429 && { 'Retry-After': '60' }),
  };
  return new AnsweredRefusal(status, message, answerJson(status, body, headers));
}

const randomDigits = (length: number): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) => byte % 10).join('');

/** The visitor's ECID in a cookie of the Edge Network: the first text of its value. */
function ecidIn(value: string): string | undefined {
  try {
    return /\d{38}/.exec(atob(value.replaceAll('-', '+').replaceAll('_', '/')))?.[0];
  } catch {
    return undefined;
  }
}

/** Makes the routes of the Media Edge API; its sessions are those of the other wire. */
export function edgeRoutes({ store, now, newId, idFor }: MediaCollectionParts): readonly Route[] {
  /** The service's ids have 64 characters. */
  const newSessionId = (start: MediaEvent): string => {
    const id = idFor(start);
    const hex = id.replaceAll('-', '');
    return hex.length === 32 ? hex + crypto.randomUUID().replaceAll('-', '') : id;
  };

  /** The visitor, and the handles that give an id to a new one. */
  function visitorOf({ events, query, meta }: Body): { ecid: string; handles: Handle[] } {
    const entry = meta?.state?.entries?.find(({ key }) => /^kndctr_.*_identity$/.test(key));
    const map = events[0]?.xdm['identityMap'] as { ECID?: { id: string }[] } | undefined;
    const known = (entry && ecidIn(entry.value)) ?? map?.ECID?.[0]?.id;
    const ecid = known ?? randomDigits(38);
    const cookies = [
      // The first field of a protobuf message: its number and type, its length, the text.
      ...(entry || known ? [] : [{ key: `kndctr_${ORG}_identity`, value: btoa(`\n\u0026${ecid}`), maxAge: 34_128_000 }]),
      { key: `kndctr_${ORG}_cluster`, value: HINT, maxAge: 1_800 },
    ];
    const isAsked = query?.identity?.fetch?.includes('ECID');
    return {
      ecid,
      handles: [
        ...(isAsked ? [{ type: 'identity:result', payload: [{ id: ecid, namespace: { code: 'ECID' } }] }] : []),
        { type: 'locationHint:result', payload: [{ scope: 'EdgeNetwork', hint: HINT, ttlSeconds: 1_800 }] },
        { type: 'state:store', payload: cookies },
      ],
    };
  }

  /** What the datastream knows, and so no body says. */
  const known = (request: RequestLike): Record<string, string> => {
    const datastream = `datastream ${new URL(request.url, 'http://collector').searchParams.get('configId') ?? ''}`;
    return {
      'analytics.trackingServer': datastream,
      'analytics.reportSuite': datastream,
      'visitor.marketingCloudOrgId': datastream,
    };
  };

  const answerHandles = (request: RequestLike, status: number, handle: readonly Handle[], more: object = {}): Answer =>
    answerJson(status, { requestId: newId(), handle, ...more }, corsFor(request));

  async function open(request: RequestLike, body: Body, bytes: number, notes: CallDetails): Promise<Answer> {
    const [event] = eventsOf(body.events[0].xdm as never) as unknown as [MediaEvent];
    const { ecid, handles } = visitorOf(body);
    const first: MediaEvent = { ...event, params: { ...known(request), 'visitor.marketingCloudUserId': ecid, ...event.params } };
    const sessionId = (notes.sessionId = newSessionId(first));
    await store.open(openHead(sessionId, first, { at: now(), bytes }), [first]);
    return answerHandles(request, 200, [{ type: 'media-analytics:new-session', payload: [{ sessionId }] }, ...handles]);
  }

  async function openWhole(request: RequestLike, body: Body, bytes: number, notes: CallDetails): Promise<Answer> {
    const { xdm } = body.events[0];
    const items = xdm['mediaDownloadedEvents'] as {
      mediaEventTimestamp: string;
      mediaEventType: string;
      mediaCollection: object;
    }[];
    const events = items.flatMap(({ mediaEventTimestamp: timestamp, mediaEventType: eventType, mediaCollection }) =>
      eventsOf({ ...xdm, eventType, timestamp, mediaCollection } as never),
    ) as unknown as [MediaEvent, ...MediaEvent[]];
    const { ecid, handles } = visitorOf(body);
    events[0] = {
      ...events[0],
      params: { ...known(request), 'visitor.marketingCloudUserId': ecid, ...events[0].params, 'media.downloaded': true },
    };
    const sessionId = (notes.sessionId = newSessionId(events[0]));
    await store.open(wholeHead(sessionId, events, { at: now(), bytes }), events);
    return answerHandles(request, 200, handles);
  }

  async function append(request: RequestLike, { xdm }: Body['events'][0], bytes: number, notes: CallDetails): Promise<Answer> {
    const { sessionID } = xdm['mediaCollection'] as { sessionID: string };
    notes.sessionId = sessionID;
    for (const event of eventsOf(xdm as never) as unknown as MediaEvent[]) {
      const appended = await store.append(sessionID, event, { at: now(), bytes });
      if (appended === 'repeated') notes.repeated = true;
      if (appended === 'full')
        throw problem(
          request,
          429,
          'va-edge-0429-429',
          'Too many requests',
          'The session holds as many events as a session may.',
        );
      // A page that is closing often sends its end twice.
      if (appended === 'closed' && event.eventType === 'sessionEnd') continue;
      if (appended !== 'stored' && appended !== 'repeated') throw gone(request, sessionID, appended);
    }
    return answer(204, corsFor(request));
  }

  const gone = (request: RequestLike, id: string, what: string): AnsweredRefusal =>
    problem(
      request,
      404,
      'va-edge-0404-404',
      'Not Found',
      'Error processing request. If the session is longer than 24h, please start a new one. Returning Not Found',
      `The session ${id.slice(0, 100)} is ${what}.`,
    );

  async function read(request: RequestLike, notes: CallDetails): Promise<{ body: Body; bytes: number }> {
    try {
      const { json, bytes } = await readJson(request, false, TYPES);
      notes.event = json;
      notes.bytes = bytes;
      return { body: json as Body, bytes };
    } catch (error) {
      if (!(error instanceof Refusal) || error instanceof Gone) throw error;
      throw problem(request, error.status, `EXEG-0104-${error.status}`, error.message, error.message);
    }
  }

  const assertDatastream = (request: RequestLike): void => {
    if (!new URL(request.url, 'http://collector').searchParams.get('configId'))
      throw problem(
        request,
        400,
        'EXEG-0003-400',
        'Invalid datastream ID',
        'Invalid datastream ID: the query names no configId.',
      );
  };

  async function take(request: RequestLike, type: string, notes: CallDetails): Promise<Answer> {
    if (!edgeTypes.includes(type))
      throw problem(request, 404, 'va-edge-0404-404', 'Not Found', `There is no event type ${type.slice(0, 100)}.`);
    assertDatastream(request);
    const { body, bytes } = await read(request, notes);
    const issues = validateEdge(type, body);
    const opens = type === 'sessionStart' || type === 'downloaded';
    if (issues.length) {
      const id = (body?.events?.[0]?.xdm?.['mediaCollection'] as { sessionID?: unknown } | undefined)?.sessionID;
      if (!opens && typeof id === 'string' && id && !(await store.head(id))) throw gone(request, id, 'unknown');
      const details = detailsOf(issues);
      const message = `The event is not valid: ${inWords(details)}.`;
      if (!opens) throw problem(request, 400, 'va-edge-0400-400', 'Bad Request', details, message);
      const report = { eventIndex: 0, details };
      const errors = [{ type: `${PROBLEMS}va-edge-0400-400`, status: 400, title: 'Invalid request', report }];
      throw new AnsweredRefusal(207, message, answerHandles(request, 207, [], { errors }));
    }
    if (type === 'sessionStart') return open(request, body, bytes, notes);
    return type === 'downloaded' ? openWhole(request, body, bytes, notes) : append(request, body.events[0], bytes, notes);
  }

  /** Adobe's Web SDK opens its sessions here, and asks for its visitor; what else it says of the page is not kept. */
  async function interact(request: RequestLike, _part: string, notes: CallDetails): Promise<Answer> {
    assertDatastream(request);
    const { body, bytes } = await read(request, notes);
    const { eventType, timestamp, mediaCollection, identityMap } = body?.events?.[0]?.xdm ?? {};
    if (eventType !== 'media.sessionStart')
      return answerHandles(request, 200, visitorOf({ ...body, events: [{ xdm: { identityMap } }] }).handles);
    const xdm = { eventType, timestamp, mediaCollection, ...(identityMap ? { identityMap } : {}) };
    const issues = validateEdge('sessionStart', { events: [{ xdm }] });
    if (!issues.length) return open(request, { ...body, events: [{ xdm }] }, bytes, notes);
    const details = detailsOf(issues);
    const errors = [
      { type: `${PROBLEMS}va-edge-0400-400`, status: 400, title: 'Invalid request', report: { eventIndex: 0, details } },
    ];
    throw new AnsweredRefusal(207, `The event is not valid: ${inWords(details)}.`, answerHandles(request, 207, [], { errors }));
  }

  // The place, and what the client's base path is, may stand before.
  return [
    { path: /\/va\/v1\/([^/]+)$/, method: 'POST', run: take },
    { path: /\/v1\/(interact|identity\/acquire)$/, method: 'POST', run: interact },
  ];
}
