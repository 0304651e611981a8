import type { Clock } from '../clock';

/** The port to the network; `init.body` is JSON text. */
export type Fetch = (url: string, init: RequestInit & { body: string }) => Promise<Response>;

/** What came back; status 0 means that nothing did. */
export interface Reply {
  readonly status: number;
  readonly location?: string | null;
  /** Body of a refusal. */
  readonly message?: string;
}

/** Posts JSON and waits so many milliseconds for the answer; never rejects. */
export type Post = (url: string, body: object, timeout: number) => Promise<Reply>;

/** What browsers allow in keepalive requests at any one time, in bytes of their bodies, for all of a page together. */
const KEEPALIVE_BYTES = 65_536;
let inFlight = 0;

/** Makes the HTTP port. A plain request in flight dies with the page, so every request is keepalive while the budget lasts (D7). */
export const createPost =
  (fetch: Fetch, clock: Clock): Post =>
  async (url, event, timeout) => {
    const body = JSON.stringify(event);
    const size = new TextEncoder().encode(body).length;
    const keepalive = inFlight + size <= KEEPALIVE_BYTES;
    const abort = new AbortController();
    let cancel!: () => void;
    const silence = new Promise<Reply>((resolve) => {
      cancel = clock.after(timeout, () => {
        abort.abort();
        resolve({ status: 0 });
      });
    });
    if (keepalive) inFlight += size;
    const exchange = async (): Promise<Reply> => {
      try {
        const headers = { 'Content-Type': 'application/json' };
        const reply = await fetch(url, { method: 'POST', body, headers, keepalive, credentials: 'omit', signal: abort.signal });
        const { status } = reply;
        return { status, location: reply.headers.get('Location'), ...(status >= 400 && { message: await reply.text() }) };
      } catch {
        return { status: 0 };
      }
    };
    const reply = await Promise.race([exchange(), silence]);
    cancel();
    if (keepalive) inFlight -= size;
    return reply;
  };
