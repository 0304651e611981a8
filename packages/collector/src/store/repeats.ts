import type { MediaEvent } from '../media-event';

const keyOf = ({ eventType, playerTime }: MediaEvent): string => `${playerTime.ts} ${eventType}`;

/** Checks whether an event stands among others; for few of them this is cheaper than an index. */
export function isAmong(event: MediaEvent, events: readonly MediaEvent[]): boolean {
  const { eventType, playerTime } = event;
  const isAlike = (earlier: MediaEvent): boolean => earlier.playerTime.ts === playerTime.ts && earlier.eventType === eventType;
  const alike = events.filter(isAlike);
  if (!alike.length) return false;
  const body = JSON.stringify(event);
  return alike.some((earlier) => JSON.stringify(earlier) === body);
}

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

/** The events, each that comes again only once, in a list of its own. */
export function withoutRepeats(events: readonly MediaEvent[]): MediaEvent[] {
  const kept: MediaEvent[] = [];
  // Made for the first event whose time does not lie after all others: most sessions have none, and cost no index.
  let repeats: Repeats | undefined;
  let last = -Infinity;
  for (const event of events) {
    const { ts } = event.playerTime;
    if (ts <= last) {
      repeats ??= createRepeats(kept);
      if (repeats.has(event)) continue;
    } else last = ts;
    kept.push(event);
    repeats?.add(event);
  }
  return kept;
}
