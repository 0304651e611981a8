import type { Clock } from '../clock';
import type { Reply, WireRequest } from '../wire/wire';

/** The port to the network; `init.body` is JSON text. */
export type Fetch = (url: string, init: RequestInit & { body: string }) => Promise<Response>;

/**
 * Posts a request and waits so many milliseconds for the answer; never rejects. `leaving`: only what outlives the page is worth
 * sending. `event` is what the request carries.
 */
export type Post = (request: WireRequest, timeout: number, leaving?: boolean, event?: object) => Promise<Reply>;

/** Browsers allow so many bytes in the bodies of all keepalive requests of a page that are in flight. */
const KEEPALIVE_BYTES = 65_536;
let inFlight = 0;

/** Reads seconds or a date (RFC 9110, section 10.2.3) as milliseconds from now. */
const waitOf = (header: string | null, now: number): number | undefined => {
  const ms = /^\d+$/.test(header!) ? Number(header) * 1_000 : Date.parse(header!) - now;
  return ms > 0 ? ms : undefined;
};

/** Creates the HTTP port. Browsers cancel a plain request when the page is left, so every request is keepalive while the budget lasts (D7). */
export const createPost =
  (fetch: Fetch, clock: Clock): Post =>
  ({ url, body: content, init, send }, timeout, leaving) =>
    new Promise((resolve) => {
      let body = '';
      try {
        body = JSON.stringify(content);
      } catch {
        return resolve({ status: 400, message: 'the event is no JSON' });
      }
      const abort = new AbortController();
      let size = new TextEncoder().encode(body).length;
      const keepalive = inFlight + size <= KEEPALIVE_BYTES;
      if (!keepalive) {
        if (leaving) return resolve({ status: 0, unsent: true });
        size = 0;
      }
      inFlight += size;
      const done = (reply: Reply): void => {
        cancel();
        inFlight -= size;
        size = 0;
        resolve(reply);
      };
      /** The reply if its body never ends. */
      let known: Reply = { status: 0 };
      // Not every `fetch` that a page passes supports the signal.
      const cancel = clock.after(timeout, () => {
        abort.abort();
        done(known);
      });
      const exchange = async (): Promise<Reply> => {
        const go = (): Promise<Response> =>
          fetch(url, { method: 'POST', body, ...init, keepalive, referrerPolicy: 'strict-origin', signal: abort.signal });
        const reply = await (send ? send(go, body, leaving) : go());
        const { status, headers } = reply;
        const location = headers.get('Location');
        const after = waitOf(headers.get('Retry-After'), clock.now());
        const answer = { status, location, ...(after && { after }) };
        if (status > 399) return { ...answer, message: await reply.text() };
        known = answer;
        // A reply with Location comes from the service, whatever body a proxy adds.
        const text = status === 204 || location ? '' : await reply.text();
        const isWebPage = /^\s*</.test(text) || (text && /html/i.test(headers.get('Content-Type')!));
        return isWebPage ? { ...answer, isWebPage, message: 'a web page came in place of an answer' } : { ...answer, text };
      };
      exchange().then(done, () => done(known));
    });
