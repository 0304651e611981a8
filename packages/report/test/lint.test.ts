import { lint, rules, type RuleName } from '@media-collection/report';
import { describe, expect, test } from 'vitest';
import { EPOCH, state, story, told, type Row } from './story';

const start: Row = [0, 'sessionStart', 0];
const play: Row = [0, 'play', 0];
const end = (ms: number, playhead = ms / 1_000): Row => [ms, 'sessionEnd', playhead];
const pod: Row[] = [
  [5_000, 'adBreakStart', 5],
  [5_001, 'adStart', 5],
  [7_000, 'adComplete', 5],
  [7_001, 'adBreakComplete', 5],
];
const pings = (from: number, to: number, playhead = 0): Row[] =>
  Array.from({ length: Math.floor((to - from) / 10_000) }, (_, i): Row => [from + (i + 1) * 10_000, 'ping', playhead]);
const names = (count: number): Row[] => Array.from({ length: count }, (_, i) => state(i + 1, 'stateStart', 0, `s${i}`));
const live = { params: { 'media.contentType': 'live', 'media.length': 86_400 } };

/** A rule, the stories that break it, each with the word of the event that is named, and stories that come near and do not. */
type Case = readonly [rule: RuleName, broken: readonly [word: string, ...rows: Row[]][], kept: readonly Row[][]];

const cases: readonly Case[] = [
  ['unknown-event-type', [['seekStart', start, [1, 'seekStart', 0]]], [[start, [1, 'bitrateChange', 0]]]],
  [
    'missing-metadata',
    [
      ['sessionStart', [0, 'sessionStart', 0, { params: { 'media.id': undefined } }]],
      ['stateStart', start, [1, 'stateStart', 0]],
    ],
    [[start, ...pod, state(8_000, 'stateStart', 6, 'mute')]],
  ],
  [
    'invalid-event',
    [
      ['sessionStart', [0, 'sessionStart', 0, { params: { 'media.length': '60' } }]],
      ['play', start, [1, 'play', 0, { params: { 'media.id': 'x' } }]],
      ['ping', start, [1, 'ping', 0, { qoeData: { 'media.qoe.bitrate': 1.5 } }]],
    ],
    [[start, [1, 'ping', 0.5, { qoeData: { 'media.qoe.bitrate': 1 } }]]],
  ],
  [
    'reserved-metadata-key',
    [
      ['sessionStart', [0, 'sessionStart', 0, { customMetadata: { 'a.media.name': 'x' } }]],
      ['sessionStart', [0, 'sessionStart', 0, { customMetadata: { 'media.show': 'x' } }]],
    ],
    [[[0, 'sessionStart', 0, { customMetadata: { 'my.media.show': 'x', media: 'y', a: 'z' } }]]],
  ],
  ['no-session-start', [['play', play, [1_000, 'ping', 1]]], [[start, play], []]],
  ['second-session-start', [['sessionStart', start, [1, 'sessionStart', 0]]], [[start, [1, 'play', 0]]]],
  ['equal-ts', [['ping', start, [1, 'play', 0], [1, 'ping', 0]]], [[start, [1, 'play', 0], [2, 'ping', 0]]]],
  [
    'falling-ts',
    [['ping', start, [1_000, 'ping', 1], [10_000, 'play', 2], [20_000, 'ping', 3], [9_000, 'ping', 3]]],
    [[start, [10_000, 'play', 2], [15_000, 'bitrateChange', 3], [10_001, 'ping', 3]]],
  ],
  [
    'event-after-end',
    [
      ['ping', start, end(1_000), [2_000, 'ping', 1]],
      ['play', start, [700_000, 'play', 0]],
      ['play', start, ...pings(0, 1_800_000), [1_806_000, 'play', 0]],
    ],
    [
      [start, end(1_000), end(2_000)],
      [start, [600_000, 'play', 0]],
      [start, ...pings(0, 1_800_000), end(1_800_000, 0)],
    ],
  ],
  [
    'event-after-complete',
    [['ping', start, [1_000, 'sessionComplete', 1], [2_000, 'ping', 1]]],
    [[start, [1_000, 'sessionComplete', 1], end(2_000)]],
  ],
  [
    'ad-outside-break',
    [
      ['adStart', start, [1, 'adStart', 0]],
      ['adStart', start, ...pod, [8_000, 'adStart', 5]],
    ],
    [[start, ...pod]],
  ],
  [
    'nothing-to-close',
    ['adComplete', 'adSkip', 'adBreakComplete', 'chapterComplete', 'chapterSkip'].map((word) => [word, start, [1, word, 0]]),
    [[start, ...pod, [8_000, 'chapterStart', 6], [9_000, 'chapterSkip', 7]]],
  ],
  [
    'ad-overlap',
    [['adStart', start, ...pod.slice(0, 2), [6_000, 'adStart', 5]]],
    [[start, ...pod.slice(0, 3), [7_002, 'adStart', 5]]],
  ],
  [
    'break-overlap',
    [['adBreakStart', start, ...pod.slice(0, 3), [8_000, 'adBreakStart', 5]]],
    [[start, ...pod, [8_000, 'adBreakStart', 5]]],
  ],
  [
    'chapter-overlap',
    [['chapterStart', start, [1, 'chapterStart', 0], [2, 'chapterStart', 0]]],
    [[start, [1, 'chapterStart', 0], [2, 'chapterComplete', 0], [3, 'chapterStart', 0]]],
  ],
  [
    'span-left-open',
    [
      ['adBreakComplete', start, ...pod.slice(0, 2), [7_000, 'adBreakComplete', 5]],
      ['sessionEnd', start, ...pod.slice(0, 3), end(8_000)],
      ['sessionComplete', start, [1, 'chapterStart', 0], [2, 'sessionComplete', 0]],
      ['sessionEnd', start, play, [1, 'chapterStart', 0], ...pings(0, 100_000), end(100_000)],
    ],
    [
      [start, ...pod, end(8_000)],
      // Given up after half an hour of rest, or a day.
      [start, [1, 'chapterStart', 0], ...pings(0, 1_800_000), end(1_800_000, 0)],
      [
        start,
        play,
        [1, 'chapterStart', 0],
        ...Array.from({ length: 8_639 }, (_, i): Row => [(i + 1) * 10_000, 'ping', i]),
        end(86_400_000, 5),
      ],
    ],
  ],
  [
    'playback-between-ads',
    [
      ['play', start, [5_000, 'adBreakStart', 5], [5_001, 'play', 5]],
      ['pauseStart', start, ...pod.slice(0, 3), [7_001, 'pauseStart', 5]],
    ],
    [[start, ...pod.slice(0, 2), [5_002, 'play', 5], ...pod.slice(2), [7_002, 'play', 5]]],
  ],
  [
    'play-before-preroll',
    [
      ['adBreakStart', start, [300, 'play', 0], [900, 'adBreakStart', 0.4]],
      [
        'adBreakStart',
        [0, 'sessionStart', 600],
        [300, 'play', 600],
        [3_000, 'adBreakStart', 600, { params: { 'media.ad.podSecond': 600 } }],
      ],
    ],
    [
      [start, [300, 'adBreakStart', 0], [301, 'adStart', 0], [302, 'play', 0]],
      // A mid-roll, and a second break.
      [start, [300, 'play', 0], [5_300, 'adBreakStart', 5, { params: { 'media.ad.podSecond': 5 } }]],
      [start, [1, 'adBreakStart', 0], [2, 'adBreakComplete', 0], [3, 'play', 0], [4, 'adBreakStart', 0]],
    ],
  ],
  [
    'playhead-out-of-range',
    [
      ['ping', start, [1, 'ping', -1]],
      ['ping', start, [1, 'ping', 62]],
      ['ping', [0, 'sessionStart', 0, live], [1, 'ping', 86_400]],
    ],
    [
      [start, [1, 'ping', 60.5]],
      [
        [0, 'sessionStart', 0, live],
        [1, 'ping', 86_399],
      ],
      [
        [0, 'sessionStart', 0, { params: { 'media.length': 0 } }],
        [1, 'ping', 100_000],
      ],
    ],
  ],
  [
    'playhead-runs-while-paused',
    [['ping', start, play, [5_000, 'pauseStart', 5], [15_000, 'ping', 15]]],
    [
      [start, play, [5_000, 'pauseStart', 5], [15_000, 'ping', 5], [20_000, 'play', 40], [30_000, 'ping', 50]],
      // A seek by as much as the pause has lasted.
      [start, play, [5_000, 'pauseStart', 5], [15_000, 'play', 15]],
    ],
  ],
  [
    'play-missing',
    [
      ['ping', start, [10_000, 'ping', 10]],
      [
        'ping',
        start,
        [1, 'adBreakStart', 0],
        [2, 'adStart', 0],
        [3, 'adComplete', 0],
        [4, 'adBreakComplete', 0],
        [10_000, 'ping', 10],
      ],
    ],
    [
      [start, [10_000, 'ping', 0]],
      [start, [1, 'play', 0], [10_000, 'ping', 10]],
      [start, [5_000, 'play', 5]],
    ],
  ],
  [
    'playhead-stands-while-playing',
    [['ping', start, play, [10_000, 'ping', 10], [20_000, 'ping', 10], [30_000, 'ping', 10]]],
    [
      [start, play, [10_000, 'ping', 10], [20_000, 'ping', 10], [30_000, 'ping', 20]],
      [start, [1, 'pauseStart', 0], ...pings(0, 50_000)],
    ],
  ],
  [
    'ping-late',
    [
      ['ping', start, [11_501, 'ping', 0]],
      ['chapterStart', start, [61_500, 'chapterStart', 0], [61_501, 'ping', 0]],
    ],
    [
      [start, [11_500, 'ping', 0], [21_500, 'pauseStart', 0], [31_500, 'ping', 0]],
      [start, [61_501, 'ping', 0]],
      [
        [0, 'sessionStart', 0, { params: { 'media.downloaded': true } }],
        [50_000, 'ping', 0],
      ],
      [start, [1, 'sessionComplete', 0], end(20_000)],
    ],
  ],
  ['ping-missing', [['ping', start, [61_501, 'ping', 0]]], [[start, [61_500, 'ping', 0]]]],
  [
    'ping-too-often',
    [
      ['ping', start, [10_000, 'ping', 0], [18_499, 'ping', 0]],
      ['ping', start, ...pod.slice(0, 2), [6_000, 'ping', 5], [6_400, 'ping', 5]],
    ],
    [
      [start, [10_000, 'ping', 0], [18_500, 'ping', 0]],
      [start, ...pod.slice(0, 2), [6_000, 'ping', 5], [6_999, 'ping', 5], ...pod.slice(2), [7_002, 'ping', 5]],
    ],
  ],
  [
    'state-not-on',
    [
      ['stateEnd', start, state(1, 'stateEnd', 0, 'mute')],
      ['stateEnd', start, state(1, 'stateStart', 0, 'mute'), state(2, 'stateEnd', 0, 'mute'), state(3, 'stateEnd', 0, 'mute')],
      ['stateEnd', start, state(1, 'stateStart', 0, 'fullscreen'), state(2, 'stateEnd', 0, 'fullScreen')],
    ],
    [[start, state(1, 'stateStart', 0, 'mute'), state(2, 'stateEnd', 0, 'mute')]],
  ],
  [
    'state-already-on',
    [['stateStart', start, state(1, 'stateStart', 0, 'mute'), state(2, 'stateStart', 0, 'mute')]],
    [[start, state(1, 'stateStart', 0, 'mute'), state(2, 'stateEnd', 0, 'mute'), state(3, 'stateStart', 0, 'mute')]],
  ],
  [
    'too-many-states',
    [['stateStart', start, ...names(11)]],
    [[start, ...names(10), state(20, 'stateEnd', 0, 's0'), state(21, 'stateStart', 0, 's0')]],
  ],
  [
    'state-left-on',
    [
      ['sessionEnd', start, state(1, 'stateStart', 0, 'mute'), end(2)],
      // Told once, though sessionEnd follows.
      ['sessionComplete', start, state(1, 'stateStart', 0, 'mute'), [2, 'sessionComplete', 0], end(3, 0)],
    ],
    [
      [start, state(1, 'stateStart', 0, 'mute'), state(2, 'stateEnd', 0, 'mute'), end(3)],
      [start, state(1, 'stateStart', 0, 'mute'), ...pings(0, 1_800_000), end(1_800_000, 0)],
      [start, state(1, 'stateStart', 0, 'mute'), [2, 'ping', 0]],
    ],
  ],
];

/** What went over the wire has no undefined members. */
const wire = (rows: readonly Row[]): object[] => JSON.parse(JSON.stringify(story(...rows))) as object[];

describe.each(cases)('%s', (rule, broken, kept) => {
  test.each(broken.map(([word, ...rows]) => ({ word, rows })))('is broken by $word', ({ word, rows }) => {
    const events = wire(rows);
    const found = lint(events).filter((breach) => breach.rule === rule);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ severity: rules[rule].severity, event: { eventType: word } });
    expect(events).toContain(found[0]?.event);
    expect(found[0]?.message).toMatch(/\.$/);
  });

  test.each(kept.map((rows) => ({ rows })))('is kept, %#', ({ rows }) => {
    expect(lint(wire(rows)).filter((breach) => breach.rule === rule)).toEqual([]);
  });
});

test('every rule has a story that breaks it and one that does not', () => {
  expect([...cases.map(([rule]) => rule), 'resume-missing'].sort()).toEqual(Object.keys(rules).sort());
  for (const [, broken, kept] of cases) expect(Math.min(broken.length, kept.length)).toBeGreaterThan(0);
});

test('a session as Adobe documents it breaks no rule, and gets no advice', () => {
  const events = story(
    start,
    [1, 'adBreakStart', 0],
    [2, 'adStart', 0],
    [3, 'play', 0],
    [10_003, 'ping', 0],
    [15_000, 'adComplete', 0],
    [15_001, 'adBreakComplete', 0],
    [15_002, 'play', 0],
    [15_003, 'chapterStart', 0],
    [16_002, 'play', 1],
    state(17_000, 'stateStart', 2, 'mute'),
    [20_000, 'pauseStart', 5],
    [30_000, 'ping', 5],
    [32_000, 'play', 40],
    state(33_000, 'stateEnd', 41, 'mute'),
    [42_000, 'ping', 50],
    [51_998, 'chapterComplete', 60],
    [51_999, 'sessionComplete', 60],
    [52_000, 'sessionEnd', 60],
  );
  expect(lint(events)).toEqual([]);
});

test('a gap is told once, however many events follow it', () => {
  const events = story(start, [30_000, 'chapterStart', 0], [31_000, 'chapterSkip', 0], [32_000, 'ping', 0]);
  expect(lint(events).map(({ rule, event }) => [rule, event])).toEqual([['ping-late', events[1]]]);
});

test('an event that nobody understands is told, and the rest goes on', () => {
  const events = [
    told(start),
    null,
    'play',
    { eventType: 'play' },
    told([1, 'play', 0]),
    { ...told([2, 'ping', 0]), playerTime: { ts: EPOCH + 2 } },
  ];
  expect(lint(events).map(({ rule, event, message }) => [rule, event, message])).toEqual([
    ['invalid-event', null, 'the event: expected object, got null.'],
    ['invalid-event', 'play', 'the event: expected object, got string "play".'],
    ['invalid-event', events[3], 'playerTime: expected object, got nothing.'],
    ['invalid-event', events[5], 'playerTime.playhead: expected number, got nothing.'],
  ]);
});
