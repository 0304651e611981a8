import { afterEach, describe, expect, test, vi } from 'vitest';
import { createBench } from './bench';
import { content, params } from './tracking';

afterEach(() => void vi.restoreAllMocks());

const pod = { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0 };
const spot = { 'media.ad.id': 'a', 'media.ad.length': 15, 'media.ad.podPosition': 1 };

describe('a session by hand', () => {
  test('goes to the service with the times at which it happened, in order', async () => {
    const { tracker, pass, arrived, recorder, warnings } = createBench({ playhead: () => 7 });
    tracker.track('sessionStart', content, { my: 'own' });
    await pass(300);
    tracker.track('play');
    await pass(2_000);
    tracker.track('sessionComplete');
    await pass(0);
    expect(arrived()).toEqual([
      'session-1 0 sessionStart',
      'session-1 300 play',
      'session-1 1300 play',
      'session-1 2300 sessionComplete',
    ]);
    expect(recorder.events[0]).toMatchObject({
      params: { ...params, ...content },
      customMetadata: { my: 'own' },
      playerTime: { playhead: 7 },
    });
    expect(warnings).toEqual([]);
  });

  test('has another id each time', async () => {
    const { tracker, pass, arrived } = createBench();
    tracker.track('sessionStart', content);
    tracker.track('sessionEnd');
    tracker.track('sessionStart', content);
    await pass(0);
    expect(tracker.sessionId).toBe('session-2');
    expect(arrived()).toEqual(['session-1 0 sessionStart', 'session-1 1 sessionEnd', 'session-2 0 sessionStart']);
  });

  test('pings on when the network stays silent', () => {
    const { tracker, clock, types } = createBench({ fetch: () => new Promise(() => {}) });
    tracker.track('sessionStart', content);
    clock.advance(31_000);
    expect(types()).toBe('sessionStart ping ping ping');
  });

  test.each([
    [undefined, 250],
    [800, 800],
  ])('waits for a pre-roll as long as prerollWait says: %j is %i ms', (prerollWait, wait) => {
    const { tracker, clock, made } = createBench(prerollWait === undefined ? {} : { prerollWait });
    tracker.track('sessionStart', content);
    tracker.track('play');
    clock.advance(wait - 1);
    expect(made).toHaveLength(1);
    clock.advance(1);
    expect(made).toHaveLength(2);
  });

  test.each([
    [1_000, 9],
    [10_000, 0],
  ])('pings in an ad as often as adPingInterval says: %d ms is %i times in 10 s', (adPingInterval, pings) => {
    const { tracker, clock, made } = createBench({ adPingInterval });
    tracker.track('sessionStart', content);
    tracker.track('adBreakStart', pod);
    tracker.track('adStart', spot);
    clock.advance(9_900);
    expect(made.filter(({ eventType }) => eventType === 'ping')).toHaveLength(pings);
  });
});

test.each([
  [undefined, 10],
  [15_000, 6],
  [50_000, 2],
  [() => 25_000, 4],
  [() => 60_000, 10],
])('pings as often as pingInterval says: %s is %i times in 100 s', (pingInterval, pings) => {
  const { tracker, clock, made } = createBench({ prerollWait: 0, ...(pingInterval && { pingInterval }) });
  tracker.track('sessionStart', content);
  clock.advance(100_900);
  expect(made.filter(({ eventType }) => eventType === 'ping')).toHaveLength(pings);
});

describe('what the page throws', () => {
  const boom = (): never => {
    throw new Error('boom');
  };

  test.each([
    ['onEvent', { onEvent: boom }],
    ['onWarning', { onWarning: boom }],
    ['playhead', { playhead: boom }],
    ['fetch', { fetch: boom }],
  ])('in %s does not reach the caller', (_what, options) => {
    vi.spyOn(console, 'warn').mockReturnValue(undefined);
    const { tracker, clock, types } = createBench(options);
    expect(() => {
      tracker.track('play');
      tracker.track('sessionStart', content);
      clock.advance(300);
      tracker.track('play');
      clock.advance(20_000);
      tracker.track('sessionEnd');
      tracker.destroy();
    }).not.toThrow();
    if (!('onEvent' in options)) expect(types()).toBe('sessionStart play play ping sessionEnd');
  });

  test('in onLost does not keep the next event from the service', async () => {
    vi.spyOn(console, 'warn').mockReturnValue(undefined);
    const { tracker, recorder, pass, arrived } = createBench({ onLost: boom });
    tracker.track('sessionStart', content);
    await pass(300);
    recorder.answer(400);
    tracker.track('play');
    tracker.track('pauseStart');
    await pass(0);
    expect(arrived()).toEqual(['session-1 0 sessionStart', 'session-1 301 pauseStart']);
  });

  test('in media() costs what media() would have said, and nothing else', () => {
    vi.spyOn(console, 'warn').mockReturnValue(undefined);
    const media = vi.fn(() => ({})).mockImplementationOnce(boom);
    const { tracker, types } = createBench({ media });
    tracker.track('sessionStart', content);
    expect(types()).toBe('sessionStart');
  });
});

describe('calls from within', () => {
  test('what belongs together is not torn apart, and arrives as it was calls', async () => {
    const calls: string[] = [];
    const { tracker, pass, arrived } = createBench({
      prerollWait: 0,
      onEvent: ({ eventType }) => {
        calls.push(eventType);
        if (eventType === 'adStart') tracker.track('bitrateChange');
      },
    });
    tracker.track('sessionStart', content);
    tracker.track('adBreakStart', pod);
    tracker.track('adStart', spot);
    await pass(0);
    expect(calls).toEqual(['sessionStart', 'adBreakStart', 'adStart', 'play', 'bitrateChange']);
    expect(arrived().map((one) => one.split(' ')[2])).toEqual(calls);
  });

  test('onEvent may destroy the tracker', async () => {
    const { tracker, pass, arrived, clock } = createBench({
      prerollWait: 0,
      onEvent: ({ eventType }) => void (eventType === 'play' && tracker.destroy()),
    });
    tracker.track('sessionStart', content);
    tracker.track('play');
    await pass(0);
    expect(arrived().map((one) => one.split(' ')[2])).toEqual(['sessionStart', 'play', 'sessionEnd']);
    expect(clock.timers).toBe(0);
  });

  test('media() may track what follows from the start', () => {
    const { tracker, types, clock } = createBench({
      media: () => {
        tracker.track('stateStart', { 'media.state.name': 'mute' });
        return {};
      },
    });
    tracker.track('sessionStart', content);
    clock.advance(300);
    expect(types()).toBe('sessionStart stateStart');
  });
});
