import type { JsMsg } from '@nats-io/jetstream';
import { afterEach, expect, test, vi } from 'vitest';
import { followStream } from '../../src/store/jetstream/follow';
import type { Linked } from '../../src/store/jetstream/link';

afterEach(() => vi.useRealTimers());

/** A stream that holds these messages, and what each reader of it is given, one after the other. Its leader was just elected: it gives none. */
function follow(held: readonly number[], given: readonly (readonly number[])[], isLog: boolean) {
  const starts: number[] = [];
  const manager = {
    streams: {
      info: async () => ({ state: { messages: held.length, first_seq: held[0], last_seq: held.at(-1) } }),
    },
    jetstream: () => ({
      consumers: {
        get: async (_: string, { opt_start_seq: start }: { opt_start_seq: number }) => {
          const messages = (given[starts.length] ?? []).filter((seq) => seq >= start);
          starts.push(start);
          return {
            consume: async () => ({
              close: async () => undefined,
              status: async function* () {},
              async *[Symbol.asyncIterator]() {
                for (const seq of messages) yield { seq } as JsMsg;
                await new Promise(() => undefined);
              },
            }),
          };
        },
      },
    }),
  } as unknown as Linked['manager'];
  const taken: number[] = [];
  const followed = followStream({ manager } as Linked, 'log', 1, ({ seq }) => void taken.push(seq), isLog);
  return { followed, taken, starts };
}

test('what a reader of a log leaves out is read again, in its order', async () => {
  vi.useFakeTimers();
  const { followed, taken, starts } = follow(
    [1, 2, 3, 4, 5],
    [
      [1, 4, 5],
      [2, 5],
      [3, 4, 5],
    ],
    true,
  );
  await vi.advanceTimersByTimeAsync(1_000);
  await followed.caughtUp;
  expect(taken).toEqual([1, 2, 3, 4, 5]);
  expect(starts).toEqual([1, 2, 3]);
});

test('what a log does not keep any more is not waited for, and another stream may have gaps', async () => {
  vi.useFakeTimers();
  const log = follow([3, 4], [[3, 4]], true);
  const bucket = follow([1, 2, 3, 4], [[1, 4]], false);
  await vi.advanceTimersByTimeAsync(1_000);
  expect([log.taken, log.starts, bucket.taken, bucket.starts]).toEqual([[3, 4], [1], [1, 4], [1]]);
});

test('a gap that stays is not waited for longer than a minute or so', async () => {
  vi.useFakeTimers();
  const log = follow([1, 2, 3], Array<number[]>(300).fill([1, 3]), true);
  await vi.advanceTimersByTimeAsync(59_000);
  expect(log.taken).toEqual([1]);
  await vi.advanceTimersByTimeAsync(11_000);
  expect(log.taken).toEqual([1, 3]);
});
