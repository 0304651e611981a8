import { createReport, report } from '@media-collection/report';
import { describe, expect, test } from 'vitest';
import { state, story, type Row } from './story';

const metrics = (...rows: Row[]) => report(story(...rows)).metrics;
const start: Row = [0, 'sessionStart', 0];
const bitrate = (value: number) => ({ qoeData: { 'media.qoe.bitrate': value } });

describe('quality', () => {
  test('weighs each bitrate by the time that was played with it', () => {
    const measured = metrics(
      [0, 'sessionStart', 0, bitrate(1_000)],
      [5_000, 'play', 0],
      [15_000, 'bitrateChange', 10, bitrate(2_000)],
      [25_000, 'pauseStart', 20],
      [85_000, 'play', 20],
      [95_000, 'sessionEnd', 30],
    );
    // 1000 for 10 s, 2000 for 10 + 10 s: 50000 / 30
    expect(measured).toMatchObject({
      averageBitrate: 50_000 / 30,
      averageBitrateBucket: '1600-1699',
      bitrateChanges: 1,
      bitrateChangeImpactedStreams: 1,
    });
  });

  test('has no average when nothing was played with a bitrate', () => {
    expect(metrics([0, 'sessionStart', 0, bitrate(1_000)], [5_000, 'sessionEnd', 0])).not.toHaveProperty('averageBitrate');
  });

  test('keeps what was reported last: dropped frames, and the time to start in seconds', () => {
    const measured = metrics(
      start,
      [0, 'play', 0, { qoeData: { 'media.qoe.droppedFrames': 7, 'media.qoe.timeToStart': 1_500 } }],
      [10_000, 'ping', 10, { qoeData: { 'media.qoe.droppedFrames': 9 } }],
    );
    expect(measured).toMatchObject({ droppedFrames: 9, droppedFrameImpactedStreams: 1, timeToStart: 1.5 });
    expect(metrics(start)).not.toHaveProperty('droppedFrames');
  });

  test('splits errors into those of the player and others, in both forms that are documented', () => {
    const error = (ms: number, id: string, source: string): Row => [
      ms,
      'error',
      0,
      { qoeData: { 'media.qoe.errorID': id, 'media.qoe.errorSource': source } },
    ];
    const measured = report(
      story(start, error(1_000, 'html5.3', 'player'), error(2_000, 'html5.3', 'player'), error(3_000, 'cdn.502', 'external'), [
        4_000,
        'error',
        0,
        { params: { 'media.errorId': 'old', 'media.errorSource': 'external' } },
      ]),
    );
    expect(measured.metrics).toMatchObject({
      errors: 4,
      errorImpactedStreams: 1,
      playerErrors: ['html5.3'],
      externalErrors: ['cdn.502', 'old'],
    });
    expect(measured.contextData['a.media.qoe.externalErrors']).toEqual(['cdn.502', 'old']);
  });
});

describe('progress', () => {
  test('is reached by what was jumped over too, and stays reached', () => {
    const measured = metrics(start, [0, 'play', 0], [1_000, 'pauseStart', 1], [2_000, 'play', 46], [3_000, 'pauseStart', 0]);
    // 46 of 60 is 77 %
    expect(measured).toMatchObject({ progress10: 1, progress25: 1, progress50: 1, progress75: 1, progress95: 0 });
  });

  test('is reached by the very share', () => {
    expect(metrics(start, [0, 'play', 0], [6_000, 'ping', 6]).progress10).toBe(1);
    expect(metrics(start, [0, 'play', 0], [5_999, 'ping', 5.999]).progress10).toBe(0);
  });

  test('is none before main content has begun', () => {
    expect(metrics(start, [1_000, 'ping', 30], [2_000, 'ping', 0], [3_000, 'play', 0])).toMatchObject({ progress10: 0 });
  });

  test('is none without a length, and there is no average audience then', () => {
    const measured = metrics([0, 'sessionStart', 0, { params: { 'media.length': 0 } }], [0, 'play', 0], [10_000, 'ping', 10]);
    expect(measured.progress10).toBe(0);
    expect(measured).not.toHaveProperty('averageMinuteAudience');
  });

  test('has a segment in whole minutes from the lowest to the highest playhead, if anything was played', () => {
    const measured = metrics(start, [0, 'play', 130], [10_000, 'pauseStart', 140], [11_000, 'play', 290], [21_000, 'ping', 301]);
    expect(measured.segment).toBe('[2-6]');
    expect(metrics(start, [1_000, 'play', 60]).segment).toBe('[1-2]');
    expect(metrics(start, [1_000, 'ping', 0])).not.toHaveProperty('segment');
  });
});

describe('player states', () => {
  const on = (ms: number, name: string): Row => state(ms, 'stateStart', 0, name);
  const off = (ms: number, name: string): Row => state(ms, 'stateEnd', 0, name);

  test('count each start, and the time until the end or the close', () => {
    const measured = metrics(start, on(1_000, 'mute'), off(3_000, 'mute'), on(4_000, 'mute'), on(5_000, 'pictureInPicture'), [
      9_000,
      'sessionEnd',
      0,
    ]);
    expect(measured.states).toEqual({
      // 1 to 3 and 4 to 9
      mute: { set: 1, count: 2, time: 7 },
      pictureInPicture: { set: 1, count: 1, time: 4 },
    });
  });

  test('that are on already count again, and go on', () => {
    const { states } = metrics(start, on(1_000, 'mute'), on(3_000, 'mute'), off(4_000, 'mute'), off(9_000, 'mute'));
    expect(states).toEqual({ mute: { set: 1, count: 2, time: 3 } });
  });

  test('stand in lower case in context data, where two spellings are one, and as they came in XDM', () => {
    const { contextData, xdm } = report(
      story(start, on(0, 'fullScreen'), off(2_000, 'fullScreen'), on(3_000, 'fullscreen'), [4_000, 'sessionEnd', 0]),
    );
    expect(contextData).toMatchObject({
      'a.media.states.fullscreen.set': 1,
      'a.media.states.fullscreen.count': 2,
      'a.media.states.fullscreen.time': 3,
    });
    expect(xdm.mediaReporting.states).toEqual([
      { name: 'fullScreen', isSet: true, count: 1, time: 2 },
      { name: 'fullscreen', isSet: true, count: 1, time: 1 },
    ]);
  });

  test('are ten at most', () => {
    const names = Array.from({ length: 11 }, (_, i) => `s${i}`);
    expect(Object.keys(metrics(start, ...names.map((name, i) => on(i, name)), on(20, 's0')).states)).toEqual(names.slice(0, 10));
  });
});

describe('a session', () => {
  test('tells its flags', () => {
    const params = { 'media.resume': true, 'media.pass.auth': 'true', 'media.downloaded': true };
    expect(metrics([0, 'sessionStart', 0, { params }])).toMatchObject({
      mediaStarts: 1,
      contentResumes: 1,
      authorized: 1,
      downloaded: 1,
      federated: 0,
      dropsBeforeStart: 1,
    });
    expect(metrics(start)).toMatchObject({ contentResumes: 0, authorized: 0, downloaded: 0 });
  });

  test('has its metrics under both names, flags as booleans in XDM', () => {
    const { contextData, xdm } = report(story(start, [0, 'play', 0], [12_000, 'sessionEnd', 12]));
    expect(contextData).toMatchObject({ 'a.media.view': 1, 'a.media.play': 1, 'a.media.timePlayed': 12, 'a.media.complete': 0 });
    expect(xdm.mediaReporting.sessionDetails).toMatchObject({
      isViewed: true,
      timePlayed: 12,
      isCompleted: false,
      hasProgress10: true,
    });
    expect(contextData).not.toHaveProperty(['a.media.ad.view']);
    expect(xdm.mediaReporting).not.toHaveProperty('states');
  });

  test('of which nothing is known reports nothing', () => {
    expect(report([])).toMatchObject({ calls: [], metrics: { mediaStarts: 0, estimatedStreams: 0, dropsBeforeStart: 0 } });
  });

  test('without sessionStart is reported as far as it is known', () => {
    const { metrics, calls } = report(story([0, 'play', 0], [12_000, 'sessionEnd', 12]));
    expect(metrics).toMatchObject({ mediaStarts: 0, contentTimeSpent: 12, progress10: 0 });
    expect(calls.map(({ call }) => call)).toEqual(['mediaClose']);
  });

  test('ends at a second sessionStart no more than at any other event that is not its own', () => {
    expect(metrics(start, [0, 'play', 0], [5_000, 'sessionStart', 0], [12_000, 'sessionEnd', 12]).contentTimeSpent).toBe(12);
  });

  test('can be looked at while it goes on, and what is open counts as far as it has come', () => {
    const reporter = createReport();
    const events = story(start, [0, 'adBreakStart', 0], [0, 'adStart', 0], [4_000, 'ping', 0], [8_000, 'ping', 0]);
    const seen = events.map((event) => {
      reporter.add(event);
      return [
        reporter.value().metrics.adTimeSpent,
        reporter
          .value()
          .calls.map(({ call }) => call)
          .join(' '),
      ];
    });
    expect(seen.slice(2)).toEqual([
      [0, 'mediaStart adStart adClose mediaClose'],
      [4, 'mediaStart adStart adClose mediaClose'],
      [8, 'mediaStart adStart adClose mediaClose'],
    ]);
  });
});
