import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { answer, answerRefusal, type Answer } from './answer';
import type { RequestLike } from './request-like';
import type { Collector } from './collector';
import { createBodies } from './http/body';
import { createHostCheck } from './http/hosts';
import { createRate } from './http/rate';
import { createStopper } from './http/stop';
import { createTurns } from './http/turns';
import { MAX_BATCH_BYTES } from './json-shape';
import { Refusal, refuseForNow } from './refusal';

/** Where to listen, and what a server can bear. */
export interface ServeOptions {
  /** 8484 when left out; 0 lets the system choose. */
  readonly port?: number;
  /** Default 127.0.0.1, which only this machine can call. */
  readonly host?: string;
  /** Names beside this machine's own that a `Host` header may have; `*` allows every name. */
  readonly allowHosts?: readonly string[];
  /** Connections at a time; further ones are closed at once. 10,000 when left out. */
  readonly maxConnections?: number;
  /** Bytes of all bodies that are being received at a time; 64 MiB when left out. */
  readonly maxBodyBytes?: number;
  /** Whether a proxy stands in front, whose `X-Forwarded-For` names the client; the calls of each client are then limited. */
  readonly trustProxy?: boolean;
  /** With `trustProxy`: calls a second of one address, ten times as many at once; 100 when left out. */
  readonly perAddress?: number;
}

/** A server that listens. */
export interface RunningServer {
  /** Its address, without a slash at the end. */
  readonly url: string;
  /** Stops listening, answers what is on its way, and cuts off after `graceMs` (1,000 when left out) what is not answered then. */
  close(graceMs?: number): Promise<void>;
}

/** Longer than the time between two pings, so that these need no connections of their own. */
const KEEP_ALIVE_MS = 20_000;
/** An upload that goes on after its answer is cut off so much later: cut at once, its client might miss the answer. */
const LINGER_MS = 500;
/** As long as so many uploads are waited for, a further one is cut off at once: they cost time and nobody keeps what they bring. */
const MAX_LINGERING = 16;

/** What a handler of your own is given may be as large as anything that the collector takes. */
function createLimit(): (chunk: Uint8Array) => void {
  let size = 0;
  return ({ byteLength }) => {
    size += byteLength;
    if (size > MAX_BATCH_BYTES) throw new Refusal(413, `The body is larger than ${MAX_BATCH_BYTES} bytes.`);
  };
}

/** The base of every URL that a handler sees: what the client calls this machine is checked, and used for nothing else. */
const BASE = 'http://localhost';

/** A target may name a host, too ("absolute form"); only its path counts. */
const urlOf = ({ url = '/' }: IncomingMessage): string =>
  BASE + (url.startsWith('/') ? url : url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/^(?!\/)/, '/'));

/** Every value of a header, in the order in which they came; `headersDistinct` would sort all headers of every call for this one. */
function everyValueOf({ rawHeaders }: IncomingMessage, name: string): string | null {
  let values: string | null = null;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const raw = rawHeaders[index]!;
    if (raw.length !== name.length || raw.toLowerCase() !== name) continue;
    values = values === null ? rawHeaders[index + 1]! : `${values}, ${rawHeaders[index + 1]}`;
  }
  return values;
}

const headersOf = (incoming: IncomingMessage): RequestLike['headers'] => ({
  get: (name) => {
    const value = incoming.headers[name];
    // Node joins what may stand twice, and keeps the first of what may not: of the latter all must count.
    if (name === 'content-type' || name === 'content-encoding') return everyValueOf(incoming, name);
    return (Array.isArray(value) ? value.join(', ') : value) ?? incoming.headersDistinct[name.toLowerCase()]?.join(', ') ?? null;
  },
});

/** The client's address: the last one that the proxy in front has seen. */
const addressOf = (incoming: IncomingMessage, trustProxy: boolean): string =>
  (trustProxy && incoming.headersDistinct['x-forwarded-for']?.join(',').split(',').at(-1)?.trim()) ||
  (incoming.socket.remoteAddress ?? '');

async function send(answered: Answer | Response, outgoing: ServerResponse, isLast: boolean): Promise<void> {
  if (isLast) outgoing.setHeader('Connection', 'close');
  if (!(answered instanceof Response)) {
    const { status, headers, body } = answered;
    // Else Node sends it in chunks.
    if (body !== null && body !== '') outgoing.setHeader('Content-Length', Buffer.byteLength(body));
    return void outgoing.writeHead(status, headers).end(body);
  }
  outgoing.writeHead(answered.status, Object.fromEntries(answered.headers));
  // Through a node stream, for a web stream would not learn that the client has left before it has more to say.
  // The cast: DOM and node each type the one ReadableStream, and neither knows the other's.
  if (answered.body) await pipeline(Readable.fromWeb(answered.body as WebStream), outgoing);
  else outgoing.end();
}

/**
 * Binds a collector, or a handler of your own, to a port of this machine; rejects with the system's error when it cannot.
 * It answers only to hosts that are known to be this machine: a page whose name was re-pointed here must not reach it.
 */
export async function serve(
  handler: Collector | ((request: Request) => Promise<Response>),
  options: ServeOptions = {},
): Promise<RunningServer> {
  const { port = 8484, host = '127.0.0.1', allowHosts = [], trustProxy = false, perAddress = 100 } = options;
  const server = createServer({
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    connectionsCheckingInterval: 1_000,
    keepAliveTimeout: KEEP_ALIVE_MS,
  });
  server.maxConnections = options.maxConnections ?? 10_000;
  const bodies = createBodies(options.maxBodyBytes ?? 64 * 1024 * 1024);
  const rate = trustProxy ? createRate(perAddress) : undefined;
  const stopper = createStopper(server);
  const turns = createTurns();
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(port, host, resolve);
  });
  const bound = server.address();
  if (!bound || typeof bound === 'string') throw new Error('The server has no port.');
  const plain = host.replace(/%.*$/, '');
  const url = `http://${plain.includes(':') ? `[${plain}]` : plain}:${bound.port}`;
  const isOurs = createHostCheck(plain, bound.address.replace(/%.*$/, ''), allowHosts);

  function askedBy(incoming: IncomingMessage, outgoing: ServerResponse): RequestLike {
    const { method = 'GET' } = incoming;
    const hasBody = method !== 'GET' && method !== 'HEAD';
    return {
      method,
      url: urlOf(incoming),
      headers: headersOf(incoming),
      body: hasBody ? (take) => read(incoming, outgoing, take) : null,
    };
  }

  /** Reads a body; a client that waits for leave to send it gets it only now, when nothing else refuses the call. */
  function read(incoming: IncomingMessage, outgoing: ServerResponse, take: (chunk: Uint8Array) => void): Promise<Uint8Array> {
    if (incoming.headers.expect !== undefined) outgoing.writeContinue();
    return bodies.read(incoming, take);
  }

  /** What a handler is given that is no collector. */
  async function requestOf(incoming: IncomingMessage, outgoing: ServerResponse): Promise<Request> {
    const { rawHeaders, method = 'GET' } = incoming;
    const headers = new Headers();
    for (let i = 0; i < rawHeaders.length; i += 2) headers.append(rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '');
    const hasBody = method !== 'GET' && method !== 'HEAD';
    const body = hasBody ? ((await read(incoming, outgoing, createLimit())) as Uint8Array<ArrayBuffer>) : null;
    return new Request(urlOf(incoming), { method, headers, body });
  }

  async function respond(incoming: IncomingMessage, outgoing: ServerResponse): Promise<Answer | Response> {
    const turn = turns.wait(incoming.socket, outgoing);
    if (turn) await turn;
    if (!isOurs(incoming.headers.host))
      throw new Refusal(403, 'This collector does not answer to that name; --allow-host or allowHosts allows one.');
    // The one method that a Request cannot hold.
    if (incoming.method === 'TRACE') return answer(405, { Allow: 'OPTIONS, GET, POST' });
    if (rate && !rate.allows(addressOf(incoming, trustProxy), performance.now()))
      throw refuseForNow('This address calls too often.', 429, 10);
    return 'answer' in handler ? handler.answer(askedBy(incoming, outgoing)) : handler(await requestOf(incoming, outgoing));
  }

  let lingering = 0;
  /** Gives a client that is still sending time to read its answer. */
  function cutOff(incoming: IncomingMessage): void {
    if (incoming.complete) return;
    if (lingering >= MAX_LINGERING) return void incoming.destroy();
    lingering++;
    const end = setTimeout(() => incoming.destroy(), LINGER_MS).unref();
    const settle = (): void => {
      lingering--;
      clearTimeout(end);
      incoming.off('end', settle).off('close', settle);
    };
    incoming.on('end', settle).on('close', settle);
  }

  function handle(incoming: IncomingMessage, outgoing: ServerResponse): void {
    outgoing.on('finish', () => cutOff(incoming));
    respond(incoming, outgoing)
      .catch((error: unknown) => {
        if (error instanceof Refusal) return answerRefusal(error);
        throw error;
      })
      .then((response) => send(response, outgoing, stopper.isStopping))
      // The client has gone, or the handler broke: in both cases there is nothing more to say.
      .catch(() => outgoing.destroy());
  }
  server.on('request', handle).on('checkContinue', handle);

  return {
    url,
    close(graceMs = 1_000) {
      if ('endStreams' in handler) handler.endStreams();
      return stopper.stop(graceMs);
    },
  };
}
