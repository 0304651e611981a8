import { describe, expect, test } from 'vitest';
import { plays, story, type Row } from './story';

const playing: Row[] = [[0, plays(0), { type: 'playRequested', isLate: true }, 'playing']];
const after = (rows: Row[], until = 20_000): string[] => story([...playing, ...rows], { until }).lines.slice(3);

describe('a player that is asked to play while data are missing', () => {
  test('after a pause, buffers until frames run', () => {
    expect(
      after(
        [
          [4_000, 4, 'waiting'],
          [5_500, 'paused'],
          [7_000, 'playRequested', 'waiting'],
          [9_500, 'playing'],
        ],
        9_900,
      ),
    ).toEqual(['4000 bufferStart 4', '5500 pauseStart 4', '7000 bufferStart 4', '9500 play 4']);
  });

  test('buffers from the request on where it does not report that it waits', () => {
    expect(
      after(
        [
          [4_000, 4, 'paused'],
          [7_000, 'playRequested'],
          [9_500, 'playing'],
        ],
        9_900,
      ),
    ).toEqual(['4000 pauseStart 4', '7000 bufferStart 4', '9500 play 4']);
  });

  test('plays at once where data are there', () => {
    expect(
      after(
        [
          [4_000, 4, 'paused'],
          [7_000, 'playRequested'],
          [7_050, plays(4), 'playing'],
          [7_900, 'progress'],
        ],
        7_900,
      ),
    ).toEqual(['4000 pauseStart 4', '7050 play 4']);
  });

  test('from another place, waits for the jump as a seek does', () => {
    const resume = (frames: number): string[] =>
      after(
        [
          [4_000, 4, 'paused'],
          [6_900, 12, 'seeking', 'playRequested', 'waiting'],
          [frames - 1, 'seeked'],
          [frames, plays(12), 'playing'],
          [frames + 400, 'progress'],
        ],
        frames + 400,
      );
    expect(resume(6_990)).toEqual(['4000 pauseStart 4', '6990 play 12']);
    expect(resume(8_000)).toEqual(['4000 pauseStart 4', '6900 bufferStart 12', '8000 play 12']);
  });

  test('and is paused again meanwhile, is paused', () => {
    expect(
      after(
        [
          [4_000, 4, 'paused'],
          [7_000, 'playRequested', 'waiting'],
          [8_000, 'paused'],
        ],
        9_900,
      ),
    ).toEqual(['4000 pauseStart 4', '7000 bufferStart 4', '8000 pauseStart 4']);
  });

  test('in an ad, too', () => {
    expect(
      after(
        [
          [
            3_000,
            3,
            { type: 'adBreakStarted' },
            { type: 'adAnnounced', guess: { params: { 'media.ad.length': 15 } } },
            'playing',
          ],
          [4_000, 'waiting'],
          [5_000, 'paused'],
          [6_000, 'playRequested', 'waiting'],
          [7_000, 'playing'],
        ],
        7_100,
      ).slice(3),
    ).toEqual(['4000 bufferStart 3', '5000 pauseStart 3', '6000 bufferStart 3', '7000 play 3']);
  });

  test('waits for nothing before it played, and between ads', () => {
    expect(story([[0, 0, 'playRequested', 'waiting', 'playRequested', 'waiting']], { until: 5_000 }).lines).toEqual([
      '0 sessionStart 0',
    ]);
    expect(
      after(
        [
          [3_000, 3, { type: 'adBreakStarted' }],
          [3_300, 'paused', 'playRequested', 'waiting'],
        ],
        6_000,
      ),
    ).toEqual(['3000 adBreakStart 3']);
  });
});

describe('a jump while data are missing', () => {
  test('by less than a second is buffering still', () => {
    expect(
      after(
        [
          [4_000, 4, 'waiting'],
          [4_700, 4, 'seeking', 'waiting'],
          [4_750, 4.1, 'seeked', 'waiting'],
          [5_700, 4.1, 'seeking', 4.2, 'seeked'],
          [7_300, 'playing'],
        ],
        7_400,
      ),
    ).toEqual(['4000 bufferStart 4', '7300 play 4.2']);
  });

  test('by more is a seek, from when it began', () => {
    expect(
      after(
        [
          [4_000, 4, 'waiting'],
          [4_700, 'seeking'],
          [5_000, 30, 'seeked'],
          [5_200, 'playing'],
        ],
        5_600,
      ),
    ).toEqual(['4000 bufferStart 4', '4700 pauseStart 4', '5200 play 30']);
  });

  test('by more is a seek, too, where its place is reported before it is over', () => {
    const rows: Row[] = [
      [4_000, 4, 'waiting'],
      [4_700, 'seeking'],
      [5_000, 30, 'progress', 'seeked'],
      [8_000, plays(30), 'playing'],
      [8_400, 'progress'],
    ];
    expect(after(rows, 8_400)).toEqual(['4000 bufferStart 4', '4700 pauseStart 4', '5000 bufferStart 30', '8000 play 30']);
  });

  test('and then a pause is a pause', () => {
    expect(
      after(
        [
          [4_000, 4, 'waiting'],
          [4_700, 'seeking'],
          [5_000, 'paused'],
          [5_100, 4.1, 'seeked'],
        ],
        9_000,
      ),
    ).toEqual(['4000 bufferStart 4', '5000 pauseStart 4']);
  });
});
