import { report } from '@media-collection/report';
import { describe, expect, test } from 'vitest';
import { story, type Row } from './story';

const metrics = (...rows: Row[]) => report(story(...rows)).metrics;
const start: Row = [0, 'sessionStart', 0];

describe('stalls', () => {
  test('are three events without movement, and none of that time is content', () => {
    const measured = metrics(
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
    expect(measured).toMatchObject({ contentTimeSpent: 25, stallEvents: 1, totalStallDuration: 30, stallImpactedStreams: 1 });
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
    const measured = metrics(
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
    expect(measured).toMatchObject({ contentTimeSpent: 22, chapterTimeSpent: 12, totalStallDuration: 10 });

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
      secondsSinceLastCall: 0,
    });
  });

  test('is the last event when the session times out', () => {
    expect(metrics(...seen)).toMatchObject({ contentTimeSpent: 10, secondsSinceLastCall: 600, contentCompletes: 0 });
  });

  test('comes by itself after ten minutes of silence', () => {
    expect(metrics(...seen, [610_000, 'sessionEnd', 610])).toMatchObject({ contentTimeSpent: 610 });
    expect(metrics(...seen, [620_000, 'sessionEnd', 620])).toMatchObject({ contentTimeSpent: 10, secondsSinceLastCall: 600 });
  });

  test('says how long the service waited in vain, under both names', () => {
    const waited = (...rows: Row[]) => {
      const { metrics, contextData, xdm } = report(story(start, ...rows));
      expect(contextData['a.media.secondsSinceLastCall']).toBe(metrics.secondsSinceLastCall);
      expect(xdm.mediaReporting.sessionDetails?.['secondsSinceLastCall']).toBe(metrics.secondsSinceLastCall);
      return metrics.secondsSinceLastCall;
    };
    expect(waited([0, 'play', 0], [10_000, 'ping', 10])).toBe(600);
    expect(waited([0, 'play', 0], [10_000, 'ping', 10], [15_000, 'sessionEnd', 15])).toBe(0);
    expect(waited([0, 'play', 0], [60_000, 'sessionComplete', 60])).toBe(0);
    // the playhead stands from 0 on; 1800 s without movement end before 600 s of silence do
    expect(waited(...Array.from({ length: 17 }, (_, i): Row => [100_000 * (i + 1), 'ping', 0]))).toBe(100);
    expect(report([]).metrics.secondsSinceLastCall).toBe(0);
    const downloaded = story([0, 'sessionStart', 0, { params: { 'media.downloaded': true } }], [0, 'play', 0]);
    expect(report(downloaded).metrics.secondsSinceLastCall).toBe(0);
  });

  test('comes by itself after half an hour without movement of the playhead', () => {
    const paused = Array.from({ length: 20 }, (_, i): Row => [20_000 + i * 100_000, 'ping', 10]);
    // the playhead was last seen to move at 10; 1820 is 10 s too late, so that 1720 is the last ping to count
    expect(metrics(...seen, [10_000, 'pauseStart', 10], ...paused)).toMatchObject({ totalPauseDuration: 1_710 });
  });

  test('does not come by itself to downloaded content, which comes all at once', () => {
    const measured = metrics(
      [0, 'sessionStart', 0, { params: { 'media.downloaded': true } }],
      [0, 'play', 0],
      [700_000, 'sessionEnd', 700],
    );
    expect(measured).toMatchObject({ contentTimeSpent: 700, downloaded: 1 });
  });

  test('of the content is sessionComplete: nothing plays after it', () => {
    expect(metrics(...seen, [12_000, 'sessionComplete', 12], [20_000, 'sessionEnd', 12])).toMatchObject({
      contentTimeSpent: 12,
      contentCompletes: 1,
      secondsSinceLastCall: 0,
    });
  });
});
