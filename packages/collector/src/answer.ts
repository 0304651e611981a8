import type { Refusal } from './refusal';

/** An answer as data: a `Response` for each event would cost more than all that is done for it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** The CORS headers that the service puts on every answer, errors included; it allows no others. */
const cors = {
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

/** Answers with a JSON body. */
export const answerJson = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { ...cors, 'Content-Type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** Answers with server-sent events, for as long as the body goes on. */
export const answerStream = (body: ReadableStream<Uint8Array>): Response =>
  new Response(body, { headers: { ...cors, 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' } });

/** Answers a refused call: the body is `{"message": …}`. */
export const answerRefusal = ({ status, message, headers }: Refusal): Answer => answerJson(status, { message }, headers);
