import type { Call } from './calls';
import { silenceWaited } from './follow';
import { isFlagged } from './parsed-event';
import type { Metrics, StateMetrics } from './metrics';
import type { ReportOptions } from './options';
import { segmentOf, uniqueSeconds } from './reach';
import { lengthOf, type Session } from './session';
import type { Tally } from './tally';
import { walk, type AppendOnlyList } from './trail';

const HALF_HOUR_MS = 1_800_000;

const flag = (value: unknown): number => (value ? 1 : 0);
const flagOf = (value: unknown): number => flag(isFlagged(value));
const once = (ids: AppendOnlyList<string>): string[] => [...new Set(walk(ids))];

const bucket = (bitrate: number): string => {
  const hundred = Math.floor(bitrate / 100) * 100;
  return `${hundred}-${hundred + 99}`;
};

/** A state that is on still, is on until the last event. */
const states = ({ states, at = 0 }: Session): Record<string, StateMetrics> =>
  Object.fromEntries(
    [...states].map(([name, { count, ms, since }]) => [name, { set: 1, count, time: (ms + at - (since ?? at)) / 1_000 }]),
  );

/** Of the calls of one name, how many there are, or the sum of a metric. */
const sum = (calls: readonly Call[], name: keyof Metrics): number =>
  calls.reduce((total, { metrics }) => {
    const value = metrics[name];
    return typeof value === 'number' ? total + value : total;
  }, 0);

/** The metrics of a session that stands at its last event (docs/guide/analysts.md). */
export function measureSession(
  { session, times, reach, quality }: Tally,
  calls: readonly Call[],
  { segmentMinutes = 1 }: ReportOptions = {},
): Metrics {
  const { start, contentStart, isComplete } = session;
  const { weight, weighted, droppedFrames, framesPerSecond, timeToStart } = quality;
  const length = lengthOf(session);
  const media = times.content + times.ads;
  const average = weight > 0 ? weighted / weight : undefined;
  const segment = segmentOf(reach, segmentMinutes === 5 ? 5 : 1);
  const has = (share: number): number => flag(reach.share >= share);
  return {
    mediaStarts: flag(start),
    contentStarts: flag(contentStart),
    contentSegmentViews: flag(contentStart),
    contentTimeSpent: times.content / 1_000,
    mediaTimeSpent: media / 1_000,
    uniqueTimePlayed: uniqueSeconds(reach),
    ...(length !== undefined && { averageMinuteAudience: times.content / 1_000 / length }),
    estimatedStreams: session.taken > 0 ? Math.floor(media / HALF_HOUR_MS) + 1 : 0,
    progress10: has(0.1),
    progress25: has(0.25),
    progress50: has(0.5),
    progress75: has(0.75),
    progress95: has(0.95),
    contentCompletes: flag(isComplete),
    contentResumes: flagOf(start?.params['media.resume']),
    pauseEvents: times.pauses,
    totalPauseDuration: times.pause / 1_000,
    pausedImpactedStreams: flag(times.pauses),
    adCount: sum(calls, 'adStarts'),
    chapterCount: sum(calls, 'chapterStarts'),
    secondsSinceLastCall: silenceWaited(session) / 1_000,
    ...(segment !== undefined && { segment }),
    dropsBeforeStart: flag(session.taken > 0 && !contentStart),
    ...(timeToStart !== undefined && { timeToStart: timeToStart / 1_000 }),
    bufferEvents: times.buffers,
    totalBufferDuration: times.buffer / 1_000,
    bufferImpactedStreams: flag(times.buffers),
    bitrateChanges: quality.bitrateChanges,
    bitrateChangeImpactedStreams: flag(quality.bitrateChanges),
    ...(average !== undefined && { averageBitrate: average, averageBitrateBucket: bucket(average) }),
    ...(droppedFrames !== undefined && { droppedFrames }),
    droppedFrameImpactedStreams: flag(droppedFrames),
    ...(framesPerSecond !== undefined && { framesPerSecond }),
    errors: quality.errors,
    errorImpactedStreams: flag(quality.errors),
    playerErrors: once(quality.playerErrors),
    externalErrors: once(quality.externalErrors),
    stallEvents: times.stalls,
    totalStallDuration: times.stall / 1_000,
    stallImpactedStreams: flag(times.stalls),
    federated: flagOf(start?.params['media.federated']),
    authorized: flagOf(start?.params['media.pass.auth']),
    downloaded: flagOf(start?.params['media.downloaded']),
    adStarts: sum(calls, 'adStarts'),
    adCompletes: sum(calls, 'adCompletes'),
    adTimeSpent: times.ads / 1_000,
    chapterStarts: sum(calls, 'chapterStarts'),
    chapterCompletes: sum(calls, 'chapterCompletes'),
    chapterTimeSpent: sum(calls, 'chapterTimeSpent'),
    states: states(session),
  };
}
