import type { Clock } from '../clock';
import type { Reply, Stamp, WireRequest } from '../wire/wire';

/** The port to the network; `init.body` is JSON text. */
export type Fetch = (url: string, init: RequestInit & { body: string }) => Promise<Response>;

/**
 * Posts a request and waits so many milliseconds for the answer; never rejects. `leaving`: only what outlives the page is worth
 * sending. `event` is what the request carries: if its ready request was sent, only the answer to that is awaited.
 */
export type Post = (request: WireRequest, timeout: number, leaving?: boolean, event?: object) => Promise<Reply>;

/**
 * Sends a request that was serialised in good time, with this playhead, in seconds, and time, in UTC milliseconds; without them as it
 * was serialised. It is not sent if its event was, or if the budget of the page is spent. No step of it is one at which Firefox ends the script of a page
 * that it closes: no loop, no spread, no JSON.
 */
export type ReadyRequest = (playhead?: number, ts?: number) => void;

/** Browsers allow so many bytes in the bodies of all keepalive requests of a page that are in flight. */
const KEEPALIVE_BYTES = 65_536;
let inFlight = 0;

/** Reads seconds or a date (RFC 9110, section 10.2.3) as milliseconds from now. */
const waitOf = (header: string | null, now: number): number | undefined => {
  const ms = /^\d+$/.test(header!) ? Number(header) * 1_000 : Date.parse(header!) - now;
  return ms > 0 ? ms : undefined;
};

/** The bytes of a text; JSON escapes the control characters. */
const bytesOf = (text: string): number => (/[^ -~]/.test(text) ? new TextEncoder().encode(text).length : text.length);

type Answer = ReturnType<NonNullable<WireRequest['send']>>;

/** A request with its serialised body. */
interface Parcel {
  readonly init: RequestInit & { body: string };
  readonly bytes: number;
  start(leaving?: boolean): Answer;
  /** Ends it, if it was prepared. */
  abort?: AbortController;
  /** The answer to come, if it was sent ahead of its turn. */
  answer?: Answer;
}

/** Serialises a request; throws where its body is no JSON. */
const pack = (fetch: Fetch, { url, body: content, init: own, send }: WireRequest): Parcel => {
  const body = JSON.stringify(content);
  const init: Parcel['init'] = {
    method: 'POST',
    body,
    ...own,
    keepalive: true,
    referrerPolicy: 'strict-origin',
  };
  const go = (): Promise<Response> => fetch(url, init);
  return { init, bytes: bytesOf(body), start: (leaving) => (send ? send(go, init.body, leaving) : go()) };
};

/** What was sent ahead of its turn, by its event; and the events that were sent in their turn. */
const ahead = new WeakMap<object, Parcel>();
const posted = new WeakSet<object>();

/** Called as the page goes, and never before. */
const fetchOnce: Fetch = (url, init) => fetch(url, init);

/** Serialises the request of an event in good time; see `ReadyRequest`. Without `own`, the `fetch` of the browser sends it. */
export function createReady(
  own: Fetch | undefined,
  request: WireRequest,
  event: object,
  cut: (text: string) => Stamp,
  abort: AbortController,
): ReadyRequest {
  const send = own ?? fetchOnce;
  const parcel = pack(send, request);
  const { init } = parcel;
  const isPlain = !request.send || request.isPlain;
  parcel.abort = abort;
  init.signal = abort.signal;
  const stamp = cut(init.body);
  return (playhead, ts) => {
    if (posted.has(event) || ahead.has(event) || inFlight + parcel.bytes > KEEPALIVE_BYTES) return;
    try {
      if (ts) init.body = stamp(playhead!, ts);
      parcel.answer = isPlain ? send(request.url, init) : parcel.start(true);
      inFlight += parcel.bytes;
      ahead.set(event, parcel);
    } catch {
      // It is sent in its turn.
    }
  };
}

/** Creates the HTTP port. Browsers cancel a plain request when the page is left, so every request is keepalive while the budget lasts (D7). */
export const createPost =
  (fetch: Fetch, clock: Clock): Post =>
  (request, timeout, leaving, event) =>
    new Promise((resolve) => {
      let parcel = ahead.get(event!);
      ahead.delete(event!);
      try {
        parcel ??= pack(fetch, request);
      } catch {
        return resolve({ status: 400, message: 'the event is no JSON' });
      }
      const { answer: sent, init, start, abort = new AbortController() } = parcel;
      let { bytes } = parcel;
      if (!sent) {
        init.keepalive = inFlight + bytes <= KEEPALIVE_BYTES;
        if (!init.keepalive) {
          if (leaving) return resolve({ status: 0, unsent: true });
          bytes = 0;
        }
        inFlight += bytes;
        init.signal = abort.signal;
        if (event) posted.add(event);
      }
      const done = (reply: Reply): void => {
        cancel();
        inFlight -= bytes;
        bytes = 0;
        resolve(reply);
      };
      /** The reply if its body breaks off or never ends: the status decides, the body adds detail. */
      let known: Reply = { status: 0 };
      // Not every `fetch` that a page passes supports the signal.
      const cancel = clock.after(timeout, () => {
        abort.abort();
        done(known);
      });
      const exchange = async (): Promise<Reply> => {
        const reply = await (sent ?? start(leaving));
        const { status, headers } = reply;
        // A `fetch` of the page may answer without headers.
        known = { status };
        const location = headers.get('Location');
        const after = status > 299 ? waitOf(headers.get('Retry-After'), clock.now()) : undefined;
        const answer = (known = { status, location, ...(after && { after }) });
        if (status > 399) return { ...answer, message: await reply.text() };
        // A reply with Location comes from the service, whatever body a proxy adds.
        const text = status === 204 || location ? '' : await reply.text();
        const isWebPage = /^\s*</.test(text) || (text && /html/i.test(headers.get('Content-Type')!));
        return isWebPage ? { ...answer, isWebPage, message: 'a web page came in place of an answer' } : { ...answer, text };
      };
      exchange().then(done, () => done(known));
    });
