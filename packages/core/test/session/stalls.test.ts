import { describe, expect, test } from 'vitest';
import { plays, story, track, type Row, type Said } from './story';

const playing: Row[] = [[0, plays(0), { type: 'playRequested', isLate: true }, 'playing']];
const after = (rows: Row[], until = 20_000): string[] => story([...playing, ...rows], { until }).lines.slice(3);

describe('a player that is asked to play while data are missing', () => {
  test('after a pause, buffers until frames run', () => {
    expect(
      after(
        [
          [4_000, 4, 'waiting'],
          [5_500, 'paused'],
          [7_000, 'playRequested', 'waiting'],
          [9_500, 'playing'],
        ],
        9_900,
      ),
    ).toEqual(['4000 bufferStart 4', '5500 pauseStart 4', '7000 bufferStart 4', '9500 play 4']);
  });

  test('buffers from the request on where it does not report that it waits', () => {
    expect(
      after(
        [
          [4_000, 4, 'paused'],
          [7_000, 'playRequested'],
          [9_500, 'playing'],
        ],
        9_900,
      ),
    ).toEqual(['4000 pauseStart 4', '7000 bufferStart 4', '9500 play 4']);
  });

  test('plays at once where data are there', () => {
    expect(
      after(
        [
          [4_000, 4, 'paused'],
          [7_000, 'playRequested'],
          [7_050, plays(4), 'playing'],
          [7_900, 'progress'],
        ],
        7_900,
      ),
    ).toEqual(['4000 pauseStart 4', '7050 play 4']);
  });

  test('from another place, waits for the jump as a seek does', () => {
    const resume = (frames: number): string[] =>
      after(
        [
          [4_000, 4, 'paused'],
          [6_900, 12, 'seeking', 'playRequested', 'waiting'],
          [frames - 1, 'seeked'],
          [frames, plays(12), 'playing'],
          [frames + 400, 'progress'],
        ],
        frames + 400,
      );
    expect(resume(6_990)).toEqual(['4000 pauseStart 4', '6990 play 12']);
    expect(resume(8_000)).toEqual(['4000 pauseStart 4', '6900 bufferStart 12', '8000 play 12']);
  });

  test('and is paused again meanwhile, is paused', () => {
    expect(
      after(
        [
          [4_000, 4, 'paused'],
          [7_000, 'playRequested', 'waiting'],
          [8_000, 'paused'],
        ],
        9_900,
      ),
    ).toEqual(['4000 pauseStart 4', '7000 bufferStart 4', '8000 pauseStart 4']);
  });

  test('in an ad, too', () => {
    expect(
      after(
        [
          [
            3_000,
            3,
            { type: 'adBreakStarted' },
            { type: 'adAnnounced', guess: { params: { 'media.ad.length': 15 } } },
            'playing',
          ],
          [4_000, 'waiting'],
          [5_000, 'paused'],
          [6_000, 'playRequested', 'waiting'],
          [7_000, 'playing'],
        ],
        7_100,
      ).slice(3),
    ).toEqual(['4000 bufferStart 3', '5000 pauseStart 3', '6000 bufferStart 3', '7000 play 3']);
  });

  test('waits for nothing before it played, and between ads', () => {
    expect(story([[0, 0, 'playRequested', 'waiting', 'playRequested', 'waiting']], { until: 5_000 }).lines).toEqual([
      '0 sessionStart 0',
    ]);
    expect(
      after(
        [
          [3_000, 3, { type: 'adBreakStarted' }],
          [3_300, 'paused', 'playRequested', 'waiting'],
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
          [4_000, 4, 'waiting'],
          [4_700, 4, 'seeking', 'waiting'],
          [4_750, 4.1, 'seeked', 'waiting'],
          [5_700, 4.1, 'seeking', 4.2, 'seeked'],
          [7_300, 'playing'],
        ],
        7_400,
      ),
    ).toEqual(['4000 bufferStart 4', '7300 play 4.2']);
  });

  test('by more is a seek, from when it began', () => {
    expect(
      after(
        [
          [4_000, 4, 'waiting'],
          [4_700, 'seeking'],
          [5_000, 30, 'seeked'],
          [5_200, 'playing'],
        ],
        5_600,
      ),
    ).toEqual(['4000 bufferStart 4', '4700 pauseStart 4', '5200 play 30']);
  });

  test('and then a pause is a pause', () => {
    expect(
      after(
        [
          [4_000, 4, 'waiting'],
          [4_700, 'seeking'],
          [5_000, 'paused'],
          [5_100, 4.1, 'seeked'],
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
        [4_000, 4, 'paused'],
        [5_000, 'seeking', 60, 'seeked', 'ended', 'seeking', 'ended'],
      ],
      'pauseStart',
    ],
    [
      'that is jumped to while it plays is one',
      [
        [4_000, 4, 'seeking'],
        [4_100, 60, 'seeked', 'ended'],
      ],
      'sessionComplete',
    ],
    ['whose pause comes just before it is one', [[4_000, 60, 'paused', 'ended']], 'sessionComplete'],
    [
      'that is played to after such a jump is one',
      [
        [4_000, 4, 'paused'],
        [5_000, 'seeking', 58, 'seeked'],
        [6_000, plays(58), 'playRequested', 'playing'],
        [7_900, 'progress', 'ended'],
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
      { type: 'adBreakStarted' },
      { type: 'adAnnounced', guess: { params: { 'media.ad.length': 15 } } },
      'playing',
    ],
  ];

  test.each(['leave', 'unloaded'])('was reached where the viewer goes in a post-roll: %s', (word) => {
    expect(after([...postroll, [6_000, word]]).slice(-3)).toEqual([
      '6000 adSkip 60',
      '6001 adBreakComplete 60',
      '6002 sessionComplete 60',
    ]);
  });

  const adBreak = postroll[0]!.slice(3) as Said[];
  const goesOn: Said[] = [{ type: 'playRequested', isLate: true }, 'playing'];
  const isOfContent = ({ type }: { type?: string }): boolean => type === 'contentEnded';
  const untold = postroll.map((row) => row.filter((said) => !isOfContent(said as object))) as never as Row[];
  /** How the sessions end after the first one was broken off, and its break goes on at 9 s. */
  const endsOf = (rows: Row[], until = 60_000): string[] =>
    after(rows, until).filter((line) => / session(End|Complete) /.test(line));

  test.each<[string, Row[]]>([
    ['the page is left', [...postroll, [6_000, 'leave'], [9_000, 60, ...goesOn]]],
    ['the page is left twice', [...postroll, [6_000, 'leave', 'leave'], [9_000, 60, ...goesOn]]],
    ['the element is put back late', [...postroll, [6_000, { type: 'unloaded', mayReturn: true }], [9_000, 60, ...goesOn]]],
    [
      'the page is left before the break',
      [
        [4_000, 60, { type: 'contentEnded' }],
        [6_000, 'leave'],
        [9_000, 60, { type: 'playRequested' }, ...adBreak],
      ],
    ],
    // The player does not tell the end of this content.
    ['the page completes it', [...untold, [6_000, track('sessionComplete')], [9_000, 60, ...goesOn]]],
  ])('is told once where a post-roll follows in another session: %s', (_, rows) => {
    const [first, second, ...more] = endsOf([...rows, [12_000, 'ended']]);
    expect([first, second, more]).toEqual([
      expect.stringMatching(/^600\d sessionComplete 60$/),
      expect.stringMatching(/^1200\d sessionEnd 60$/),
      [],
    ]);
    // A viewer who watches the content again watches it to its end again.
    const again: Row[] = [
      [12_000, { type: 'adEnded' }, { type: 'adBreakEnded' }],
      [12_100, 0, plays(0), 'playing'],
      [50_000, 'ended'],
    ];
    expect(endsOf([...rows, ...again]).at(-1)).toMatch(/^50000 sessionComplete /);
  });

  test('is told of other content, too, though the player shows no frame of it', () => {
    const other: Row[] = [
      [7_000, 'unloaded'],
      [8_000, 0, { type: 'playRequested' }],
      [20_000, 'ended'],
    ];
    expect(endsOf([...postroll, [6_000, 'ended'], ...other]).map((line) => line.split(' ')[1])).toEqual(
      Array(2).fill('sessionComplete'),
    );
  });

  test.each<[string, Row[]]>([
    ['the page ends its session', [...postroll, [6_000, track('sessionEnd')], [9_000, 60, ...goesOn]]],
    [
      'the session of before was silent for too long',
      [...postroll, [6_000, 'paused'], [1_900_000, 'leave'], [1_909_000, 60, ...goesOn]],
    ],
  ])('is told in the session that follows where it was not told before: %s', (_, rows) => {
    const lines = endsOf([...rows, [1_912_000, 'ended']], 1_920_000);
    expect(lines.map((line) => line.split(' ')[1])).toEqual(['sessionEnd', 'sessionComplete']);
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
        [4_100, 10, 'playing'],
        [4_200, 'leave'],
      ]).at(-1),
    ).toBe('4200 sessionEnd 10');
  });
});
