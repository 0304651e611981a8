import { describe, expect, test } from 'vitest';
import { opening, plays, state, story, track, type Row, type Said } from './story';

const ten = Array.from({ length: 10 }, (_, index): Said => state('stateStart', `s${index}`));
const open: Row = [0, opening];

describe('player states', () => {
  test('begin and end once', () => {
    const { lines, warnings } = story([
      open,
      [1_000, state('stateStart', 'mute'), state('stateStart', 'mute')],
      [2_000, state('stateEnd', 'mute'), state('stateEnd', 'mute')],
    ]);
    expect(lines).toEqual(['0 sessionStart 0', '1000 stateStart 0 mute', '2000 stateEnd 0 mute']);
    expect(warnings).toEqual([expect.stringContaining('stateStart'), expect.stringContaining('stateEnd')]);
  });

  test('end only when they began', () => {
    const { lines, warnings } = story([open, [1_000, state('stateEnd', 'mute')]]);
    expect([lines.length, warnings]).toEqual([1, [expect.stringContaining('stateEnd')]]);
  });

  test('are ten in a session, the eleventh is refused; one of the ten may come again', () => {
    const rows: Row[] = [
      open,
      [1_000, ...ten],
      [2_000, state('stateStart', 's10')],
      [3_000, state('stateEnd', 's0'), state('stateStart', 's11'), state('stateStart', 's0')],
    ];
    const { lines, warnings } = story(rows);
    expect(lines.slice(1, 11)).toEqual(ten.map((_, index) => `${1_000 + index} stateStart 0 s${index}`));
    expect(lines.slice(11)).toEqual(['3000 stateEnd 0 s0', '3001 stateStart 0 s0']);
    expect(warnings).toEqual([expect.stringContaining('10'), expect.stringContaining('10')]);
  });

  test('are counted over a restart of the session', () => {
    const rows: Row[] = [
      open,
      [500, track('play')],
      [1_000, ...ten, track('pauseStart')],
      [2_000_000, track('play'), state('stateStart', 's10')],
    ];
    const { lines, warnings } = story(rows);
    expect(lines.slice(-11)).toEqual([...ten.map((_, index) => `${2_000_001 + index} stateStart 0 s${index}`), '2000011 play 0']);
    expect(warnings).toHaveLength(1);
  });

  test('are counted anew in a new session', () => {
    const { all } = story([open, [1_000, ...ten, track('sessionEnd'), opening], [2_000, state('stateStart', 's10')]]);
    expect(all('stateStart')).toHaveLength(11);
  });

  test.each(['fullScreen', 'fullscreen', 'a.b_C9', 'x'.repeat(64), 'constructor', '__proto__', 'toString'])(
    '%s is a name',
    (name) => {
      const { all, warnings } = story([open, [1_000, state('stateStart', name)], [2_000, state('stateEnd', name)]]);
      expect(all('stateStart').map(({ params }) => params)).toEqual([{ 'media.state.name': name }]);
      expect(all('stateEnd')).toHaveLength(1);
      expect(warnings).toEqual([]);
    },
  );

  test.each(['', 'with space', 'x'.repeat(65), 'käse', 7, undefined])('%j is none, and says so', (name) => {
    const { all, warnings } = story([open, [1_000, state('stateStart', name)]]);
    expect(all('stateStart')).toEqual([]);
    expect(warnings.join('\n')).toContain('media.state.name');
  });

  test('say nothing of playback, and put no ping off', () => {
    const rows: Row[] = [open, [500, plays(0), track('play')], [9_000, state('stateStart', 'mute')]];
    expect(story(rows, { until: 11_500, pings: true }).lines.slice(-2)).toEqual(['9000 stateStart 8.5 mute', '11500 ping 11']);
  });
});
