import { describe, expect, test } from 'vitest';
import { plays, story, type Row } from './story';

const playing: Row[] = [[0, plays(0), { type: 'start', late: true }, 'run']];
const after = (rows: Row[], until = 20_000): string[] => story([...playing, ...rows], { until }).lines.slice(3);

describe('a player that is told to play while data are missing', () => {
  test('after a pause, buffers until frames run', () => {
    expect(
      after(
        [
          [4_000, 4, 'wait'],
          [5_500, 'halt'],
          [7_000, 'start', 'wait'],
          [9_500, 'run'],
        ],
        9_900,
      ),
    ).toEqual(['4000 bufferStart 4', '5500 pauseStart 4', '7000 bufferStart 4', '9500 play 4']);
  });

  test('buffers from the wish on where it does not report that it waits', () => {
    expect(
      after(
        [
          [4_000, 4, 'halt'],
          [7_000, 'start'],
          [9_500, 'run'],
        ],
        9_900,
      ),
    ).toEqual(['4000 pauseStart 4', '7000 bufferStart 4', '9500 play 4']);
  });

  test('plays at once where data are there', () => {
    expect(
      after(
        [
          [4_000, 4, 'halt'],
          [7_000, 'start'],
          [7_050, plays(4), 'run'],
          [7_900, 'move'],
        ],
        7_900,
      ),
    ).toEqual(['4000 pauseStart 4', '7050 play 4']);
  });

  test('and is paused again meanwhile, is paused', () => {
    expect(
      after(
        [
          [4_000, 4, 'halt'],
          [7_000, 'start', 'wait'],
          [8_000, 'halt'],
        ],
        9_900,
      ),
    ).toEqual(['4000 pauseStart 4', '7000 bufferStart 4', '8000 pauseStart 4']);
  });

  test('in an ad, too', () => {
    expect(
      after(
        [
          [3_000, 3, { type: 'breakStart' }, { type: 'ad', guess: { params: { 'media.ad.length': 15 } } }, 'run'],
          [4_000, 'wait'],
          [5_000, 'halt'],
          [6_000, 'start', 'wait'],
          [7_000, 'run'],
        ],
        7_100,
      ).slice(3),
    ).toEqual(['4000 bufferStart 3', '5000 pauseStart 3', '6000 bufferStart 3', '7000 play 3']);
  });

  test('waits for nothing before it played, and between ads', () => {
    expect(story([[0, 0, 'start', 'wait', 'start', 'wait']], { until: 5_000 }).lines).toEqual(['0 sessionStart 0']);
    expect(
      after(
        [
          [3_000, 3, { type: 'breakStart' }],
          [3_300, 'halt', 'start', 'wait'],
        ],
        6_000,
      ),
    ).toEqual(['3000 adBreakStart 3']);
  });
});

describe('a jump while data are missing', () => {
  test('by less than a second is buffering still', () => {
    expect(
      after(
        [
          [4_000, 4, 'wait'],
          [4_700, 4, 'seek', 'wait'],
          [4_750, 4.1, 'sought', 'wait'],
          [5_700, 4.1, 'seek', 4.2, 'sought'],
          [7_300, 'run'],
        ],
        7_400,
      ),
    ).toEqual(['4000 bufferStart 4', '7300 play 4.2']);
  });

  test('by more is a seek, from when it began', () => {
    expect(
      after(
        [
          [4_000, 4, 'wait'],
          [4_700, 'seek'],
          [5_000, 30, 'sought'],
          [5_200, 'run'],
        ],
        5_600,
      ),
    ).toEqual(['4000 bufferStart 4', '4700 pauseStart 4', '5200 play 30']);
  });

  test('and then a pause is a pause', () => {
    expect(
      after(
        [
          [4_000, 4, 'wait'],
          [4_700, 'seek'],
          [5_000, 'halt'],
          [5_100, 4.1, 'sought'],
        ],
        9_000,
      ),
    ).toEqual(['4000 bufferStart 4', '5000 pauseStart 4']);
  });
});

describe('the end', () => {
  test.each<[string, Row[], string]>([
    [
      'that is jumped to in a pause is none',
      [
        [4_000, 4, 'halt'],
        [5_000, 'seek', 60, 'sought', 'end', 'seek', 'end'],
      ],
      'pauseStart',
    ],
    [
      'that is jumped to while it plays is one',
      [
        [4_000, 4, 'seek'],
        [4_100, 60, 'sought', 'end'],
      ],
      'sessionComplete',
    ],
    ['whose pause comes just before it is one', [[4_000, 60, 'halt', 'end']], 'sessionComplete'],
    [
      'that is played to after such a jump is one',
      [
        [4_000, 4, 'halt'],
        [5_000, 'seek', 58, 'sought'],
        [6_000, plays(58), 'start', 'run'],
        [7_900, 'move', 'end'],
      ],
      'sessionComplete',
    ],
  ])('%s', (_, rows, type) => {
    expect(after(rows, 8_000).at(-1)).toContain(` ${type} `);
  });

  const postroll: Row[] = [
    [
      4_000,
      60,
      { type: 'contentEnded' },
      { type: 'breakStart' },
      { type: 'ad', guess: { params: { 'media.ad.length': 15 } } },
      'run',
    ],
  ];

  test.each(['leave', 'unload'])('was reached where the viewer goes in a post-roll: %s', (word) => {
    expect(after([...postroll, [6_000, word]]).slice(-3)).toEqual([
      '6000 adSkip 60',
      '6001 adBreakComplete 60',
      '6002 sessionComplete 60',
    ]);
  });

  test('was reached where the viewer goes before the post-roll comes, and not where content is played again', () => {
    expect(
      after([
        [4_000, 60, { type: 'contentEnded' }],
        [4_100, 'leave'],
      ]),
    ).toEqual(['4100 sessionComplete 60']);
    expect(
      after([
        [4_000, 60, { type: 'contentEnded' }],
        [4_100, 10, 'run'],
        [4_200, 'leave'],
      ]).at(-1),
    ).toBe('4200 sessionEnd 10');
  });
});
