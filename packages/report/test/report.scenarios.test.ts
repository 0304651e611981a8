import { report, type Metrics } from '@media-collection/report';
import { expect, test } from 'vitest';
import { recorded } from './story';

/** What Adobe's clients sent in recorded scenarios, worked out by hand; times in ms as they stand in the scenario, results in seconds. */
const worked: readonly [name: string, session: number, expected: Partial<Metrics>][] = [
  [
    'ios-testTrackSimplePlayBack_RealTimeTracker',
    0,
    {
      // 0 to 5000, 20000 to 35000: 5 + 15
      contentTimeSpent: 20,
      // playheads 0 to 5, 5 to 20
      uniqueTimePlayed: 20,
      // 5000 to 20000
      pauseEvents: 1,
      totalPauseDuration: 15,
      // of 30 s; the playhead comes to 20, which is 67 %
      averageMinuteAudience: 20 / 30,
      progress50: 1,
      progress75: 0,
      contentCompletes: 1,
    },
  ],
  [
    'ios-testTrackSimplePlayBack_withSeek_RealTimeTracker',
    0,
    // play 5000 to 10000, 25000 to 40000; pause 0 to 5000, 10000 to 25000
    { contentTimeSpent: 20, pauseEvents: 2, totalPauseDuration: 20 },
  ],
  [
    'ios-testAdWithSeek_RealTimeTracker',
    0,
    {
      // first ad: 0 to 5000, then paused to 6000; second: 22000 to 37000; 5 + 15, both skipped
      adTimeSpent: 20,
      adCount: 2,
      adCompletes: 0,
      // 6000 to 21000
      contentTimeSpent: 15,
      mediaTimeSpent: 35,
      // 5000 to 6000 in the ad, 21000 to 22000 for the seek
      pauseEvents: 2,
      totalPauseDuration: 2,
      // playheads 5 to 20; the seek to 25 was not played, yet it passes 75 % of 30
      uniqueTimePlayed: 15,
      progress75: 1,
      progress95: 0,
      // 6000 to 21000 again: the chapter is skipped in the pause
      chapterTimeSpent: 15,
      chapterCompletes: 0,
    },
  ],
  [
    'ios-testMultipleAdChapter_RealTimeTracker',
    0,
    {
      // 15000 to 45000
      contentTimeSpent: 30,
      // 0 to 15000, 45000 to 60000
      adTimeSpent: 30,
      mediaTimeSpent: 60,
      adCompletes: 2,
      // 15000 to 30000, 30000 to 45000
      chapterTimeSpent: 30,
      chapterCompletes: 2,
      averageMinuteAudience: 1,
      progress95: 1,
    },
  ],
  [
    'js-b4-postroll',
    0,
    // content 300 to 12300, ad 12300 to 17300; the playhead comes to 12 of 45, 27 %
    { contentTimeSpent: 12, adTimeSpent: 5, mediaTimeSpent: 17, progress25: 1, progress50: 0, contentCompletes: 1 },
  ],
  [
    'js-c3-preroll-pause-then-ad',
    0,
    // one pause from 50 to 5100, that of the ad reported again, as is that after the break; content 5100 to 10100
    { contentTimeSpent: 5, adTimeSpent: 0, pauseEvents: 1, totalPauseDuration: 5.05, adCount: 1 },
  ],
  [
    'js-c6-adbreak-without-ad-preroll',
    0,
    // the break from 50 to 350 is empty; content 350 to 3350
    { contentTimeSpent: 3, mediaTimeSpent: 3, adCount: 0, pauseEvents: 0 },
  ],
  [
    'js-d3-spans-closed-by-the-next-start',
    0,
    {
      // 300 to 5300, 13300 to 16300: 5 + 3
      contentTimeSpent: 8,
      // 5300 to 7300, 7300 to 9300, 10300 to 13300, 16300 to 17300: 2 + 2 + 3 + 1; 9300 to 10300 is between ads
      adTimeSpent: 8,
      mediaTimeSpent: 16,
      adCount: 4,
      adCompletes: 0,
      // open from 5300 to the end, content in it from 13300 to 16300
      chapterTimeSpent: 3,
      chapterCompletes: 0,
    },
  ],
  [
    'js-e2-buffer-ended-by-play',
    0,
    // 300 to 8300, 11300 to 15300: 8 + 4; buffer 8300 to 11300
    { contentTimeSpent: 12, bufferEvents: 1, totalBufferDuration: 3, pauseEvents: 0 },
  ],
  [
    'js-e4-buffer-before-first-play',
    0,
    // buffer 300 to 2300, pause to 4300, play to 8300
    { contentTimeSpent: 4, bufferEvents: 1, totalBufferDuration: 2, pauseEvents: 1, totalPauseDuration: 2 },
  ],
  [
    'js-e5-buffer-while-paused',
    0,
    // play 300 to 5300, pause to 6300, buffer to 7300, pause to 8300, play to 12300
    { contentTimeSpent: 9, pauseEvents: 2, totalPauseDuration: 2, bufferEvents: 1, totalBufferDuration: 1 },
  ],
  [
    'js-f-seek',
    0,
    // 300 to 8300, 9100 to 21100: 8 + 12; playheads 0 to 8, 30 to 42; 42 of 60 is 70 %
    { contentTimeSpent: 20, uniqueTimePlayed: 20, pauseEvents: 1, totalPauseDuration: 0.8, progress50: 1, progress75: 0 },
  ],
  [
    'js-g3-rapid-toggle',
    0,
    // six times 50 ms of play from 300 to 850, then 900 to 3900; six pauses of 50 ms
    { contentTimeSpent: 3.3, pauseEvents: 6, totalPauseDuration: 0.3 },
  ],
  [
    'js-h3-idle-then-sessionEnd',
    0,
    // play 300 to 5300; the pause lasts until the client gives up at 1805500; pings every 10 s, the last at 1795500
    { contentTimeSpent: 5, pauseEvents: 1, totalPauseDuration: 1_800.2, estimatedStreams: 1, secondsSinceLastCall: 0 },
  ],
  [
    'js-h11-idle-restart-spans',
    0,
    {
      // content 300 to 3300, ad 3300 to 5300, then the ad is paused until 1805500
      contentTimeSpent: 3,
      adTimeSpent: 2,
      totalPauseDuration: 1_800.2,
      contentResumes: 0,
      states: {
        // ended as it began; the others 3300 to 1805500
        mute: { set: 1, count: 1, time: 0 },
        fullScreen: { set: 1, count: 1, time: 1_802.2 },
        closedCaptioning: { set: 1, count: 1, time: 1_802.2 },
      },
    },
  ],
  [
    'js-h11-idle-restart-spans',
    1,
    // ad 1865300 to 1870300, content to 1873300, all of it in the chapter that was sent again; states 1865300 to the end
    {
      contentTimeSpent: 3,
      adTimeSpent: 5,
      adCompletes: 1,
      chapterTimeSpent: 3,
      contentResumes: 1,
      states: {
        fullScreen: { set: 1, count: 1, time: 8 },
        closedCaptioning: { set: 1, count: 1, time: 8 },
      },
    },
  ],
  [
    'js-k-states',
    0,
    {
      // 300 to 6100
      contentTimeSpent: 5.8,
      // sent with sessionEnd, 1 ms on the wire; nothing was played with the bitrate
      timeToStart: 0.001,
      droppedFrames: 2,
      droppedFrameImpactedStreams: 1,
      states: {
        fullScreen: { set: 1, count: 1, time: 1.7 }, // 2300 to 4000
        mute: { set: 1, count: 2, time: 3.4 }, // 2400 to 3600, 3900 to 6100
        closedCaptioning: { set: 1, count: 1, time: 3.6 }, // each of these to 6100
        pictureInPicture: { set: 1, count: 1, time: 3.5 },
        inFocus: { set: 1, count: 1, time: 3.4 },
        custom_1: { set: 1, count: 1, time: 3.3 },
        'custom.2': { set: 1, count: 1, time: 3.2 },
        c3: { set: 1, count: 1, time: 3.1 },
        c4: { set: 1, count: 1, time: 3 },
        c5: { set: 1, count: 1, time: 2.9 },
      },
    },
  ],
  [
    'js-l5-qoe-once',
    0,
    // 300 to 22300, 22400 to 33400: 22 + 11; 1000 is the only bitrate; dropped frames 0, then 1
    { contentTimeSpent: 33, averageBitrate: 1_000, averageBitrateBucket: '1000-1099', droppedFrames: 1, timeToStart: 0.001 },
  ],
  [
    'js-r-live',
    0,
    // 300 to 22300; second 43200 of the day is minute 720; 43222 of 86400 is 50.03 %
    { contentTimeSpent: 22, uniqueTimePlayed: 22, segment: '[720-721]', averageMinuteAudience: 22 / 86_400, progress50: 1 },
  ],
  [
    'js-u-no-play',
    0,
    // nothing counts before play at 60000; then to 72000
    { contentTimeSpent: 12, pauseEvents: 0, dropsBeforeStart: 0 },
  ],
  [
    'js-u3-playing-without-trackPlay',
    0,
    // the playhead comes to 25 of 45, but no play came
    { contentStarts: 0, contentTimeSpent: 0, uniqueTimePlayed: 0, progress10: 0, dropsBeforeStart: 1, contentCompletes: 1 },
  ],
  [
    'js-w3-media-updates',
    0,
    // content 300 to 2300, 4300 to 5300; ads 2300 to 3300, 3300 to 4300; chapters of half a second
    { contentTimeSpent: 3, adTimeSpent: 2, adCompletes: 2, chapterTimeSpent: 1, chapterCompletes: 1, stallEvents: 0 },
  ],
];

test.each(worked)('%s, session %i, is reported as worked out by hand', (name, session, expected) => {
  const { metrics } = report(recorded(name)[session]!);
  expect(metrics).toMatchObject(expected);
  expect(metrics.states).toEqual(expected.states ?? {});
});

test.each(worked)('%s, session %i, is reported so too when its times are 1 ms apart', (name, session, expected) => {
  const { metrics } = report(recorded(name, true)[session]!);
  for (const [metric, value] of Object.entries(expected))
    if (typeof value === 'number')
      expect(Math.abs(Number(metrics[metric as 'contentStarts']) - value), metric).toBeLessThan(0.02);
});
