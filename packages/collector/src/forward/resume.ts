import type { MediaEvent } from '../media-event';

/** What is open in a session after some of its events. */
interface Standing {
  start?: MediaEvent;
  chapter?: MediaEvent | undefined;
  adBreak?: MediaEvent | undefined;
  ad?: MediaEvent | undefined;
  playback?: MediaEvent | undefined;
  readonly states: Map<unknown, MediaEvent>;
}

function follow(standing: Standing, event: MediaEvent): void {
  switch (event.eventType) {
    case 'sessionStart':
      standing.start = event;
      break;
    case 'chapterStart':
      standing.chapter = event;
      break;
    case 'chapterComplete':
    case 'chapterSkip':
      standing.chapter = undefined;
      break;
    case 'adBreakStart':
      standing.adBreak = event;
      break;
    case 'adBreakComplete':
      standing.adBreak = standing.ad = undefined;
      break;
    case 'adStart':
      standing.ad = event;
      break;
    case 'adComplete':
    case 'adSkip':
      standing.ad = undefined;
      break;
    case 'stateStart':
      standing.states.set(event.params?.['media.state.name'], event);
      break;
    case 'stateEnd':
      standing.states.delete(event.params?.['media.state.name']);
      break;
    case 'play':
    case 'pauseStart':
    case 'bufferStart':
      standing.playback = event;
  }
}

/**
 * The events that open a session anew where an earlier one broke off: a `sessionStart` with `media.resume`, then what was open before
 * `next`. Their times lie just before that of `next`.
 */
export function resumeBefore(earlier: readonly MediaEvent[], next: MediaEvent): readonly MediaEvent[] {
  const standing: Standing = { states: new Map() };
  for (const event of earlier) follow(standing, event);
  const { start, chapter, adBreak, ad, states, playback } = standing;
  if (!start) return [];
  const resumed: MediaEvent = { ...start, params: { ...start.params, 'media.resume': true } };
  const open = [resumed, chapter, ...states.values(), adBreak, ad, playback].filter((event) => event !== undefined);
  const { playhead, ts } = next.playerTime;
  return open.map((event, place) => ({ ...event, playerTime: { playhead, ts: ts - open.length + place } }));
}

/** Whether an event is worth a new session once its own is gone. */
export const reopens = ({ eventType }: MediaEvent): boolean => !['ping', 'sessionEnd', 'sessionComplete'].includes(eventType);
