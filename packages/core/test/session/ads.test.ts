import { describe, expect, test } from 'vitest';
import type { Guess, Intent } from '../../src/session/intent';
import { plays, story, track, type Row } from './story';

const running: Row[] = [[0, plays(0), { type: 'playRequested', isLate: true }, 'playing']];
const begun = ['0 sessionStart 0', '1 play 0', '1000 play 1'];
const breakStart: Intent = { type: 'adBreakStarted' };
const adEnd: Intent = { type: 'adEnded' };
const adSkip: Intent = { type: 'adEnded', skipped: true };
const breakEnd: Intent = { type: 'adBreakEnded' };
const ad = (id: string, more: Guess<'adStart'> = {}): Intent => ({
  type: 'adAnnounced',
  guess: { ...more, params: { 'media.ad.id': id, ...more.params } },
});
const data = (params: NonNullable<Guess<'adStart'>['params']>): Intent => ({ type: 'adUpdated', guess: { params } });

/** The lines after those that every story here begins with. */
const since = (rows: Row[], until = 0, options = {}): string[] => {
  const { lines } = story([...running, ...rows], { until, ...options });
  expect(lines.slice(0, 3)).toEqual(begun);
  return lines.slice(3);
};

/** A mid-roll of two ads, each shown 150 ms after it was announced. */
const midroll: Row[] = [
  ...running,
  [5_000, 5, breakStart],
  [5_050, ad('a')],
  [5_200, 'playing'],
  [15_000, adEnd, ad('b')],
  [15_150, 'playing'],
  [20_000, adSkip, breakEnd],
  [20_010, 5.01, 'playing'],
];

describe("a player's ads", () => {
  test('are reported with their first frames and their ends, and the content from its first frame', () => {
    const { lines, warnings } = story(midroll);
    expect(lines).toEqual([
      ...begun,
      '5000 adBreakStart 5',
      '5200 adStart 5',
      '5201 play 5',
      '15000 adComplete 5',
      '15150 adStart 5',
      '15151 play 5',
      '20000 adSkip 5',
      '20010 adBreakComplete 5.01',
      '20011 play 5.01',
    ]);
    expect(warnings).toEqual([]);
  });

  test('that never come leave the content its own first frame, also while the viewing is being opened', () => {
    const mute: Intent = { type: 'state', name: 'mute', on: true };
    const { lines } = story(
      [
        [0, 0, mute, 'playRequested', breakStart],
        [60, breakEnd],
        [240, 'playing'],
      ],
      { until: 900 },
    );
    expect(lines).toEqual(['0 sessionStart 0', '1 stateStart 0 mute', '240 play 0 {timeToStart:240}']);
  });

  test('are counted: breaks in the session, ads in the break, the break at the second of the content', () => {
    const { all } = story([...midroll, [30_000, 30.5, breakStart, ad('c'), 'playing'], [31_000, breakEnd]]);
    expect(all('adBreakStart').map(({ params }) => params)).toEqual([
      { 'media.ad.podIndex': 1, 'media.ad.podSecond': 5 },
      { 'media.ad.podIndex': 2, 'media.ad.podSecond': 30.5 },
    ]);
    expect(all('adStart').map(({ params }) => params)).toMatchObject([
      { 'media.ad.id': 'a', 'media.ad.podPosition': 1 },
      { 'media.ad.id': 'b', 'media.ad.podPosition': 2 },
      { 'media.ad.id': 'c', 'media.ad.podPosition': 1 },
    ]);
  });

  test('are counted anew in the next session', () => {
    const { all } = story([
      ...midroll,
      [30_000, 'unloaded'],
      [31_000, 'playRequested', 'playing'],
      [32_000, breakStart, ad('c'), 'playing'],
    ]);
    expect(all('adBreakStart').at(-1)!.params).toMatchObject({ 'media.ad.podIndex': 1 });
  });

  test('are what the player knows of them, rather than what was counted', () => {
    const guess = { params: { 'media.ad.podIndex': 4, 'media.ad.podSecond': 12, 'media.ad.podFriendlyName': 'midroll' } };
    const { all } = story([
      ...running,
      [5_000, 5, { type: 'adBreakStarted', guess }],
      [5_100, ad('a', { params: { 'media.ad.podPosition': 3 } }), 'playing'],
    ]);
    expect(all('adBreakStart')[0]!.params).toEqual(guess.params);
    expect(all('adStart')[0]!.params).toMatchObject({ 'media.ad.podPosition': 3 });
  });

  test('may be left out by the page, and their break goes on', () => {
    const answer = (guess: Guess | undefined): Guess | null => {
      const params = guess?.params as Record<string, unknown>;
      return params['media.ad.id'] === 'a'
        ? null
        : { params: { ...params, 'media.ad.length': 5 }, customMetadata: { house: 'no' } };
    };
    const { lines, all, warnings } = story(midroll, { ad: answer });
    expect(lines.slice(3, 6)).toEqual(['5000 adBreakStart 5', '15150 adStart 5', '15151 play 5']);
    expect(all('adComplete')).toEqual([]);
    expect(all('adStart')[0]).toMatchObject({
      params: { 'media.ad.id': 'b', 'media.ad.length': 5, 'media.ad.podPosition': 1 },
      customMetadata: { house: 'no' },
    });
    expect(warnings).toEqual([]);
  });

  test('that are left open are cut off by the next one, by the end of the break, by the end of the session', () => {
    const open: Row[] = [
      [5_000, 5, breakStart, ad('a'), 'playing'],
      [6_000, ad('b'), 'playing'],
    ];
    expect(since(open).slice(-3)).toEqual(['6000 adSkip 5', '6001 adStart 5', '6002 play 5']);
    expect(since([...open, [7_000, breakEnd], [7_100, 5.01, 'playing']]).slice(-3)).toEqual([
      '7000 adSkip 5',
      '7100 adBreakComplete 5.01',
      '7101 play 5.01',
    ]);
    expect(since([...open, [7_000, 'unloaded']]).slice(-3)).toEqual([
      '7000 adSkip 5',
      '7001 adBreakComplete 5',
      '7002 sessionEnd 5',
    ]);
  });

  test('outside of a break, and ends of what is not open, say nothing', () => {
    const { lines, warnings } = story([
      ...running,
      [5_000, 5, ad('a'), data({ 'media.ad.length': 4 }), adEnd, breakEnd, 'playing'],
    ]);
    expect([lines, warnings]).toEqual([begun, []]);
  });

  test('pause, stall and seek like content, and stand still without being frozen', () => {
    const rows: Row[] = [
      [5_000, 5, breakStart, ad('a', { params: { 'media.ad.length': 30 } }), 'playing'],
      [6_000, 'paused'],
      [7_000, 'playing'],
      [8_000, 'waiting'],
      [9_000, 'playing'],
      [10_000, 'seeking'],
      [10_100, 'seeked', 'playing'],
    ];
    expect(since(rows, 30_000).slice(3)).toEqual([
      '6000 pauseStart 5',
      '7000 play 5',
      '8000 bufferStart 5',
      '9000 play 5',
      '10000 pauseStart 5',
      '10100 play 5',
    ]);
  });

  test('of content that is not tracked are not asked about, and count for nothing', () => {
    let asked = 0;
    let tracked = false;
    const options = {
      media: () => (tracked ? { params: { 'media.id': 'film', 'media.length': 60, 'media.contentType': 'vod' } } : null),
      ad: (guess: Guess | undefined) => (asked++, guess!),
    };
    const next = () => {
      tracked = true;
      return { type: 'unloaded' } as const;
    };
    const pod: Row = [5_000, 5, breakStart, ad('a'), 'playing', adEnd, breakEnd];
    const { lines } = story([...running, pod, [7_000, 'playing']], { ...options, until: 9_000 });
    expect([lines, asked]).toEqual([[], 0]);
    const { all } = story(
      [...running, pod, [8_000, next, 'playRequested', 'playing'], [9_000, breakStart, ad('b'), 'playing']],
      options,
    );
    expect(all('adBreakStart').map(({ params }) => params)).toMatchObject([{ 'media.ad.podIndex': 1 }]);
  });
});

describe('a break', () => {
  test('that ends within 250 ms, and showed no ad, never was', () => {
    const rows: Row[] = [
      [5_000, 5, breakStart, ad('a')],
      [5_249, adSkip, breakEnd],
      [5_300, plays(5), 'playing'],
    ];
    expect(since(rows, 7_000)).toEqual([]);
    const { all } = story([...running, ...rows, [8_000, breakStart, ad('b'), 'playing']]);
    expect(all('adBreakStart').map(({ params }) => params)).toMatchObject([{ 'media.ad.podIndex': 1 }]);
  });

  test('that never was, though the content was taken away for it, leaves no trace but a pause or a stall that lasts', () => {
    const dead: Row[] = [
      [5_000, 5, breakStart, ad('a')],
      [5_040, breakEnd],
      [5_060, 'waiting', 'seeking'],
      [5_200, 'seeked'],
    ];
    expect(since([...dead, [5_220, plays(5), 'playing']], 6_500)).toEqual([]);
    expect(since([...dead, [5_220, 'paused']], 6_500)).toEqual(['6040 pauseStart 5']);
    expect(since([...dead, [7_000, plays(5), 'playing']], 7_500)).toEqual(['5000 bufferStart 5', '7000 play 5']);
  });

  test('that lasts 250 ms is reported, with the time when it began', () => {
    const rows: Row[] = [[5_000, 5, breakStart, ad('a')]];
    expect(since(rows, 5_249)).toEqual([]);
    expect(since(rows, 5_250)).toEqual(['5000 adBreakStart 5']);
  });

  test('is reported before whatever else is reported in the meantime', () => {
    expect(
      since([
        [5_000, 5, breakStart],
        [5_100, { type: 'state', name: 'mute', on: true }],
      ]),
    ).toEqual(['5000 adBreakStart 5', '5100 stateStart 5 mute']);
  });

  test('in which the content pauses, loads and seeks is no pause, no stall and no seek of the viewer', () => {
    const rows: Row[] = [
      [5_000, 5, breakStart],
      [5_010, 'paused', ad('a', { params: { 'media.ad.length': 4 } })],
      [5_100, 'waiting'],
      [5_400, 'playing'],
      [9_400, adEnd],
      [9_410, 'paused', 'waiting', ad('b', { params: { 'media.ad.length': 4 } })],
      [9_500, 'playing'],
      [13_500, adEnd, breakEnd],
      [13_510, 'waiting', 'seeking'],
      [13_600, 'seeked'],
      [13_700, plays(5), 'playing'],
    ];
    expect(since(rows, 16_000)).toEqual([
      '5000 adBreakStart 5',
      '5400 adStart 5',
      '5401 play 5',
      '9400 adComplete 5',
      '9500 adStart 5',
      '9501 play 5',
      '13500 adComplete 5',
      '13700 adBreakComplete 5',
      '13701 play 5',
    ]);
  });

  test('after which the viewer has paused goes over into a pause', () => {
    const rows: Row[] = [
      [5_000, 5, breakStart, ad('a', { params: { 'media.ad.length': 4 } }), 'playing'],
      [9_000, adEnd, breakEnd],
      [9_100, 'paused'],
    ];
    expect(since(rows, 12_000).slice(-2)).toEqual(['9001 adBreakComplete 5', '9002 pauseStart 5']);
  });

  test('after which the content loads for longer than a second ends in a stall', () => {
    const rows: Row[] = [
      [5_000, 5, breakStart, ad('a', { params: { 'media.ad.length': 4 } }), 'playing'],
      [9_000, adEnd, breakEnd],
      [12_000, plays(5), 'playing'],
    ];
    expect(since(rows, 12_500).slice(-4)).toEqual([
      '9001 adBreakComplete 5',
      '9002 play 5',
      '9003 bufferStart 5',
      '12000 play 5',
    ]);
  });

  test('that a seek led into ends the seek with its first ad', () => {
    const rows: Row[] = [
      [3_000, 3, 'seeking'],
      [3_100, 8, 'seeked', breakStart, ad('a', { params: { 'media.ad.length': 4 } })],
      [3_150, 'playing'],
      [7_150, adEnd, breakEnd],
      [7_200, 'playing'],
    ];
    expect(since(rows)).toEqual([
      '3000 pauseStart 3',
      '3100 adBreakStart 8',
      '3150 adStart 8',
      '3151 play 8',
      '7150 adComplete 8',
      '7200 adBreakComplete 8',
      '7201 play 8',
    ]);
  });

  test('that came to nothing after a seek leaves the seek to end as it would have', () => {
    const rows: Row[] = [
      [3_000, 3, 'seeking'],
      [3_100, 8, breakStart, ad('a')],
      [3_200, breakEnd],
      [3_250, plays(8), 'seeked', 'playing'],
    ];
    expect(since(rows, 5_000)).toEqual(['3000 pauseStart 3', '3250 play 8']);
  });

  test('that follows another closes it, and nothing is reported of the content between', () => {
    const rows: Row[] = [
      [5_000, 5, breakStart, ad('a', { params: { 'media.ad.length': 4 } }), 'playing'],
      [9_000, adEnd, breakEnd],
      [9_020, breakStart, ad('b', { params: { 'media.ad.length': 4 } }), 'playing'],
    ];
    expect(since(rows).slice(3)).toEqual([
      '9000 adComplete 5',
      '9020 adBreakComplete 5',
      '9021 adBreakStart 5',
      '9022 adStart 5',
      '9023 play 5',
    ]);
  });

  test('behind the content closes without a word of playback, and the content is complete then', () => {
    const rows: Row[] = [
      [60_000, 60, breakStart, ad('a', { params: { 'media.ad.length': 4 } }), 'playing'],
      [64_000, adEnd, breakEnd, { type: 'ended' }],
    ];
    expect(since(rows).slice(-3)).toEqual(['64000 adComplete 60', '64001 adBreakComplete 60', '64002 sessionComplete 60']);
  });

  test('that began before anybody asked to play begins with that request', () => {
    const rows: Row[] = [
      [0, breakStart, ad('a', { params: { 'media.ad.length': 4 } })],
      [2_000, 'playRequested'],
      [2_040, 'playing'],
      [6_000, adEnd, breakEnd],
      [6_100, plays(0), 'playing'],
    ];
    expect(story(rows).lines).toEqual([
      '2000 sessionStart 0',
      '2001 adBreakStart 0 {timeToStart:40}',
      '2040 adStart 0',
      '2041 play 0',
      '6000 adComplete 0',
      '6100 adBreakComplete 0',
      '6101 play 0',
    ]);
  });

  test('goes on when the viewer consents within it', () => {
    const rows: Row[] = [
      ...running,
      [5_000, 5, breakStart, ad('a', { params: { 'media.ad.length': 4 } }), 'playing'],
      [6_000, { type: 'consent', isGiven: false }],
      [7_000, { type: 'consent', isGiven: true }],
      [9_000, adEnd, breakEnd],
    ];
    expect(story(rows).lines.slice(-5)).toEqual([
      '7000 sessionStart 5 resume',
      '7001 adBreakStart 5',
      '7002 adStart 5',
      '7003 play 5',
      '9000 adComplete 5',
    ]);
  });
});

describe('what an ad is', () => {
  const opens: Row = [5_000, 5, breakStart, ad('a', { params: { 'media.ad.length': -1 } }), 'playing'];
  const length = { 'media.ad.length': 4 };
  const plain = { ad: (guess: Guess | undefined) => guess! };
  const starts = (rows: Row[], until: number) =>
    story([...running, opens, ...rows], { ...plain, until })
      .all('adStart')
      .map(({ params, playerTime }) => [(params as Record<string, unknown>)['media.ad.length'], playerTime.playhead]);

  test('is waited for, and reported with the time of its first frame', () => {
    expect(starts([], 5_249)).toEqual([]);
    expect(starts([[5_200, 5, data(length)]], 5_200)).toEqual([[4, 5]]);
    expect(since([opens, [5_200, data(length)]], 5_300, plain)).toEqual(['5000 adBreakStart 5', '5001 adStart 5', '5002 play 5']);
  });

  test.each([0, NaN, Infinity])('is still unknown with a length of %s', (unknown) => {
    expect(starts([[5_100, 5, data({ 'media.ad.length': unknown })]], 5_249)).toEqual([]);
    expect(starts([[5_100, 5, data({ 'media.ad.length': unknown })]], 6_000)).toEqual([[0, 5]]);
  });

  test('is reported without its length after 250 ms', () => {
    expect(starts([], 5_250)).toEqual([[0, 5]]);
    expect(starts([[5_251, data(length)]], 6_000)).toEqual([[0, 5]]);
  });

  test('is reported at once where the page knows it', () => {
    const page = { ad: (guess: Guess | undefined) => ({ params: { ...guess?.params, ...length } }) as Guess };
    expect(story([...running, opens], page).all('adStart')).toHaveLength(1);
  });

  test('may become known before its first frame', () => {
    const rows: Row[] = [
      [5_000, 5, breakStart, ad('a'), data(length), data({ 'media.ad.name': 'A' })],
      [5_100, 'playing'],
    ];
    const { all } = story([...running, ...rows], plain);
    expect(all('adStart')[0]!.params).toMatchObject({ 'media.ad.id': 'a', 'media.ad.length': 4, 'media.ad.name': 'A' });
  });

  test('does not wait any longer when the ad ends, pauses or stalls', () => {
    const lines = (word: Intent) => since([opens, [5_100, word]], 5_100, plain).slice(1);
    expect(lines(adEnd)).toEqual(['5001 adStart 5', '5002 play 5', '5100 adComplete 5']);
    expect(lines({ type: 'paused' })).toEqual(['5001 adStart 5', '5002 play 5', '5100 pauseStart 5']);
    expect(lines({ type: 'waiting' })).toEqual(['5001 adStart 5', '5002 play 5', '5100 bufferStart 5']);
    expect(lines({ type: 'ended' })).toEqual([
      '5001 adStart 5',
      '5002 play 5',
      '5100 adSkip 5',
      '5101 adBreakComplete 5',
      '5102 sessionComplete 5',
    ]);
  });

  test('goes on being waited for while frames run on', () => {
    expect(since([opens, [5_100, 'playing'], [5_150, 'progress']], 5_200, plain)).toEqual(['5000 adBreakStart 5']);
  });

  test('lacks nothing that every ad needs, or the page is warned', () => {
    const { all, warnings } = story(
      [...running, [5_000, 5, breakStart, { type: 'adAnnounced' }, 'playing'], [5_300, adEnd]],
      plain,
    );
    expect(all('adStart')).toEqual([]);
    expect(warnings).toEqual(['adStart is ignored: media.ad.id is missing.']);
  });

  test('is what the page tracks by hand, too', () => {
    const spot = track('adStart', { 'media.ad.id': 'x', 'media.ad.length': 4, 'media.ad.podPosition': 1 });
    expect(
      since([
        [5_000, 5, breakStart],
        [5_100, spot],
      ]),
    ).toEqual(['5000 adBreakStart 5', '5100 adStart 5', '5101 play 5']);
  });
});

describe('a viewing that ends in an ad break', () => {
  const late: Intent = { type: 'playRequested', isLate: true };
  const inAd: Row[] = [
    [5_000, 5, breakStart, ad('a'), 'playing'],
    [8_000, adEnd, ad('b'), 'playing'],
  ];
  const goesOn: Row[] = [
    [12_000, late, 'playing'],
    [14_000, adEnd, breakEnd],
    [14_010, 5.01, 'playing'],
  ];
  const resumed = [
    '12000 sessionStart 5 resume',
    '12001 adBreakStart 5',
    '12002 adStart 5',
    '12003 play 5',
    '14000 adComplete 5',
    '14010 adBreakComplete 5.01',
    '14011 play 5.01',
  ];
  const away: Intent = { type: 'unloaded', mayReturn: true };

  test.each([
    ['page that was left', [[9_000, 'leave']]],
    [
      'page that was left twice',
      [
        [9_000, 'leave'],
        [9_500, 'leave'],
      ],
    ],
    ['element that was put back late', [[9_000, away]]],
    ['page that ends the viewing itself', [[9_000, track('sessionEnd')]]],
  ] as [string, Row[]][])('is reported again with what is left of the break: %s', (_, rows) => {
    const { lines, all } = story([...running, ...inAd, ...rows, ...goesOn]);
    const from = lines.findIndex((line) => line.startsWith('12000'));
    expect(lines.slice(from - 3, from)).toEqual(['9000 adSkip 5', '9001 adBreakComplete 5', '9002 sessionEnd 5']);
    expect(lines.slice(from)).toEqual(resumed);
    expect(all('adBreakStart').map(({ params }) => params)).toEqual(
      Array(2).fill({ 'media.ad.podIndex': 1, 'media.ad.podSecond': 5 }),
    );
    expect(all('adStart').at(-1)!.params).toMatchObject({ 'media.ad.id': 'b', 'media.ad.podPosition': 2 });
  });

  test('numbers the breaks that follow it as if it had gone on', () => {
    const rows: Row[] = [...goesOn, [20_000, 6, breakStart, ad('c'), 'playing'], [22_000, adEnd]];
    const { all } = story([...running, ...inAd, [9_000, 'leave'], ...rows]);
    expect(all('adBreakStart').map(({ params }) => (params as Record<string, unknown>)['media.ad.podIndex'])).toEqual([1, 1, 2]);
  });

  test('leaves nothing of a break that ends while the content is unloaded', () => {
    const back: Row = [12_000, late, 'playing'];
    const gone = story([...running, ...inAd, [9_000, away], [9_300, adEnd, breakEnd], back], { until: 12_500 });
    expect(gone.lines.slice(-3)).toEqual(['9002 sessionEnd 5', '12000 sessionStart 5 resume', '12001 play 5']);
    const soon = story([...running, ...inAd, [9_000, away], [9_300, adEnd, breakEnd], [9_500, late, 'playing']]);
    expect(soon.lines.slice(-5)).toEqual([
      '9000 adSkip 5',
      '9001 adBreakComplete 5',
      '9002 play 5',
      '9003 bufferStart 5',
      '9500 play 5',
    ]);
  });

  test('with other content, or none, takes its break along', () => {
    for (const word of ['unloaded', 'ended'] as const) {
      const { lines } = story([...running, ...inAd, [9_000, word], [12_000, 40, late, 'playing']], { until: 12_500 });
      expect(lines.slice(-2)).toEqual(['12000 sessionStart 40', '12001 play 40']);
    }
  });
});
