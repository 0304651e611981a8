import { describe, expect, test } from 'vitest';
import { opening, plays, pod, spot, story, track, chapter, state, type Row } from './story';

/** By hand, with the content's second play out of the way. */
const playing: Row[] = [
  [0, opening],
  [500, plays(0), track('play')],
];
const begun = ['0 sessionStart 0', '500 play 0', '1500 play 1'];
const after = (rows: Row[], options = {}): string[] => {
  const { lines } = story([...playing, ...rows], options);
  expect(lines.slice(0, 3)).toEqual(begun);
  return lines.slice(3);
};

describe('playback by hand', () => {
  test.each<[string, Row[], string[]]>([
    ['two plays are one', [[3_000, track('play'), track('play')]], []],
    [
      'two pauses are one',
      [
        [3_000, track('pauseStart')],
        [4_000, track('pauseStart')],
      ],
      ['3000 pauseStart 2.5'],
    ],
    ['two seeks are one', [[3_000, track('seekStart'), track('seekStart')]], ['3000 pauseStart 2.5']],
    ['two stalls are one', [[3_000, track('bufferStart'), track('bufferStart')]], ['3000 bufferStart 2.5']],
    [
      'a seek is a pause before it and a play behind it',
      [
        [3_000, track('seekStart')],
        [3_700, plays(40), track('seekComplete')],
      ],
      ['3000 pauseStart 2.5', '3700 play 40'],
    ],
    [
      'the end of a stall is a play',
      [
        [3_000, 2.5, track('bufferStart')],
        [3_700, track('bufferComplete')],
      ],
      ['3000 bufferStart 2.5', '3700 play 2.5'],
    ],
    [
      'a seek while paused ends in the pause: three pauseStart in a row',
      [
        [3_000, 2.5, track('pauseStart')],
        [4_000, track('seekStart')],
        [5_000, 40, track('seekComplete')],
        [6_000, track('play')],
      ],
      ['3000 pauseStart 2.5', '4000 pauseStart 2.5', '5000 pauseStart 40', '6000 play 40'],
    ],
    [
      'play ends a seek and a stall that are open, with one event',
      [
        [3_000, 2.5, track('seekStart')],
        [3_500, track('play')],
        [4_000, track('bufferStart')],
        [4_500, track('play')],
      ],
      ['3000 pauseStart 2.5', '3500 play 2.5', '4000 bufferStart 2.5', '4500 play 2.5'],
    ],
    [
      'nothing is debounced',
      [
        [3_000, 2.5, track('pauseStart')],
        [3_001, track('play')],
        [3_002, track('pauseStart')],
        [3_003, track('play')],
      ],
      ['3000 pauseStart 2.5', '3001 play 2.5', '3002 pauseStart 2.5', '3003 play 2.5'],
    ],
    [
      'a seek by hand is never held',
      [[3_000, 2.5, track('seekStart'), track('seekComplete'), track('seekStart')]],
      ['3000 pauseStart 2.5', '3001 play 2.5', '3002 pauseStart 2.5'],
    ],
  ])('%s', (_title, rows, lines) => {
    expect(after(rows)).toEqual(lines);
  });

  test.each(['pauseStart', 'bufferStart', 'seekStart'] as const)(
    '%s is refused while seeking or buffering, and says so',
    (word) => {
      for (const busy of ['seekStart', 'bufferStart'] as const) {
        const { lines, warnings } = story([...playing, [3_000, track(busy)], [4_000, track(word)]]);
        expect(lines).toHaveLength(4);
        expect(warnings).toEqual([expect.stringContaining(word)]);
      }
    },
  );

  test.each(['seekComplete', 'bufferComplete'] as const)('%s without its start is refused, and says so', (word) => {
    const { lines, warnings } = story([...playing, [3_000, track(word)]]);
    expect(lines).toEqual(begun);
    expect(warnings).toEqual([expect.stringContaining(word)]);
  });

  test('a stall before the first play and its end leave the content paused', () => {
    const rows: Row[] = [
      [0, opening],
      [500, track('bufferStart')],
      [900, track('bufferComplete')],
      [2_000, track('play')],
    ];
    expect(story(rows).lines).toEqual(['0 sessionStart 0', '500 bufferStart 0', '900 pauseStart 0', '2000 play 0']);
  });

  test('a frozen playhead is no stall', () => {
    expect(after([[3_000, 2.5]], { until: 60_000 })).toEqual([]);
  });

  test('playing without a play is only pings', () => {
    const { lines } = story([[0, plays(0), opening]], { until: 25_000, pings: true });
    expect(lines).toEqual(['0 sessionStart 0', '10000 ping 10', '20000 ping 20']);
  });
});

describe('playback in an ad break, outside of an ad', () => {
  const inBreak: Row[] = [...playing, [3_000, 2.5, pod()]];

  test.each(['play', 'pauseStart', 'bufferStart', 'bufferComplete', 'seekStart', 'seekComplete'] as const)(
    '%s is refused, and says so',
    (word) => {
      const { lines, warnings } = story([...inBreak, [4_000, track(word)]]);
      expect(lines).toEqual([...begun, '3000 adBreakStart 2.5']);
      expect(warnings).toEqual([expect.stringContaining(word)]);
    },
  );

  test('so it is between two ads', () => {
    const { lines } = story([...inBreak, [4_000, spot()], [5_000, track('adComplete')], [6_000, track('pauseStart')]]);
    expect(lines.slice(4)).toEqual(['4000 adStart 2.5', '4001 play 2.5', '5000 adComplete 2.5']);
  });

  test('chapters and states are accepted', () => {
    const { lines } = story([...inBreak, [4_000, chapter()], [5_000, state('stateStart', 'mute')]]);
    expect(lines.slice(4)).toEqual(['4000 chapterStart 2.5', '5000 stateStart 2.5 mute']);
  });

  test('in an ad, playback counts', () => {
    const rows: Row[] = [
      ...inBreak,
      [4_000, spot()],
      [5_000, track('pauseStart')],
      [6_000, track('play')],
      [7_000, track('bufferStart')],
    ];
    expect(story(rows).lines.slice(6)).toEqual(['5000 pauseStart 2.5', '6000 play 2.5', '7000 bufferStart 2.5']);
  });
});

describe('words before a session, and after it', () => {
  test.each(['play', 'pauseStart', 'adComplete', 'bitrateChange', 'sessionEnd'] as const)(
    '%s asks for a sessionStart',
    (word) => {
      const { lines, warnings } = story([[0, track(word)]]);
      expect(lines).toEqual([]);
      expect(warnings).toEqual([expect.stringMatching(new RegExp(`${word}.*sessionStart`))]);
    },
  );

  test('intents before a session are not refused, they say nothing', () => {
    const { lines, warnings } = story(
      [
        [
          0,
          'playing',
          'paused',
          'waiting',
          'seeking',
          'seeked',
          'progress',
          'ended',
          'unloaded',
          { type: 'durationKnown', seconds: 5 },
        ],
        [
          10,
          { type: 'adBreakStarted' },
          { type: 'adAnnounced' },
          { type: 'adUpdated', guess: {} },
          { type: 'adEnded' },
          { type: 'adBreakEnded' },
          'hidden',
          'tick',
        ],
      ],
      { until: 60_000 },
    );
    expect([lines, warnings]).toEqual([[], []]);
  });

  test('a second sessionStart is refused, and says so', () => {
    const { lines, warnings } = story([...playing, [3_000, opening]]);
    expect(lines).toEqual(begun);
    expect(warnings).toEqual([expect.stringContaining('sessionStart')]);
  });

  test.each(['sessionEnd', 'sessionComplete'] as const)(
    'nothing follows %s, and the tracker can be used again in the same moment',
    (word) => {
      const { lines, warnings } = story([...playing, [3_000, 2.5, track(word), track('play'), track('sessionEnd'), opening]], {
        until: 9_000,
      });
      expect(lines).toEqual([...begun, `3000 ${word} 2.5`, '3000 sessionStart 2.5']);
      expect(warnings).toHaveLength(2);
    },
  );

  test('the silence after the end is complete', () => {
    expect(after([[3_000, 2.5, track('sessionComplete')]], { until: 90_000_000, pings: true })).toEqual([
      '3000 sessionComplete 2.5',
    ]);
  });
});
