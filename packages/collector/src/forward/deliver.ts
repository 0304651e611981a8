/** What became of an event at another service. */
export type Delivery =
  /** It was taken; `id`: the session that it opened. */
  | { readonly outcome: 'taken'; readonly id?: string }
  /** The other service does not know the session any more. */
  | { readonly outcome: 'gone' }
  /** It was refused for good. */
  | { readonly outcome: 'refused'; readonly status: number; readonly message: string }
  /** It may be taken later; `waitMs`: not before. */
  | { readonly outcome: 'later'; readonly message: string; readonly waitMs?: number };

/** What is used of `fetch`. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** An answer of another service, as far as it is read. */
export interface Reply {
  readonly url: string;
  readonly status: number;
  /** The body; undefined when it broke off. */
  readonly text: string | undefined;
  readonly location: string | null;
  /** `Retry-After`, in ms. */
  readonly waitMs?: number;
}

const TIMEOUT_MS = 10_000;
const MAX_WAIT_SECONDS = 600;

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Posts JSON to another service; resolves to its answer, or to what became of a request that reached nobody. Never rejects. */
export async function post(fetch: Fetch, url: string, body: unknown, type = 'application/json'): Promise<Reply | Delivery> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': type },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const { status, headers } = response;
    const text = await response.text().catch(() => undefined);
    const seconds = Number(headers.get('retry-after') ?? NaN);
    const wait = seconds >= 0 ? { waitMs: Math.min(seconds, MAX_WAIT_SECONDS) * 1_000 } : {};
    return { url, status, text, location: headers.get('location'), ...wait };
  } catch (error) {
    return { outcome: 'later', message: `${url} cannot be reached: ${reasonOf(error)}` };
  }
}

/** The delivery that is to be tried again, as the answer asks. */
export const laterAfter = ({ url, status, waitMs }: Reply): Delivery => ({
  outcome: 'later',
  message: `${url} answered ${status}.`,
  ...(waitMs !== undefined && { waitMs }),
});
