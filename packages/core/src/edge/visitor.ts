import type { Clock } from '../clock';
import type { Handle } from '../wire/edge/answer';

/** What is known of the visitor, and of where the visitor's requests go. */
export interface Visitor {
  /** Whether a request names the visitor; one that does not makes a new visitor. */
  isKnown(): boolean;
  /** The service keeps the cookies itself, on a host of the site. */
  isServed?: boolean;
  /** The visitor's id, where the service gave it and no cookie. */
  readonly ecid: string | undefined;
  /** The place of the Edge Network that answered last. */
  hint(): string | undefined;
  /** Cookies of the visitor, by their names. */
  entries(): { key: string; value: string }[];
  /** Keeps what a reply gives; `isWritten`: in cookies, too. */
  learn(handles: readonly Handle[], isWritten: boolean): void;
  /** Settles when the request without an identity that is on its way is answered; undefined while there is none. */
  readonly asking: Promise<void> | undefined;
  /** A request without an identity goes. */
  ask(): void;
  /** One was answered: the requests that wait for it go. Any reply may end the wait, not only that of the request that asked. */
  answer(): void;
}

/** The service keeps a place for so long after each reply. */
const HINT_MS = 1_800_000;

/** The cookies of the page, after one of them was written; none where there is no page, or in a sandbox, which throws. */
const cookies = (written?: string): string => {
  try {
    if (written) document.cookie = written;
    return document.cookie || '';
  } catch {
    return '';
  }
};

/** The longest domain that all of the site shares, on which alloy keeps its cookies; undefined where a browser takes none. */
let apex: string | undefined;
let isApexKnown = false;
export function apexOf(): string | undefined {
  const { hostname = '' } = (globalThis.location as Location | undefined) ?? {};
  const parts = hostname.split('.');
  for (let length = 2; !isApexKnown && length <= parts.length; length++) {
    const domain = parts.slice(-length).join('.');
    const cookie = `kndctr_apex=1;domain=${domain};path=/`;
    isApexKnown = cookies(cookie).includes('kndctr_apex=1');
    cookies(`${cookie};max-age=0`);
    if (isApexKnown) apex = domain;
  }
  return apex;
}

/** All visitors of the page; outside of tests, a page has one clock. */
const visitors = new WeakMap<Clock, Map<string, Visitor>>();

/** The visitor that all trackers of a page share, who send to the same place for the same organisation. */
export function visitorOf(clock: Clock, place: string, orgId: string | undefined): Visitor {
  const known = visitors.get(clock) ?? new Map<string, Visitor>();
  visitors.set(clock, known);
  const visitor = known.get(place) ?? createVisitor(clock, orgId && `kndctr_${orgId.replace('@', '_')}_`);
  known.set(place, visitor);
  return visitor;
}

function createVisitor(clock: Clock, prefix: string | undefined): Visitor {
  const kept = new Map<string, { readonly value: string; readonly until: number }>();
  let place: string | undefined;
  let placeUntil = 0;

  const read = (): Map<string, string> => {
    const found = new Map<string, string>();
    for (const [key, { value, until }] of kept) if (until > clock.now()) found.set(key, value);
    for (const cookie of prefix ? cookies().split('; ') : []) {
      const [key, ...value] = cookie.split('=');
      try {
        if (key!.startsWith(prefix!)) found.set(key!, decodeURIComponent(value.join('=')));
      } catch {
        // It is none of theirs.
      }
    }
    return found;
  };
  const valueOf = (name: string): string | undefined => [...read()].find(([key]) => key.endsWith(`_${name}`))?.[1];
  const keep = (key: string, value: string, maxAge: unknown, sameSite: unknown, isWritten: boolean): void => {
    const age = Number.isFinite(maxAge) ? (maxAge as number) : undefined;
    kept.set(key, { value, until: age === undefined ? Infinity : clock.now() + age * 1_000 });
    if (!isWritten || !prefix || !key.startsWith(prefix)) return;
    const domain = apexOf();
    const site = /^(strict|lax|none)$/i.test(String(sameSite)) ? `;samesite=${String(sameSite)}` : '';
    cookies(
      `${key}=${encodeURIComponent(value)};path=/${domain ? `;domain=${domain}` : ''}` +
        `${age === undefined ? '' : `;max-age=${age}`}${site}${/none/i.test(site) ? ';secure' : ''}`,
    );
  };

  let done = (): void => {};
  const visitor: Visitor & { ecid: string | undefined; asking: Promise<void> | undefined } = {
    ecid: undefined,
    asking: undefined,
    ask: () => {
      visitor.asking ??= new Promise((resolve) => (done = resolve));
    },
    answer: () => {
      visitor.asking = undefined;
      done();
    },
    isKnown: () => !!visitor.isServed || !!valueOf('identity') || !!visitor.ecid,
    hint: () => {
      const hint = placeUntil > clock.now() ? place : valueOf('cluster');
      return /^\w+$/.test(hint ?? '') ? hint : undefined;
    },
    entries: () => [...read()].map(([key, value]) => ({ key, value })),
    learn: (handles, isWritten) => {
      if (placeUntil > clock.now()) placeUntil = clock.now() + HINT_MS;
      for (const { type, payload } of handles)
        for (const item of Array.isArray(payload) ? (payload as Record<string, unknown>[]) : []) {
          const { key, value, scope, hint, id, ttlSeconds, maxAge, attrs, namespace } = item ?? {};
          if (type === 'identity:result' && (namespace as { code?: string } | undefined)?.code === 'ECID' && id)
            visitor.ecid = String(id);
          if (type === 'locationHint:result' && scope === 'EdgeNetwork') {
            place = String(hint);
            placeUntil = clock.now() + (Number(ttlSeconds) * 1_000 || HINT_MS);
          }
          if (type === 'state:store' && /^kndctr_\w+$/.test(String(key)))
            keep(String(key), String(value), maxAge, (attrs as { SameSite?: unknown } | undefined)?.SameSite, isWritten);
        }
    },
  };
  return visitor;
}
