import type { Case } from './cases-of-order';
import { end, live, names, pings, play, pod, start } from './rows';
import { state } from './story';

/** What the player says of itself: playback, playhead, pings, states. */
export const casesOfPlayback: readonly Case[] = [
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
      // A mid-roll, content that jumped back to a break at its beginning, and a second break.
      [start, [300, 'play', 0], [5_300, 'adBreakStart', 5, { params: { 'media.ad.podSecond': 5 } }]],
      [start, [300, 'play', 0], [1_300, 'play', 1], [5_300, 'pauseStart', 5], [5_400, 'adBreakStart', 0]],
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
      [start, play, [5_000, 'pauseStart', 5], [15_000, 'bufferStart', 15], [16_000, 'play', 15]],
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
