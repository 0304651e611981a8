import { expect, test } from 'vitest';
import type { Entry } from '../../src/store/jetstream/fold';
import type { Linked } from '../../src/store/jetstream/link';
import { eventsOf } from '../../src/store/jetstream/read';
import { StoreUnavailable } from '../../src/store/store';

const entry = { shard: 0, opening: [], openedCount: 0, places: [7] } as unknown as Entry;

/** A log that begins at a place, and whose servers do not hold what is asked for. */
const logFrom = (first: number): Linked => {
  const getMessage = () => Promise.reject(new Error('no message found'));
  const info = async () => ({ state: { first_seq: first } });
  return {
    manager: { direct: { getMessage }, streams: { getMessage, info } },
    names: { stream: () => 'log' },
  } as unknown as Linked;
};

test('an event that a leader does not hold yet is refused for the moment, not left out', async () => {
  await expect(eventsOf(logFrom(7), entry, 0).next()).rejects.toThrow(StoreUnavailable);
});

test('an event that was deleted at the beginning of the log is left out', async () => {
  expect(await eventsOf(logFrom(8), entry, 0).next()).toEqual({ done: true, value: undefined });
});
