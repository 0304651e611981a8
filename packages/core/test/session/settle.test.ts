import { describe, expect, test } from 'vitest';
import type { SessionInput } from '../../src/session/input';
import { film } from './machine';
import { opening, plays, story, track, type Row } from './story';

const late: SessionInput = { type: 'playRequested', isLate: true };
const bitrate = (kbps: number): SessionInput => ({ type: 'bitrate', kbps });
const focus = (on: boolean): SessionInput => ({ type: 'state', name: 'inFocus', on });
const chapter = (index?: number): SessionInput => ({
  type: 'chapter',
  chapter: index ? { index, start: index * 10 - 10, end: index * 10, title: `Part ${index}` } : undefined,
});
const media = () => ({ params: film });
const playing: Row[] = [[0, plays(0), late, 'playing']];
const begun = ['0 sessionStart 0', '1 play 0', '1000 play 1'];
const lines = (...rows: Row[]): readonly string[] => story([...playing, ...rows], { media }).lines.slice(begun.length);

describe('the bitrate', () => {
  test('that is known first only rides', () => {
    const first = story([[0, bitrate(800.7), plays(0), late, 'playing'], [100, bitrate(800)], [2_500]], { media });
    expect(first.lines).toEqual(['0 sessionStart 0 {bitrate:800}', '1 play 0', '1000 play 1']);
    expect(lines([2_000, bitrate(800)], [3_500])).toEqual([]);
  });

  test('is reported when it changes, once however often it comes', () => {
    expect(lines([1_500, bitrate(800)], [2_000, bitrate(400)], [2_100, bitrate(400)], [5_000, bitrate(400), 'paused'])).toEqual([
      '2000 bitrateChange 2 {bitrate:400}',
      '5000 pauseStart 5',
    ]);
  });

  test('is reported at most once a second, and the last one counts', () => {
    const rows: Row[] = [1_500, 2_000, 2_300, 2_600, 2_900].map((ms, index) => [ms, bitrate(100 + index)]);
    expect(lines(...rows, [6_000])).toEqual(['2000 bitrateChange 2 {bitrate:101}', '3000 bitrateChange 3 {bitrate:104}']);
  });

  test('that went back meanwhile is no change', () => {
    expect(lines([1_500, bitrate(1)], [2_000, bitrate(2)], [2_300, bitrate(3)], [2_600, bitrate(2)], [6_000])).toHaveLength(1);
  });

  test.each([0, -1, NaN, Infinity])('that is %d is unknown', (kbps) => {
    expect(lines([1_500, bitrate(kbps)], [3_000, bitrate(kbps), 'paused'])).toEqual(['3000 pauseStart 3']);
  });

  test('is still known of a replay, and not of other content', () => {
    const replay = lines([2_000, bitrate(8)], [3_000, 'ended'], [4_000, 'playRequested', 'playing'], [4_300]);
    expect(replay[1]).toBe('4000 sessionStart 4 {bitrate:8}');
    expect(lines([2_000, bitrate(8)], [3_000, 'unloaded'], [4_000, late])[1]).toBe('4000 sessionStart 4 resume');
  });

  test('by hand is reported whenever it comes', () => {
    const two = [track('bitrateChange'), track('bitrateChange')] as const;
    expect(story([[0, opening, ...two]], { until: 300 }).lines.slice(1)).toEqual(['1 bitrateChange 0', '2 bitrateChange 0']);
  });
});

describe('the focus', () => {
  test('is reported when it has lasted a second', () => {
    expect(lines([1_500, focus(true)], [4_000, focus(false)], [6_000])).toEqual([
      '2500 stateStart 2.5 inFocus',
      '5000 stateEnd 5 inFocus',
    ]);
  });

  test('that comes back within a second did not go', () => {
    expect(lines([1_500, focus(true)], [4_000, focus(false)], [4_900, focus(true)], [9_000])).toHaveLength(1);
  });

  test('is reported at once where a session begins', () => {
    expect(story([[0, focus(true), plays(0), late, 'playing']], { media, until: 300 }).lines[1]).toBe('1 stateStart 0 inFocus');
  });
});

describe('the chapters of a player', () => {
  test('are reported once each, completed when they were played through', () => {
    const { all } = story([...playing, [2_000, chapter(1)], [9_900, chapter(1)], [10_100, chapter(2)], [20_000, chapter()]], {
      media,
    });
    expect(all('chapterStart').map(({ params }) => params)).toEqual([
      { 'media.chapter.index': 1, 'media.chapter.offset': 0, 'media.chapter.length': 10, 'media.chapter.friendlyName': 'Part 1' },
      {
        'media.chapter.index': 2,
        'media.chapter.offset': 10,
        'media.chapter.length': 10,
        'media.chapter.friendlyName': 'Part 2',
      },
    ]);
    expect(all('chapterComplete').map(({ playerTime }) => playerTime.playhead)).toEqual([10.1, 20]);
  });

  test('are skipped when a seek leaves them', () => {
    const seek: Row[] = [
      [3_000, 'seeking', chapter(1)],
      [3_100, 'seeked', 'playing', chapter(2)],
      [3_500, chapter(2)],
    ];
    const types = lines([2_000, chapter(1)], ...seek).map((line) => line.split(' ').slice(0, 2).join(' '));
    expect(types).toEqual(['2000 chapterStart', '3000 pauseStart', '3100 play', '3500 chapterSkip', '3501 chapterStart']);
  });

  test('are completed by who plays on after a seek within them', () => {
    const seek: Row[] = [
      [3_000, 'seeking'],
      [3_100, 'seeked', 'playing'],
      [3_500, chapter(1)],
    ];
    const types = lines([2_000, chapter(1)], ...seek, [4_000, chapter(2)]).map((line) => line.split(' ')[1]);
    expect(types).toEqual(['chapterStart', 'pauseStart', 'play', 'chapterComplete', 'chapterStart']);
  });

  test('of a list that changes are reported by where they begin', () => {
    const from = (index: number, start: number): SessionInput => ({
      type: 'chapter',
      chapter: { index, start, end: start + 10 },
    });
    const { lines, all } = story(
      [...playing, [2_000, from(1, 0)], [5_000, from(3, 0)], [8_000, from(3, 5)], [9_000, from(2, 5)]],
      {
        media,
      },
    );
    expect(lines.slice(3).map((line) => line.split(' ')[1])).toEqual(['chapterStart', 'chapterComplete', 'chapterStart']);
    expect(all('chapterStart')[1]!.params).toMatchObject({ 'media.chapter.index': 3, 'media.chapter.offset': 5 });
  });

  test('say nothing without a session, or in a break', () => {
    expect(story([[0, chapter(1)]], { until: 300 }).lines).toEqual([]);
    expect(lines([2_000, { type: 'adBreakStarted' }, chapter(1)], [2_300, chapter(1)]).map((line) => line.split(' ')[1])).toEqual(
      ['adBreakStart'],
    );
  });
});
