import { expect, test } from 'vitest';
import { createFrames } from '../src/index';

const at = (time: number, total: number, dropped = 0, shows = true, source = 'film.mp4') => ({
  time,
  shows,
  quality: { totalVideoFrames: total, droppedVideoFrames: dropped },
  source,
});
const droppedIn = (frames: ReturnType<typeof createFrames>, ...looks: ReturnType<typeof at>[]) =>
  looks.map((look) => frames.sample(look)['media.qoe.droppedFrames']);

test('an element without a picture has no frames', () => {
  expect(createFrames().sample({ time: 3, shows: true, quality: undefined })).toEqual({});
  expect(createFrames().sample(at(3, 0))).toEqual({});
});

test('frames that were dropped before the session are not its own', () => {
  const frames = createFrames();
  expect(droppedIn(frames, at(0, 100, 9), at(1, 125, 10))).toEqual([0, 1]);
  frames.restart();
  expect(droppedIn(frames, at(2, 150, 12), at(3, 175, 15))).toEqual([0, 3]);
});

test('another source counts from 0 and adds to what was', () => {
  expect(droppedIn(createFrames(), at(0, 100), at(1, 125, 4), at(0.1, 3, 1), at(1, 25, 2))).toEqual([0, 4, 5, 6]);
});

test('frames that were dropped while nobody saw them do not count', () => {
  expect(droppedIn(createFrames(), at(0, 100), at(1, 125, 40, false), at(2, 150, 41))).toEqual([0, 0, 1]);
});

test('frames per second are measured over two seconds of what is seen, and rounded', () => {
  const frames = createFrames();
  const rates = [at(0, 10), at(1, 34), at(2.1, 62), at(3, 84, 0, false), at(3.2, 90), at(5, 130), at(5.3, 195)].map(
    (look) => frames.sample(look)['media.qoe.framesPerSecond'],
  );
  // 52 frames in 2.1 s; then hidden; then 105 in 2.1 s.
  expect(rates).toEqual([undefined, undefined, 25, 25, 25, 25, 50]);
});

const ratesIn = (frames: ReturnType<typeof createFrames>, ...looks: ReturnType<typeof at>[]) =>
  looks.map((look) => frames.sample(look)['media.qoe.framesPerSecond']);

test('another session knows no frame rate until it has measured its own', () => {
  const frames = createFrames();
  expect(ratesIn(frames, at(0, 1), at(3, 76))).toEqual([undefined, 25]);
  frames.restart();
  expect(ratesIn(frames, at(1, 10), at(2.5, 85), at(3.5, 135))).toEqual([undefined, undefined, 50]);
});

test('frames of another source are measured by themselves, although its counters passed those of the last one', () => {
  const frames = createFrames();
  expect(ratesIn(frames, at(0, 1), at(2, 51), at(2.5, 900, 0, true, 'other.mp4'), at(5, 1_050, 0, true, 'other.mp4'))).toEqual([
    undefined,
    25,
    undefined,
    60,
  ]);
  expect(droppedIn(createFrames(), at(0, 9, 2), at(1, 34, 3), at(1, 40, 5, true, 'other.mp4'))).toEqual([0, 1, 6]);
});

test('a clock that went back measures anew', () => {
  expect(ratesIn(createFrames(), at(10, 10), at(3, 12), at(4, 37), at(5.5, 75))).toEqual([undefined, undefined, undefined, 25]);
});
