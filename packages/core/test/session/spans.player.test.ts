import { describe, expect, test } from 'vitest';
import type { Guess } from '../../src/session/input';
import { plays, story, type Row } from './story';

const running: Row[] = [[0, plays(0), { type: 'start', late: true }, 'run']];
const told = ['0 sessionStart 0', '1 play 0', '1000 play 1'];
const breakStart = { type: 'breakStart' } as const;
const adEnd = { type: 'adEnd' } as const;
const breakEnd = { type: 'breakEnd' } as const;
const ad = (id: string, more: Guess<'adStart'> = {}) =>
  ({ type: 'ad', guess: { ...more, params: { 'media.ad.id': id, ...more.params } } }) as const;

/** A mid-roll of two ads. */
const midroll: Row[] = [
  ...running,
  [5_000, 5, breakStart],
  [5_200, ad('a')],
  [15_000, adEnd],
  [15_100, ad('b')],
  [20_000, { ...adEnd, skipped: true }],
  [20_010, 5.01, breakEnd, 'run'],
];

describe("a player's ads", () => {
  test('are told with their ends, and the content plays on', () => {
    const { lines, warnings } = story(midroll);
    expect(lines).toEqual([
      ...told,
      '5000 adBreakStart 5',
      '5200 adStart 5',
      '5201 play 5',
      '15000 adComplete 5',
      '15100 adStart 5',
      '15101 play 5',
      '20000 adSkip 5',
      '20010 adBreakComplete 5.01',
      '20011 play 5.01',
    ]);
    expect(warnings).toEqual([]);
  });

  test('are counted: breaks in the session, ads in the break, the break at the second of the content', () => {
    const { all } = story([...midroll, [30_000, 30.5, breakStart], [30_100, ad('c')], [31_000, breakEnd]]);
    expect(all('adBreakStart').map(({ params }) => params)).toEqual([
      { 'media.ad.podIndex': 1, 'media.ad.podSecond': 5 },
      { 'media.ad.podIndex': 2, 'media.ad.podSecond': 30.5 },
    ]);
    expect(all('adStart').map(({ params }) => params)).toMatchObject([
      { 'media.ad.id': 'a', 'media.ad.podPosition': 1 },
      { 'media.ad.id': 'b', 'media.ad.podPosition': 2 },
      { 'media.ad.id': 'c', 'media.ad.podPosition': 1 },
    ]);
  });

  test('are counted anew in the next session', () => {
    const { all } = story([...midroll, [30_000, 'unload'], [31_000, 'start', 'run'], [32_000, breakStart]]);
    expect(all('adBreakStart').at(-1)!.params).toMatchObject({ 'media.ad.podIndex': 1 });
  });

  test('are what the player knows of them, rather than what was counted', () => {
    const guess = { params: { 'media.ad.podIndex': 4, 'media.ad.podSecond': 12, 'media.ad.podFriendlyName': 'midroll' } };
    const { all } = story([
      ...running,
      [5_000, 5, { ...breakStart, guess }],
      [5_100, ad('a', { params: { 'media.ad.podPosition': 3 } })],
    ]);
    expect(all('adBreakStart')[0]!.params).toEqual(guess.params);
    expect(all('adStart')[0]!.params).toMatchObject({ 'media.ad.podPosition': 3 });
  });

  test('may be left out by the page, and its break goes on', () => {
    const answer = (guess: Guess | undefined): Guess | null => {
      const params = guess?.params as Record<string, unknown>;
      return params['media.ad.id'] === 'a'
        ? null
        : { params: { ...params, 'media.ad.length': 5 }, customMetadata: { house: 'no' } };
    };
    const { lines, all, warnings } = story(midroll, { ad: answer });
    expect(lines.slice(3, 6)).toEqual(['5000 adBreakStart 5', '15100 adStart 5', '15101 play 5']);
    expect(all('adComplete')).toEqual([]);
    expect(all('adStart')[0]).toMatchObject({
      params: { 'media.ad.id': 'b', 'media.ad.length': 5 },
      customMetadata: { house: 'no' },
    });
    expect(warnings).toEqual([]);
  });

  test('need what every ad needs: the page hears what is missing', () => {
    const { all, warnings } = story(midroll, { ad: () => ({ params: { 'media.ad.id': 'a' } }) });
    expect(all('adStart')).toEqual([]);
    expect(warnings[0]).toMatch(/adStart.*media\.ad\.length/);
  });

  test('that are left open are closed by the next one, by the end of the break, by the end of the session', () => {
    const open: Row[] = [...running, [5_000, 5, breakStart, ad('a')], [6_000, ad('b')]];
    expect(story(open).lines.slice(-3)).toEqual(['6000 adSkip 5', '6001 adStart 5', '6002 play 5']);
    expect(story([...open, [7_000, 5.01, breakEnd]]).lines.slice(-3)).toEqual([
      '7000 adSkip 5.01',
      '7001 adBreakComplete 5.01',
      '7002 play 5.01',
    ]);
    expect(story([...open, [7_000, 'unload']]).lines.slice(-3)).toEqual([
      '7000 adSkip 5',
      '7001 adBreakComplete 5',
      '7002 sessionEnd 5',
    ]);
  });

  test('outside of a break, and ends of what is not open, say nothing', () => {
    const { lines, warnings } = story([...running, [5_000, 5, ad('a'), adEnd, breakEnd]]);
    expect([lines, warnings]).toEqual([told, []]);
  });

  test('pause and stall like content', () => {
    const rows: Row[] = [
      ...running,
      [5_000, 5, breakStart, ad('a')],
      [6_000, 'halt'],
      [7_000, 'run'],
      [8_000, 'wait'],
      [9_000, 'run'],
    ];
    expect(story(rows).lines.slice(-4)).toEqual(['6000 pauseStart 5', '7000 play 5', '8000 bufferStart 5', '9000 play 5']);
  });
});
