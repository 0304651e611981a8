import type { ParsedEvent } from './parsed-event';

/** How long the back end waits for events that are late, in ms of `playerTime.ts`. */
export const WINDOW_MS: number = 5_000;
/** How many events it holds at most meanwhile. */
export const WINDOW_EVENTS: number = 10;

/** The events that are held back, by time; equal times in the order of arrival. At most {@link WINDOW_EVENTS}. */
export type Held = readonly ParsedEvent[];

/**
 * Takes an event into the window, and gives what leaves it, in the order of `playerTime.ts`. `sessionStart` passes at once.
 * There is no clock here: five seconds have passed when an event of five seconds later has come.
 */
export function pass(held: Held, event: ParsedEvent): { readonly held: Held; readonly passed: readonly ParsedEvent[] } {
  if (event.type === 'sessionStart') return { held, passed: [event] };
  const later = held.findIndex(({ ts }) => ts > event.ts);
  const at = later < 0 ? held.length : later;
  const all = [...held.slice(0, at), event, ...held.slice(at)];
  const newest = all[all.length - 1]!.ts;
  const isIn = ({ ts }: ParsedEvent, index: number): boolean => newest - ts <= WINDOW_MS && all.length - index <= WINDOW_EVENTS;
  const first = all.findIndex(isIn);
  return { held: all.slice(first), passed: all.slice(0, first) };
}
