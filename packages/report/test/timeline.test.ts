import { readdirSync } from 'node:fs';
import { report } from '@media-collection/report';
import { timeline, type BandKind } from '@media-collection/report/timeline';
import { expect, test } from 'vitest';
import { pod, start } from './rows';
import { EPOCH, recorded, state, story } from './story';

const scenarios = readdirSync(new URL('../../../test/conformance/scenarios/', import.meta.url));

test.each(scenarios)('the bands of %s add up to its metrics', (file) => {
  for (const events of recorded(file.replace('.json', ''))) {
    const { bands, from, to } = timeline(events);
    const sum = (...kinds: BandKind[]) =>
      bands.filter(({ kind }) => kinds.includes(kind)).reduce((total, band) => total + band.to - band.from, 0) / 1_000;
    const { metrics } = report(events);
    expect(sum('content')).toBeCloseTo(metrics.contentTimeSpent, 6);
    expect(sum('ad')).toBeCloseTo(metrics.adTimeSpent, 6);
    expect(sum('pause', 'seek')).toBeCloseTo(metrics.totalPauseDuration, 6);
    expect(sum('buffer')).toBeCloseTo(metrics.totalBufferDuration, 6);
    expect(sum('stall')).toBeCloseTo(metrics.totalStallDuration, 6);
    // They follow one another without a gap.
    bands.forEach((band, index) => expect(band.from).toBe(index ? bands[index - 1]!.to : from));
    expect(bands.at(-1)?.to ?? to).toBe(to);
  }
});

test('a pause that ends at another place is a seek, and three events without movement are a stall', () => {
  const { bands } = timeline(
    story(
      start,
      [1_000, 'play', 0],
      [5_000, 'pauseStart', 4],
      [6_000, 'play', 4],
      [8_000, 'pauseStart', 6],
      [9_000, 'play', 30],
      [15_000, 'ping', 36],
      [20_000, 'ping', 36],
      [25_000, 'ping', 36],
      [30_000, 'sessionEnd', 41],
    ),
  );
  expect(bands.map(({ kind, from, to }) => [kind, from - EPOCH, to - EPOCH])).toEqual([
    ['none', 0, 1_000],
    ['content', 1_000, 5_000],
    ['pause', 5_000, 6_000],
    ['content', 6_000, 8_000],
    ['seek', 8_000, 9_000],
    ['content', 9_000, 15_000],
    ['stall', 15_000, 25_000],
    ['content', 25_000, 30_000],
  ]);
});

test('ad breaks, chapters and states are spans; one that is open lasts to the last event', () => {
  const { spans, bands, playheads, length } = timeline(
    story(
      start,
      [1, 'play', 0],
      [2, 'chapterStart', 0, { params: { 'media.chapter.friendlyName': 'One' } }],
      state(3_000, 'stateStart', 3, 'mute'),
      ...pod,
      [7_002, 'play', 5],
      [9_000, 'chapterSkip', 7],
      [10_000, 'ping', 8],
    ),
  );
  expect(spans.map(({ kind, label, from, to, end }) => [kind, label, from - EPOCH, to - EPOCH, end])).toEqual([
    ['chapter', 'One', 2, 9_000, 'skip'],
    ['state', 'mute', 3_000, 10_000, undefined],
    ['break', 'Ad break', 5_000, 7_001, 'end'],
  ]);
  expect(bands.find(({ kind }) => kind === 'ad')).toMatchObject({ label: 'a', from: EPOCH + 5_001, to: EPOCH + 7_000 });
  expect(playheads.every(({ ts }) => ts <= EPOCH + 5_000 || ts > EPOCH + 7_000)).toBe(true);
  expect(length).toBe(60);
});

test('nothing is the picture of no events, and of what cannot be understood', () => {
  const empty = { from: 0, to: 0, length: undefined, bands: [], spans: [], playheads: [] };
  expect(timeline([])).toEqual(empty);
  expect(timeline([null, 5, { eventType: 'x' }])).toEqual(empty);
});
