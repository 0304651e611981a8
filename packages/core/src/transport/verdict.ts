import type { Reply } from './post';

/** What becomes of a request. */
export type Verdict = 'delivered' | 'retry' | 'gone' | 'refused';

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
