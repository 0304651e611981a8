import { describe, expect, test } from 'vitest';
import { plays, story, track, type Row, type Said } from './story';

const playing: Row[] = [[0, plays(0), { type: 'playRequested', isLate: true }, 'playing']];
/** The events after the first three, those of the beginning. */
const after = (rows: Row[], until = 20_000): string[] => story([...playing, ...rows], { until }).lines.slice(3);

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
});

describe('content with a post-roll', () => {
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

  test('that is waited for is a pause at the end, and no buffering', () => {
    const wait: Row = [4_000, 60, { type: 'contentEnded' }];
    expect(after([wait, [9_000, 'ended']])).toEqual(['4000 pauseStart 60', '9000 sessionComplete 60']);
    expect(after([wait, [4_600, 'ended']])).toEqual(['4000 pauseStart 60', '4600 sessionComplete 60']);
    expect(after([wait, [4_200, 'ended']])).toEqual(['4200 sessionComplete 60']);
    expect(after([wait, [7_000, { type: 'adBreakStarted' }, { type: 'adAnnounced', guess: {} }, 'playing']], 8_000)).toEqual([
      '4000 pauseStart 60',
      expect.stringMatching(/^7000 adBreakStart/),
      expect.stringMatching(/adStart/),
      expect.stringMatching(/ play /),
    ]);
  });

  test.each(['leave', 'unloaded'])('is completed where the viewer leaves in its post-roll: %s', (word) => {
    expect(after([...postroll, [6_000, word]]).slice(-3)).toEqual([
      '6000 adSkip 60',
      '6001 adBreakComplete 60',
      '6002 sessionComplete 60',
    ]);
  });

  const adBreak = postroll[0]!.slice(3) as Said[];
  const goesOn: Said[] = [{ type: 'playRequested', isLate: true }, 'playing'];
  const isOfContent = ({ type }: { type?: string }): boolean => type === 'contentEnded';
  const unreported = postroll.map((row) => row.filter((said) => !isOfContent(said as object))) as never as Row[];
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
    // The player does not report the end of this content.
    ['the page completes it', [...unreported, [6_000, track('sessionComplete')], [9_000, 60, ...goesOn]]],
  ])('is completed once where its post-roll follows in another session: %s', (_, rows) => {
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

  test.each<[string, Said]>([
    ['the page is left again', 'leave'],
    ['the element is put back late again', { type: 'unloaded', mayReturn: true }],
    ['the page ends the session', track('sessionEnd')],
  ])('is completed once where its post-roll is shown in three sessions: %s', (_, end) => {
    const rows: Row[] = [...postroll, [6_000, 'leave'], [9_000, 60, ...goesOn], [10_000, end], [13_000, 60, ...goesOn]];
    expect(endsOf([...rows, [15_000, 'ended']]).map((line) => line.split(' ')[1])).toEqual([
      'sessionComplete',
      'sessionEnd',
      'sessionEnd',
    ]);
  });

  test.each<[string, Row[]]>([
    ['in one session', postroll],
    ['in two', [...postroll, [6_000, { type: 'unloaded', mayReturn: true }], [9_000, 60, ...goesOn]]],
  ])('that was completed begins anew where it is played again: its post-roll was shown %s', (_, rows) => {
    const again: Row[] = [
      [12_000, { type: 'adEnded' }, { type: 'adBreakEnded' }, 'ended'],
      [20_000, 58, plays(58), { type: 'playRequested' }, 'playing'],
    ];
    const starts = after([...rows, ...again], 30_000).filter((line) => / sessionStart /.test(line));
    expect(starts.at(-1)).toBe('20000 sessionStart 58');
  });

  test('and other content after it, of which no frame is shown, are completed each', () => {
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
  ])('is completed in the session that follows where it was not completed before: %s', (_, rows) => {
    const lines = endsOf([...rows, [1_912_000, 'ended']], 1_920_000);
    expect(lines.map((line) => line.split(' ')[1])).toEqual(['sessionEnd', 'sessionComplete']);
  });

  test('is completed where the viewer leaves before its post-roll begins, and not where content is played again', () => {
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
