import type { Fetch } from '../forward/deliver';
import { targetOf } from '../forward/target';

const TIMEOUT_MS = 5_000;

/**
 * Posts an event that is none, which every service refuses. Resolves to a sentence when it answers as none would; one that cannot be reached,
 * or fails, may come back.
 */
export async function probe(url: string, fetch: Fetch = globalThis.fetch): Promise<string | undefined> {
  const { address, problemOf } = targetOf(url, fetch).probe;
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const problem = problemOf(response.status, (await response.text()).slice(0, 10_000));
    return problem && `${address} ${problem}.`;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : undefined;
    const code = cause && 'code' in cause ? String(cause.code) : '';
    if (code.startsWith('HPE_')) return `${address} does not answer in HTTP.`;
    // What is wrong with a certificate, and a server that speaks no TLS, does not pass by waiting.
    return /SSL|TLS|CERT|EPROTO|SELF_SIGNED/.test(code) ? `${address} offers no TLS that can be trusted (${code}).` : undefined;
  }
}
