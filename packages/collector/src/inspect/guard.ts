import type { RequestLike } from '../request-like';
import { Refusal } from '../refusal';

/** Compares without revealing by its duration how much was right. */
function isSame(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let index = 0; index < b.length; index++) difference |= (a.charCodeAt(index) || 0) ^ b.charCodeAt(index);
  return difference === 0;
}

const hostOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).host : undefined);

/** Lets only pages of the collector itself read what the inspector shows, and only those who know the token, if there is one. */
export interface Guard {
  /** Throws a 403 for a call that a page of another origin makes, and a 401 without the token. */
  assertAllowed(request: RequestLike): void;
  /** The `Set-Cookie` for who brings the token in the address; undefined for who does not. */
  cookieFor(request: RequestLike): string | undefined;
}

/** Makes a {@link Guard}. */
export function createGuard(token: string | undefined): Guard {
  // Cookies do not know ports: two collectors on one machine need names of their own.
  const name = `media-collector-${token?.slice(0, 6)}`;
  const isToken = (word: string | null | undefined): boolean => token !== undefined && isSame(word ?? '', token);
  const inAddress = ({ url }: RequestLike): boolean => isToken(new URL(url).searchParams.get('token'));

  function hasToken(request: RequestLike): boolean {
    if (token === undefined || inAddress(request)) return true;
    const { headers } = request;
    if (isToken(/^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1])) return true;
    const cookies = (headers.get('cookie') ?? '').split(/;\s*/);
    return cookies.some((cookie) => cookie.startsWith(`${name}=`) && isToken(cookie.slice(name.length + 1)));
  }

  function isOwnPage({ headers, url }: RequestLike): boolean {
    const site = headers.get('sec-fetch-site');
    if (site) return site === 'same-origin' || site === 'none';
    const origin = headers.get('origin');
    return !origin || hostOf(origin) === (headers.get('host')?.toLowerCase() ?? hostOf(url));
  }

  return {
    assertAllowed(request) {
      if (!isOwnPage(request)) throw new Refusal(403, 'Only the collector’s own page may read this.');
      if (!hasToken(request))
        throw new Refusal(401, 'The token is missing: open the address that the collector printed when it started.', {
          'WWW-Authenticate': 'Bearer',
        });
    },
    cookieFor: (request) => (inAddress(request) ? `${name}=${token}; Path=/; HttpOnly; SameSite=Strict` : undefined),
  };
}
