import type { RuleName } from '@media-collection/report';
import { end, pings, play, pod, start } from './rows';
import { state, type Row } from './story';

/** A rule, the stories that break it, each with the word of the event that is named, and stories that come near and do not. */
export type Case = readonly [rule: RuleName, broken: readonly [word: string, ...rows: Row[]][], kept: readonly Row[][]];

/** What can be seen at one event, at its time, and of the spans that it opens or closes. */
export const casesOfOrder: readonly Case[] = [
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
    'odd-value',
    [
      ['sessionStart', [0, 'sessionStart', 0, { params: { 'media.id': '' } }]],
      ['sessionStart', [0, 'sessionStart', 0, { params: { 'media.name': ' ' } }]],
      ['sessionStart', [0, 'sessionStart', 0, { params: { 'media.length': -1 } }]],
      ['ping', start, [1, 'ping', 0, { qoeData: { 'media.qoe.droppedFrames': -5 } }]],
      ['ping', start, [1, 'ping', 0, { qoeData: { 'media.qoe.timeToStart': 1e308 } }]],
      ['play', start, [1, 'play', 1e308]],
    ],
    [[start, [1, 'ping', 0, { qoeData: { 'media.qoe.droppedFrames': 0 } }]]],
  ],
  [
    'quality-in-params',
    [
      ['play', start, [1, 'play', 0, { params: { 'media.qoe.bitrate': 1 } }]],
      ['sessionStart', [0, 'sessionStart', 0, { params: { 'media.qoe.timeToStart': 300 } }]],
    ],
    [[start, [1, 'play', 0, { qoeData: { 'media.qoe.bitrate': 1 } }]]],
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
];
