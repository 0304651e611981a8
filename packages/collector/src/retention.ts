import { logFailure, type Store } from './store/store';

/** How often a store is asked to delete what is old, in ms. */
const SWEEP_MS = 60_000;

/**
 * Makes a function that is called with the time of each call and lets the store delete, once a minute, what has been silent for
 * longer than the store keeps it. There is no timer: a collector that nobody calls does nothing.
 */
export function createRetention(store: Store): (at: number) => void {
  const { keepMs } = store;
  let last: number | undefined;
  return (at) => {
    if (keepMs === undefined || (last !== undefined && at - last < SWEEP_MS)) return;
    last = at;
    store.expire(at - keepMs).catch(logFailure);
  };
}
