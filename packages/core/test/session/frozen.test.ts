import { expect, test } from 'vitest';
import { plays, story, track, type Row } from './story';

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
