import { expect, test } from 'vitest';
import { jumps, plays, refuses, story, track, type Row } from './story';

const running: Row[] = [[0, plays(0), { type: 'playRequested', isLate: true }, 'playing']];
const ad = { type: 'adAnnounced', guess: { params: { 'media.ad.id': 'a', 'media.ad.length': 15 } } } as const;
const typesAfter = (rows: Row[], from: number, until: number): string[] =>
  story([...running, ...rows], { until })
    .lines.filter((line) => Number.parseInt(line) >= from)
    .map((line) => line.split(' ')[1]!);

test('a playhead that stood during an ad break is not frozen when the content goes on', () => {
  const rows: Row[] = [
    [5_000, 5, { type: 'adBreakStarted' }],
    [5_200, ad, 'playing'],
    [20_000, { type: 'adEnded' }],
    [20_010, { type: 'adBreakEnded' }, plays(5), 'playing'],
  ];
  expect(typesAfter(rows, 20_010, 25_000)).toEqual(['adBreakComplete', 'play']);
});

test('a playhead that stood during a pause is not frozen when the content goes on, but is a second later', () => {
  const rows: Row[] = [
    [5_000, 5, 'progress', 'paused'],
    [60_000, track('play')],
  ];
  expect(typesAfter(rows, 60_000, 60_900)).toEqual(['play']);
  expect(typesAfter(rows, 60_000, 61_100)).toEqual(['play', 'bufferStart']);
});

const other = { type: 'adAnnounced', guess: { params: { 'media.ad.id': 'b', 'media.ad.length': 15 } } } as const;
const resumed = ['sessionStart', 'adBreakStart', 'adStart', 'play'];

test.each([
  ['the machine slept', [[8_000, jumps(1_200_000)]]],
  ['its ping was refused', [[19_000, refuses('ping')]]],
] as [string, Row[]][])('in the break in which %s, the next ad opens another session', (_, rows) => {
  const inBreak: Row[] = [[5_000, 5, { type: 'adBreakStarted' }, ad, 'playing'], ...rows];
  const next: Row = [20_000, { type: 'adEnded' }, other, 'playing'];
  expect(typesAfter([...inBreak, next], 20_000, 22_000)).toEqual(resumed);
});

test('in the break in which the machine slept, the content that follows opens another session', () => {
  const rows: Row[] = [
    [5_000, 5, { type: 'adBreakStarted' }, ad, 'playing'],
    [8_000, jumps(1_200_000)],
    [20_000, { type: 'adEnded' }, { type: 'adBreakEnded' }],
    [20_010, plays(5), 'playing'],
    [20_260, 'progress'],
  ];
  expect(typesAfter(rows, 20_000, 20_500)).toEqual(['sessionStart', 'play']);
});
