import { describe, expect, test } from 'vitest';
import { chapter, opening, plays, pod, spot, story, track, type Row } from './story';

const playing: Row[] = [
  [0, opening],
  [500, plays(0), track('play')],
];
const pingsAfter = (from: number, lines: readonly string[]): number[] =>
  lines
    .filter((one) => one.includes(' ping '))
    .map((one) => Number.parseInt(one, 10))
    .filter((ts) => ts > from);
const all = { pings: true };

describe('pings', () => {
  test('come every 10 s in every state, counted from the last word about playback', () => {
    const rows: Row[] = [...playing, [15_000, 14, track('pauseStart')], [36_000, track('bufferComplete'), track('seekStart')]];
    const { lines } = story(rows, { until: 57_000, ...all });
    expect(pingsAfter(0, lines)).toEqual([11_500, 25_000, 35_000, 46_000, 56_000]);
  });

  test('are not put off by ads, chapters, bitrates, errors and the quality', () => {
    const others = [
      chapter(),
      track('bitrateChange'),
      track('error', { 'media.qoe.errorID': 'x' }),
      track('qoe', { 'media.qoe.bitrate': 1 }),
      track('chapterComplete'),
    ];
    expect(pingsAfter(0, story([...playing, [9_000, ...others]], { until: 21_500, ...all }).lines)).toEqual([11_500, 21_500]);
  });

  test('count from the state reported again after adStart and after adBreakComplete', () => {
    const rows: Row[] = [
      ...playing,
      [9_000, 8, pod(), spot()],
      [22_000, track('adComplete')],
      [26_000, track('adBreakComplete')],
    ];
    expect(pingsAfter(0, story(rows, { until: 36_000, ...all }).lines)).toEqual([19_000, 36_000]);
  });

  test('go on in the gap between two ads, at 10 s', () => {
    const rows: Row[] = [...playing, [9_000, 8, pod(), spot()], [10_500, track('adComplete')]];
    expect(pingsAfter(0, story(rows, { adPingInterval: 1_000, until: 30_000, ...all }).lines)).toEqual([10_000, 20_000, 30_000]);
  });

  test('come every second in an ad when the page asks for the finer grain, also while it is paused', () => {
    const rows: Row[] = [...playing, [9_000, 8, pod(), spot()], [11_500, track('pauseStart')]];
    expect(pingsAfter(0, story(rows, { adPingInterval: 1_000, until: 14_000, ...all }).lines)).toEqual([
      10_000, 11_000, 12_500, 13_500,
    ]);
  });

  test('in an ad come every 10 s otherwise', () => {
    expect(pingsAfter(0, story([...playing, [9_000, 8, pod(), spot()]], { until: 30_000, ...all }).lines)).toEqual([
      19_000, 29_000,
    ]);
  });

  test('begin 10 s after the sessionStart when nothing plays', () => {
    expect(pingsAfter(0, story([[0, opening]], { until: 25_000, ...all }).lines)).toEqual([10_000, 20_000]);
  });

  test('carry nothing but their time', () => {
    expect(Object.keys(story([[0, opening]], { until: 10_000 }).all('ping')[0]!)).toEqual(['eventType', 'playerTime']);
  });
});

describe('the second play', () => {
  const plays2 = (rows: Row[], until = 20_000): string[] => story(rows, { until }).lines.filter((one) => one.includes('play'));

  test('comes 1 s after the content began to play, once', () => {
    expect(plays2(playing)).toEqual(['500 play 0', '1500 play 1']);
  });

  test('is absorbed by the resume when the viewer paused before it', () => {
    expect(plays2([...playing, [900, 0.4, track('pauseStart')], [5_000, track('play')]])).toEqual([
      '500 play 0',
      '5000 play 0.4',
    ]);
  });

  test('keeps its moment when the pause was over before it', () => {
    expect(plays2([...playing, [700, 0.2, track('pauseStart')], [900, track('play')]])).toEqual([
      '500 play 0',
      '900 play 0.2',
      '1500 play 0.2',
    ]);
  });

  test('waits for the end of a pre-roll, and 1 s more', () => {
    const rows: Row[] = [
      [0, opening],
      [100, track('play'), pod(), spot()],
      [5_000, track('adComplete'), track('adBreakComplete')],
    ];
    expect(plays2(rows)).toEqual(['102 play 0', '5002 play 0', '6000 play 0']);
  });

  test('is not due again after a mid-roll', () => {
    const rows: Row[] = [...playing, [3_000, 2, pod(), spot()], [5_000, track('adBreakComplete')]];
    expect(plays2(rows)).toEqual(['500 play 0', '1500 play 1', '3002 play 2', '5002 play 2']);
  });

  test('is due in each session', () => {
    expect(plays2([...playing, [3_000, 2, track('sessionEnd'), opening], [3_500, track('play')]])).toEqual([
      '500 play 0',
      '1500 play 1',
      '3500 play 2',
      '4500 play 2',
    ]);
  });

  test('from a player comes alike', () => {
    expect(
      plays2([
        [0, { type: 'playRequested', isLate: true }],
        [500, plays(0), 'playing'],
      ]),
    ).toEqual(['500 play 0', '1500 play 1']);
  });
});
