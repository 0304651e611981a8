import { story, type Row, type Sent } from '../story';

/** Where the calls of a recording go. */
export const ENDPOINT = 'https://acme.hb-api.omtrdc.net';

/** How a service replied to one event; 204, or 201 with the address of the session, when it is left out. */
export interface Reply {
  readonly status?: number;
  readonly location?: string | null;
  readonly body?: unknown;
}

const headers = (location: string | null | undefined) =>
  location
    ? [
        { name: 'content-length', value: '0' },
        { name: 'LOCATION', value: location },
      ]
    : [];

/** One entry of a HAR, as Chromium writes it. */
export function entry(path: string, body: unknown, { status = 204, location, body: reply }: Reply = {}, second = 0) {
  return {
    startedDateTime: new Date(1_760_000_000_000 + second * 1_000).toISOString(),
    request: {
      method: 'POST',
      url: ENDPOINT + path,
      headers: [],
      postData: { mimeType: 'application/json', text: JSON.stringify(body) },
    },
    response: { status, headers: headers(location), content: reply === undefined ? {} : { text: JSON.stringify(reply) } },
  };
}

/** A HAR with other traffic of a page around its entries. */
export const har = (...entries: object[]): string =>
  JSON.stringify({
    log: {
      version: '1.2',
      entries: [
        { request: { method: 'GET', url: 'https://acme.example/' }, response: { status: 200 } },
        {
          request: { method: 'POST', url: 'https://acme.example/api/cart', postData: { text: '{}' } },
          response: { status: 200 },
        },
        ...entries,
      ],
    },
  });

/** The calls of one session. */
export const sessionEntries = (id: string, events: readonly Sent[], path = '') =>
  events.map((event, index) =>
    index === 0
      ? entry(`${path}/api/v1/sessions`, event, { status: 201, location: `${path}/api/v1/sessions/${id}` }, index)
      : entry(`${path}/api/v1/sessions/${id}/events`, event, {}, index),
  );

/** Twelve seconds of content. */
export const fine: Sent[] = story(
  [0, 'sessionStart', 0, { params: { 'media.name': 'Pilot' } }] satisfies Row,
  [1, 'play', 0],
  [1_001, 'play', 1],
  [10_001, 'ping', 10],
  [12_000, 'sessionEnd', 12],
);
