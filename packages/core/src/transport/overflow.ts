import type { LanePorts, QueuedEvent } from './lane';

/** What may wait for the network; beyond it, what can be spared goes first. */
const MAX_LETTERS = 500;
const MAX_BYTES = 262_144;
/** Beyond it, anything goes: no viewer does so much, but one who never decides on consent may be shown so much. */
const MOST_LETTERS = 2_000;

/** Shortens a queue that grew too long: gives up the oldest event that can be spared, else the oldest. The first one may be on its way. */
export function dropOverflow<L extends QueuedEvent>(queue: L[], onLost: LanePorts<L>['onLost']): void {
  // Ten events always fit, whatever they hold (form.ts), so the usual short queue is not measured.
  while (queue.length > MAX_LETTERS || (queue[10] && JSON.stringify(queue.map(({ event }) => event)).length > MAX_BYTES)) {
    const place = queue.findIndex(({ droppable }, index) => index && droppable);
    if (place < 0 && queue.length <= MOST_LETTERS) return;
    onLost(queue.splice(Math.max(place, 1), 1)[0]!.event, 'overflow');
  }
}
