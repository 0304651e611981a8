import { lint, rules } from '@media-collection/report';
import { describe, expect, test } from 'vitest';
import { casesOfOrder } from './cases-of-order';
import { casesOfPlayback } from './cases-of-playback';
import { start } from './rows';
import { EPOCH, state, story, eventOf, type Row } from './story';

const cases = [...casesOfOrder, ...casesOfPlayback];

/** What went over the wire has no undefined members. */
const wire = (rows: readonly Row[]): object[] => JSON.parse(JSON.stringify(story(...rows))) as object[];

describe.each(cases)('%s', (rule, broken, kept) => {
  test.each(broken.map(([word, ...rows]) => ({ word, rows })))('is broken by $word', ({ word, rows }) => {
    const events = wire(rows);
    const found = lint(events).filter((breach) => breach.rule === rule);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ severity: rules[rule].severity, event: { eventType: word } });
    expect(events).toContain(found[0]?.event);
    expect(found[0]?.message).toMatch(/\.$/);
  });

  test.each(kept.map((rows) => ({ rows })))('is kept, %#', ({ rows }) => {
    expect(lint(wire(rows)).filter((breach) => breach.rule === rule)).toEqual([]);
  });
});

test('every rule has a story that breaks it and one that does not', () => {
  expect([...cases.map(([rule]) => rule), 'resume-missing'].sort()).toEqual(Object.keys(rules).sort());
  for (const [, broken, kept] of cases) expect(Math.min(broken.length, kept.length)).toBeGreaterThan(0);
});

test('a session as Adobe documents it breaks no rule, and gets no advice', () => {
  const events = story(
    start,
    [1, 'adBreakStart', 0],
    [2, 'adStart', 0],
    [3, 'play', 0],
    [10_003, 'ping', 0],
    [15_000, 'adComplete', 0],
    [15_001, 'adBreakComplete', 0],
    [15_002, 'play', 0],
    [15_003, 'chapterStart', 0],
    [16_002, 'play', 1],
    state(17_000, 'stateStart', 2, 'mute'),
    [20_000, 'pauseStart', 5],
    [30_000, 'ping', 5],
    [32_000, 'play', 40],
    state(33_000, 'stateEnd', 41, 'mute'),
    [42_000, 'ping', 50],
    [51_998, 'chapterComplete', 60],
    [51_999, 'sessionComplete', 60],
    [52_000, 'sessionEnd', 60],
  );
  expect(lint(events)).toEqual([]);
});

test('a gap is reported once, however many events follow it', () => {
  const events = story(start, [30_000, 'chapterStart', 0], [31_000, 'chapterSkip', 0], [32_000, 'ping', 0]);
  expect(lint(events).map(({ rule, event }) => [rule, event])).toEqual([['ping-late', events[1]]]);
});

test('an event that nobody understands is reported, and the rest goes on', () => {
  const events = [
    eventOf(start),
    null,
    'play',
    { eventType: 'play' },
    eventOf([1, 'play', 0]),
    { ...eventOf([2, 'ping', 0]), playerTime: { ts: EPOCH + 2 } },
  ];
  expect(lint(events).map(({ rule, event, message }) => [rule, event, message])).toEqual([
    ['invalid-event', null, 'the event: expected object, got null.'],
    ['invalid-event', 'play', 'the event: expected object, got string "play".'],
    ['invalid-event', events[3], 'playerTime: expected object, got nothing.'],
    ['invalid-event', events[5], 'playerTime.playhead: expected number, got nothing.'],
  ]);
});
