import { afterEach, expect, test, vi } from 'vitest';
import type { Api } from '../../src/inspector/app/data/api';
import { createListLoader } from '../../src/inspector/app/data/list';
import type { Call, SessionSummary } from '../../src/inspector/app/data/model';
import type { Listener, Stream } from '../../src/inspector/app/data/stream';

vi.useFakeTimers();
afterEach(() => vi.clearAllTimers());

/** A loader over a collector that takes so long, in ms, to list the sessions that it holds when it is asked. */
function createBench(ms: number) {
  const held: string[] = [];
  let listener: Listener = () => undefined;
  const api = {
    list: async () => {
      const items = held.map((id) => ({ id }) as SessionSummary);
      await new Promise((resolve) => setTimeout(resolve, ms));
      return { items, next: undefined };
    },
  } as unknown as Api;
  const stream = {
    listen: (given: Listener) => {
      listener = given;
      return () => undefined;
    },
  } as unknown as Stream;
  const loader = createListLoader(api, stream, { text: '', breaches: false, refused: false, noEcid: false, open: false });
  return {
    open(id: string) {
      held.unshift(id);
      listener({} as Call, true);
    },
    shown: () => loader.list.value.items.map(({ id }) => id),
  };
}

test('a session that is opened while the list is being read appears in it', async () => {
  const { open, shown } = createBench(1_500);
  await vi.advanceTimersByTimeAsync(2_000);
  open('a');
  // The list is asked for a second later, and comes after another one and a half.
  await vi.advanceTimersByTimeAsync(1_100);
  open('b');
  await vi.advanceTimersByTimeAsync(1_500);
  expect(shown()).toEqual(['a']);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(shown()).toEqual(['b', 'a']);
});
