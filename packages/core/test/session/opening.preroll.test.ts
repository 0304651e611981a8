import { describe, expect, test } from 'vitest';
import { opening, pod, spot, state, story, track, type Row } from './story';

const breakStart = { type: 'adBreakStarted' } as const;

describe('the wait for a pre-roll', () => {
  test.each<[string, Row[], string[]]>([
    [
      'a play before the first break was only the request to play',
      [
        [0, opening],
        [20, track('play')],
        [240, pod()],
        [245, spot()],
      ],
      ['0 sessionStart 0', '240 adBreakStart 0', '245 adStart 0', '246 play 0'],
    ],
    [
      'the same from a player',
      [
        [0, { type: 'playRequested', isLate: true }],
        [20, 'playing'],
        [240, breakStart],
        [280, { type: 'adAnnounced' }],
        [300, 'playing'],
      ],
      ['0 sessionStart 0', '240 adBreakStart 0', '300 adStart 0', '301 play 0'],
    ],
    [
      'a pause before the break is kept',
      [
        [0, { type: 'playRequested', isLate: true }],
        [20, 'playing'],
        [100, 'paused'],
        [240, breakStart],
      ],
      ['0 sessionStart 0', '100 pauseStart 0', '240 adBreakStart 0'],
    ],
    [
      'a break after the wait leaves the early play where it was',
      [
        [0, opening],
        [20, track('play')],
        [251, pod()],
      ],
      ['0 sessionStart 0', '20 play 0', '251 adBreakStart 0'],
    ],
    [
      'the same from a player that breaks late',
      [
        [0, { type: 'playRequested', isLate: true }],
        [20, 'playing'],
        [251, breakStart],
      ],
      ['0 sessionStart 0', '20 play 0', '251 adBreakStart 0'],
    ],
    [
      'states wait in the same queue',
      [
        [0, opening],
        [20, track('play')],
        [50, state('stateStart', 'mute')],
        [200, pod()],
      ],
      ['0 sessionStart 0', '50 stateStart 0 mute', '200 adBreakStart 0'],
    ],
    [
      'a second sessionStart inside the wait is refused',
      [
        [0, opening],
        [20, track('play')],
        [50, opening],
      ],
      ['0 sessionStart 0', '20 play 0'],
    ],
  ])('%s', (_title, rows, lines) => {
    expect(story(rows, { until: 600 }).lines).toEqual(lines);
  });

  test('holds a play for 250 ms, not longer, then reports it with its own time and playhead', () => {
    const rows: Row[] = [
      [0, opening],
      [20, 0.02, track('play')],
      [100, 0.1],
    ];
    expect(story(rows, { until: 249 }).lines).toEqual(['0 sessionStart 0']);
    expect(story(rows, { until: 250 }).lines).toEqual(['0 sessionStart 0', '20 play 0.02']);
  });

  test('is as long as the page says', () => {
    const rows: Row[] = [
      [0, opening],
      [20, track('play')],
    ];
    expect(story(rows, { prerollWait: 800, until: 799 }).lines).toHaveLength(1);
    expect(story(rows, { prerollWait: 800, until: 800 }).lines).toHaveLength(2);
  });

  test('is switched off by 0', () => {
    expect(story([[0, opening, track('play')]], { prerollWait: 0 }).lines).toEqual(['0 sessionStart 0', '1 play 0']);
  });

  test.each<[string, Row]>([
    ['by the page', [100, track('sessionEnd')]],
    ['by the content', [100, 'unloaded']],
    ['by the page that goes', [100, 'leave']],
  ])('is cut short when the session is ended %s', (_who, row) => {
    const { lines } = story([[0, opening], [50, track('play')], row]);
    expect(lines).toEqual(['0 sessionStart 0', '50 play 0', '100 sessionEnd 0']);
  });

  test('the quality waits too, and a later value is not reported before its time', () => {
    const qoe = (bitrate: number) => track('qoe', { 'media.qoe.bitrate': bitrate });
    const rows: Row[] = [
      [0, opening],
      [20, track('play')],
      [30, qoe(700)],
      [40, track('pauseStart')],
    ];
    expect(story(rows, { until: 300 }).lines).toEqual(['0 sessionStart 0', '20 play 0', '40 pauseStart 0 {bitrate:700}']);
  });

  test('counts the second play from the call, not from the end of the wait', () => {
    expect(
      story(
        [
          [0, opening],
          [20, track('play')],
        ],
        { until: 1_100 },
      ).lines.slice(-1),
    ).toEqual(['1020 play 0']);
  });
});
