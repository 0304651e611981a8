import { sessionIdFrom, sessionsUrl } from './routes';
import type { Reply, Verdict, Wire } from './wire';

/** The three keys without which no session can be opened. */
export const IDENTITY = ['analytics.trackingServer', 'analytics.reportSuite', 'visitor.marketingCloudOrgId'] as const;

/** Text that is not empty. */
export const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

/**
 * The whole HTTP policy: 2xx arrived; silence, 408, 429 and 5xx are tried again; 404 and 410 mean that the session is gone; the
 * rest is final. A web page is no answer of the service, but of somebody in between: a captive portal, a service worker, a proxy.
 */
export const verdict = ({ status, isWebPage }: Reply): Verdict =>
  status === 404 || status === 410
    ? 'gone'
    : status === 0 || status === 408 || status === 429 || status > 499 || (isWebPage && status < 300)
      ? 'retry'
      : status < 300
        ? 'delivered'
        : 'refused';

/** Nothing of the page but its origin goes with it. */
export const init = { headers: { 'Content-Type': 'application/json' }, credentials: 'omit' } as const;

/** The wire of the Media Collection API: events go as they are, and the address of an opened session comes as `Location`. */
export const mediaCollection = (endpoint: string): Wire => {
  const sessions = sessionsUrl(endpoint);
  return {
    address: endpoint,
    lacks: (params) => IDENTITY.find((key) => !isText((params as Record<string, unknown>)?.[key])),
    open: (body) => ({ url: sessions, body, init }),
    carry: (body, id) => ({ url: `${sessions}/${id}/events`, body, init }),
    stamp: (text) => {
      const [, head, middle, tail] = /^([^]*?"playhead":)[^,]+(,"ts":)[^}]+([^]*)$/.exec(text)!;
      return (playhead, ts) => head! + playhead + middle + ts + tail;
    },
    sessionFrom: ({ location }) => sessionIdFrom(location),
    unreadable: 'no session id can be read from Location: does a proxy lack Access-Control-Expose-Headers?',
    verdict,
  };
};
