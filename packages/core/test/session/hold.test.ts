import { describe, expect, test } from 'vitest';
import { createMachine } from './machine';
import { plays, story, track, type Row } from './story';

/** A player that runs; the content's second play is out of the way. */
const running: Row[] = [[0, plays(0), { type: 'playRequested', isLate: true }, 'playing']];
const begun = ['0 sessionStart 0', '1 play 0', '1000 play 1'];
const after = (rows: Row[], until?: number): string[] => {
  const { lines, warnings } = story([...running, ...rows], until ? { until } : {});
  expect(lines.slice(0, 3)).toEqual(begun);
  expect(warnings).toEqual([]);
  return lines.slice(3);
};

describe('a seek of the viewer', () => {
  const seek: Row[] = [
    [5_000, 'seeking'],
    [5_100, plays(30), 'seeked'],
  ];

  test('is one pauseStart where it began and one play where frames run again', () => {
    expect(after([...seek, [5_160, 'playing']], 6_000)).toEqual(['5000 pauseStart 5', '5160 play 30.06']);
  });

  test('is over 300 ms after frames run, not sooner', () => {
    expect(after([...seek, [5_160, 'playing']], 5_459)).toEqual(['5000 pauseStart 5']);
    expect(after([...seek, [5_160, 'playing']], 5_460)).toHaveLength(2);
  });

  test('goes on while the viewer scrubs', () => {
    const again = (ms: number, to: number): Row[] => [
      [ms, 'seeking'],
      [ms + 50, plays(to), 'seeked'],
      [ms + 60, 'playing'],
    ];
    const rows = [...seek, [5_110, 'playing'] as Row, ...again(5_400, 40), ...again(5_700, 50), ...again(6_000, 20)];
    expect(after(rows, 7_000)).toEqual(['5000 pauseStart 5', '6060 play 20.01']);
  });

  test('is another one after 300 ms', () => {
    const rows: Row[] = [...seek, [5_160, 'playing'], [5_461, 'seeking'], [5_500, plays(50), 'seeked'], [5_510, 'playing']];
    expect(after(rows, 6_000)).toEqual(['5000 pauseStart 5', '5160 play 30.06', '5461 pauseStart 30.361', '5510 play 50.01']);
  });

  test('is one when a second seek begins before the first has arrived', () => {
    expect(
      after(
        [
          [5_000, 'seeking'],
          [5_020, 'seeking'],
          [5_100, plays(30), 'seeked'],
          [5_120, 'playing'],
        ],
        6_000,
      ),
    ).toEqual(['5000 pauseStart 5', '5120 play 30.02']);
  });

  test('is one without a word of arrival', () => {
    expect(
      after(
        [
          [5_000, 'seeking'],
          [5_200, plays(30), 'playing'],
        ],
        6_000,
      ),
    ).toEqual(['5000 pauseStart 5', '5200 play 30']);
  });

  test('that ends paused ends with one pauseStart', () => {
    expect(after([...seek, [5_200, 30, 'paused']], 9_000)).toEqual(['5000 pauseStart 5', '5200 pauseStart 30']);
  });

  test('that frames ended before the pause ends with the play', () => {
    expect(after([...seek, [5_160, 'playing'], [5_200, 30, 'paused']], 9_000)).toEqual([
      '5000 pauseStart 5',
      '5160 play 30.06',
      '5200 pauseStart 30',
    ]);
  });

  test('waits for data without a word', () => {
    expect(
      after(
        [
          [5_000, 'seeking'],
          [5_010, 'waiting'],
          [5_100, plays(30), 'seeked', 'waiting'],
          [5_400, 'playing'],
        ],
        6_000,
      ),
    ).toEqual(['5000 pauseStart 5', '5400 play 30.3']);
  });

  test('ends with its content', () => {
    for (const [word, type] of [
      ['ended', 'sessionComplete'],
      ['unloaded', 'sessionEnd'],
      ['leave', 'sessionEnd'],
    ] as const)
      expect(after([...seek, [5_200, 30, word]], 9_000)).toEqual(['5000 pauseStart 5', `5200 ${type} 30`]);
  });

  test('while paused says nothing', () => {
    const rows: Row[] = [
      [5_000, 5, 'paused'],
      [6_000, 'seeking'],
      [6_100, 30, 'seeked', 'seeking', 'seeked'],
      [8_000, 'playing'],
    ];
    expect(after(rows)).toEqual(['5000 pauseStart 5', '8000 play 30']);
  });

  test('is reported before a word of the page that comes while it is held', () => {
    const rows: Row[] = [...seek, [5_160, 'playing'], [5_200, 30, track('bitrateChange')]];
    expect(after(rows, 6_000)).toEqual(['5000 pauseStart 5', '5160 play 30.06', '5200 bitrateChange 30']);
  });
});

describe('a stall', () => {
  test('is buffering, until frames run', () => {
    expect(
      after([
        [5_000, 5, 'waiting'],
        [5_010, 'waiting'],
        [7_000, 'playing'],
      ]),
    ).toEqual(['5000 bufferStart 5', '7000 play 5']);
  });

  test('that outlasts a seek by 500 ms becomes buffering in one step, from the arrival on', () => {
    const rows: Row[] = [
      [5_000, 'seeking'],
      [5_100, 30, 'seeked'],
      [5_150, 'waiting'],
    ];
    expect(after(rows, 5_599)).toEqual(['5000 pauseStart 5']);
    expect(after([...rows, [8_000, 'playing']], 5_600)).toEqual(['5000 pauseStart 5', '5100 bufferStart 30', '8000 play 30']);
  });

  test('before the first frame is the start, not buffering', () => {
    const rows: Row[] = [
      [0, 'playRequested'],
      [20, 'waiting'],
      [900, 'waiting'],
      [1_500, 'playing'],
    ];
    expect(story(rows).lines).toEqual(['0 sessionStart 0', '1500 play 0 {timeToStart:1500}']);
  });

  test('while paused says nothing', () => {
    expect(
      after([
        [5_000, 5, 'paused'],
        [6_000, 'waiting'],
        [7_000, 'playing'],
      ]),
    ).toEqual(['5000 pauseStart 5', '7000 play 5']);
  });

  test('is ended by a pause', () => {
    expect(
      after([
        [5_000, 5, 'waiting'],
        [6_000, 'paused'],
        [7_000, 'playing'],
      ]),
    ).toEqual(['5000 bufferStart 5', '6000 pauseStart 5', '7000 play 5']);
  });

  test('is ended by a seek', () => {
    const rows: Row[] = [
      [5_000, 5, 'waiting'],
      [6_000, 'seeking'],
      [6_050, 30, 'seeked'],
      [6_100, 'playing'],
    ];
    expect(after(rows, 7_000)).toEqual(['5000 bufferStart 5', '6000 pauseStart 5', '6100 play 30']);
  });
});

describe('a playhead that stands still though the player runs', () => {
  const moving: Row[] = [
    [4_750, 'progress'],
    [5_000, 5, 'progress'],
  ];

  test('is buffering after 1 s, from the moment at which it last moved', () => {
    expect(after(moving, 5_999)).toEqual([]);
    expect(after(moving, 6_000)).toEqual(['5000 bufferStart 5']);
  });

  test('is reported when it happens, not with the next word', () => {
    const machine = createMachine();
    machine.dispatch({ type: 'playRequested', isLate: true });
    machine.dispatch({ type: 'playing' });
    machine.clock.advance(1_000);
    expect(machine.sent.map(({ event }) => event.eventType)).toContain('bufferStart');
  });

  test('plays again when it moves, since it moved', () => {
    expect(after([...moving, [7_000, 'progress'], [8_000, 5.2, 'progress']])).toEqual(['5000 bufferStart 5', '7800 play 5']);
    // A jump is no playback.
    expect(after([...moving, [7_000, 'progress'], [8_000, 6.2, 'progress']])).toEqual(['5000 bufferStart 5', '8000 play 6.2']);
    expect(after([...moving, [7_000, 'progress'], [8_000, 4.8, 'progress']])).toEqual(['5000 bufferStart 5', '8000 play 4.8']);
    // Not before it was seen to stand, however fast it plays.
    expect(after([...moving, [5_100, 'waiting'], [5_200, 5.3, 'progress']])).toEqual(['5100 bufferStart 5', '5101 play 5']);
  });

  test('counts as moving when the player says nothing of it but has moved', () => {
    expect(after([], 60_000)).toEqual([]);
  });

  test('is no stall in an ad break, where the content stands', () => {
    const rows: Row[] = [
      ...moving,
      [5_100, { type: 'adBreakStarted' }, { type: 'adAnnounced', guess: { params: { 'media.ad.length': 10 } } }, 'playing'],
    ];
    expect(after(rows, 60_000)).toEqual(['5100 adBreakStart 5', '5101 adStart 5', '5102 play 5']);
  });

  test('is no stall while paused', () => {
    expect(after([...moving, [5_500, 'paused']], 60_000)).toEqual(['5500 pauseStart 5']);
  });

  test('ends the hold of a seek when it moves without a word', () => {
    const rows: Row[] = [
      [5_000, 'seeking'],
      [5_100, 30, 'seeked'],
      [5_300, 30.1, 'progress'],
    ];
    expect(after(rows, 5_700)).toEqual(['5000 pauseStart 5', '5200 play 30']);
  });
});
