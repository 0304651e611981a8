import { report } from '@media-collection/report';
import { describe, expect, test } from 'vitest';
import { eventOf, timeline, type Sent } from './story';

const calls = (events: readonly Sent[]): [string, number | undefined][] =>
  report(events).calls.map(({ call, metrics }) => [call, metrics.adTimeSpent ?? metrics.chapterTimeSpent]);

// Each of Adobe's published timelines; length 60 1/3 s: 10 % is 6.03, 25 % 15.08, 50 % 30.17, 75 % 45.25, 95 % 57.32.
describe("Adobe's timeline of a view to the end", () => {
  const events = timeline('view-to-the-end');

  test('counts content, ads, buffer and pause', () => {
    expect(report(events).metrics).toMatchObject({
      // 22 to 33 (11), 36 to 46 (10), 54 to 64 (10: the break was entered playing), 74 to 88 (14)
      contentTimeSpent: 45,
      // 45 and the ads: 0 to 15, 15 to 22, 46 to 54 (15 + 7 + 8)
      mediaTimeSpent: 75,
      adTimeSpent: 30,
      // playheads 0 to 11, 11 to 21, 21 to 31, 31 to 45
      uniqueTimePlayed: 45,
      averageMinuteAudience: 45 / 60.3333333333333,
      estimatedStreams: 1,
      bufferEvents: 1,
      // 33 to 36
      totalBufferDuration: 3,
      pauseEvents: 1,
      // 64 to 74
      totalPauseDuration: 10,
      adCount: 3,
      adCompletes: 3,
      // the playhead ends at 45, just short of 45.25
      progress10: 1,
      progress25: 1,
      progress50: 1,
      progress75: 0,
      progress95: 0,
      contentStarts: 1,
      contentCompletes: 1,
      dropsBeforeStart: 0,
      segment: '[0-1]',
    });
  });

  test('is reported in eight calls', () => {
    expect(calls(events)).toEqual([
      ['mediaStart', undefined],
      ['adStart', undefined],
      ['adClose', 15],
      ['adStart', undefined],
      ['adClose', 7],
      ['adStart', undefined],
      ['adClose', 8],
      ['mediaClose', 30],
    ]);
  });
});

describe("Adobe's timeline of a view abandoned in a mid-roll", () => {
  const listed = timeline('abandoned-in-a-mid-roll');
  const error = listed.findIndex(({ eventType }) => eventType === 'error');
  const events = [...listed.slice(0, error + 1), eventOf([32_001, 'bufferStart', 20]), ...listed.slice(error + 1)];

  test('counts the ad that was left, and does not complete it', () => {
    expect(report(events).metrics).toMatchObject({
      // 12 to 32.001 (20.001: bufferStart comes 1 ms after the error), 37 to 45 (8)
      contentTimeSpent: 28.001,
      // 32.001 to 37
      bufferEvents: 1,
      totalBufferDuration: 4.999,
      // 0 to 12, 45 to 48
      adTimeSpent: 15,
      mediaTimeSpent: 43.001,
      adCount: 2,
      adCompletes: 1,
      contentCompletes: 0,
      errors: 1,
      errorImpactedStreams: 1,
      // 28 is 46 % of the length
      progress25: 1,
      progress50: 0,
      secondsSinceLastCall: 0,
    });
  });

  test('closes the ad with the session', () => {
    const { calls } = report(events);
    expect(calls.at(-2)).toMatchObject({
      call: 'adClose',
      params: { 'media.ad.id': '002' },
      contextData: { 'a.media.ad.complete': 0, 'a.media.ad.timePlayed': 3 },
      xdm: { mediaReporting: { advertisingDetails: { isCompleted: false, timePlayed: 3 } } },
    });
    expect(calls.at(-1)).toMatchObject({ call: 'mediaClose' });
  });
});

describe("Adobe's timeline with chapters", () => {
  const events = timeline('chapters');

  test('counts the content inside each chapter', () => {
    expect(report(events).metrics).toMatchObject({
      // as in the first timeline
      contentTimeSpent: 45,
      adTimeSpent: 30,
      chapterCount: 2,
      chapterCompletes: 2,
      // first: 23 to 33 and 36 to 45 (10 + 9); second: 55 to 64 and 74 to 87 (9 + 13)
      chapterTimeSpent: 41,
    });
  });

  test('reports each chapter as it begins and as it closes', () => {
    expect(calls(events).filter(([call]) => call.startsWith('chapter'))).toEqual([
      ['chapterStart', undefined],
      ['chapterClose', 19],
      ['chapterStart', undefined],
      ['chapterClose', 22],
    ]);
  });
});
