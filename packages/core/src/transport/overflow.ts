import type { LanePorts, QueuedEvent } from './lane';

/** Most events, and bytes, in a queue; above it droppable events are dropped first. */
const MAX_LETTERS = 500;
const MAX_BYTES = 262_144;
/** Above it any event is dropped: a page whose viewer never decides on consent can reach it. */
const MOST_LETTERS = 2_000;

/** Shortens a queue that grew too long: drops the oldest droppable event, else the oldest one behind the first, which may be in flight. */
export function dropOverflow<L extends QueuedEvent>(queue: L[], onLost: LanePorts<L>['onLost']): void {
  // Ten events always fit, whatever they hold (form.ts), so the usual short queue is not measured.
  while (queue.length > MAX_LETTERS || (queue[10] && JSON.stringify(queue.map(({ event }) => event)).length > MAX_BYTES)) {
    const place = queue.findIndex(({ droppable }, index) => index && droppable);
    if (place < 0 && queue.length <= MOST_LETTERS) return;
    onLost(queue.splice(Math.max(place, 1), 1)[0]!.event, 'overflow');
  }
}
