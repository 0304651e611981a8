import type { Refusal } from './refusal';

/** The CORS headers that the service puts on every answer, errors included; it allows no others. */
const cors = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'OPTIONS,POST,PUT',
  'Access-Control-Allow-Headers': 'Content-Type',
  'Access-Control-Expose-Headers': 'Location',
} as const;

/** Answers with an empty body. */
export const answer = (status: number, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(null, { status, headers: { ...cors, ...headers } });

/** Answers with a JSON body. */
export const answerJson = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { ...cors, 'Content-Type': 'application/json', ...headers } });

/** Answers with server-sent events, for as long as the body goes on. */
export const answerStream = (body: ReadableStream<Uint8Array>): Response =>
  new Response(body, { headers: { ...cors, 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' } });

/** Answers a refused call: the body is `{"message": …}`. */
export const answerRefusal = ({ status, message, headers }: Refusal): Response => answerJson(status, { message }, headers);
