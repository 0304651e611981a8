import type { MediaEvent } from '@media-collection/core';
import type { Backend } from './backend';
import type { Left } from './perform';

/** What came of a closing. */
export interface Outcome extends Left {
  /** The id of the session was known, so that something could be sent. */
  readonly known: boolean;
  /** Events that were made, and those of them that the collector took. */
  readonly made: number;
  readonly arrived: number;
  readonly ended: boolean;
  /** Events that it took twice. */
  readonly twice: number;
  /** From the end that was told to where the content stood as the page went, in ms. */
  readonly off: number | undefined;
  /** What does not get through, or twice, for a reader. */
  readonly misses: readonly string[];
}

const keyOf = ({ eventType, playerTime }: MediaEvent): string => `${eventType} ${playerTime.ts}`;

/** Holds what the collector took of a session against what its page made. */
export function judge({ heardOf }: Backend, { closing, told, playhead }: Left): Outcome {
  const calls = heardOf(closing.number);
  const accepted = calls.filter(({ status }) => status < 300);
  const taken = accepted.flatMap(({ events }) => events);
  const keys = taken.map(keyOf);
  const arrived = new Set(keys);
  const times = accepted.flatMap(({ time, events }) => events.map(() => time));
  const again = keys.flatMap((key, index) => {
    const first = keys.indexOf(key);
    return first < index ? `twice, ${times[index]! - times[first]!} ms apart: ${key}` : [];
  });
  const end = taken.find(({ eventType }) => eventType === 'sessionEnd');
  const made = new Set([...told.made.map(keyOf), ...keys]);
  // Its page made it as it went, but may not have been able to tell.
  if (!end && ![...made].some((key) => key.startsWith('sessionEnd'))) made.add('sessionEnd');
  return {
    closing,
    told,
    ...(playhead !== undefined && { playhead }),
    known: told.opened || calls.some(({ opens }) => !opens),
    made: made.size,
    arrived: arrived.size,
    ended: !!end,
    twice: keys.length - arrived.size,
    off: end && playhead !== undefined ? Math.abs(end.playerTime.playhead - playhead) * 1_000 : undefined,
    misses: [
      ...[...made].filter((key) => !arrived.has(key)),
      ...calls.filter(({ status }) => status >= 300).map(({ status, message }) => `${status} ${message}`),
      ...told.lost,
      ...again,
    ],
  };
}
