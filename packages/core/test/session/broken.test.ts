import { describe, expect, test } from 'vitest';
import type { SessionInput } from '../../src/session/input';
import { film } from './machine';
import { opening, plays, story, type Row } from './story';

const late: SessionInput = { type: 'playRequested', isLate: true };
const fail: SessionInput = { type: 'failed', id: 'x.1' };
const failing: SessionInput = { type: 'failed', id: 'x.1', stillPlaying: true };
const playing: Row[] = [[0, plays(0), late, 'playing']];
const begun = ['0 sessionStart 0', '1 play 0', '1000 play 1'];
const lines = (...rows: Row[]): readonly string[] =>
  story([...playing, ...rows], { media: () => ({ params: film }) }).lines.slice(begun.length);

describe('what broke', () => {
  test('ends the session, and a request to play it again opens none', () => {
    expect(lines([3_000, fail], [4_000, 'playRequested', late], [9_000])).toEqual([
      expect.stringMatching(/^3000 error/),
      '3001 sessionEnd 3',
    ]);
  });

  test('before anybody asked to play opens no session, until other content comes', () => {
    const rows: Row[] = [
      [0, fail, 'playRequested'],
      [10, 'unloaded', late],
    ];
    expect(story(rows, { media: () => ({ params: film }) }).lines).toEqual(['10 sessionStart 0']);
  });

  test('is a viewing again when its frames run after all', () => {
    expect(lines([3_000, fail], [5_000, 'playing'], [5_300])).toEqual([
      expect.stringMatching(/^3000 error/),
      '3001 sessionEnd 3',
      '5000 sessionStart 5 resume',
      '5001 play 5',
    ]);
  });

  test('may be opened by hand', () => {
    expect(lines([3_000, fail], [5_000, opening]).at(-1)).toBe('5000 sessionStart 5');
  });

  test('and is mended before the buffer ran dry goes on', () => {
    expect(lines([3_000, failing], [4_000, { type: 'recovered' }], [5_000, 'waiting'], [6_000, 'ended'])).toEqual([
      expect.stringMatching(/^3000 error/),
      '5000 bufferStart 5',
      '6000 sessionComplete 6',
    ]);
  });

  test('is not mended once it is over', () => {
    expect(lines([3_000, fail], [4_000, { type: 'recovered' }, 'playRequested'], [5_000]).length).toBe(2);
  });

  test('leaves nothing of its place to what comes next, also where it was not tracked', () => {
    const nowhere: Row = [3_000, 'unloaded', (machine) => void (machine.playhead = () => undefined)];
    for (const first of [null, { params: film }]) {
      const answers = [first, { params: film }];
      const { lines } = story([...playing, nowhere, [4_000, 'playRequested']], { media: () => answers.shift()! });
      expect(lines.at(-1)).toBe('4000 sessionStart 0');
    }
  });

  test('and plays what is buffered is over where its playhead stands', () => {
    const stands: Row = [5_000, (machine) => void (machine.playhead = () => 5)];
    const [, end, ...rest] = lines([3_000, failing], stands, [7_000]);
    expect([end, rest]).toEqual([expect.stringMatching(/sessionEnd 5$/), []]);
  });

  test('says its error once', () => {
    expect(lines([3_000, failing, fail], [3_100, fail])).toHaveLength(1);
  });

  test.each(['waiting', 'paused', 'ended', 'unloaded', 'leave'])('and plays what is buffered is over with %s', (word) => {
    const [error, end, ...rest] = lines([3_000, failing], [5_500, word, late], [9_000]);
    expect(error).toMatch(/^3000 error/);
    expect(end).toBe('5500 sessionEnd 5.5');
    expect(rest).toEqual({ unloaded: ['5500 sessionStart 5.5 resume'], leave: ['5500 sessionStart 5.5 resume'] }[word] ?? []);
  });

  test('while nothing runs ends the session at once', () => {
    expect(lines([3_000, 'paused'], [4_000, failing])).toEqual([
      '3000 pauseStart 3',
      expect.stringMatching(/^4000 error/),
      '4001 sessionEnd 4',
    ]);
  });
});
