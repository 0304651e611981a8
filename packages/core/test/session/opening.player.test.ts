import { describe, expect, test } from 'vitest';
import { opening, plays, state, story, track, type Row } from './story';

describe('player states that stand before the session', () => {
  const mute = { type: 'state', name: 'mute', on: true } as const;

  test('are reported after sessionStart, in the order in which they came up; those that are off are not', () => {
    const rows: Row[] = [
      [0, { type: 'state', name: 'fullScreen', on: false }, mute, { type: 'state', name: 'inFocus', on: true }],
      [100, 'playRequested'],
      [200, 'playing'],
    ];
    expect(story(rows, { until: 400 }).lines).toEqual([
      '100 sessionStart 0',
      '101 stateStart 0 mute',
      '102 stateStart 0 inFocus',
      '200 play 0 {timeToStart:100}',
    ]);
  });

  test('are reported again in the next session, as they stand then', () => {
    const rows: Row[] = [
      [0, mute, { type: 'state', name: 'fullScreen', on: true }, 'playRequested'],
      [1_000, { ...mute, on: false }],
      [2_000, 'unloaded'],
      [3_000, 'playRequested'],
    ];
    expect(story(rows, { until: 3_500 }).lines.slice(-2)).toEqual(['3000 sessionStart 0', '3001 stateStart 0 fullScreen']);
  });

  test('only changes are reported afterwards', () => {
    const rows: Row[] = [
      [0, 'playRequested'],
      [1_000, mute, mute],
      [2_000, { ...mute, on: false }, { ...mute, on: false }],
    ];
    const { lines, warnings } = story(rows);
    expect(lines).toEqual(['0 sessionStart 0', '1000 stateStart 0 mute', '2000 stateEnd 0 mute']);
    expect(warnings).toEqual([]);
  });

  test('a state of the page ends with its session', () => {
    const rows: Row[] = [
      [0, opening],
      [1_000, state('stateStart', 'karaoke')],
      [2_000, track('sessionEnd')],
      [3_000, opening],
    ];
    expect(story(rows, { until: 4_000 }).lines.slice(-1)).toEqual(['3000 sessionStart 0']);
  });
});

describe('the time to start', () => {
  const timeOf = (rows: Row[], until = 3_000): unknown[] =>
    story(rows, { until }).sent.flatMap(({ event }) => event.qoeData?.['media.qoe.timeToStart'] ?? []);

  test('is counted from the request to the first frame, and reported once', () => {
    expect(
      timeOf([
        [0, 'playRequested'],
        [1_200, plays(0), 'playing'],
        [1_500, 'paused'],
        [1_900, 'playing'],
      ]),
    ).toEqual([1_200]);
  });

  test('ends with the first frame of an ad, when that comes first', () => {
    expect(
      timeOf([
        [0, 'playRequested'],
        [700, { type: 'adBreakStarted' }],
        [750, { type: 'adAnnounced' }],
        [800, 'playing'],
        [2_000, { type: 'adEnded' }, { type: 'adBreakEnded' }, 'playing'],
      ]),
    ).toEqual([800]);
  });

  test('is whole milliseconds', () => {
    expect(
      timeOf([
        [0, 'playRequested'],
        [1_200.4, 'playing'],
      ]),
    ).toEqual([1_200]);
  });

  test.each<[string, Row[]]>([
    ['nobody saw the request', [[0, { type: 'playRequested', isLate: true }]]],
    [
      'the page was hidden in between',
      [
        [0, 'playRequested'],
        [500, { type: 'hidden' }],
      ],
    ],
    ['the page opened the session by hand', [[0, opening]]],
  ])('is not reported when %s', (_why, rows) => {
    expect(timeOf([...rows, [1_200, plays(0), 'playing']])).toEqual([]);
  });
});

describe('a page that was left', () => {
  const session: Row[] = [
    [0, 'playRequested'],
    [10, 'playing'],
    [5_000, 5, 'leave'],
  ];

  test('ends the session, and the next one resumes it; the one after that does not', () => {
    const rows: Row[] = [...session, [9_000, 'playRequested', 'playing'], [12_000, 'unloaded'], [13_000, 60, 'playRequested']];
    expect(story(rows).lines.filter((one) => one.includes('session'))).toEqual([
      '0 sessionStart 0',
      '5000 sessionEnd 5',
      '9000 sessionStart 5 resume',
      '12000 sessionEnd 5',
      '13000 sessionStart 60',
    ]);
  });

  test('twice is resumed by the next session, too', () => {
    const rows: Row[] = [...session, [7_000, 'leave'], [9_000, 60, 'playRequested', 'playing'], [12_000, 'unloaded']];
    expect(story(rows).lines.filter((one) => one.includes('sessionStart'))).toEqual([
      '0 sessionStart 0',
      '9000 sessionStart 60 resume',
    ]);
  });

  test('makes no session by its return', () => {
    expect(story(session, { until: 3_600_000 }).lines.slice(-1)).toEqual(['5000 sessionEnd 5']);
  });

  test('resumes nothing when nothing was open', () => {
    expect(
      story([
        [0, 'leave'],
        [100, 'playRequested'],
      ]).lines,
    ).toEqual(['100 sessionStart 0']);
  });

  test('resumes nothing when it went during a session but its content is another', () => {
    expect(story([...session, [6_000, 'unloaded'], [7_000, 60, 'playRequested']]).lines.slice(-1)).toEqual([
      '7000 sessionStart 60',
    ]);
  });
});
