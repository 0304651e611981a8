import { describe, expect, test } from 'vitest';
import { film } from './machine';
import { jumps, opening, plays, pod, refuses, spot, state, story, track, type Row, type Said } from './story';

const playing: Row[] = [
  [0, opening],
  [500, plays(0), track('play')],
];

/** The player reports nonsense. */
const says =
  (value: unknown): Said =>
  (machine) => {
    machine.playhead = () => value as number;
    return undefined;
  };

describe('the time of an event', () => {
  test('is never that of another: equal times are put 1 ms apart, in order', () => {
    const { lines } = story([...playing, [3_000, 2, track('pauseStart'), track('play'), pod(), spot()]]);
    expect(lines.slice(3)).toEqual(['3000 pauseStart 2', '3001 play 2', '3002 adBreakStart 2', '3003 adStart 2', '3004 play 2']);
  });

  test('moves no ping when it was put off by a ms', () => {
    const { lines } = story([...playing, [3_000, 2, track('pauseStart'), track('play'), track('pauseStart')]], {
      until: 23_000,
      pings: true,
    });
    expect(lines.slice(-2)).toEqual(['13000 ping 2', '23000 ping 2']);
  });

  test('is whole milliseconds', () => {
    expect(story([[0.7, opening]]).sent[0]!.event.playerTime.ts % 1).toBe(0);
  });

  test('of a new session has nothing to do with the one before', () => {
    const { lines } = story([...playing, [3_000, 2, track('pauseStart'), track('play'), track('sessionEnd'), opening]]);
    expect(lines.slice(-2)).toEqual(['3002 sessionEnd 2', '3000 sessionStart 2']);
  });

  test('goes on when the wall clock falls by an hour, and pings stay 10 s apart', () => {
    const { lines } = story([...playing, [3_000, jumps(-3_600_000)], [5_000, 4, track('pauseStart')]], {
      until: 35_000,
      pings: true,
    });
    expect(lines.slice(3).map((one) => one.split(' ')[1])).toEqual(['pauseStart', 'ping', 'ping', 'ping']);
    const times = lines.slice(3).map((one) => Number.parseInt(one, 10));
    // How long it was from the last word to the fall is not known; and a bump of 1 ms moves no ping.
    expect(times[0]).toBeGreaterThan(1_500);
    expect(times[0]).toBeLessThanOrEqual(5_000);
    expect([9_999, 10_000]).toContain(times[1]! - times[0]!);
    expect(times.slice(2).map((ts, index) => ts - times[index + 1]!)).toEqual([10_000, 10_000]);
  });

  test('goes on after a fall when nothing but timers ring', () => {
    const { lines } = story([...playing, [3_000, jumps(-3_600_000)]], { until: 42_000, pings: true });
    expect(lines.slice(3).map((one) => one.split(' ').slice(0, 2).join(' '))).toEqual([
      '11500 ping',
      '21500 ping',
      '31500 ping',
      '41500 ping',
    ]);
  });

  test('leaps with the wall clock: the time that is missing is a pause, and missed pings are not made up for', () => {
    const { lines } = story([...playing, [3_000, 5, jumps(300_000)]], { until: 21_500, pings: true });
    expect(lines.slice(3)).toEqual(['1501 pauseStart 1', '307500 play 1', '317500 ping 5']);
  });
});

describe('the playhead', () => {
  test.each([NaN, -1, Infinity, -Infinity, undefined, '7', null])('%s is the last one that was good', (bad) => {
    const { lines } = story([...playing, [2_000, 1.5, 'hidden'], [3_000, says(bad)], [3_000, track('pauseStart')]]);
    expect(lines.slice(-1)).toEqual(['3000 pauseStart 1.5']);
  });

  test('is 0 while nobody reported it', () => {
    expect(
      story(
        [
          [0, opening],
          [500, track('play')],
        ],
        { until: 500 },
      ).lines,
    ).toEqual(['0 sessionStart 0', '500 play 0']);
  });

  test('of the first event is where the content stands', () => {
    expect(story([[0, 600, opening]]).lines).toEqual(['0 sessionStart 600']);
  });

  test('is not rounded', () => {
    expect(story([[0, 1.23456789, opening]]).lines).toEqual(['0 sessionStart 1.23456789']);
  });

  test('may be said by an intent, for itself alone', () => {
    const rows: Row[] = [
      [0, 0, { type: 'playRequested', isLate: true }, 'playing'],
      [5_000, 0, { type: 'unloaded', playhead: 4.9 }],
      [6_000, 'playRequested'],
    ];
    expect(story(rows).lines.filter((one) => one.includes('session'))).toEqual([
      '0 sessionStart 0',
      '5000 sessionEnd 4.9',
      '6000 sessionStart 0 resume',
    ]);
  });
});

describe('what happened a while ago', () => {
  test('is reported with that time, whatever came since, but behind what was reported since', () => {
    const ad: Row[] = [
      [2_250, 'progress', { type: 'adBreakStarted', agoMs: 200, playhead: 2 }],
      [2_250, { type: 'adAnnounced', agoMs: 100 }, { type: 'playing', agoMs: 100 }],
    ];
    const rows: Row[] = [
      [0, opening, track('play')],
      [2_000, 2],
    ];
    expect(story([...rows, ...ad]).lines.slice(-3)).toEqual(['2050 adBreakStart 2', '2150 adStart 2', '2151 play 2']);
    const { lines } = story([...rows, [2_200, state('stateStart', 'mute')], ...ad]);
    expect(lines.slice(-4)).toEqual(['2200 stateStart 2 mute', '2201 adBreakStart 2', '2202 adStart 2', '2203 play 2']);
  });
});

describe('live content', () => {
  const live = { media: () => ({ params: { ...film, 'media.contentType': 'live', 'media.length': 86_400 } }) };
  const NOON = Date.UTC(2026, 0, 15, 12);
  const MIDNIGHT = Date.UTC(2026, 0, 16);

  test('stands at the second of the day in UTC while nobody reports the playhead', () => {
    expect(
      story(
        [
          [0, opening],
          [500, track('play')],
        ],
        { ...live, epoch: NOON, until: 500 },
      ).lines,
    ).toEqual(['0 sessionStart 43200', '500 play 43200.5']);
  });

  test('begins a new day at midnight', () => {
    const { lines } = story(
      [
        [0, opening],
        [500, track('play')],
      ],
      { ...live, epoch: MIDNIGHT - 1_000, until: 1_500 },
    );
    expect(lines).toEqual(['0 sessionStart 86399', '500 play 86399.5', '1500 play 0.5']);
  });

  test('keeps the second of the day that the player reports, and brings one beyond the day back into it', () => {
    const { lines } = story(
      [
        [0, 43_000, opening],
        [500, 86_399.5, track('play')],
        [800, 86_400.25, track('pauseStart')],
      ],
      { ...live, epoch: NOON },
    );
    expect(lines).toEqual(['0 sessionStart 43000', '500 play 86399.5', '800 pauseStart 0.25']);
  });

  test('may be written in capitals; other content is as long as it is', () => {
    const media = (contentType: string) => ({ media: () => ({ params: { ...film, 'media.contentType': contentType } }) });
    expect(story([[0, 86_500, opening]], media('LIVE')).lines).toEqual(['0 sessionStart 100']);
    expect(story([[0, 86_500, opening]], media('vod')).lines).toEqual(['0 sessionStart 86500']);
  });
});

describe('the offset of a clock that fell', () => {
  const DAY = 86_400_000;
  const starts = (rows: Row[]) =>
    story(rows, { until: 60_000 }).sent.flatMap(({ event }) =>
      event.eventType === 'sessionStart' ? [event.playerTime.ts - 1_760_000_000_000] : [],
    );

  test('ends with its session: the next one has the time of the clock that was corrected', () => {
    const first: Row[] = [...playing, [3_000, jumps(-DAY)], [5_000, track('pauseStart')], [6_000, track('sessionEnd')]];
    expect(starts([...first, [8_000, opening]])).toEqual([0, 8_000 - DAY]);
  });

  test('is none where the clock fell before the first session, or between two', () => {
    expect(
      starts([
        [0, 'hidden'],
        [1_000, jumps(-DAY)],
        [2_000, opening],
      ]),
    ).toEqual([2_000 - DAY]);
    const ended: Row[] = [...playing, [3_000, track('sessionEnd')], [4_000, jumps(-DAY)]];
    expect(starts([...ended, [8_000, opening], [9_000, track('play')]])).toEqual([0, 8_000 - DAY]);
  });

  test('ends with a session that was lost, and the next one opens as soon as it would have', () => {
    const lost: Row[] = [...playing, [3_000, jumps(-DAY), plays(2.5)], [12_000, refuses('ping')]];
    const [, second] = starts(lost);
    expect(second).toBeGreaterThan(12_000 - DAY);
    expect(second).toBeLessThanOrEqual(23_000 - DAY);
  });
});
