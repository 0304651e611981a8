import { report } from '@media-collection/report';
import { describe, expect, test } from 'vitest';
import { story, type Row } from './story';

const metrics = (...rows: Row[]) => report(story(...rows)).metrics;
const start: Row = [0, 'sessionStart', 0];

describe('time spent', () => {
  test('counts a second pass over the same content again, unique time does not', () => {
    const measured = metrics(
      start,
      [0, 'play', 0],
      [10_000, 'pauseStart', 10],
      [11_000, 'play', 4], // a seek back
      [21_000, 'sessionEnd', 14],
    );
    // 0 to 10 and 11 to 21; playheads 0 to 10 and 4 to 14
    expect(measured).toMatchObject({ contentTimeSpent: 20, uniqueTimePlayed: 14 });
  });

  test('is measured on the clock, not on the playhead', () => {
    // at double speed
    expect(metrics(start, [0, 'play', 0], [10_000, 'sessionEnd', 20])).toMatchObject({
      contentTimeSpent: 10,
      uniqueTimePlayed: 20,
    });
  });

  test('leaves out content that was jumped over without a word', () => {
    const measured = metrics(start, [0, 'play', 0], [10_000, 'ping', 10], [20_000, 'ping', 55], [21_000, 'sessionEnd', 56]);
    // playheads 0 to 10 and 55 to 56
    expect(measured).toMatchObject({ contentTimeSpent: 21, uniqueTimePlayed: 11 });
  });

  test('takes an ad for playing until the player says otherwise', () => {
    const measured = metrics(
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
    expect(measured).toMatchObject({ adTimeSpent: 5, totalBufferDuration: 1, contentTimeSpent: 1, mediaTimeSpent: 6 });
  });

  test('does not count content after a pre-roll before its own play', () => {
    const measured = metrics(
      start,
      [0, 'adBreakStart', 0],
      [0, 'adStart', 0],
      [0, 'play', 0], // Adobe's clients say so of the ad
      [5_000, 'adComplete', 0],
      [5_000, 'adBreakComplete', 0],
      [7_000, 'play', 0],
      [8_000, 'sessionEnd', 1],
    );
    expect(measured).toMatchObject({ adTimeSpent: 5, contentTimeSpent: 1, contentStarts: 1 });
  });

  test('has no content start when the viewer leaves in the pre-roll', () => {
    const measured = metrics(start, [0, 'adBreakStart', 0], [0, 'adStart', 0], [0, 'play', 0], [5_000, 'sessionEnd', 0]);
    expect(measured).toMatchObject({ contentStarts: 0, contentSegmentViews: 0, dropsBeforeStart: 1, adTimeSpent: 5 });
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
    const measured = metrics(
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
    expect(measured).toMatchObject({ contentTimeSpent: 2, adTimeSpent: 2, pauseEvents: 1, totalPauseDuration: 3 });
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
  test('are one as long as they go on, whatever happens inside', () => {
    const measured = metrics(
      start,
      [0, 'play', 0],
      [5_000, 'pauseStart', 5],
      [6_000, 'pauseStart', 5], // a seek while paused is sent as another
      [15_000, 'ping', 5],
      [20_000, 'play', 30],
      [21_000, 'sessionEnd', 31],
    );
    expect(measured).toMatchObject({ pauseEvents: 1, totalPauseDuration: 15, pausedImpactedStreams: 1, contentTimeSpent: 6 });
  });

  test('are two when the player paused for an ad and the viewer paused in it', () => {
    const measured = metrics(
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
    expect(measured).toMatchObject({ pauseEvents: 2, totalPauseDuration: 2, adTimeSpent: 4 });
  });
});
