import { afterEach, describe, expect, test, vi } from 'vitest';
import type { MediaEvent } from '../src/wire/events';
import { createBench, EPOCH, film, params } from './bench';

afterEach(() => void vi.restoreAllMocks());

describe('a session by hand', () => {
  test('goes to the service with the times at which it happened, in order', async () => {
    const { tracker, pass, arrived, recorder, warnings } = createBench({ playhead: () => 7 });
    tracker.track('sessionStart', film, { my: 'own' });
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
      params: { ...params, ...film },
      customMetadata: { my: 'own' },
      playerTime: { playhead: 7 },
    });
    expect(warnings.filter((one) => !one.includes('playerName'))).toEqual([]);
  });

  test('has its id while it is open', async () => {
    const { tracker, pass } = createBench();
    expect(tracker.sessionId).toBeUndefined();
    tracker.track('sessionStart', film);
    expect(tracker.sessionId).toBeUndefined();
    await pass(0);
    expect(tracker.sessionId).toBe('session-1');
    tracker.track('sessionEnd');
    expect(tracker.sessionId).toBeUndefined();
    tracker.track('sessionStart', film);
    await pass(0);
    expect(tracker.sessionId).toBe('session-2');
  });

  test('is told to onEvent when an event is made, with the id once there is one', async () => {
    const { tracker, pass, made } = createBench();
    tracker.track('sessionStart', film);
    expect(made).toMatchObject([{ event: { eventType: 'sessionStart' }, sessionId: undefined }]);
    await pass(300);
    tracker.track('play');
    expect(made[1]).toMatchObject({ event: { eventType: 'play', playerTime: { ts: EPOCH + 300 } }, sessionId: 'session-1' });
  });

  test('carries quality that was given before it', async () => {
    const { tracker, pass, recorder } = createBench();
    tracker.qoe({ 'media.qoe.bitrate': 700 });
    tracker.qoe({ 'media.qoe.droppedFrames': 1 });
    tracker.track('sessionStart', film);
    await pass(0);
    expect(recorder.events[0]!.qoeData).toEqual({ 'media.qoe.bitrate': 700, 'media.qoe.droppedFrames': 1 });
  });

  test('pings on when the network stays silent', async () => {
    const { tracker, clock, made } = createBench({ fetch: () => new Promise(() => {}) });
    tracker.track('sessionStart', film);
    clock.advance(31_000);
    expect(made.map(({ event }) => event.eventType)).toEqual(['sessionStart', 'ping', 'ping', 'ping']);
  });

  test('waits for a pre-roll as long as it is told; nonsense is 250 ms', () => {
    for (const [prerollWait, wait] of [
      [undefined, 250],
      [800, 800],
      [-1, 250],
      [NaN, 250],
    ] as const) {
      const { tracker, clock, made } = createBench(prerollWait === undefined ? {} : { prerollWait });
      tracker.track('sessionStart', film);
      tracker.track('play');
      clock.advance(wait - 1);
      expect(made).toHaveLength(1);
      clock.advance(1);
      expect(made).toHaveLength(2);
    }
  });

  test('pings in an ad as often as it is told; nonsense is 10 s', () => {
    for (const [adPingInterval, pings] of [
      [1_000, 9],
      [10_000, 0],
      [0, 0],
      [-5, 0],
      [NaN, 0],
    ] as const) {
      const { tracker, clock, made } = createBench({ adPingInterval });
      tracker.track('sessionStart', film);
      tracker.track('adBreakStart', { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0 });
      tracker.track('adStart', { 'media.ad.id': 'a', 'media.ad.length': 15, 'media.ad.podPosition': 1 });
      clock.advance(9_900);
      expect(made.filter(({ event }) => event.eventType === 'ping')).toHaveLength(pings);
    }
  });
});

describe('what is refused', () => {
  const wrong = (call: (track: (...words: unknown[]) => void) => void): string[] => {
    const { tracker, warnings } = createBench();
    tracker.track('sessionStart', { ...film, 'media.playerName': 'x' });
    call(tracker.track as (...words: unknown[]) => void);
    return warnings;
  };

  test.each(['ping', 'playing', 'toString', undefined, 7])('%j is no word', (word) => {
    expect(wrong((track) => track(word))).toEqual([expect.stringContaining(String(word))]);
  });

  test('wrong parameters are named by their key', () => {
    expect(wrong((track) => track('adBreakStart', { 'media.ad.podIndex': 0, 'media.ad.podSecond': 0 }))[0]).toContain(
      'media.ad.podIndex',
    );
    expect(wrong((track) => track('stateStart', {}))[0]).toContain('media.state.name');
    expect(wrong((track) => track('chapterStart', { 'media.chapter.index': 10n }))[0]).toContain('media.chapter.index');
  });

  test('a value that is no number is named by its key', () => {
    const { tracker, warnings } = createBench();
    tracker.qoe({ 'media.qoe.bitrate': NaN });
    expect(warnings).toEqual([expect.stringContaining('media.qoe.bitrate')]);
  });

  test('without onWarning, the console hears of each kind once', () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined);
    const { tracker } = createBench({ onWarning: undefined as never });
    tracker.track('play');
    tracker.track('play');
    tracker.qoe({ 'media.qoe.bitrate': NaN });
    tracker.qoe({ 'media.qoe.bitrate': NaN });
    expect(warn).toHaveBeenCalledTimes(2);
    expect(warn.mock.calls[0]![0]).toContain('sessionStart');
    tracker.track('pauseStart');
    expect(warn).toHaveBeenCalledTimes(3);
  });

  test('with onWarning, it hears of all, and the console of nothing', () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue(undefined);
    const { tracker, warnings } = createBench();
    tracker.track('play');
    tracker.track('play');
    expect(warnings).toHaveLength(2);
    expect(warn).not.toHaveBeenCalled();
  });
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
  ])('in %s does not reach the caller, and the tracker goes on', (_what, options) => {
    vi.spyOn(console, 'warn').mockReturnValue(undefined);
    const { tracker, clock, made } = createBench(options);
    expect(() => {
      tracker.track('play');
      tracker.track('sessionStart', film);
      clock.advance(300);
      tracker.track('play');
      clock.advance(20_000);
      tracker.track('sessionEnd');
      tracker.destroy();
    }).not.toThrow();
    if (!('onEvent' in options))
      expect(made.map(({ event }) => event.eventType)).toEqual(['sessionStart', 'play', 'play', 'ping', 'sessionEnd']);
  });

  test('in onEvent does not keep the event from the service', async () => {
    vi.spyOn(console, 'warn').mockReturnValue(undefined);
    const { tracker, pass, arrived } = createBench({ onEvent: boom });
    tracker.track('sessionStart', film);
    await pass(300);
    tracker.track('play');
    await pass(0);
    expect(arrived()).toEqual(['session-1 0 sessionStart', 'session-1 300 play']);
  });

  test('in onLost does not keep the next event from the service', async () => {
    vi.spyOn(console, 'warn').mockReturnValue(undefined);
    const { tracker, recorder, pass, arrived } = createBench({ onLost: boom });
    tracker.track('sessionStart', film);
    await pass(300);
    recorder.answer(400);
    tracker.track('play');
    tracker.track('pauseStart');
    await pass(0);
    expect(arrived()).toEqual(['session-1 0 sessionStart', 'session-1 301 pauseStart']);
  });

  test('in media() leaves that content untracked', () => {
    vi.spyOn(console, 'warn').mockReturnValue(undefined);
    const { tracker, made } = createBench({ media: boom });
    expect(() => tracker.track('sessionStart', film)).not.toThrow();
    expect(made).toEqual([]);
  });
});

describe('calls from within', () => {
  test('onEvent may track: its event comes after the one that it heard of, and all arrive in order', async () => {
    const heard: MediaEvent['eventType'][] = [];
    const { tracker, pass, arrived } = createBench({
      prerollWait: 0,
      onEvent: ({ eventType }) => {
        heard.push(eventType);
        if (eventType === 'adStart') tracker.track('bitrateChange');
      },
    });
    tracker.track('sessionStart', film);
    tracker.track('adBreakStart', { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0 });
    tracker.track('adStart', { 'media.ad.id': 'a', 'media.ad.length': 15, 'media.ad.podPosition': 1 });
    await pass(0);
    // The play that belongs to adStart is not torn from it.
    expect(heard).toEqual(['sessionStart', 'adBreakStart', 'adStart', 'play', 'bitrateChange']);
    expect(arrived().map((one) => one.split(' ')[2])).toEqual(heard);
  });

  test('onEvent may end the session, and destroy the tracker', async () => {
    const { tracker, pass, arrived, clock } = createBench({
      prerollWait: 0,
      onEvent: ({ eventType }) => eventType === 'play' && tracker.destroy(),
    });
    tracker.track('sessionStart', film);
    tracker.track('play');
    await pass(0);
    expect(arrived().map((one) => one.split(' ')[2])).toEqual(['sessionStart', 'play', 'sessionEnd']);
    expect(clock.timers).toBe(0);
  });

  test('media() may track what follows from the start', () => {
    const { tracker, made, clock } = createBench({
      media: () => {
        tracker.track('stateStart', { 'media.state.name': 'mute' });
        return {};
      },
    });
    tracker.track('sessionStart', film);
    clock.advance(300);
    expect(made.map(({ event }) => event.eventType)).toEqual(['sessionStart', 'stateStart']);
  });
});
