import type { Reply, Verdict } from '../wire';

/** What becomes of an event on the Edge Network: 500 is final there; what a proxy or a short outage answers is tried again. */
export const verdict = ({ status, isWebPage, isRefused }: Reply): Verdict =>
  isRefused
    ? 'refused'
    : status === 404 || status === 410
      ? 'gone'
      : /^(0|408|429|50[2347])$/.test(String(status)) || (isWebPage && status < 300)
        ? 'retry'
        : status < 300
          ? 'delivered'
          : 'refused';
