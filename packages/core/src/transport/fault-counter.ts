import type { Clock } from '../clock';
import type { Reply, Wire } from '../wire/wire';

/** After so many 5xx replies to one event, over at least this time, the event is lost (D39). */
const MAX_FAULTS = 5;
const FAULTS_MS = 60_000;

/** Counts the 5xx replies to each event; true when an event must be given up. */
export function createFaultCounter(clock: Clock, { verdict }: Wire): (event: unknown, reply: Reply) => boolean {
  const faults = new Map<unknown, { readonly count: number; readonly since: number }>();
  return (event, reply) => {
    const { status, unsent } = reply;
    if (verdict(reply) === 'delivered') faults.delete(event);
    if (status < 500 || unsent) return false;
    const { count, since } = faults.get(event) ?? { count: 0, since: clock.now() };
    faults.set(event, { count: count + 1, since });
    return count + 1 >= MAX_FAULTS && clock.now() - since >= FAULTS_MS;
  };
}
