import { expect, test } from 'vitest';
import { chapterAt, type ChapterOption, type Tracks } from '../src/index';

const list: readonly ChapterOption[] = [
  { start: 0, end: 5, title: 'Intro' },
  { start: 8, title: 'Middle' },
  { start: 12, title: 'End' },
];
const none = undefined;

test.each([
  [0, { index: 1, start: 0, end: 5, title: 'Intro' }],
  [4.9, { index: 1, start: 0, end: 5, title: 'Intro' }],
  [5, none],
  [8, { index: 2, start: 8, end: 12, title: 'Middle' }],
  [12, { index: 3, start: 12, end: 20, title: 'End' }],
  [20, none],
])('at %d s it is %j', (playhead, chapter) => {
  expect(chapterAt(playhead, 20, none, list)).toEqual(chapter);
  expect(chapterAt(playhead, 20, none, () => list)).toEqual(chapter);
});

test('a chapter whose end is Infinity lasts until the next one; without a next one, in live content, it has no length yet', () => {
  const open: readonly ChapterOption[] = [
    { start: 0, end: Infinity, title: 'One' },
    { start: 8, title: 'Two' },
  ];
  expect(chapterAt(3, Infinity, none, open)).toEqual({ index: 1, start: 0, end: 8, title: 'One' });
  expect(chapterAt(9, Infinity, none, open)).toBe(none);
  expect(chapterAt(9, 20, none, open)).toEqual({ index: 2, start: 8, end: 20, title: 'Two' });
});

test('content without chapters has none, whatever the playhead', () => {
  const captions: Tracks = { length: 1, 0: { kind: 'captions', mode: 'showing', cues: null } };
  expect([chapterAt(3, 20, none), chapterAt(3, 20, captions), chapterAt(3, 20, none, [])]).toEqual([null, null, null]);
});

test('a chapters track is made to load, and its cues are the chapters', () => {
  const track = { kind: 'chapters', mode: 'disabled', cues: null } as { kind: 'chapters'; mode: TextTrackMode; cues: unknown };
  const tracks = { length: 1, 0: track } as unknown as Tracks;
  expect([chapterAt(3, 20, tracks), track.mode]).toEqual([null, 'hidden']);
  track.cues = [{ startTime: 0, endTime: 5, text: 'Intro' }];
  expect(chapterAt(3, 20, tracks)).toEqual({ index: 1, start: 0, end: 5, title: 'Intro' });
  track.mode = 'showing';
  expect([chapterAt(7, 20, tracks), track.mode]).toEqual([undefined, 'showing']);
});

test("the page's list goes before a track", () => {
  const cues = [{ startTime: 0, endTime: 20, text: 'All' }] as unknown as TextTrackCueList;
  expect(chapterAt(9, 20, { length: 1, 0: { kind: 'chapters', mode: 'hidden', cues } }, list)).toMatchObject({ title: 'Middle' });
});
