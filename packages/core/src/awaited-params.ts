import type { Clock } from './clock';
import { lacksIdentity, type TrackerOptions } from './options';

/** `sessionStart` waits so long for promised params where it can go without them (design, section 5). */
const PATIENCE_MS = 1_000;

/** Calls back once with the params of a session start: at once, or when their promise is kept. */
export function createAwaitedParams(
  { params }: TrackerOptions,
  clock: Clock,
  warn: (sentence: string) => void,
): (go: (params: object | undefined) => void) => void {
  /** What was answered last. */
  let known: object | undefined;
  return (go) => {
    let given: object | undefined;
    try {
      given = typeof params === 'function' ? params() : params;
    } catch {
      warn('params are missing: their function threw.');
    }
    if (!given || !('then' in given)) return go(given);
    let went = false;
    const once = (answer: object | undefined): void => {
      stop();
      if (!went) go(answer);
      went = true;
    };
    const stop = clock.after(PATIENCE_MS, () => {
      if (lacksIdentity(known)) warn('params are awaited: nothing is sent before their promise is kept.');
      else once(known);
    });
    Promise.resolve(given).then(
      (answer) => once((known = answer)),
      () => {
        warn('params are missing: their promise was broken.');
        once(known);
      },
    );
  };
}
