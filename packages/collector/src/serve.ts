import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { answer, answerRefusal, type Answer } from './answer';
import type { Asked } from './asked';
import type { Collector } from './collector';
import { isLoopback } from './loopback';
import { limitOf } from './read-json';
import { Refusal } from './refusal';

/** Where to listen. */
export interface ServeOptions {
  /** 8484 when left out; 0 lets the system choose. */
  readonly port?: number;
  /** 127.0.0.1 when left out, so that nobody outside this machine can call. */
  readonly host?: string;
}

/** A server that listens. */
export interface Served {
  /** Its address, without a slash at the end. */
  readonly url: string;
  /** Stops listening and cuts every connection. */
  close(): Promise<void>;
}

/** An upload that goes on after its answer is cut off so much later: cut at once, its client might miss the answer. */
const LINGER_MS = 500;

/** Reads a body, or as much of it as it takes to know that it is too large; rejects when the client goes away. */
const bodyOf = (incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> =>
  new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    let limit = 0;
    incoming.on('data', (chunk: Uint8Array) => {
      limit ||= limitOf(Buffer.from(chunk).toString('latin1'));
      if (size <= limit) chunks.push(chunk);
      size += chunk.length;
      if (size > limit) resolve(Buffer.concat(chunks));
    });
    incoming.on('end', () => resolve(Buffer.concat(chunks)));
    incoming.on('error', reject);
  });

async function askedBy(
  incoming: IncomingMessage,
  base: string,
): Promise<Asked & { readonly body: Uint8Array<ArrayBuffer> | null }> {
  const { method = 'GET', url = '/' } = incoming;
  const headers = { get: (name: string) => incoming.headersDistinct[name.toLowerCase()]?.join(', ') ?? null };
  // A target may name a host, too ("absolute form"); only its path counts.
  const path = url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/^(?!\/)/, '/');
  const body = method === 'GET' || method === 'HEAD' ? null : await bodyOf(incoming);
  return { method, url: base + path, headers, body };
}

/** What a handler is given that is no collector. */
async function requestOf(incoming: IncomingMessage, base: string): Promise<Request> {
  const { rawHeaders } = incoming;
  const headers = new Headers();
  for (let i = 0; i < rawHeaders.length; i += 2) headers.append(rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '');
  const { url, ...asked } = await askedBy(incoming, base);
  return new Request(url, { ...asked, headers });
}

async function send(answered: Answer | Response, outgoing: ServerResponse): Promise<void> {
  if (!(answered instanceof Response)) return void outgoing.writeHead(answered.status, answered.headers).end(answered.body);
  outgoing.writeHead(answered.status, Object.fromEntries(answered.headers));
  // Through a node stream, for a web stream would not learn that the client has left before it has more to say.
  // The cast: DOM and node each type the one ReadableStream, and neither knows the other's.
  if (answered.body) await pipeline(Readable.fromWeb(answered.body as WebStream), outgoing);
  else outgoing.end();
}

/**
 * Binds a collector, or a handler of your own, to a port of this machine; rejects with the system's error when it cannot.
 * Bound to loopback it answers no foreign `Host`: a page whose name was re-pointed to this machine must not reach it.
 */
export async function serve(
  handler: Collector | ((request: Request) => Promise<Response>),
  { port = 8484, host = '127.0.0.1' }: ServeOptions = {},
): Promise<Served> {
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000 });
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(port, host, resolve);
  });
  const bound = server.address();
  if (!bound || typeof bound === 'string') throw new Error('The server has no port.');
  const bracketed = host.includes(':') ? `[${host}]` : host;
  const url = `http://${bracketed}:${bound.port}`;
  const ours = new Set(['localhost', '127.0.0.1', '[::1]', bracketed.toLowerCase()]);
  const isForeign = (name = ''): boolean => isLoopback(bound.address) && !ours.has(name.toLowerCase().replace(/:\d*$/, ''));

  async function respond(incoming: IncomingMessage): Promise<Answer | Response> {
    if (isForeign(incoming.headers.host)) return answerRefusal(new Refusal(403, 'This collector answers to localhost only.'));
    // The one method that a Request cannot hold.
    if (incoming.method === 'TRACE') return answer(405, { Allow: 'OPTIONS, GET, POST' });
    return 'answer' in handler ? handler.answer(await askedBy(incoming, url)) : handler(await requestOf(incoming, url));
  }

  const cutOff = (incoming: IncomingMessage): void => void (incoming.complete || incoming.destroy());

  server.on('request', (incoming, outgoing) => {
    outgoing.on('finish', () => incoming.complete || setTimeout(cutOff, LINGER_MS, incoming).unref());
    respond(incoming)
      .then((response) => send(response, outgoing))
      // The client has gone, or the handler broke: in both cases there is nothing more to say.
      .catch(() => outgoing.destroy());
  });

  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
