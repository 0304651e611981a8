import type { MediaEvent } from '../media-event';

/** What is open in a session after some of its events. */
interface OpenParts {
  start?: MediaEvent;
  chapter?: MediaEvent | undefined;
  adBreak?: MediaEvent | undefined;
  ad?: MediaEvent | undefined;
  playback?: MediaEvent | undefined;
  readonly states: Map<unknown, MediaEvent>;
}

function follow(open: OpenParts, event: MediaEvent): void {
  switch (event.eventType) {
    case 'sessionStart':
      open.start = event;
      break;
    case 'chapterStart':
      open.chapter = event;
      break;
    case 'chapterComplete':
    case 'chapterSkip':
      open.chapter = undefined;
      break;
    case 'adBreakStart':
      open.adBreak = event;
      break;
    case 'adBreakComplete':
      open.adBreak = open.ad = undefined;
      break;
    case 'adStart':
      open.ad = event;
      break;
    case 'adComplete':
    case 'adSkip':
      open.ad = undefined;
      break;
    case 'stateStart':
      open.states.set(event.params?.['media.state.name'], event);
      break;
    case 'stateEnd':
      open.states.delete(event.params?.['media.state.name']);
      break;
    case 'play':
    case 'pauseStart':
    case 'bufferStart':
      open.playback = event;
  }
}

/**
 * The events that open a session anew where an earlier one broke off: a `sessionStart` with `media.resume`, then what was open before
 * `next`. Their times lie just before that of `next`.
 */
export function resumeBefore(earlier: readonly MediaEvent[], next: MediaEvent): readonly MediaEvent[] {
  const open: OpenParts = { states: new Map() };
  for (const event of earlier) follow(open, event);
  const { start, chapter, adBreak, ad, states, playback } = open;
  if (!start) return [];
  const resumed: MediaEvent = { ...start, params: { ...start.params, 'media.resume': true } };
  const events = [resumed, chapter, ...states.values(), adBreak, ad, playback].filter((event) => event !== undefined);
  const { playhead, ts } = next.playerTime;
  return events.map((event, place) => ({ ...event, playerTime: { playhead, ts: ts - events.length + place } }));
}

/** Whether an event is worth a new session once its own is gone. */
export const reopens = ({ eventType }: MediaEvent): boolean => !['ping', 'sessionEnd', 'sessionComplete'].includes(eventType);
