import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { createCollector, createMemoryStore, type Session } from '@media-collection/collector';
import { createRandom } from '../faults/random';
import { faults, type Fault } from '../faults/conditions';
import type { Attempt } from '../faults/network';

/** A real collector behind a proxy that does to its requests what a seed says. */
export interface FaultyService {
  /** Where it listens; each path before `/api` is a client of its own. */
  readonly url: string;
  /** What came from a client, and what it was told. */
  attempts(client: string): Attempt[];
  /** What the service keeps of these sessions. */
  kept(ids: readonly string[]): Promise<Map<string, Session['events']>>;
  close(): Promise<void>;
}

/** What a real browser can be made to meet without long time-outs. */
const shares: Partial<Record<Fault, number>> = {
  'dropped before the server saw it': 0.06,
  'dropped after the server saw it': 0.06,
  slow: 0.06,
  'final 4xx': 0.005,
  '408 or 429': 0.04,
  '5xx': 0.06,
  '5xx after the server saw it': 0.04,
  '404': 0.004,
  '410': 0.004,
  'slow session id': 0.2,
  'session id missing': 0.1,
  'a web page in place of an answer': 0.04,
};

const ANSWER = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': 'Content-Type',
  'Access-Control-Expose-Headers': 'Location',
};

/** Starts it on the loopback. */
export async function startFaultyService(seed: number): Promise<FaultyService> {
  const random = createRandom(seed);
  const store = createMemoryStore();
  const collector = createCollector({ store });
  const attempts = new Map<string, Attempt[]>();
  const closed = new Map<string, number>();
  const open: Attempt[] = [];

  const serve = async (path: string, { headers }: IncomingMessage, attempt: Attempt): Promise<Response> => {
    const status = closed.get(attempt.session ?? '');
    if (status) return new Response('{}', { status });
    const request = { method: 'POST', body: attempt.body, headers: { 'Content-Type': headers['content-type']! } };
    const response = await collector(new Request(`http://collector${path}`, request));
    if (response.ok) attempt.takenAt.push(Date.now());
    return response;
  };

  /** What goes back; undefined: nothing does. */
  const meet = async (path: string, request: IncomingMessage, attempt: Attempt): Promise<Response | undefined> => {
    const refusal = (...statuses: number[]): Response => new Response('{}', { status: random.pick(statuses) });
    switch (attempt.fault) {
      case 'dropped before the server saw it':
        return undefined;
      case 'dropped after the server saw it':
        return void (await serve(path, request, attempt));
      case 'slow':
      case 'slow session id':
        await sleep(random.between(200, 1_500));
        break;
      case 'final 4xx':
        return refusal(400, 403, 413);
      case '408 or 429':
        return refusal(408, 429);
      case '5xx':
        return refusal(500, 502, 503);
      case '5xx after the server saw it':
        await serve(path, request, attempt);
        return refusal(500, 502, 504);
      case 'session id missing':
        await serve(path, request, attempt);
        return new Response(null, { status: 201 });
      case 'a web page in place of an answer':
        return new Response('<!doctype html><title>Welcome', { headers: { 'Content-Type': 'text/html' } });
      case '404':
      case '410':
        closed.set(attempt.session!, Number(attempt.fault));
    }
    return serve(path, request, attempt);
  };

  const server = createServer(async (request, response) => {
    if (request.method === 'OPTIONS') return void response.writeHead(204, { ...ANSWER, 'Access-Control-Max-Age': '600' }).end();
    const path = request.url!;
    const [, client = '', session] = /^\/(\w+)\/api\/v1\/sessions(?:\/([^/]+)\/events)?$/.exec(path) ?? [];
    const body = await text(request);
    const { eventType: type } = JSON.parse(body) as { eventType: string };
    const fault = faults.find((one) => {
      const isOf = /session id/.test(one) ? !session : !/^4(04|10)$/.test(one) || session;
      return isOf && random.chance(shares[one] ?? 0);
    });
    const besides = open.some((one) => session !== undefined && one.session === session);
    const attempt: Attempt = {
      session,
      body,
      type,
      sentAt: Date.now(),
      leaving: false,
      besides,
      takenAt: [],
      ...(fault && { fault }),
    };
    attempts.set(client, [...(attempts.get(client) ?? []), attempt]);
    open.push(attempt);
    const reply = await meet(path, request, attempt);
    open.splice(open.indexOf(attempt), 1);
    // A web page is no word of the service.
    attempt.answered = reply && attempt.fault !== 'a web page in place of an answer' ? reply.status : 0;
    attempt.answeredAt = Date.now();
    if (!reply) return void request.socket.destroy();
    const location = reply.headers.get('Location');
    attempt.given = location?.split('/').at(-1);
    response.writeHead(reply.status, { ...ANSWER, ...(location && { Location: location }) }).end(await reply.text());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    attempts: (client) => attempts.get(client) ?? [],
    kept: async (ids) =>
      new Map((await store.list()).filter(({ id }) => ids.includes(id)).map(({ id, events }) => [id, events] as const)),
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
