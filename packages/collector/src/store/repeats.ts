import type { MediaEvent } from '../media-event';

const keyOf = ({ eventType, playerTime }: MediaEvent): string => `${playerTime.ts} ${eventType}`;

/** Finds events that came before, in time that does not grow with their number. */
export interface Repeats {
  has(event: MediaEvent): boolean;
  add(event: MediaEvent): void;
}

/** Makes an index over these events. */
export function createRepeats(events: readonly MediaEvent[]): Repeats {
  const known = new Map<string, MediaEvent[]>();
  const add = (event: MediaEvent): void => {
    const key = keyOf(event);
    const alike = known.get(key);
    if (alike) alike.push(event);
    else known.set(key, [event]);
  };
  events.forEach(add);
  return {
    has(event) {
      const alike = known.get(keyOf(event));
      if (!alike) return false;
      const body = JSON.stringify(event);
      return alike.some((earlier) => JSON.stringify(earlier) === body);
    },
    add,
  };
}
