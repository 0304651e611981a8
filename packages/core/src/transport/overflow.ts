import type { LanePorts, QueuedEvent } from './lane';

/** Most events, and bytes, in a queue; above it droppable events are dropped first. */
const MAX_EVENTS = 500;
const MAX_BYTES = 262_144;
/** Above it any event is dropped: a page whose viewer never decides on consent can reach it. */
const MOST_EVENTS = 2_000;

/** The sizes of events as JSON: an event waits for long while there is no network, and each further one measures the queue. */
const sizes = new WeakMap<object, number>();
const sizeOf = ({ event }: QueuedEvent): number => {
  let size = sizes.get(event);
  if (size === undefined) sizes.set(event, (size = JSON.stringify(event).length));
  return size;
};
/** As many characters as the queue has as JSON. */
const sizeOfAll = (queue: readonly QueuedEvent[]): number => queue.reduce((all, each) => all + sizeOf(each) + 1, 1);

/** Shortens a queue that grew too long: drops the oldest droppable event, else the oldest one behind the first, which may be in flight. */
export function dropOverflow<L extends QueuedEvent>(queue: L[], onLost: LanePorts<L>['onLost']): void {
  // Ten events always fit, whatever they hold (form.ts), so the usual short queue is not measured.
  while (queue.length > MAX_EVENTS || (queue[10] && sizeOfAll(queue) > MAX_BYTES)) {
    const place = queue.findIndex(({ droppable }, index) => index && droppable);
    if (place < 0 && queue.length <= MOST_EVENTS) return;
    onLost(queue.splice(Math.max(place, 1), 1)[0]!.event, 'overflow');
  }
}
