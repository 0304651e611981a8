import { readFileSync } from 'node:fs';
import type { Step } from '../../../test/conformance/drive';

/** A row: ms since the start, word, playhead, and what else rides on the event. */
export type Row = readonly [ms: number, eventType: string, playhead: number, parts?: object];

/** An event as it goes over the wire, loosely typed, for tests hand in what no compiler would let through. */
export interface Sent {
  readonly eventType: string;
  readonly playerTime: { readonly playhead: number; readonly ts: number };
  readonly params?: Readonly<Record<string, unknown>>;
  readonly qoeData?: Readonly<Record<string, unknown>>;
  readonly customMetadata?: Readonly<Record<string, unknown>>;
}

/** A time of day, so that mistakes with the epoch show. */
export const EPOCH = 1_760_000_000_000;

const identity = {
  'analytics.trackingServer': 'acme.sc.omtrdc.net',
  'analytics.reportSuite': 'acme',
  'visitor.marketingCloudOrgId': 'ACME@AdobeOrg',
  'media.channel': 'story',
  'media.playerName': 'story',
};

/** What an event must carry, and a story leaves out where it does not matter. */
const usual: Readonly<Record<string, object>> = {
  sessionStart: { ...identity, 'media.id': 'movie-1', 'media.length': 60, 'media.contentType': 'vod' },
  adBreakStart: { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0 },
  adStart: { 'media.ad.id': 'a', 'media.ad.length': 10, 'media.ad.podPosition': 1, 'media.ad.playerName': 'story' },
  chapterStart: { 'media.chapter.index': 1, 'media.chapter.offset': 0, 'media.chapter.length': 20 },
};

/** Makes an event of a row; `params` are laid over the usual ones. */
export function eventOf([ms, eventType, playhead, parts = {}]: Row): Sent {
  const { params, ...others } = parts as { params?: object };
  const all = { ...usual[eventType], ...params };
  return {
    eventType,
    playerTime: { playhead, ts: EPOCH + ms },
    ...(Object.keys(all).length > 0 && { params: all }),
    ...others,
  };
}

/** Makes the events of a story. */
export const story = (...rows: readonly Row[]): Sent[] => rows.map(eventOf);

/** A `stateStart` or `stateEnd`. */
export const state = (ms: number, eventType: 'stateStart' | 'stateEnd', playhead: number, name: string): Row => [
  ms,
  eventType,
  playhead,
  { params: { 'media.state.name': name } },
];

const conformance = new URL('../../../test/conformance/', import.meta.url);
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, conformance), 'utf8'));

/** One of the timelines that Adobe publishes. */
export const timeline = (name: string): Sent[] => story(...(read('timelines.json') as Record<string, Row[]>)[name]!);

/** A recorded scenario: how a tracker is driven, and what Adobe's client then sent. */
export const scenario = (name: string): { steps: Step[]; until: number; options: object; expected: Row[] } =>
  read(`scenarios/${name}.json`) as ReturnType<typeof scenario>;

/** What Adobe's client sent in a recorded scenario, session by session; equal times are 1 ms apart when `apart` (D2). */
export function recorded(name: string, apart = false): Sent[][] {
  const sessions: Row[][] = [];
  for (const [ms, eventType, ...rest] of scenario(name).expected) {
    if (eventType === 'sessionStart') sessions.push([]);
    const last = sessions.at(-1)!.at(-1);
    const at = apart && last ? Math.max(ms, last[0] + 1) : ms;
    sessions.at(-1)!.push([at, eventType, ...rest]);
  }
  return sessions.map((rows) => story(...rows));
}
