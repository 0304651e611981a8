import { readdirSync } from 'node:fs';
import { report, type Xdm } from '@media-collection/report';
import { expect, test } from 'vitest';
import schema from './reporting-schema.json';
import { recorded, state, story, type Row } from './story';

interface DataType {
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, string>>;
}
const types = schema as unknown as Readonly<Record<string, DataType>>;

const typeOf = (value: unknown): string => (Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value);

/** What Adobe's data types do not accept in one group. */
function faults(group: string, details: object): string[] {
  const { required, properties } = types[group]!;
  const lacks = required.filter((field) => !(field in details)).map((field) => `${group}.${field} is missing`);
  const wrong = Object.entries(details).flatMap(([field, value]) => {
    const wanted = properties[field];
    const type = typeOf(value);
    return type === wanted || (wanted === 'number' && type === 'integer') ? [] : [`${group}.${field}: ${wanted}, got ${type}`];
  });
  return [...lacks, ...wrong];
}

const faultsOf = ({ mediaReporting: { states, ...groups } }: Xdm): string[] => [
  ...Object.entries(groups).flatMap(([group, details]) => faults(group, details!)),
  ...(states ?? []).flatMap((one) => faults('states', one)),
];

const events = story(
  [
    0,
    'sessionStart',
    0,
    { params: { 'media.length': 60.4, 'media.pass.auth': 'TRUE', 'media.show': 'Show', 'media.name': 'Pilot' } },
  ],
  [301, 'adBreakStart', 0],
  [302, 'adStart', 0, { params: { 'media.ad.length': 9.6, 'media.ad.campaignId': '7' } }],
  [9_803, 'adComplete', 0],
  [9_804, 'adBreakComplete', 0],
  [9_805, 'play', 0, { qoeData: { 'media.qoe.timeToStart': 1_234, 'media.qoe.bitrate': 999, 'media.qoe.framesPerSecond': 25 } }],
  [9_806, 'chapterStart', 0],
  state(12_000, 'stateStart', 2.2, 'mute'),
  [14_950, 'pauseStart', 5.1],
  [16_050, 'play', 5.1],
  state(18_400, 'stateEnd', 7.4, 'mute'),
  [19_806, 'chapterComplete', 8.8],
  [20_000, 'error', 9, { qoeData: { 'media.qoe.errorID': 'x' } }],
  [21_777, 'sessionEnd', 10.7],
);

test('the strict XDM of every call is what the data types of Adobe accept', () => {
  const { xdm, calls } = report(events, { xdm: 'strict', sessionId: 'abc' });
  expect(faultsOf(xdm)).toEqual([]);
  expect(calls.map(({ call }) => call)).toEqual([
    'mediaStart',
    'adStart',
    'adClose',
    'chapterStart',
    'chapterClose',
    'mediaClose',
  ]);
  for (const call of calls) expect(faultsOf(call.xdm)).toEqual([]);
  expect(xdm.mediaReporting.sessionDetails).toMatchObject({
    ID: 'abc',
    name: 'movie-1',
    friendlyName: 'Pilot',
    length: 60,
    show: 'Show',
    authorized: 'true',
    timePlayed: 11,
    pauseTime: 1,
  });
  expect(xdm.mediaReporting.qoeDataDetails).toMatchObject({ timeToStart: 1, framesPerSecond: 25 });
  expect(xdm.mediaReporting.states).toEqual([{ name: 'mute', isSet: true, count: 1, time: 6 }]);
  expect(calls[2]!.xdm.mediaReporting.advertisingDetails).toEqual({
    name: 'a',
    length: 10,
    podPosition: 1,
    playerName: 'story',
    campaignID: '7',
    isCompleted: true,
    timePlayed: 10,
  });
});

const scenarios = readdirSync(new URL('../../../test/conformance/scenarios/', import.meta.url));

test.each(scenarios)('the strict XDM of the recorded sessions of %s is accepted, too', (file) => {
  for (const session of recorded(file.replace('.json', ''))) {
    const { xdm, calls } = report(session, { xdm: 'strict' });
    expect([xdm, ...calls.map((call) => call.xdm)].flatMap(faultsOf)).toEqual([]);
  }
});

test('without the option the XDM holds the metrics alone, unrounded, and every metric has a field there', () => {
  const { xdm, contextData } = report(events);
  expect(xdm.mediaReporting.sessionDetails).toMatchObject({ timePlayed: 10.872, authorized: 'true', isFederated: false });
  expect(xdm.mediaReporting.sessionDetails).not.toHaveProperty('name');
  expect(contextData).not.toHaveProperty('a.media.vsid');
});

test('the session id stands on the calls of the session, and nowhere else', () => {
  const { contextData, calls } = report(events, { sessionId: 'abc' });
  expect(contextData['a.media.vsid']).toBe('abc');
  expect(calls.filter((call) => 'a.media.vsid' in call.contextData).map(({ call }) => call)).toEqual([
    'mediaStart',
    'mediaClose',
  ]);
});

test.each([true, 'true', 'TRUE', 'True', ' true '])('a flag is set by %j', (flag) => {
  const params = { 'media.pass.auth': flag, 'media.federated': flag, 'media.resume': flag, 'media.downloaded': flag };
  const { metrics, xdm, calls } = report(story([0, 'sessionStart', 0, { params }]));
  expect(metrics).toMatchObject({ authorized: 1, federated: 1, contentResumes: 1, downloaded: 1 });
  expect(xdm.mediaReporting.sessionDetails).toMatchObject({ authorized: 'true', isFederated: true, hasResume: true });
  // Adobe's pages have both on the call at the start
  expect(calls[0]).toMatchObject({
    call: 'mediaStart',
    xdm: { mediaReporting: { sessionDetails: { isViewed: true, hasResume: true, isDownloaded: true } } },
  });
});

test.each([false, 'FALSE', '', 0, null, undefined])('a flag is not set by %j', (flag) => {
  const { metrics, xdm } = report(story([0, 'sessionStart', 0, { params: { 'media.pass.auth': flag } }]));
  expect(metrics.authorized).toBe(0);
  expect(xdm.mediaReporting.sessionDetails).toMatchObject({ authorized: 'false' });
});

const live = { params: { 'media.contentType': 'live', 'media.length': 86_400 } };
const segment = (...rows: Row[]) => report(story(...rows)).metrics;

test('live content that is watched over midnight counts on', () => {
  const measured = segment(
    [0, 'sessionStart', 86_000, live],
    [0, 'play', 86_000],
    [300_000, 'ping', 86_300],
    [500_000, 'ping', 100],
    [700_000, 'sessionEnd', 300],
  );
  // 23:53:20 to 00:05:00
  expect(measured).toMatchObject({ segment: '[1433-1445]', uniqueTimePlayed: 700, contentTimeSpent: 700 });
});

test('live content that is sought back over midnight counts from the day before', () => {
  const measured = segment(
    [0, 'sessionStart', 120, live],
    [0, 'play', 120],
    [60_000, 'pauseStart', 180],
    [61_000, 'play', 86_100],
    [121_000, 'sessionEnd', 86_160],
  );
  expect(measured).toMatchObject({ segment: '[1435-1443]', uniqueTimePlayed: 120 });
});

test('recorded content of more than a day does not wrap', () => {
  const long = { params: { 'media.contentType': 'vod', 'media.length': 100_000 } };
  expect(segment([0, 'sessionStart', 90_000, long], [0, 'play', 90_000], [60_000, 'play', 60]).segment).toBe('[1-1500]');
});

test('the content segment counts in steps of five minutes when it is asked to', () => {
  const rows: Row[] = [
    [0, 'sessionStart', 0],
    [0, 'play', 430],
    [200_000, 'ping', 630],
  ];
  expect(report(story(...rows)).metrics.segment).toBe('[7-11]');
  expect(report(story(...rows), { segmentMinutes: 5 }).metrics.segment).toBe('[5-15]');
});
