import { describe, expect, test } from 'vitest';
import { opening, plays, pod, spot, state, story, track, type Row } from './story';

const playing: Row[] = [
  [0, opening],
  [500, plays(0), track('play')],
];
const qoe = (values: object) =>
  track('qoe', Object.fromEntries(Object.entries(values).map(([key, value]) => [`media.qoe.${key}`, value])));
const error = track('error', { 'media.qoe.errorID': 'x.1' });

describe('the quality of experience', () => {
  test.each<[string, Row[], string[]]>([
    [
      'rides on the next event once it has changed, and is not repeated',
      [
        [3_000, qoe({ bitrate: 700 })],
        [4_000, 3.5, track('pauseStart')],
        [5_000, track('play')],
      ],
      ['4000 pauseStart 3.5 {bitrate:700}', '5000 play 3.5'],
    ],
    [
      'is no news when it is given again',
      [
        [3_000, 2, qoe({ bitrate: 700 }), track('pauseStart')],
        [4_000, qoe({ bitrate: 700 }), track('play')],
      ],
      ['3000 pauseStart 2 {bitrate:700}', '4000 play 2'],
    ],
    [
      'merges into what is known, and all of it rides',
      [
        [3_000, 2, qoe({ bitrate: 700 }), track('pauseStart')],
        [4_000, qoe({ droppedFrames: 3 }), track('play')],
      ],
      ['3000 pauseStart 2 {bitrate:700}', '4000 play 2 {bitrate:700,droppedFrames:3}'],
    ],
    [
      'rides on the events of ads',
      [
        [3_000, 2, qoe({ bitrate: 700 }), pod()],
        [4_000, qoe({ bitrate: 800 }), spot()],
      ],
      ['3000 adBreakStart 2 {bitrate:700}', '4000 adStart 2 {bitrate:800}', '4001 play 2'],
    ],
    [
      'always rides on bitrateChange, which makes it known',
      [
        [3_000, 2, qoe({ bitrate: 700 }), track('pauseStart')],
        [4_000, track('bitrateChange')],
        [5_000, qoe({ bitrate: 900 }), track('bitrateChange'), track('play')],
      ],
      [
        '3000 pauseStart 2 {bitrate:700}',
        '4000 bitrateChange 2 {bitrate:700}',
        '5000 bitrateChange 2 {bitrate:900}',
        '5001 play 2',
      ],
    ],
    ['leaves bitrateChange alone while nothing is known', [[3_000, 2, track('bitrateChange')]], ['3000 bitrateChange 2']],
    [
      'stays pending at a state, for the next event',
      [
        [3_000, 2, qoe({ bitrate: 700 }), state('stateStart', 'mute')],
        [4_000, state('stateEnd', 'mute'), track('pauseStart')],
      ],
      ['3000 stateStart 2 mute', '4000 stateEnd 2 mute', '4001 pauseStart 2 {bitrate:700}'],
    ],
    [
      'is on every error, and on the next event while it is news',
      [
        [3_000, 2, qoe({ bitrate: 700 }), error],
        [4_000, track('pauseStart')],
        [5_000, error],
      ],
      [
        '3000 error 2 {bitrate:700,errorID:x.1,errorSource:player}',
        '4000 pauseStart 2 {bitrate:700}',
        '5000 error 2 {bitrate:700,errorID:x.1,errorSource:player}',
      ],
    ],
    [
      'leaves an error its two keys while nothing is known',
      [[3_000, 2, error]],
      ['3000 error 2 {errorID:x.1,errorSource:player}'],
    ],
    [
      'is whole numbers',
      [[3_000, 2, qoe({ bitrate: 700.9, framesPerSecond: 0 }), track('pauseStart')]],
      ['3000 pauseStart 2 {bitrate:700,framesPerSecond:0}'],
    ],
  ])('%s', (_title, rows, lines) => {
    expect(story([...playing, ...rows]).lines.slice(3)).toEqual(lines);
  });

  test('rides on a ping', () => {
    const { lines } = story(
      [
        [0, opening],
        [3_000, qoe({ bitrate: 700 })],
      ],
      { until: 20_000, pings: true },
    );
    expect(lines).toEqual(['0 sessionStart 0', '10000 ping 0 {bitrate:700}', '20000 ping 0']);
  });

  test('rides on the sessionStart when it was known before, and ends with the session', () => {
    const { lines, warnings } = story([
      [0, qoe({ bitrate: 700 })],
      [100, opening],
      [1_000, track('play')],
      [3_000, track('sessionEnd'), opening],
    ]);
    expect(lines).toEqual([
      '100 sessionStart 0 {bitrate:700}',
      '1000 play 0',
      '2000 play 0',
      '3000 sessionEnd 0',
      '3000 sessionStart 0',
    ]);
    expect(warnings).toEqual([]);
  });

  test('is refused where it is no number from 0, with its key; the rest counts', () => {
    for (const bad of [-1, NaN, Infinity, '700', null, true]) {
      const { lines, warnings } = story([...playing, [3_000, 2, qoe({ bitrate: bad, droppedFrames: 1 }), track('pauseStart')]]);
      expect(lines.slice(3)).toEqual(['3000 pauseStart 2 {droppedFrames:1}']);
      expect(warnings).toEqual([expect.stringContaining('media.qoe.bitrate')]);
    }
  });

  test('of an error can be external', () => {
    const { lines } = story([
      ...playing,
      [3_000, 2, track('error', { 'media.qoe.errorID': 'x', 'media.qoe.errorSource': 'external' })],
    ]);
    expect(lines.slice(3)).toEqual(['3000 error 2 {errorID:x,errorSource:external}']);
  });
});
