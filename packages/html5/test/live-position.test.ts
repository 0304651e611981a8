import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLiveClock, shownSecond, type LiveMedium } from '../src/index';

const NOON_S = 43_200;

beforeEach(() => void vi.useFakeTimers({ now: NOON_S * 1_000 }));
afterEach(() => void vi.useRealTimers());

/** A medium that can be sought up to its edge. */
const at = (currentTime: number, edge?: number): LiveMedium & { currentTime: number } => ({
  currentTime,
  seekable: { length: edge === undefined ? 0 : 1, start: () => 0, end: () => edge! },
});

test.each([
  ['behind its edge', at(10, 30), NOON_S - 20],
  ['without an edge', at(10), NOON_S],
  ['whose edge is Infinity', at(10, Infinity), NOON_S],
])('a live medium %s', (_, medium, second) => {
  expect(shownSecond(medium)).toBe(second);
});

test('the second of the day goes on with what is heard, though the edge moves in steps, or is Infinity', () => {
  for (const edge of [30, Infinity]) {
    const medium = at(10, edge);
    const clock = createLiveClock(
      () => medium,
      () => true,
    );
    clock.follow({ type: 'playing' });
    const begun = clock.second();
    vi.advanceTimersByTime(60_000);
    medium.currentTime = 12;
    expect(clock.second() - begun).toBe(2);
    clock.follow({ type: 'unloaded', mayReturn: true });
    expect(clock.second() - begun).toBe(2);
    clock.follow({ type: 'unloaded' });
    expect(clock.second()).not.toBe(begun + 2);
    vi.setSystemTime(NOON_S * 1_000);
  }
});

test('dates of the stream count wherever they are known, and as they were last known', () => {
  let dated: number | undefined;
  const medium = at(10, 30);
  const clock = createLiveClock(
    () => medium,
    () => true,
    () => dated,
  );
  clock.follow({ type: 'playing' });
  expect(clock.second()).toBe(NOON_S - 20);
  dated = 5_000;
  expect(clock.second()).toBe(15);
  dated = undefined;
  medium.currentTime = 11;
  expect(clock.second()).toBe(16);
});

test('live content stays live, and a film a film, until other content comes', () => {
  for (const began of [true, false]) {
    let live = began;
    const clock = createLiveClock(
      () => at(0, 30),
      () => live,
    );
    clock.follow({ type: 'playing' });
    live = !began;
    expect(clock.isLive()).toBe(began);
    clock.follow({ type: 'unloaded' });
    expect(clock.isLive()).toBe(!began);
  }
});

test('content is what the start of its session said, whatever its player says before the first frame', () => {
  for (const began of [true, false]) {
    let live = !began;
    const clock = createLiveClock(
      () => at(0, 30),
      () => live,
    );
    // A start that still waits.
    clock.start();
    live = began;
    expect([clock.isLive(), clock.startsLive()]).toEqual([!began, began]);
    clock.start();
    live = !began;
    expect([clock.isLive(), clock.startsLive()]).toEqual([began, !began]);
    clock.follow({ type: 'playing' });
    expect([clock.isLive(), clock.startsLive()]).toEqual([began, began]);
    clock.follow({ type: 'unloaded' });
    expect(clock.isLive()).toBe(!began);
  }
});
