import { expect, test } from 'vitest';
import { judge } from '../../src/recording/judge';
import { readRecording } from '../../src/recording/read';
import { story } from '../story';
import { entry, fine, har, sessionEntries } from './recordings';

const read = (text: string) => judge(readRecording(text));

test('a HAR gives the sessions, their events and reports', () => {
  const [session, ...others] = read(har(...sessionEntries('s1', fine)));
  expect(others).toEqual([]);
  expect(session).toMatchObject({ id: 's1', endpoint: 'https://acme.hb-api.omtrdc.net', events: fine, findings: [] });
  expect(session!.report.metrics.contentTimeSpent).toBeCloseTo(12, 1);
  expect(session!.report.contextData['a.media.vsid']).toBe('s1');
});

test('sessions that run side by side are kept apart, also behind a path and with a query', () => {
  const [a, b] = [sessionEntries('a', fine, '/collect'), sessionEntries('b', fine, '/collect')];
  const mixed = a.flatMap((each, index) => [each, b[index]!]);
  for (const each of mixed) each.request.url += '?v=1';
  expect(read(har(...mixed)).map(({ id, events }) => [id, events.length])).toEqual([
    ['a', 5],
    ['b', 5],
  ]);
});

test('the requests of a HAR are read in the order of their time', () => {
  expect(read(har(...sessionEntries('s1', fine).reverse()))[0]).toMatchObject({ events: fine, findings: [] });
});

test('without the header that names the session its events are found by their order', () => {
  const [start, ...rest] = sessionEntries('s1', fine);
  start!.response.headers = [];
  expect(read(har(start!, ...rest))).toMatchObject([{ id: 's1', events: fine }]);
});

test('a recording that begins in the middle of a session says that the start is missing', () => {
  const [session] = read(har(...sessionEntries('s1', fine).slice(1)));
  expect(session!.findings.map(({ rule }) => rule)).toContain('no-session-start');
});

test('what the service refused does not count, and is a breach with its reason', () => {
  const refused = entry('/api/v1/sessions/s1/events', fine[1], { status: 400, body: { message: 'No.' } }, 1);
  const [session] = read(har(...sessionEntries('s1', fine.slice(0, 1)), refused));
  expect(session!.events).toHaveLength(1);
  expect(session!.findings).toMatchObject([
    { rule: 'refused', severity: 'breach', message: 'The service answered play with 400: No.' },
  ]);
});

test('an event that is sent again because nobody answered, or the service failed, is one event', () => {
  const [start, play, ...rest] = sessionEntries('s1', fine);
  const failed = [0, -1, 503].map((status) => ({ ...play!, response: { ...play!.response, status } }));
  expect(read(har(start!, ...failed, play!, ...rest))).toMatchObject([{ events: fine, findings: [] }]);
});

test('an event that is sent twice although it was answered counts once, with advice', () => {
  const [start, play, ...rest] = sessionEntries('s1', fine);
  const [session] = read(har(start!, play!, play!, ...rest));
  expect(session).toMatchObject({ events: fine, findings: [{ rule: 'repeated', severity: 'advice' }] });
});

test('downloaded content is one session, by either address', () => {
  const array = entry('/api/v1/sessions', fine, { status: 201 });
  const whole = entry('/api/v1/downloaded', fine, { status: 201 });
  expect(read(har(array, whole)).map(({ events }) => events)).toEqual([fine, fine]);
});

test('a body that is no JSON is a breach, and no crash', () => {
  const broken = sessionEntries('s1', fine);
  broken[1]!.request.postData.text = '{';
  expect(read(har(...broken))[0]!.findings.map(({ rule }) => rule)).toContain('invalid-event');
});

test('a session that goes on where the one before broke off must say so', () => {
  const again = story([20_000, 'sessionStart', 12], [20_001, 'play', 12], [21_001, 'sessionEnd', 13]);
  const sessions = read(
    har(
      ...sessionEntries('a', fine),
      ...sessionEntries('b', again).map((each, i) => ({
        ...each,
        startedDateTime: new Date(1_760_000_020_000 + i).toISOString(),
      })),
    ),
  );
  expect(sessions.map(({ findings }) => findings.map(({ rule }) => rule))).toEqual([[], ['resume-missing']]);
});

const lines = (...values: unknown[]) => `${values.map((value) => JSON.stringify(value)).join('\r\n')}\n`;

test.each([
  ['events, one a line', lines(...fine, ...fine)],
  [
    'events with the id of their session, mixed',
    lines(...fine.flatMap((event) => ['a', 'b'].map((sessionId) => ({ sessionId, event })))),
  ],
  [
    'calls of the log of a collector',
    lines(
      ...['a', 'b'].flatMap((sessionId) =>
        fine.map((event) => ({ time: 1, method: 'POST', path: '/', status: 204, sessionId, event })),
      ),
    ),
  ],
  ['an array a line', lines(fine, fine)],
  ['one array of events, with a byte-order mark', `\uFEFF${JSON.stringify([...fine, ...fine])}`],
])('NDJSON or JSON may be %s', (_what, text) => {
  expect(read(text).map(({ events }) => events)).toEqual([fine, fine]);
});

test('what the collector shows of a session can be read, and so can a refusal in its log', () => {
  expect(read(JSON.stringify({ session: {}, events: fine, report: {} }))).toMatchObject([{ events: fine }]);
  const refused = { status: 400, sessionId: 'a', event: fine[1], message: 'No.' };
  expect(read(lines({ sessionId: 'a', event: fine[0] }, refused))).toMatchObject([{ findings: [{ rule: 'refused' }] }]);
});

test.each([
  ['', 'The file holds no event.'],
  ['{', 'Line 1 is no JSON, and the whole is no HAR.'],
  [`${JSON.stringify(fine[0])}\nnonsense`, 'Line 2 is no JSON, and the whole is no HAR.'],
  [har(), 'The HAR holds no call of the Media Collection API'],
  ['[]', 'The file holds no event.'],
])('a file that is no recording is refused with a sentence (%#)', (text, sentence) => {
  expect(() => readRecording(text)).toThrow(sentence);
});
