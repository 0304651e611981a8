import type { Clock } from '../clock';
import type { Reply, Wire } from '../wire/wire';

/** So many answers of 5xx to one event in so long a time give it up (D39). */
const MAX_FAULTS = 5;
const FAULTS_MS = 60_000;

/** Counts the answers by which a service fails at one event; true when they are too many. */
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
