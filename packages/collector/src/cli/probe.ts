import type { Fetch } from '../forward/deliver';
import { addressOf } from '../forward/deliver';

const TIMEOUT_MS = 5_000;

/**
 * Asks an endpoint with an event that is none, which a Media Collection service refuses with 400. Resolves to a sentence when it answers as
 * none would; one that cannot be reached, or fails, may come back.
 */
export async function probe(url: string, fetch: Fetch = globalThis.fetch): Promise<string | undefined> {
  const address = addressOf(url, 'sessions');
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    if (response.status === 400 || response.status === 429 || response.status >= 500) return undefined;
    return `${address} answered ${response.status} to an event that is none, where a Media Collection service answers 400.`;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : undefined;
    const code = cause && 'code' in cause ? String(cause.code) : '';
    if (code.startsWith('HPE_')) return `${address} does not answer in HTTP.`;
    // What is wrong with a certificate, and a server that speaks no TLS, does not pass by waiting.
    return /SSL|TLS|CERT|EPROTO|SELF_SIGNED/.test(code) ? `${address} offers no TLS that can be trusted (${code}).` : undefined;
  }
}
