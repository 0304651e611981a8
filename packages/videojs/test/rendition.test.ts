import { expect, test } from 'vitest';
import { shownSegment } from '../src/rendition';

const cue = (startTime: number, bandwidth: number) => ({ startTime, endTime: startTime + 2, value: { bandwidth } });
const segments = {
  label: 'segment-metadata',
  cues: [cue(0, 100), cue(2, 200), cue(4, 300)],
  get activeCues(): never {
    throw new Error('Video.js fires no cuechange for what was read here.');
  },
};
const tracks = [{ label: 'English', cues: [cue(0, 1)] }, segments] as never;

test.each([
  [0, 100],
  [1.99, 100],
  [2, 200],
  [5, 300],
  [6, undefined],
])('the segment that is shown at %d s has its bandwidth, and the active cues are left alone', (second, bandwidth) => {
  expect(shownSegment(tracks, second)?.value.bandwidth).toBe(bandwidth);
});

test('without such a track, or without its cues, nothing is known', () => {
  expect(shownSegment([] as never, 1)).toBeUndefined();
  expect(shownSegment([{ label: 'segment-metadata', cues: null }] as never, 1)).toBeUndefined();
});
