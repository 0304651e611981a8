import type { Refusal } from './refusal';

/** An answer as data: a `Response` for each event would cost more than all that is done for it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** The CORS headers that the service puts on every answer, errors included; it allows no others. */
export const cors = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'OPTIONS,POST,PUT',
  'Access-Control-Allow-Headers': 'Content-Type',
  'Access-Control-Expose-Headers': 'Location',
} as const;

/** Answers with an empty body. */
export const answer = (status: number, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { ...cors, ...headers },
  body: null,
});

const taken: Answer = answer(204);
/** Answers an event that is stored. */
export const answerTaken = (): Answer => taken;

/** Answers what was created, with the headers that Adobe's service sends. */
export const answerCreated = (headers: Readonly<Record<string, string>> = {}): Answer =>
  answer(201, { 'Content-Length': '0', 'Content-Type': 'application/octet-stream', ...headers });

/** Answers with a JSON body. */
export const answerJson = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { ...cors, 'Content-Type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** Answers a refused call: the body is `{"message": …}`. */
export const answerRefusal = ({ status, message, headers }: Refusal): Answer => answerJson(status, { message }, headers);

/** What every answer to the inspector carries: no other page may read it, and no copy is worth keeping. */
const closed = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
} as const;

/** Answers only to pages of the collector itself: without CORS headers. */
export const answerPrivately = (
  status: number,
  type: string,
  body: string | null,
  headers: Readonly<Record<string, string>> = {},
): Answer => ({ status, headers: { ...closed, 'Content-Type': type, ...headers }, body });

/** The same with server-sent events, for as long as the body goes on. */
export const streamPrivately = (body: ReadableStream<Uint8Array>): Response =>
  new Response(body, { headers: { ...closed, 'Content-Type': 'text/event-stream' } });
