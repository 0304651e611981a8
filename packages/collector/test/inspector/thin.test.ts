import { timeline } from '@media-collection/report/timeline';
import { expect, test } from 'vitest';
import type { MediaEvent } from '../../src/inspector/app/data/model';
import { createScale, pan, ticks, zoom } from '../../src/inspector/app/picture/scale';
import { bars, dots, thinLine } from '../../src/inspector/app/picture/thin';

const event = (ts: number, eventType = 'ping', playhead = ts / 1_000): MediaEvent => ({
  eventType,
  playerTime: { ts, playhead },
});
const many = Array.from({ length: 10_000 }, (_, index) => event(index * 1_000, index ? 'ping' : 'sessionStart'));
const scale = createScale({ from: 0, to: 9_999_000 }, 0, 1_000);

test('10,000 events are at most a dot every few pixels, and none is lost', () => {
  const found = dots(many, () => undefined, scale, 7);
  expect(found.length).toBeLessThanOrEqual(1_000 / 7 + 1);
  expect(found[0]).toMatchObject({ first: 0, type: 'sessionStart' });
  expect(found.at(-1)!.last).toBe(9_999);
  found.forEach((dot, index) => expect(dot.first).toBe(index ? found[index - 1]!.last + 1 : 0));
});

test('a dot that stands for several shows the worst of them, and the rarest call', () => {
  const events = [event(0), event(10, 'error'), event(20), event(500_000)];
  const [first, second] = dots(
    events,
    ({ playerTime }) => (playerTime.ts === 20 ? 'breach' : playerTime.ts ? undefined : 'advice'),
    scale,
    7,
  );
  expect(first).toMatchObject({ first: 0, last: 2, type: 'error', severity: 'breach' });
  expect(second).toMatchObject({ first: 3, last: 3, severity: undefined });
});

test('events outside of what is shown have no dot', () => {
  const part = createScale({ from: 5_000_000, to: 5_010_000 }, 0, 1_000);
  expect(dots(many, () => undefined, part, 7).map(({ first }) => first)).toEqual([
    5_000, 5_001, 5_002, 5_003, 5_004, 5_005, 5_006, 5_007, 5_008, 5_009, 5_010,
  ]);
});

test('bands too narrow to be seen are drawn as one, and together cover the whole', () => {
  const rows = Array.from({ length: 4_000 }, (_, index) => event(index * 1_000, index % 2 ? 'pauseStart' : 'play'));
  const line = timeline([event(0, 'sessionStart'), ...rows]);
  const found = bars(line.bands, createScale(line, 0, 800));
  expect(line.bands.length).toBeGreaterThan(3_000);
  expect(found.length).toBeLessThan(800);
  expect(found.reduce((sum, { count }) => sum + count, 0)).toBe(line.bands.length);
  expect(found.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(800, 0);
});

test('a line of 10,000 points keeps its ends and what stands out', () => {
  const points = many.map(({ playerTime }) => playerTime);
  const thin = thinLine(points, scale);
  expect(thin.length).toBeLessThanOrEqual(4_004);
  expect([thin[0], thin.at(-1)]).toEqual([points[0], points.at(-1)]);
});

test('the axis has round seconds, with room for each label', () => {
  expect(ticks(createScale({ from: 0, to: 60_000 }, 0, 900), 0, 74)).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60]);
  expect(ticks(createScale({ from: 0, to: 3_600_000 }, 0, 300), 0, 74)).toEqual([0, 900, 1_800, 2_700, 3_600]);
});

test('zooming keeps the place under the pointer and stays within the session', () => {
  const whole = { from: 0, to: 100_000 };
  expect(zoom(whole, whole, 0.5, 50_000)).toEqual({ from: 25_000, to: 75_000 });
  expect(zoom({ from: 0, to: 50_000 }, whole, 4, 10_000)).toEqual(whole);
  expect(zoom({ from: 0, to: 1_500 }, whole, 0.1, 0)).toEqual({ from: 0, to: 1_000 });
  expect(pan({ from: 0, to: 50_000 }, whole, 80_000)).toEqual({ from: 50_000, to: 100_000 });
});
