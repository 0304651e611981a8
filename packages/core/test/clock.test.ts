import { afterEach, expect, test, vi } from 'vitest';
import { systemClock } from '../src/clock';

afterEach(() => void vi.useRealTimers());

test('the system clock heeds timers that were replaced after it was made', () => {
  vi.useFakeTimers({ now: 1_000 });
  const rung: number[] = [];
  systemClock.after(500, () => rung.push(systemClock.now()));
  const cancel = systemClock.after(600, () => rung.push(-1));
  expect(systemClock.now()).toBe(1_000);
  vi.advanceTimersByTime(499);
  expect(rung).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(rung).toEqual([1_500]);
  cancel();
  vi.advanceTimersByTime(1_000);
  expect(rung).toEqual([1_500]);
});

test('the system clock lets no timer overflow', () => {
  vi.useFakeTimers({ now: 1_000 });
  const set = vi.spyOn(globalThis, 'setTimeout');
  for (const ms of [0, 2 ** 31 - 1, 2 ** 31, 1e308, Infinity]) systemClock.after(ms, () => {});
  expect(set.mock.calls.map(([, ms]) => ms)).toEqual([0, 2 ** 31 - 1, 2 ** 31 - 1, 2 ** 31 - 1, 2 ** 31 - 1]);
});
