import type { Adapter } from './adapter';
import { adOf, playerGuess } from './answers';
import { noop } from './attachment';
import type { Clock } from './clock';
import type { Guard } from './guard';
import type { TrackerOptions } from './options';
import type { Sending } from './sending';
import { readSettings } from './session-settings';
import type { Effect } from './session/effect';
import type { SessionInput } from './session/input';
import { isDownloaded } from './wire/downloaded';

interface PerformPorts {
  readonly clock: Clock;
  readonly permission: { readonly now: string };
  readonly guard: Guard;
  warn(sentence: string): void;
  /** What sends; it is made with the first effect that needs it. */
  getSending(): Sending;
  getAdapter(): Adapter | undefined;
  /** Asks the page for the decision of the viewer, if its option is a function. */
  requestConsent(): void;
  dispatch(input: SessionInput): void;
}

/** Creates what performs the effects of a step: it sends, sets timers, and asks the page. */
export function createPerform(
  options: TrackerOptions,
  { clock, permission, guard, warn, getSending, getAdapter, requestConsent, dispatch }: PerformPorts,
): (effect: Effect) => void {
  const { onEvent } = options;
  let cancelTimer = noop;

  const requestMedia = ({ id, given }: Extract<Effect, { about: 'media' }>): void => {
    const { delivery, answers } = getSending();
    const settings = readSettings(options, guard, warn);
    requestConsent();
    if (permission.now === 'out') return dispatch({ type: 'infoReceived', about: 'media', id, info: undefined });
    answers.ask({ id, given, guess: playerGuess(getAdapter(), guard, warn) }, (info) => {
      const lacking = info && delivery.lacks(info.params);
      const fault = lacking
        ? `params returned no ${lacking}`
        : !delivery.isStored && isDownloaded(info?.params) && 'downloaded content needs the option offline';
      if (fault) warn(`sessionStart is ignored: ${fault}.`);
      dispatch({ type: 'infoReceived', about: 'media', id, info: fault ? null : info, isFault: !!fault, settings });
    });
  };

  return (effect) => {
    switch (effect.do) {
      case 'open':
        // It may replace a session, or have waited for the page: the viewer may have decided anew since.
        requestConsent();
        getSending().delivery.open(effect.event);
        guard('onEvent()', () => onEvent?.(effect.event, { sessionId: undefined }));
        break;
      case 'send': {
        const { delivery } = getSending();
        delivery.send(effect);
        guard('onEvent()', () => onEvent?.(effect.event, { sessionId: delivery.sessionId }));
        break;
      }
      case 'adoptQueue':
        getSending().delivery.adopt();
        break;
      case 'setTimer':
        cancelTimer();
        cancelTimer = clock.after(effect.after, () => dispatch({ type: 'tick' }));
        break;
      case 'clearTimer':
        cancelTimer();
        break;
      case 'requestInfo':
        if (effect.about === 'media') requestMedia(effect);
        else dispatch({ type: 'infoReceived', about: 'ad', info: adOf(effect.guess, options, guard, warn) });
    }
  };
}
