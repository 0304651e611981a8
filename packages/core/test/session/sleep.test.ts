import { describe, expect, test } from 'vitest';
import type { Input } from '../../src/session/input';
import { reduce } from '../../src/session/reduce';
import { createSession } from '../../src/session/state';
import { EPOCH, film, identity } from './machine';
import { chapter, opening, plays, pod, spot, state, story, track, type Row, type Said } from './story';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Clock and timers stand, then the clock leaps; the playhead goes on from where it stood. */
const sleeps =
  (ms: number): Said =>
  (machine) => {
    const { clock } = machine;
    const from = machine.playhead()!;
    const since = clock.now() + ms;
    clock.set(since);
    machine.playhead = () => from + (clock.now() - since) / 1_000;
    return undefined;
  };
const moves: Row[] = [250, 500, 750, 1_000, 1_250].map((ms) => [4_000 + ms, 'progress']);
const after = (count: number, rows: Row[], until = 12_000, options = {}): string[] =>
  story(rows, { until, pings: true, ...options }).lines.slice(count);

describe('a machine that sleeps while a player plays', () => {
  const running: Row[] = [
    [0, plays(0), { type: 'playRequested', isLate: true }, 'playing'],
    [3_900, 'progress'],
  ];

  test.each([10 * MINUTE, HOUR, 8 * HOUR, 100 * HOUR])('for %i ms has one session before and one after', (ms) => {
    const woke = ms + 4_250;
    expect(after(3, [...running, [4_000, sleeps(ms)], ...moves])).toEqual([
      `${woke} sessionStart 4.25 resume`,
      `${woke + 1} play 4.25`,
      `${woke + 1_000} play 5.25`,
    ]);
  });

  test('for less keeps its session, which was paused meanwhile', () => {
    const asleep = 10 * MINUTE - 351;
    expect(after(3, [...running, [4_000, sleeps(asleep)], ...moves])).toEqual(['4000 pauseStart 4', `${asleep + 4_000} play 4`]);
  });

  test('opens nothing before the playhead moves, whatever rings', () => {
    const rows: Row[] = [...running, [4_000, sleeps(HOUR), 4]];
    expect(after(3, rows, 12 * HOUR)).toEqual([]);
    expect(after(3, [...rows, [60_000, plays(4)], [60_250, 'progress']], 60_900)).toEqual([
      `${HOUR + 60_000} sessionStart 4 resume`,
      `${HOUR + 60_001} play 4`,
    ]);
  });

  test('and then pauses opens nothing until it plays', () => {
    const rows: Row[] = [...running, [4_000, sleeps(HOUR), 4], [4_050, 'paused'], [9_000, 'playing']];
    expect(after(3, rows, 9_500)).toEqual([`${HOUR + 9_000} sessionStart 4 resume`, `${HOUR + 9_001} play 4`]);
  });

  test('just after a seek goes on where the seek led', () => {
    const rows: Row[] = [...running, [3_950, 'seeking'], [3_960, 'seeked'], [3_970, 'playing'], [4_000, sleeps(HOUR)], ...moves];
    const lines = after(3, rows).map((line) => line.replace(/ \d+\.?\d*(?= |$)/, ''));
    expect(lines).toEqual([
      '3950 pauseStart',
      '3970 play',
      `${HOUR + 4_250} sessionStart resume`,
      `${HOUR + 4_251} play`,
      `${HOUR + 5_250} play`,
    ]);
  });

  test('from content that was downloaded goes on with it, for no service gave it up', () => {
    const media = () => ({ params: { ...film, 'media.downloaded': true } });
    const rows: Row[] = [...running, [4_000, sleeps(HOUR)], ...moves];
    expect(after(3, rows, 12_000, { media })).toEqual(['4000 pauseStart 4', `${HOUR + 4_000} play 4`]);
  });
});

describe('a machine that sleeps', () => {
  const running: Row[] = [
    [0, plays(0), { type: 'playRequested', isLate: true }, 'playing'],
    [3_900, 'progress'],
  ];
  /** Clock and timers stand; the playhead, which somebody takes from the clock, does not. */
  const sleepsByClock =
    (ms: number): Said =>
    ({ clock }) =>
      void clock.set(clock.now() + ms);

  test('under a live stream whose playhead goes by the clock, or jumps to the live edge, shows nothing meanwhile', () => {
    const media = () => ({ params: { ...film, 'media.contentType': 'live' } });
    const rows: Row[] = [...running, [4_000, sleepsByClock(5 * MINUTE)], ...moves.slice(0, 2)];
    expect(after(3, rows, 12_000, { media })).toEqual(['4000 pauseStart 4', '304000 play 304.25']);
  });

  test('for half a minute shows nothing either: the monotonic clock stood, too', () => {
    const media = () => ({ params: { ...film, 'media.contentType': 'live' } });
    const rows: Row[] = [...running, [4_000, sleepsByClock(30_000)], ...moves.slice(0, 2)];
    expect(after(3, rows, 8_000, { media })).toEqual(['4000 pauseStart 4', '34000 play 34.25']);
  });

  test('for half a minute in an ad, whose playhead stands, pauses it', () => {
    const rows: Row[] = [...running, [3_950, 3.95, pod(), spot()], [4_000, sleepsByClock(30_000)], [4_500, 'progress']];
    expect(after(3, rows, 8_000).slice(-2)).toEqual(['4000 pauseStart 3.95', '34000 play 3.95']);
  });

  test('while data are missing waits for none meanwhile', () => {
    const rows: Row[] = [...running, [4_000, 'waiting', 4], [4_500, sleeps(5 * MINUTE), 4], [5_000, 'playing', 4]];
    expect(after(3, rows, 5_200)).toEqual(['4000 bufferStart 4', '4001 pauseStart 4', '304900 bufferStart 4', '305000 play 4']);
  });

  test('before the first frame measures no time to start', () => {
    const { sent } = story(
      [
        [0, { type: 'playRequested' }],
        [100, sleeps(5 * MINUTE), 0],
        [1_000, 'playing'],
      ],
      { until: 2_000 },
    );
    expect(sent.some(({ event }) => event.eventType === 'play')).toBe(true);
    expect(JSON.stringify(sent)).not.toContain('timeToStart');
  });
});

describe('a machine that sleeps while a start waits', () => {
  const { 'media.length': _, ...unmeasured } = film;
  const late = (rows: Row[]): string[] => [...story(rows, { until: 12_000, media: () => ({ params: unmeasured }) }).lines];
  const length: Row = [5_500, { type: 'durationKnown', seconds: 60 }];

  test('pauses, and goes on where the playhead moves again', () => {
    const rows: Row[] = [
      [0, plays(0), { type: 'playRequested' }, 'playing'],
      [3_900, 'progress'],
      [4_000, sleeps(60_000)],
      ...moves,
      length,
    ];
    expect(late(rows).slice(-2)).toEqual(['4000 pauseStart 4', '64000 play 4']);
  });

  test('says nothing of the sleep where it does not play', () => {
    const rows: Row[] = [
      [0, plays(0), { type: 'playRequested' }, 'playing'],
      [3_900, 'paused', 3.9],
      [4_000, sleeps(60_000), 3.9],
      length,
    ];
    expect(late(rows).at(-1)).toBe('3900 pauseStart 3.9');
  });
});

describe('a machine that sleeps while a page tracks by hand', () => {
  const playing: Row[] = [
    [0, opening],
    [500, plays(0), track('play')],
  ];

  test('goes on in a new session, which reports what is open', () => {
    const rows: Row[] = [...playing, [2_000, chapter(), state('stateStart', 'mute'), pod(), spot()], [4_000, sleeps(HOUR)]];
    const lines = after(0, rows, 16_000);
    const from = lines.findIndex((line) => line.includes('resume'));
    expect(lines.slice(0, from).at(-1)).toContain(' play ');
    expect(lines.slice(from).map((line) => line.split(' ')[1])).toEqual([
      'sessionStart',
      'chapterStart',
      'adBreakStart',
      'adStart',
      'stateStart',
      'play',
    ]);
  });

  test('and reports no playhead goes on at once', () => {
    const rows: Row[] = [
      [0, opening],
      [500, track('play')],
      [4_000, (machine) => (machine.clock.set(machine.clock.now() + HOUR), undefined)],
    ];
    expect(after(3, rows)).toEqual([`${HOUR + 11_500} sessionStart 0 resume`, `${HOUR + 11_501} play 0`]);
  });

  test('and is followed by a session that starts by hand has no event of that one before its start', () => {
    const rows: Row[] = [
      [0, 'playing'],
      [4_000, (machine) => (machine.clock.set(machine.clock.now() + HOUR), undefined)],
      [4_000, opening],
    ];
    expect(story(rows, { until: 30_000, pings: true, prerollWait: 0 }).lines).toEqual([
      `${HOUR + 4_000} sessionStart 0`,
      `${HOUR + 4_001} bufferStart 0`,
      `${HOUR + 14_000} ping 0`,
      `${HOUR + 24_000} ping 0`,
    ]);
  });

  const paused: Row[] = [...playing, [2_000, 1.5, track('pauseStart')]];

  test.each([
    [10 * MINUTE, []],
    [40 * MINUTE, ['sessionEnd']],
    [100 * HOUR, ['sessionEnd']],
  ])('paused for %i ms says no more than the idle rule, and resumes with the next play', (ms, types) => {
    const lines = after(4, [...paused, [4_000, sleeps(ms), 1.5], [20_000, track('play')]], 20_500);
    expect(lines.map((line) => line.split(' ').slice(1).join(' '))).toEqual([
      ...types.map((type) => `${type} 1.5`),
      'sessionStart 1.5 resume',
      'play 1.5',
    ]);
    expect(lines.at(-1)).toBe(`${ms + 20_001} play 1.5`);
  });

  test('and plays before any timer rings loses nothing of it', () => {
    expect(after(4, [...paused, [4_000, sleeps(15 * MINUTE), 1.5, track('play')]], 4_100)).toEqual([
      `${15 * MINUTE + 4_000} sessionStart 1.5 resume`,
      `${15 * MINUTE + 4_001} play 1.5`,
    ]);
  });
});

test('a start that waited long for its data is not taken for one that slept', () => {
  let session = createSession({ prerollWait: 250, adPingInterval: 10_000 });
  const step = (input: Input): string[] => {
    const [next, effects] = reduce(session, input);
    session = next;
    return effects.flatMap((effect) => (typeof effect === 'object' && 'event' in effect ? effect.event.eventType : []));
  };
  step({ type: 'playRequested', time: EPOCH, playhead: 0 });
  step({ type: 'playing', time: EPOCH + 100, playhead: 0 });
  const known: Input = {
    type: 'infoReceived',
    about: 'media',
    id: 0,
    info: { params: { ...identity, ...film } },
    time: EPOCH + HOUR,
  };
  const types = step({ ...known, playhead: 3_600 });
  expect(types.filter((type) => type !== 'ping')).toEqual(['sessionStart', 'play', 'play']);
  expect(types.length).toBe(3 + 359);
  expect(step({ type: 'tick', time: EPOCH + HOUR + 1, playhead: 3_600.001 })).toEqual([]);
});
