import type { MediaEvent } from '../media-event';

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

const TIMEOUT_MS = 10_000;
/** Refusals that say nothing about the event. */
const passing = new Set([408, 425, 429]);

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function waitOf(response: Response): { readonly waitMs?: number } {
  const seconds = Number(response.headers.get('retry-after') ?? NaN);
  return seconds >= 0 ? { waitMs: Math.min(seconds, 600) * 1_000 } : {};
}

async function messageOf(response: Response): Promise<string> {
  const text = await response.text().catch(() => '');
  try {
    return String((JSON.parse(text) as { message?: unknown }).message).slice(0, 500);
  } catch {
    return text.slice(0, 200);
  }
}

/** The id in the `Location` of a session that was opened; undefined when there is none. */
const idIn = (response: Response): string | undefined =>
  /\/sessions\/([^/?#]+)\/?$/.exec(response.headers.get('location') ?? '')?.[1];

/** Posts JSON to another service, and says what became of it; never rejects. */
export async function deliver(fetch: Fetch, url: string, body: unknown, opens: boolean): Promise<Delivery> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    return { outcome: 'later', message: `${url} cannot be reached: ${reasonOf(error)}` };
  }
  const { status } = response;
  const message = await messageOf(response);
  if (status >= 200 && status < 300) {
    if (!opens) return { outcome: 'taken' };
    const id = idIn(response);
    if (id) return { outcome: 'taken', id };
    return {
      outcome: 'later',
      message: `${url} answered ${status} without the place of the session: is it a Media Collection endpoint?`,
    };
  }
  if (!opens && (status === 404 || status === 410)) return { outcome: 'gone' };
  if (status >= 500 || passing.has(status))
    return { outcome: 'later', message: `${url} answered ${status}.`, ...waitOf(response) };
  return { outcome: 'refused', status, message };
}

/** The address of a session's events, or of what opens one. */
export const addressOf = (base: string, path: string): string => `${base.replace(/\/+$/, '')}/api/v1/${path}`;

/** Whether an event is worth a new session once its own is gone. */
export const reopens = ({ eventType }: MediaEvent): boolean => !['ping', 'sessionEnd', 'sessionComplete'].includes(eventType);
