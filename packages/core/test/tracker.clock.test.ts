import { EventEmitter } from 'node:events';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createTracker, listen, type Clock, type Intent, type MediaEvent, type TrackerOptions } from '../src/index';
import { createManualClock } from '../src/testing';
import { content, createFakeAdapter, params } from './tracking';

const EPOCH = 1_760_000_000_000;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** A tracker, and its events as `ms type`. */
function follow(options: Partial<TrackerOptions>) {
  const made: string[] = [];
  const tracker = createTracker({
    endpoint: 'https://c.example',
    params,
    prerollWait: 0,
    fetch: () => new Promise(() => {}),
    onWarning: () => {},
    onLost: () => {},
    onEvent: ({ eventType, playerTime }: MediaEvent) => made.push(`${playerTime.ts - EPOCH} ${eventType}`),
    ...options,
  } as never);
  return { tracker, made };
}

/** A clock whose monotonic part a test sets. */
function createClock() {
  const manual = createManualClock(EPOCH);
  let extra = 60 * MINUTE;
  const clock: Clock = { ...manual, elapsed: () => manual.elapsed() + extra };
  return { ...manual, clock, leap: (ms: number): void => void (extra += ms) };
}

const ad = (tracker: ReturnType<typeof follow>['tracker']): void => {
  tracker.track('sessionStart', content);
  tracker.track('adBreakStart', { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0 } as never);
  tracker.track('adStart', { 'media.ad.id': 'a', 'media.ad.length': 60, 'media.ad.podPosition': 1 } as never);
};

describe('the monotonic clock', () => {
  test('is not believed where timers ring when they should: fake timers may leave it alone', () => {
    const { clock, advance, now, set } = createClock();
    const { tracker, made } = follow({ clock: { ...clock, elapsed: () => 5 } });
    ad(tracker);
    advance(25 * SECOND);
    set(now() - MINUTE);
    advance(10 * SECOND);
    expect(made.slice(-3)).toEqual(['10000 ping', '20000 ping', '30000 ping']);
  });

  test('that goes on while the page is frozen proves no playback, if the machine slept as well', () => {
    const { clock, advance, now, set, leap } = createClock();
    const { tracker, made } = follow({ clock });
    ad(tracker);
    advance(3 * SECOND);
    tracker.qoe({ 'media.qoe.bitrate': 800 } as never);
    leap(3 * MINUTE);
    set(now() + 6 * MINUTE);
    tracker.qoe({ 'media.qoe.bitrate': 900 } as never);
    expect(made.slice(-2)).toEqual(['3000 pauseStart', `${6 * MINUTE + 3 * SECOND} play`]);
  });

  test.each([
    ['that falls', -20 * SECOND],
    ['that leaps by hours', 5 * 60 * MINUTE],
  ])('%s moves no event, where the wall clock is set back', (_, ms) => {
    const { clock, advance, now, set, leap } = createClock();
    const { tracker, made } = follow({ clock });
    tracker.track('sessionStart', content);
    tracker.track('play');
    advance(5 * SECOND);
    tracker.track('pauseStart');
    set(now() - MINUTE);
    leap(ms);
    tracker.track('play');
    advance(3 * SECOND);
    tracker.track('pauseStart');
    expect(made.slice(-3)).toEqual(['5000 pauseStart', '5001 play', '8000 pauseStart']);
  });

  test('that falls dates nothing into the future', () => {
    const { clock, advance, now, set, leap } = createClock();
    const { tracker, made } = follow({ clock });
    ad(tracker);
    advance(3 * SECOND);
    tracker.qoe({ 'media.qoe.bitrate': 800 } as never);
    leap(-20 * MINUTE);
    set(now() + 30 * SECOND);
    tracker.qoe({ 'media.qoe.bitrate': 900 } as never);
    expect(made.slice(-2)).toEqual(['3000 pauseStart', '33000 play']);
  });

  test('counts nothing before a session: the wall clock that was set back is right', () => {
    const { clock, advance, now, set } = createClock();
    const { tracker, made } = follow({ clock });
    tracker.attach(createFakeAdapter(undefined, () => 0));
    advance(10 * SECOND);
    set(now() - MINUTE);
    tracker.track('sessionStart', content);
    expect(made).toEqual([`${10 * SECOND - MINUTE} sessionStart`]);
  });
});

describe('the clock of the browser', () => {
  afterEach(() => void vi.useRealTimers());

  test('has performance.now(), so that nothing is lost where it is set back', () => {
    vi.useFakeTimers({ now: EPOCH });
    const { tracker, made } = follow({});
    tracker.track('sessionStart', content);
    tracker.track('play');
    vi.advanceTimersByTime(500);
    tracker.track('pauseStart');
    vi.advanceTimersByTime(8 * SECOND);
    vi.setSystemTime(EPOCH - MINUTE);
    tracker.track('play');
    expect(made.slice(-2)).toEqual(['500 pauseStart', '8500 play']);
  });
});

test('the table of an emitter keeps its `this`, and no target is given the signal', () => {
  const emitted: Intent[] = [];
  const table = {
    name: 'playing' as const,
    started(): Intent {
      return { type: this.name };
    },
  };
  const emitter = new EventEmitter();
  const target = new EventTarget();
  const bound = vi.spyOn(target, 'addEventListener');
  for (const source of [emitter, target])
    listen(source, table as never, (intent) => emitted.push(intent), new AbortController().signal);
  emitter.emit('started', {});
  target.dispatchEvent(new Event('started'));
  expect(emitted).toEqual([{ type: 'playing' }, { type: 'playing' }]);
  expect(bound.mock.calls.every((call) => call.length === 2)).toBe(true);
});
