import { runInThisContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SessionInput } from '../src/session/input';
import { reduce } from '../src/session/reduce';
import { createSession } from '../src/session/state';
import type { MediaEvent } from '../src/wire/events';
import { identity } from './session/machine';
import { createFakeAdapter, track } from './tracking';

const HOUR = 3_600_000;

/** Runs what may not end, and throws when it takes longer than 5 s. Only `node:vm` can stop a loop. */
const inTime = (run: () => void): void => {
  vi.stubGlobal('runInTime', run);
  runInThisContext('runInTime()', { timeout: 5_000 });
  vi.unstubAllGlobals();
};

let window: EventTarget;
beforeEach(() => {
  window = new EventTarget();
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** A fake that plays; `late`: the timers of its page do not ring, as in a hidden tab. */
function play(options: Parameters<typeof track>[0] = {}, late = false) {
  const all = track(options);
  const { clock, tracker } = all;
  const beginning = clock.now();
  if (late) clock.after = () => () => {};
  const fake = createFakeAdapter(undefined, () => (clock.now() - beginning) / 1_000);
  tracker.attach(fake);
  fake.emit({ type: 'playRequested' });
  fake.emit({ type: 'playing' });
  const go = (ms: number): void => {
    for (let left = ms; left > 0; left -= 250) {
      clock.advance(Math.min(left, 250));
      fake.emit({ type: 'progress' });
    }
  };
  return {
    ...all,
    fake,
    go,
    times: () => all.made.map(({ eventType, playerTime }) => `${playerTime.ts - beginning} ${eventType}`),
  };
}

describe('the page goes on', () => {
  test('when a player reports late what happened before a ping that is due, whose timer is late', () => {
    const { fake, go, clock, times } = play({}, true);
    go(10_900);
    clock.advance(300);
    inTime(() => fake.emit({ type: 'paused', agoMs: 400 }));
    go(1_000);
    expect(times()).toEqual(['0 sessionStart', '1 play', '1000 play', '10800 pauseStart']);
  });

  test('when the machine slept, and what a player reports then is said to be older than the sleep', () => {
    const { fake, go, clock, times } = play({}, true);
    go(2_000);
    clock.advance(HOUR / 4);
    inTime(() => fake.emit({ type: 'progress', agoMs: HOUR / 2 }));
    expect(times()).toEqual(['0 sessionStart', '1 play', '1000 play', '902000 sessionStart', '902001 play']);
  });

  test.each([1.7e12, 1e15, 1e308])('when an intent claims to be %d ms old: it happened now', (agoMs) => {
    const { fake, go, times } = play();
    go(2_000);
    inTime(() => fake.emit({ type: 'paused', agoMs }));
    expect(times()).toEqual(['0 sessionStart', '1 play', '1000 play', '2000 pauseStart']);
  });

  test('when a wall clock shows times that no date has, and comes back', () => {
    const { go, clock, fake, made } = play();
    go(2_000);
    const now = clock.now();
    clock.set(-1e300);
    fake.emit({ type: 'progress' });
    clock.set(now);
    inTime(() => go(12_000));
    expect(made.map(({ eventType }) => eventType)).toEqual(['sessionStart', 'play', 'play', 'ping']);
  });

  test('when it was left while the viewer had not decided, and plays all the same', () => {
    vi.stubGlobal('window', window);
    const { tracker, made, clock } = track({ consent: 'pending', media: { params: { 'media.id': 'a', 'media.length': 60 } } });
    vi.unstubAllGlobals();
    window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: false }));
    inTime(() => {
      tracker.track('sessionStart', { 'media.id': 'a', 'media.length': 60, 'media.contentType': 'vod' });
      tracker.track('play');
    });
    clock.advance(1_000);
    expect(made).toEqual([]);
    tracker.consent('in');
    expect(made.map(({ eventType }) => eventType)).toEqual(['sessionStart']);
  });

  test('when the page answers only after a year: the first thousand events that were due are made, and what is due now', () => {
    const now = 1_760_000_000_000;
    const film = { 'media.id': 'a', 'media.length': 60, 'media.contentType': 'vod' };
    let session = createSession({ prerollWait: 0, adPingInterval: 10_000 });
    const dispatch = (input: SessionInput, time: number): MediaEvent[] => {
      const [next, effects] = reduce(session, { ...input, time });
      session = next;
      return effects.flatMap((effect) => (effect as { event?: MediaEvent }).event ?? []);
    };
    dispatch({ type: 'track', action: { type: 'sessionStart', params: film } }, now);
    dispatch({ type: 'track', action: { type: 'play' } }, now);
    const later = now + 365 * 24 * HOUR;
    const info = { params: { ...identity, ...film } };
    let events: MediaEvent[] = [];
    inTime(() => (events = dispatch({ type: 'infoReceived', about: 'media', id: 0, info }, later)));
    expect(events).toHaveLength(1_002);
    const ofNow = dispatch({ type: 'tick' }, later);
    expect(ofNow.map(({ eventType, playerTime }) => `${playerTime.ts - later} ${eventType}`)).toEqual([
      '0 sessionEnd',
      '0 sessionStart',
      '1 play',
    ]);
  });
});
