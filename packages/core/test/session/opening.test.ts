import { describe, expect, test } from 'vitest';
import { film } from './machine';
import { opening, story, track, type Row } from './story';

const { 'media.length': _, ...unmeasured } = film;
const lengthComes = { media: () => ({ params: unmeasured }) };
const length = { type: 'durationKnown', seconds: 60 } as const;
const late = { type: 'playRequested', isLate: true } as const;
const fail = { type: 'failed', id: 'html5.4' } as const;

describe('the start of an automatic session', () => {
  test('has the time of the request to play and the latest place that is known, and waits for the length', () => {
    const rows: Row[] = [
      [0, 5, 'playRequested'],
      [2_000, 6, length],
    ];
    expect(story(rows.slice(0, 1), { ...lengthComes, until: 1_999 }).lines).toEqual([]);
    const { lines, all } = story(rows, lengthComes);
    expect(lines).toEqual(['0 sessionStart 6']);
    expect(all('sessionStart')[0]!.params).toMatchObject({ 'media.id': 'film', 'media.length': 60 });
  });

  test('does not wait when the length is known', () => {
    expect(story([[0, 'playRequested']]).lines).toEqual(['0 sessionStart 0']);
  });

  test('waits 10 s at most, then the length is 0', () => {
    expect(story([[0, 'playRequested']], { ...lengthComes, until: 9_999 }).lines).toEqual([]);
    const { lines, all } = story([[0, 'playRequested']], { ...lengthComes, until: 10_000 });
    expect(lines).toEqual(['0 sessionStart 0']);
    expect(all('sessionStart')[0]!.params).toMatchObject({ 'media.length': 0 });
  });

  test('reports what happened while it waited, at the times at which it happened', () => {
    const rows: Row[] = [
      [0, 'playRequested'],
      [400, 1, 'playing'],
      [900, 2, 'paused'],
      [3_000, length],
    ];
    expect(story(rows, { ...lengthComes, until: 3_000 }).lines).toEqual([
      '0 sessionStart 1 {timeToStart:400}',
      '400 play 1',
      '900 pauseStart 2',
    ]);
  });

  test.each<[string, Row, string[]]>([
    ['an error', [500, fail], ['500 error 0 {errorID:html5.4,errorSource:player}', '501 sessionEnd 0']],
    ['another source', [500, 'unloaded'], ['500 sessionEnd 0']],
    ['the page going away', [500, 'leave'], ['500 sessionEnd 0']],
    ['the end', [500, 'ended'], ['500 sessionComplete 0']],
  ])('is reported with length 0 when %s comes before the length', (_what, row, ending) => {
    const { lines, all } = story([[0, 'playRequested'], row], lengthComes);
    expect(lines).toEqual(['0 sessionStart 0', ...ending]);
    expect(all('sessionStart')[0]!.params).toMatchObject({ 'media.length': 0 });
  });

  test('says nothing more about an error after the end', () => {
    expect(
      story(
        [
          [0, 'playRequested'],
          [500, fail],
          [600, 'paused', fail, 'unloaded', 'ended'],
        ],
        { until: 60_000 },
      ).lines,
    ).toEqual(['0 sessionStart 0', '500 error 0 {errorID:html5.4,errorSource:player}', '501 sessionEnd 0']);
  });

  test('a network fault is external', () => {
    const { lines } = story([
      [0, 'playRequested'],
      [500, { ...fail, isNetwork: true }],
    ]);
    expect(lines[1]).toBe('500 error 0 {errorID:html5.4,errorSource:external}');
  });

  test('finds the session open that the page opened by hand', () => {
    const { lines, warnings } = story([
      [0, opening],
      [10, 'playRequested'],
      [20, 'playing'],
      [500, 'playRequested'],
    ]);
    expect(lines).toEqual(['0 sessionStart 0', '20 play 0']);
    expect(warnings).toEqual([]);
  });

  test('gives way to the page that opens by hand while it waits for the length', () => {
    const { all } = story(
      [
        [0, 'playRequested'],
        [500, track('sessionStart', { 'media.length': 7 })],
        [2_000, length],
      ],
      lengthComes,
    );
    expect(all('sessionStart').map(({ params }) => params)).toEqual([expect.objectContaining({ 'media.length': 7 })]);
  });

  test('a replay is a new session, and so is each round of a loop', () => {
    const rows: Row[] = [
      [0, 'playRequested', 'playing'],
      [5_000, 60, 'ended'],
      [5_000, 0, 'playRequested'],
      [5_010, 'playing'],
      [9_000, 60, 'ended', 0, 'playRequested'],
    ];
    expect(story(rows).lines.filter((one) => one.includes('session'))).toEqual([
      '0 sessionStart 0',
      '5000 sessionComplete 60',
      '5000 sessionStart 0',
      '9000 sessionComplete 60',
      '9000 sessionStart 0',
    ]);
  });
});

describe('content that the page does not want tracked', () => {
  test('says nothing until it goes, and is asked about once', () => {
    let asked = 0;
    const media = () => (asked++ ? { params: film } : null);
    const { lines } = story(
      [
        [0, late],
        [10, 'playing'],
        [5_000, 'paused', late, 'playing', { type: 'state', name: 'mute', on: true }],
        [6_000, 'unloaded'],
        [7_000, late],
      ],
      { media, until: 7_300 },
    );
    expect(lines).toEqual(['7000 sessionStart 0', '7001 stateStart 0 mute']);
    expect(asked).toBe(2);
  });

  test.each(['ended', 'unloaded', 'leave'] as const)('is over with %j', (word) => {
    const answers = [null, { params: film }];
    const { lines } = story([[0, late, 'playing', 10, word, 0, late]], { media: () => answers.shift()! });
    expect(lines).toEqual(['0 sessionStart 0']);
  });

  test('by hand, is not tracked either, and may be opened again', () => {
    const answers = [null, { params: film }];
    expect(
      story(
        [
          [0, opening],
          [10, opening],
        ],
        { media: () => answers.shift()! },
      ).lines,
    ).toEqual(['10 sessionStart 0']);
  });
});

describe('a start that lacks what it needs', () => {
  test.each<[string, object, string]>([
    ['no id', { 'media.id': undefined }, 'media.id'],
    ['an empty id', { 'media.id': '' }, 'media.id'],
    ['an id that is no text', { 'media.id': 7 }, 'media.id'],
    ['an empty name', { 'media.name': '' }, 'media.name'],
    ['a negative length', { 'media.length': -1 }, 'media.length'],
    ['a length that is text', { 'media.length': '60' }, 'media.length'],
    ['an endless length', { 'media.length': Infinity }, 'media.length'],
    ['no kind of content', { 'media.contentType': '' }, 'media.contentType'],
  ])('is refused with %s, and the next one counts', (_what, params, key) => {
    const { lines, warnings } = story([
      [0, track('sessionStart', params)],
      [10, opening],
    ]);
    expect(lines).toEqual(['10 sessionStart 0']);
    expect(warnings.join('\n')).toContain(key);
    expect(warnings.join('\n')).toContain('sessionStart');
  });

  test('is said once for automatic content, until the content goes', () => {
    const media = () => ({ params: { ...film, 'media.id': '' } });
    const { lines, warnings } = story([[0, 'playRequested', 'playing', 'paused', 'playRequested', 'playing']], { media });
    expect([lines, warnings]).toEqual([[], [expect.stringContaining('media.id')]]);
    const again = story([[0, 'playRequested', 'unloaded', 'playRequested']], { media });
    expect(again.warnings).toHaveLength(2);
  });

  test('a name may be absent, and a length may be 0', () => {
    expect(story([[0, track('sessionStart', { 'media.length': 0 })]]).lines).toEqual(['0 sessionStart 0']);
  });
});
