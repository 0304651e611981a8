import { matchers } from '@media-collection/report/matchers';
import { describe, expect, test } from 'vitest';
import { state, story, type Row } from './story';

expect.extend(matchers);

const rows: Row[] = [
  [0, 'sessionStart', 0],
  [300, 'play', 0],
  [10_300, 'ping', 10],
  [12_300, 'pauseStart', 12],
  [13_300, 'sessionEnd', 12],
];
const events = story(...rows);
const broken = story(...rows.slice(0, 4), [12_500, 'adStart', 12], [13_300, 'sessionEnd', 12]);

/** What a matcher says when it fails. */
function complaint(assertion: () => unknown): string {
  try {
    assertion();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it did not fail');
}

describe('toFollowTheRules', () => {
  test('passes when no rule is broken, whatever advice there is', () => {
    expect(events).toFollowTheRules();
    expect(story(rows[0]!, state(1, 'stateStart', 0, 'mute'), [2, 'sessionEnd', 0])).toFollowTheRules();
    expect(broken).not.toFollowTheRules();
  });

  test('names the rule, the event and its time, and the advice', () => {
    const muted = story(
      ...rows.slice(0, 4),
      state(12_400, 'stateStart', 12, 'mute'),
      [12_500, 'adStart', 12],
      [13_300, 'sessionEnd', 12],
    );
    expect(complaint(() => expect(muted).toFollowTheRules())).toBe(
      [
        'The events break rules:',
        '  adStart at 12.5 s: ad-outside-break: No ad break is open.',
        'And some advice:',
        '  sessionEnd at 13.3 s: state-left-on: sessionEnd comes while mute is on.',
      ].join('\n'),
    );
    expect(complaint(() => expect(events).not.toFollowTheRules())).toMatch(/should not/);
  });

  test('takes what is no list of events for what it is', () => {
    expect(complaint(() => expect(undefined).toFollowTheRules())).toMatch('an event: invalid-event: the event: expected object');
  });
});

describe('toReport', () => {
  test('compares the metrics that are given', () => {
    // play 0.3 to 12.3, pause to 13.3
    expect(events).toReport({ contentTimeSpent: 12, pauseEvents: 1, totalPauseDuration: 1, segment: '[0-1]', states: {} });
    expect(events).toReport({ contentTimeSpent: 12.1 }, { within: 0.15 });
    expect(events).not.toReport({ contentTimeSpent: 12.1 });
    expect(events).toReport({ averageBitrate: undefined, playerErrors: [] });
    expect(events).not.toReport({ playerErrors: ['x'] });
    const muted = story(rows[0]!, state(1_000, 'stateStart', 0, 'mute'), [3_100, 'sessionEnd', 0]);
    expect(muted).toReport({ states: { mute: { set: 1, count: 1, time: 2 } } }, { within: 0.15 });
    expect(muted).not.toReport({ states: { mute: { set: 1, count: 2, time: 2 } } }, { within: 0.15 });
  });

  test('names what was expected and what is reported', () => {
    expect(
      complaint(() => expect(events).toReport({ contentTimeSpent: 14, pauseEvents: 1, averageBitrate: 1 }, { within: 0.5 })),
    ).toBe(
      [
        'The back end reports something else (within 0.5):',
        '  contentTimeSpent: expected 14, reported 12',
        '  averageBitrate: expected 1, reported nothing',
      ].join('\n'),
    );
    expect(complaint(() => expect(events).not.toReport({ pauseEvents: 1 }))).toMatch('should not: {"pauseEvents":1}');
  });
});

describe('toHaveEvents', () => {
  test('compares the words in the order of time, without pings unless one is given', () => {
    expect(events).toHaveEvents(['sessionStart', 'play', 'pauseStart', 'sessionEnd']);
    expect(events).toHaveEvents(['sessionStart', 'play', 'ping', 'pauseStart', 'sessionEnd']);
    expect([...events].reverse()).not.toHaveEvents(['sessionStart', 'play', 'sessionEnd', 'pauseStart']);
    expect([events[0], events[2], events[1], events[3]]).toHaveEvents(['sessionStart', 'play', 'ping', 'pauseStart']);
    expect([events[0], events[4], events[3]]).toHaveEvents(['sessionStart', 'pauseStart', 'sessionEnd']);
  });

  test('shows the two sequences side by side', () => {
    expect(complaint(() => expect(events).toHaveEvents(['sessionStart', 'adBreakStart', 'play', 'sessionEnd']))).toBe(
      [
        'The events are others:',
        '  expected       received',
        '  sessionStart   sessionStart',
        '  adBreakStart <',
        '  play           play',
        '               > pauseStart',
        '  sessionEnd     sessionEnd',
      ].join('\n'),
    );
    expect(complaint(() => expect(events).not.toHaveEvents(['sessionStart', 'play', 'pauseStart', 'sessionEnd']))).toMatch(
      /should not/,
    );
  });
});
