import type { Clock } from '../clock';
import type { FailedRequest } from './lane';
import type { Reply, Wire } from '../wire/wire';
import type { Post } from './post';

const SILENCE_MS = 30_000;

/** Wraps a post, and reports when for 30 s nothing came back that is final: no answer, or only "later" (D41). */
export const watchSilence = (
  post: Post,
  { verdict }: Wire,
  clock: Clock,
  onSilence: (request: FailedRequest, reply: Reply) => void,
): Post => {
  let last: Reply = { status: 0 };
  let stop: (() => void) | undefined;
  return async (request, timeout, leaving, event) => {
    // Replies that arrive after the page was left are not seen.
    if (!leaving)
      stop ??= clock.after(SILENCE_MS, () => {
        // While the browser is offline, silence is expected.
        if (globalThis.navigator?.onLine === false) stop = undefined;
        else onSilence({ url: request.url, status: last.status }, last);
      });
    const reply = await post(request, timeout, leaving, event);
    last = reply;
    if (verdict(reply) !== 'retry') {
      stop?.();
      stop = undefined;
      last = { status: 0 };
    }
    return reply;
  };
};
