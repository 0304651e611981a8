import { describe, expect, test } from 'vitest';
import { film } from './machine';
import { plays, story, track, type Row } from './story';

const away = { type: 'unloaded', mayReturn: true } as const;
const late = { type: 'playRequested', isLate: true } as const;
const playing: Row[] = [[0, plays(0), late, 'playing']];
/** What follows the second `play`, 1 s after the start. */
const after = (rows: Row[], options = {}): string[] => story([...playing, ...rows], { until: 20_000, ...options }).lines.slice(3);

describe('content that is unloaded and may return', () => {
  test('within a second and at its place goes on in its session: the gap is buffering', () => {
    expect(
      after([
        [5_000, 5, away],
        [5_300, 'seeking', 'waiting', 'paused', 'playRequested'],
        [5_600, 'seeked', plays(5), 'playing'],
        [6_000, 'progress'],
        [6_500, 'progress', 'ended'],
      ]),
    ).toEqual(['5000 bufferStart 5', '5600 play 5', '6500 sessionComplete 5.9']);
  });

  test('and does not return has ended when it was unloaded', () => {
    expect(
      after([
        [5_000, 5, away],
        [5_500, track('bitrateChange')],
      ]),
    ).toEqual(['5500 bitrateChange 5', '5501 sessionEnd 5']);
    expect(after([[5_000, 5, away]])).toEqual(['5000 sessionEnd 5']);
  });

  test.each([
    ['other content', 'unloaded', '5300 '],
    ['the page that goes', 'leave', '5300 '],
  ])('has ended at once with %s, dated to when it was unloaded', (_, word) => {
    expect(
      after([
        [5_000, 5, away],
        [5_300, 0, word],
      ]).at(-1),
    ).toBe('5000 sessionEnd 5');
  });

  test('at another place is another viewing', () => {
    expect(after([[5_000, 5, away], [5_300, 40, late, 'playing'], [5_900]], { until: 5_900 })).toEqual([
      '5000 sessionEnd 5',
      '5300 sessionStart 40',
      '5301 play 40',
    ]);
  });

  test('during a seek goes on wherever the seek leads', () => {
    const sought = (...seeks: Row[]): string[] =>
      after([...seeks, [5_600, away], [5_900, 40, 'playRequested', 'seeked', plays(40), 'playing'], [6_900, 'progress']], {
        until: 6_900,
      });
    expect(sought([5_000, 5, 'seeking'])).toEqual(['5000 pauseStart 5', '5600 bufferStart 5', '5900 play 40']);
    expect(sought([5_000, 5, 'paused'], [5_300, 'seeking'])).toEqual(['5000 pauseStart 5', '5900 play 40']);
  });

  test('live, at any place, goes on', () => {
    const media = () => ({ params: { ...film, 'media.contentType': 'live' } });
    expect(after([[5_000, 5, away], [5_300, 40, late, 'playing'], [5_900]], { until: 5_900, media })).toEqual([
      '5000 bufferStart 5',
      '5300 play 40',
    ]);
  });

  test('paused, goes on as it was', () => {
    const rows: Row[] = [
      [4_000, 4, 'paused'],
      [5_000, away],
      [5_300, { type: 'returned' }],
      [8_000, 'playRequested', 'playing'],
    ];
    expect(after(rows, { until: 8_000 })).toEqual(['4000 pauseStart 4', '8000 play 4']);
  });

  test('while it played, and is back without playing, is paused', () => {
    const rows: Row[] = [
      [5_000, 5, away],
      [5_300, { type: 'returned' }],
      [8_000, 'playRequested', 'playing'],
    ];
    expect(after(rows, { until: 8_000 })).toEqual(['5000 pauseStart 5', '8000 play 5']);
  });

  test('in an ad goes on in it', () => {
    const rows: Row[] = [
      [3_000, 3, { type: 'adBreakStarted' }, { type: 'adAnnounced', guess: { params: { 'media.ad.length': 15 } } }, 'playing'],
      [5_000, away],
      [5_400, 'playRequested', 'playing'],
      [6_000, { type: 'adEnded' }, { type: 'adBreakEnded' }, 'playing'],
    ];
    expect(after(rows, { until: 6_000 })).toEqual([
      '3000 adBreakStart 3',
      '3001 adStart 3',
      '3002 play 3',
      '5000 bufferStart 3',
      '5400 play 3',
      '6000 adComplete 3',
      '6001 adBreakComplete 3',
      '6002 play 3',
    ]);
  });

  test('after its end is completed at once, and is another viewing; in its post-roll it goes on', () => {
    const over: Row = [5_000, 60, { type: 'contentEnded' }];
    const again: Row = [5_300, plays(58), 'playRequested', 'playing'];
    expect(after([over, [5_000, away], again, [5_900]], { until: 5_900 })).toEqual([
      '5000 sessionComplete 60',
      '5300 sessionStart 58',
      '5301 play 58 {timeToStart:0}',
    ]);
    const ad: Row = [
      5_100,
      { type: 'adBreakStarted' },
      { type: 'adAnnounced', guess: { params: { 'media.ad.length': 15 } } },
      'playing',
    ];
    const lines = after([over, ad, [6_000, away], [6_400, 'playRequested', 'playing'], [6_900]], { until: 6_900 });
    expect(lines.slice(-2)).toEqual(['6000 bufferStart 60', '6400 play 60']);
  });

  test('and whose error is reported then goes on: the page has recovered it', () => {
    const failed = { type: 'failed', id: 'x', stillPlaying: true } as const;
    expect(
      after(
        [
          [5_000, 5, away, failed],
          [5_400, plays(5), 'playRequested', 'playing'],
          [6_900, 'progress'],
        ],
        { until: 6_900 },
      ),
    ).toEqual(['5000 error 5 {errorID:x,errorSource:player}', '5001 bufferStart 5', '5400 play 5']);
    expect(after([[5_000, 5, away, failed]])).toEqual(['5000 error 5 {errorID:x,errorSource:player}', '5001 sessionEnd 5']);
  });

  test('twice is the same viewing still', () => {
    const rows: Row[] = [
      [5_000, 5, away],
      [5_300, 'playRequested', 'playing'],
      [5_700, away],
      [6_000, 'playing'],
    ];
    expect(after(rows, { until: 6_000 })).toEqual(['5000 bufferStart 5', '5300 play 5', '5700 bufferStart 5', '6000 play 5']);
  });

  test('before its session is open is the same viewing, too', () => {
    const { 'media.length': _, ...unmeasured } = film;
    const rows: Row[] = [
      [0, 0, 'playRequested', 'playing'],
      [300, away],
      [600, 'playRequested', 'playing'],
      [900, { type: 'durationKnown', seconds: 60 }],
    ];
    expect(story(rows, { media: () => ({ params: unmeasured }), until: 900 }).lines.map((line) => line.split(' ')[1])).toEqual([
      'sessionStart',
      'play',
      'bufferStart',
      'play',
    ]);
  });
});

describe('content that goes on near to where its session was broken off', () => {
  const starts = (rows: Row[], options = {}): string[] =>
    story([...playing, ...rows], { until: 12_000, ...options }).lines.filter((line) => line.includes('sessionStart'));

  test.each<[string, Row, boolean]>([
    ['3 s behind it', [9_000, 2, late], true],
    ['3 s before it', [9_000, 8, late], true],
    ['6 s away', [9_000, 11.5, late], false],
    ['at a place that nobody knows', [9_000, (machine) => void (machine.playhead = () => undefined), late], false],
  ])('%s: %j resumes %j', (_, row, resumes) => {
    expect(
      starts([[5_000, 5, 'unloaded'], row])
        .at(-1)!
        .endsWith('resume'),
    ).toBe(resumes);
  });

  test('is not that of another content, nor of one that was played to its end, nor a start by hand', () => {
    let id = 'a';
    const media = () => ({ params: { ...film, 'media.id': id } });
    const other: Row = [9_000, 5, (machine) => ((id = 'b'), machine.playhead, undefined), late];
    expect(starts([[5_000, 5, 'unloaded'], other], { media }).at(-1)).toBe('9000 sessionStart 5');
    expect(
      starts([
        [5_000, 5, 'ended'],
        [9_000, 5, late],
      ]).at(-1),
    ).toBe('9000 sessionStart 5');
    expect(
      starts([
        [5_000, 5, 'unloaded'],
        [9_000, 5, track('sessionStart', {})],
      ]).at(-1),
    ).toBe('9000 sessionStart 5');
  });

  test('resumes nothing where no frame was seen', () => {
    expect(
      story(
        [
          [0, 0, 'playRequested'],
          [500, 'unloaded'],
          [600, 'playRequested'],
        ],
        { until: 900 },
      ).lines,
    ).toEqual(['0 sessionStart 0', '500 sessionEnd 0', '600 sessionStart 0']);
  });
});
