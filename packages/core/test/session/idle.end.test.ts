import { describe, expect, test } from 'vitest';
import { chapter, opening, plays, pod, spot, state, story, track, type Row } from './story';

const playing: Row[] = [
  [0, opening],
  [500, plays(0), track('play')],
];
const pingsAfter = (from: number, lines: readonly string[]): number[] =>
  lines
    .filter((one) => one.includes(' ping '))
    .map((one) => Number.parseInt(one, 10))
    .filter((ts) => ts > from);
const all = { pings: true };

const HALF_HOUR = 1_800_000;
const DAY = 86_400_000;
const ends = (lines: readonly string[]): string[] => lines.filter((one) => one.includes('session'));

describe('30 minutes without playing', () => {
  const idle: Row[] = [...playing, [5_000, 4.5, track('pauseStart')]];

  test('end the session, after 179 pings, in silence', () => {
    const { lines } = story(idle, { until: 2 * HALF_HOUR, ...all });
    expect(lines.at(-1)).toBe('1805000 sessionEnd 4.5');
    expect(pingsAfter(5_000, lines)).toHaveLength(179);
  });

  test.each<[string, Row[], number]>([
    [
      'paused by a player',
      [
        [0, plays(0), { type: 'playRequested', isLate: true }, 'playing'],
        [5_000, 'paused'],
      ],
      5_000 + HALF_HOUR,
    ],
    ['buffering', [...playing, [5_000, track('bufferStart')]], 5_000 + HALF_HOUR],
    ['seeking', [...playing, [5_000, track('seekStart')]], 5_000 + HALF_HOUR],
    ['that never played', [[0, opening]], HALF_HOUR],
  ])('count for a player %s', (_what, rows, end) => {
    expect(ends(story(rows, { until: end - 1 }).lines)).toHaveLength(1);
    expect(ends(story(rows, { until: end }).lines)[1]).toContain(`${end} sessionEnd`);
  });

  test('are not put off by other activity, nor by another kind of idleness', () => {
    const rows: Row[] = [
      ...idle,
      [600_000, state('stateStart', 'mute')],
      [900_000, track('seekStart')],
      [1_000_000, track('seekComplete')],
      [1_200_000, chapter()],
    ];
    expect(ends(story(rows, { until: HALF_HOUR + 5_000 }).lines)[1]).toBe('1805000 sessionEnd 4.5');
  });

  test('begin anew after a moment of playing', () => {
    const rows: Row[] = [...idle, [600_000, track('play')], [600_100, track('pauseStart')]];
    expect(ends(story(rows, { until: 3 * HALF_HOUR }).lines)[1]).toBe('2400100 sessionEnd 4.5');
  });

  test('close nothing that is open', () => {
    const { lines } = story([...playing, [3_000, 2.5, chapter(), pod(), spot()], [5_000, track('pauseStart')]], {
      until: 2 * HALF_HOUR,
    });
    expect(lines.slice(-2)).toEqual(['5000 pauseStart 2.5', '1805000 sessionEnd 2.5']);
  });

  test('are followed by a new session when the viewer goes on: it reports what is open, then what plays', () => {
    const metadata = { my: 'own' };
    const rows: Row[] = [
      [0, track('sessionStart', {}, metadata)],
      [500, track('play')],
      [3_000, 2.5, chapter(2), state('stateStart', 'mute'), state('stateStart', 'fullScreen'), pod(), spot()],
      [4_000, state('stateEnd', 'mute'), state('stateStart', 'mute')],
      [5_000, track('pauseStart')],
      [2_000_000, 7, track('play')],
    ];
    const { lines, all: typed } = story(rows, { until: 2_003_000 });
    expect(lines.slice(-8)).toEqual([
      '1805000 sessionEnd 2.5',
      '2000000 sessionStart 7 resume',
      '2000001 chapterStart 7',
      '2000002 adBreakStart 7',
      '2000003 adStart 7',
      '2000004 stateStart 7 mute',
      '2000005 stateStart 7 fullScreen',
      '2000006 play 7',
    ]);
    const [first, second] = typed('sessionStart');
    expect(second).toMatchObject({ customMetadata: metadata, params: { ...first!.params, 'media.resume': true } });
    expect(typed('chapterStart')[1]!.params).toEqual(typed('chapterStart')[0]!.params);
    expect(typed('adStart')[1]!.params).toEqual(typed('adStart')[0]!.params);
  });

  test('remember what changes in the silence', () => {
    const rows: Row[] = [
      ...playing,
      [3_000, 2.5, chapter(1), state('stateStart', 'mute')],
      [5_000, track('pauseStart')],
      [1_900_000, track('chapterComplete'), chapter(2), state('stateEnd', 'mute'), state('stateStart', 'fullScreen')],
      [2_000_000, track('play')],
    ];
    const { lines, all: typed } = story(rows);
    expect(lines.slice(-5)).toEqual([
      '1805000 sessionEnd 2.5',
      '2000000 sessionStart 2.5 resume',
      '2000001 chapterStart 2.5',
      '2000002 stateStart 2.5 fullScreen',
      '2000003 play 2.5',
    ]);
    expect(typed('chapterStart')[1]!.params).toMatchObject({ 'media.chapter.index': 2 });
  });

  test.each<[string, Row]>([
    ['sessionEnd', [1_900_000, track('sessionEnd')]],
    ['sessionComplete', [1_900_000, track('sessionComplete')]],
    ['unloaded', [1_900_000, 'unloaded']],
  ])('%s in the silence says nothing, and the next session resumes nothing', (_what, row) => {
    const { lines } = story([...idle, row, [2_000_000, opening]]);
    expect(ends(lines)).toEqual(['0 sessionStart 0', '1805000 sessionEnd 4.5', '2000000 sessionStart 4.5']);
  });

  test.each(['bufferComplete', 'seekComplete'] as const)('are followed by a new session with %s while playing', (word) => {
    const rows: Row[] = [
      ...playing,
      [5_000, 4.5, track(word === 'seekComplete' ? 'seekStart' : 'bufferStart')],
      [2_000_000, track(word)],
    ];
    expect(story(rows, { until: 2_001_500 }).lines.slice(-3)).toEqual([
      '2000000 sessionStart 4.5 resume',
      '2000001 play 4.5',
      '2001000 play 4.5',
    ]);
  });

  test('are followed by a new session from a player, with its second play and the quality that is known', () => {
    const rows: Row[] = [
      [0, plays(0), { type: 'playRequested', isLate: true }, 'playing'],
      [5_000, 5, track('qoe', { 'media.qoe.bitrate': 7 }), 'paused'],
      [2_000_000, plays(5), 'playing'],
    ];
    expect(story(rows, { until: 2_001_200 }).lines.slice(-4)).toEqual([
      '1805000 sessionEnd 5',
      '2000000 sessionStart 5 resume {bitrate:7}',
      '2000001 play 5',
      '2001000 play 6',
    ]);
  });
});

describe('24 hours', () => {
  test('end the session and begin the next one in the same moment', () => {
    const { lines } = story([...playing, [3_000, chapter()]], { until: DAY + 2_000 });
    expect(lines.slice(-5)).toEqual([
      '86400000 sessionEnd 86399.5',
      '86400000 sessionStart 86399.5 resume',
      '86400001 chapterStart 86399.5',
      '86400002 play 86399.5',
      '86401000 play 86400.5',
    ]);
  });

  test('begin anew with the restart', () => {
    expect(ends(story(playing, { until: 2 * DAY }).lines).slice(-2)).toEqual([
      '172800000 sessionEnd 172799.5',
      '172800000 sessionStart 172799.5 resume',
    ]);
  });

  test('count while paused too', () => {
    const { lines } = story([...playing, [DAY - 600_000, 5, track('pauseStart')]], { until: DAY });
    expect(lines.slice(-3)).toEqual(['86400000 sessionEnd 5', '86400000 sessionStart 5 resume', '86400001 pauseStart 5']);
  });

  test('say nothing in the silence after 30 minutes', () => {
    const { lines } = story([...playing, [5_000, track('pauseStart')]], { until: 2 * DAY });
    expect(ends(lines)).toHaveLength(2);
  });
});
