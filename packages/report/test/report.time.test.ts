import { report } from '@media-collection/report';
import { describe, expect, test } from 'vitest';
import { story, type Row } from './story';

const metrics = (...rows: Row[]) => report(story(...rows)).metrics;
const start: Row = [0, 'sessionStart', 0];

describe('time spent', () => {
  test('counts a second pass over the same content again, unique time does not', () => {
    const told = metrics(
      start,
      [0, 'play', 0],
      [10_000, 'pauseStart', 10],
      [11_000, 'play', 4], // a seek back
      [21_000, 'sessionEnd', 14],
    );
    // 0 to 10 and 11 to 21; playheads 0 to 10 and 4 to 14
    expect(told).toMatchObject({ contentTimeSpent: 20, uniqueTimePlayed: 14 });
  });

  test('is measured on the clock, not on the playhead', () => {
    // at double speed
    expect(metrics(start, [0, 'play', 0], [10_000, 'sessionEnd', 20])).toMatchObject({
      contentTimeSpent: 10,
      uniqueTimePlayed: 20,
    });
  });

  test('leaves out content that was jumped over without a word', () => {
    const told = metrics(start, [0, 'play', 0], [10_000, 'ping', 10], [20_000, 'ping', 55], [21_000, 'sessionEnd', 56]);
    // playheads 0 to 10 and 55 to 56
    expect(told).toMatchObject({ contentTimeSpent: 21, uniqueTimePlayed: 11 });
  });

  test('takes an ad for playing until the player says otherwise', () => {
    const told = metrics(
      start,
      [0, 'adBreakStart', 0],
      [1_000, 'adStart', 0],
      [4_000, 'bufferStart', 0],
      [5_000, 'play', 0],
      [7_000, 'adComplete', 0],
      [9_000, 'adBreakComplete', 0],
      [9_000, 'play', 0],
      [10_000, 'sessionEnd', 1],
    );
    // ad 1 to 4 and 5 to 7; the break around it counts for nothing
    expect(told).toMatchObject({ adTimeSpent: 5, totalBufferDuration: 1, contentTimeSpent: 1, mediaTimeSpent: 6 });
  });

  test('does not count content after a pre-roll before its own play', () => {
    const told = metrics(
      start,
      [0, 'adBreakStart', 0],
      [0, 'adStart', 0],
      [0, 'play', 0], // Adobe's clients say so of the ad
      [5_000, 'adComplete', 0],
      [5_000, 'adBreakComplete', 0],
      [7_000, 'play', 0],
      [8_000, 'sessionEnd', 1],
    );
    expect(told).toMatchObject({ adTimeSpent: 5, contentTimeSpent: 1, contentStarts: 1 });
  });

  test('has no content start when the viewer leaves in the pre-roll', () => {
    const told = metrics(start, [0, 'adBreakStart', 0], [0, 'adStart', 0], [0, 'play', 0], [5_000, 'sessionEnd', 0]);
    expect(told).toMatchObject({ contentStarts: 0, contentSegmentViews: 0, dropsBeforeStart: 1, adTimeSpent: 5 });
  });

  test('goes on after a break as it stood before it', () => {
    const around = (before: string): Row[] => [
      start,
      [0, 'play', 0],
      [2_000, before, 2],
      [3_000, 'adBreakStart', before === 'ping' ? 3 : 2],
      [3_000, 'adStart', 2],
      [6_000, 'adComplete', 2],
      [6_000, 'adBreakComplete', 2],
      [8_000, 'sessionEnd', 4],
    ];
    // playing: 0 to 3 and 6 to 8; paused: 0 to 2, the pause 2 to 3 and 6 to 8
    expect(metrics(...around('ping'))).toMatchObject({ contentTimeSpent: 5, totalPauseDuration: 0 });
    expect(metrics(...around('pauseStart'))).toMatchObject({ contentTimeSpent: 2, pauseEvents: 1, totalPauseDuration: 3 });
  });

  test('stays paused after a break when the viewer paused in its ad', () => {
    const told = metrics(
      start,
      [0, 'play', 0],
      [1_000, 'adBreakStart', 1],
      [1_000, 'adStart', 1],
      [3_000, 'pauseStart', 1],
      [4_000, 'adSkip', 1],
      [4_000, 'adBreakComplete', 1],
      [6_000, 'play', 1],
      [7_000, 'sessionEnd', 2],
    );
    // content 0 to 1 and 6 to 7; pause 3 to 6
    expect(told).toMatchObject({ contentTimeSpent: 2, adTimeSpent: 2, pauseEvents: 1, totalPauseDuration: 3 });
  });

  test('counts an ad outside of a break as content', () => {
    expect(
      metrics(start, [0, 'play', 0], [2_000, 'adStart', 2], [5_000, 'adComplete', 5], [6_000, 'sessionEnd', 6]),
    ).toMatchObject({
      contentTimeSpent: 6,
      adTimeSpent: 0,
      adCount: 0,
      adStarts: 0,
    });
  });

  test('estimates one stream for every half hour that has begun', () => {
    const hours = (ms: number): Row[] => [
      start,
      [0, 'play', 0],
      ...Array.from({ length: Math.ceil(ms / 300_000) - 1 }, (_, i): Row => [(i + 1) * 300_000, 'ping', (i + 1) * 300]),
      [ms, 'sessionEnd', ms / 1_000],
    ];
    expect(metrics(...hours(1_799_999)).estimatedStreams).toBe(1);
    expect(metrics(...hours(1_800_000)).estimatedStreams).toBe(2);
  });
});

describe('pauses', () => {
  test('are one as long as they go on, whatever is told inside', () => {
    const told = metrics(
      start,
      [0, 'play', 0],
      [5_000, 'pauseStart', 5],
      [6_000, 'pauseStart', 5], // a seek while paused is told as another
      [15_000, 'ping', 5],
      [20_000, 'play', 30],
      [21_000, 'sessionEnd', 31],
    );
    expect(told).toMatchObject({ pauseEvents: 1, totalPauseDuration: 15, pausedImpactedStreams: 1, contentTimeSpent: 6 });
  });

  test('are two when the player paused for an ad and the viewer paused in it', () => {
    const told = metrics(
      start,
      [0, 'play', 0],
      [1_000, 'pauseStart', 1],
      [1_000, 'adBreakStart', 1],
      [1_000, 'adStart', 1],
      [4_000, 'pauseStart', 1],
      [6_000, 'play', 1],
      [7_000, 'adComplete', 1],
      [7_000, 'adBreakComplete', 1],
      [7_000, 'play', 1],
      [8_000, 'sessionEnd', 2],
    );
    // ad 1 to 4 and 6 to 7; pause 4 to 6
    expect(told).toMatchObject({ pauseEvents: 2, totalPauseDuration: 2, adTimeSpent: 4 });
  });
});

describe('stalls', () => {
  test('are three events without movement, and none of that time is content', () => {
    const told = metrics(
      start,
      [0, 'play', 0],
      [10_000, 'ping', 10],
      [20_000, 'ping', 10],
      [30_000, 'ping', 10],
      [40_000, 'ping', 10],
      [50_000, 'ping', 20],
      [55_000, 'sessionEnd', 25],
    );
    // content 0 to 10, 40 to 55; stall 10 to 40
    expect(told).toMatchObject({ contentTimeSpent: 25, stallEvents: 1, totalStallDuration: 30, stallImpactedStreams: 1 });
  });

  test('are not two events, not what happens within a second, and not in ads', () => {
    const none = { stallEvents: 0, totalStallDuration: 0, stallImpactedStreams: 0 };
    const two: Row[] = [start, [0, 'play', 0], [10_000, 'ping', 10], [20_000, 'ping', 10], [30_000, 'sessionEnd', 20]];
    expect(metrics(...two)).toMatchObject({ ...none, contentTimeSpent: 30 });
    const second: Row[] = [start, [0, 'play', 0], [300, 'bitrateChange', 0], [600, 'bitrateChange', 0], [1_000, 'sessionEnd', 0]];
    expect(metrics(...second)).toMatchObject({ ...none, contentTimeSpent: 1 });
    const atOnce: Row[] = [start, [0, 'play', 0], [10_000, 'ping', 0], [10_020, 'bitrateChange', 0], [20_000, 'ping', 10]];
    expect(metrics(...atOnce)).toMatchObject({ ...none, contentTimeSpent: 20 });
    const ad: Row[] = [
      start,
      [0, 'adBreakStart', 0],
      [0, 'adStart', 0],
      [10_000, 'ping', 0],
      [20_000, 'ping', 0],
      [30_000, 'ping', 0],
    ];
    expect(metrics(...ad)).toMatchObject({ ...none, adTimeSpent: 30 });
  });

  test('come out of the chapter too, as far as they lie in it', () => {
    const told = metrics(
      start,
      [0, 'play', 0],
      [10_000, 'ping', 10],
      [14_000, 'chapterStart', 10],
      [20_000, 'ping', 10], // three since 10
      [30_000, 'ping', 18],
      [32_000, 'chapterComplete', 20],
      [32_000, 'sessionEnd', 20],
    );
    // content 0 to 10 and 20 to 32, the latter in the chapter; stall 10 to 20
    expect(told).toMatchObject({ contentTimeSpent: 22, chapterTimeSpent: 12, totalStallDuration: 10 });

    const before = metrics(
      start,
      [0, 'play', 0],
      [4_000, 'chapterStart', 4],
      [10_000, 'ping', 10],
      [20_000, 'ping', 10],
      [30_000, 'ping', 10], // three since 10
      [40_000, 'sessionEnd', 20],
    );
    // chapter 4 to 10 and 30 to 40; stall 10 to 30
    expect(before).toMatchObject({ contentTimeSpent: 20, chapterTimeSpent: 16, totalStallDuration: 20 });
  });
});

describe('the end', () => {
  const seen: Row[] = [start, [0, 'play', 0], [10_000, 'ping', 10]];

  test('is sessionEnd, and what follows is lost', () => {
    expect(metrics(...seen, [12_000, 'sessionEnd', 12], [20_000, 'play', 12], [30_000, 'ping', 22])).toMatchObject({
      contentTimeSpent: 12,
      secondsSinceLastCall: 2,
    });
  });

  test('is the last event when the session times out', () => {
    expect(metrics(...seen)).toMatchObject({ contentTimeSpent: 10, secondsSinceLastCall: 0, contentCompletes: 0 });
  });

  test('comes by itself after ten minutes of silence', () => {
    expect(metrics(...seen, [610_000, 'sessionEnd', 610])).toMatchObject({ contentTimeSpent: 610 });
    expect(metrics(...seen, [620_000, 'sessionEnd', 620])).toMatchObject({ contentTimeSpent: 10, secondsSinceLastCall: 0 });
  });

  test('comes by itself after half an hour without movement of the playhead', () => {
    const paused = Array.from({ length: 20 }, (_, i): Row => [20_000 + i * 100_000, 'ping', 10]);
    // the playhead was last seen to move at 10; 1820 is 10 s too late, so that 1720 is the last ping to count
    expect(metrics(...seen, [10_000, 'pauseStart', 10], ...paused)).toMatchObject({ totalPauseDuration: 1_710 });
  });

  test('does not come by itself to downloaded content, which comes all at once', () => {
    const told = metrics(
      [0, 'sessionStart', 0, { params: { 'media.downloaded': true } }],
      [0, 'play', 0],
      [700_000, 'sessionEnd', 700],
    );
    expect(told).toMatchObject({ contentTimeSpent: 700, downloaded: 1 });
  });

  test('of the content is sessionComplete: nothing plays after it', () => {
    expect(metrics(...seen, [12_000, 'sessionComplete', 12], [20_000, 'sessionEnd', 12])).toMatchObject({
      contentTimeSpent: 12,
      contentCompletes: 1,
      secondsSinceLastCall: 8,
    });
  });
});
