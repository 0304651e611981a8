import type { Clock } from '../clock';
import type { FailedRequest } from './lane';
import type { Reply, Wire, WireRequest } from '../wire/wire';
import type { Post } from './post';

const SILENCE_MS = 30_000;

/**
 * Wraps a post, and reports when for 30 s nothing came back that is final: no answer, or only "later" (D41). While `isOpen`, further
 * requests follow, and the timer goes on for them.
 */
export const watchSilence = (
  post: Post,
  { verdict }: Wire,
  clock: Clock,
  isOpen: () => boolean,
  onSilence: (request: FailedRequest, reply: Reply) => void,
): Post => {
  let latest: WireRequest;
  let last: Reply = { status: 0 };
  let stop: (() => void) | undefined;
  /** Requests were sent since the last final reply. */
  let isWaiting = false;
  /** A final reply came since the timer was set: to set another one for each request would cost more than the request. */
  let isAnswered = false;
  const watch = (): void => {
    isAnswered = false;
    stop = clock.after(SILENCE_MS, () => {
      stop = undefined;
      // While the browser is offline, silence is expected.
      if (!isWaiting || globalThis.navigator?.onLine === false) return;
      if (isAnswered) watch();
      else onSilence({ url: latest.url, status: last.status }, last);
    });
  };
  return async (request, timeout, leaving, event) => {
    // Replies that arrive after the page was left are not seen.
    if (!leaving) {
      latest = request;
      isWaiting = true;
      if (!stop) watch();
    }
    const reply = await post(request, timeout, leaving, event);
    last = reply;
    if (verdict(reply) !== 'retry') {
      isWaiting = false;
      isAnswered = true;
      last = { status: 0 };
      if (!isOpen()) {
        stop?.();
        stop = undefined;
      }
    }
    return reply;
  };
};
