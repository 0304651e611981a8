import { isFlagged, type Members } from './parsed-event';
import type { CallName } from './metric-table';
import { nameMetrics, type Metrics, type Named } from './metrics';
import type { Session, Step } from './session';
import type { Times } from './times';
import type { AppendOnlyList } from './trail';

/** A call that the back end issues: what of, when, and its metrics under all names. */
export interface Call extends Named {
  readonly call: CallName;
  /** UTC epoch milliseconds. */
  readonly ts: number;
  /** The params of the event that began what the call is about; empty when none came. */
  readonly params: Members;
  /** By plain name; times in seconds. */
  readonly metrics: Partial<Metrics>;
}

/** Makes a call, its metrics under both of Adobe's names. */
export const makeCall = (call: CallName, ts: number, params: Members, metrics: Partial<Metrics>): Call => ({
  call,
  ts,
  params,
  metrics,
  // What the player says at the start stands on the start call, too (Adobe's page of content resumes).
  ...nameMetrics(metrics, call === 'mediaStart' ? ['mediaStart', 'mediaClose'] : [call]),
});

const startMetrics = (params: Members): Partial<Metrics> => ({
  mediaStarts: 1,
  ...(isFlagged(params['media.resume']) && { contentResumes: 1 }),
  ...(isFlagged(params['media.downloaded']) && { downloaded: 1 }),
});

/** Closes what is open in `before` and not in `after`; a span that another word than its `…Complete` closes is not complete. */
const closings = (before: Session, after: Session, times: Times, ts: number, type?: string): Call[] => [
  ...(before.ad && before.ad !== after.ad
    ? [
        makeCall('adClose', ts, before.ad.params, {
          adCompletes: type === 'adComplete' ? 1 : 0,
          adTimeSpent: times.ad / 1_000,
        }),
      ]
    : []),
  ...(before.chapter && before.chapter !== after.chapter
    ? [
        makeCall('chapterClose', ts, before.chapter.params, {
          chapterCompletes: type === 'chapterComplete' ? 1 : 0,
          chapterTimeSpent: times.chapter / 1_000,
        }),
      ]
    : []),
];

/** What is issued at the end of a session for what is open still. */
export const lastCalls = (session: Session, times: Times): Call[] =>
  closings(session, { ...session, ad: undefined, chapter: undefined }, times, session.at ?? 0);

/** Adds the calls that an event brings about; `times` are those up to it. */
export function issue(calls: AppendOnlyList<Call>, { before, event, after }: Step, times: Times): AppendOnlyList<Call> {
  const ts = after.at ?? event.ts;
  const news = [
    ...closings(before, after, times, ts, event.type),
    ...(after.start === event ? [makeCall('mediaStart', ts, event.params, startMetrics(event.params))] : []),
    ...(after.ad === event ? [makeCall('adStart', ts, event.params, { adStarts: 1 })] : []),
    ...(after.chapter === event ? [makeCall('chapterStart', ts, event.params, { chapterStarts: 1 })] : []),
  ];
  return news.reduce<AppendOnlyList<Call>>((before, last) => ({ last, before }), calls);
}
