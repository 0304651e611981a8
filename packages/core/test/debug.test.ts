import { expect, test, vi } from 'vitest';
import type { Guess } from '../src/index';
import { debug } from '../src/debug';
import { content, createFakeAdapter, params, track } from './tracking';

/** What is reported of a viewing whose content has more keys than it should. */
const trackContent = (
  more: object,
  customMetadata: object = {},
  base: object = { ...params, 'visitor.marketingCloudUserId': '1' },
) => {
  const reports: string[] = [];
  const all = track({
    params: base as typeof params,
    media: { params: { ...content, ...more }, customMetadata: customMetadata as Record<string, string> },
    onEvent: debug({ report: (sentence) => reports.push(sentence) }),
  });
  all.tracker.track('sessionStart', content);
  return { ...all, reports };
};

test('nothing is reported of what is right', () => {
  const { clock, reports, tracker } = trackContent({ 'media.show': 'Show' }, { site: 'acme' });
  tracker.track('play');
  tracker.track('adBreakStart', { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0 });
  tracker.track('adStart', { 'media.ad.id': 'a', 'media.ad.length': 1, 'media.ad.podPosition': 1 });
  tracker.track('error', { 'media.qoe.errorID': 'x' });
  clock.advance(20_000);
  tracker.track('sessionEnd');
  expect(reports).toEqual([]);
});

test.each([
  [{ 'media.Show': 'x' }, 'media.Show: expected no such member, got string "x". Did you mean media.show?'],
  [{ 'media.sesaon': 'x' }, 'media.sesaon: expected no such member, got string "x". Did you mean media.season?'],
  [{ show: 'x' }, 'show: expected no such member, got string "x". Did you mean media.show?'],
  [{ media_show: 'x' }, 'media_show: expected no such member, got string "x". Did you mean media.show?'],
  [{ 'media.ad.id': 'x' }, 'media.ad.id: expected no such member, got string "x". It belongs to adStart.'],
  [
    { 'media.state.name': 'x' },
    'media.state.name: expected no such member, got string "x". It belongs to stateStart and stateEnd.',
  ],
  [{ 'media.qoe.bitrate': 1 }, 'media.qoe.bitrate: expected no such member, got integer 1. Give it to tracker.qoe().'],
  [{ a1: 'x' }, 'a1: expected no such member, got string "x". Put your own keys into customMetadata.'],
  [{ 'my.site': 'x' }, 'my.site: expected no such member, got string "x". Put your own keys into customMetadata.'],
])('of %j it says what to do', (more, sentence) => {
  const { reports } = trackContent(more);
  expect(reports).toEqual([expect.stringContaining(`sessionStart: ${sentence}`)]);
});

test.each([
  [{ 'media.season': 7 }, 'media.season: expected string, got integer 7. Correct it, or the service responds with 400.'],
  [{ 'analytics.optOutShare': 'true' }, 'analytics.optOutShare: expected boolean, got string "true". Correct it, or the service'],
  [{ 'visitor.aamLocationHint': 1.5 }, 'visitor.aamLocationHint: expected integer, got number 1.5. Correct it, or the service'],
  [
    { 'visitor.customerIDs': { crm: { id: 'x', authState: 3 } } },
    'visitor.customerIDs.crm.authState: expected 0 or 1 or 2, got integer 3. Correct it',
  ],
  [{ 'visitor.customerIDs': { crm: {} } }, 'visitor.customerIDs.crm.id: expected string, got nothing. Set it, or the service'],
])('of %j in an event that somebody else made it says what to do', (more, sentence) => {
  const reports: string[] = [];
  const check = debug({ report: (sentence) => reports.push(sentence) }) as (event: unknown, session: object) => void;
  const base = { ...params, ...content, 'visitor.marketingCloudUserId': '1' };
  check({ eventType: 'sessionStart', playerTime: { playhead: 0, ts: 1 }, params: { ...base, ...more } }, {});
  expect(reports).toEqual([expect.stringContaining(`sessionStart: ${sentence}`)]);
});

test('an issue is reported once, however often it comes, and others besides', () => {
  const { reports, tracker } = trackContent({ 'media.Show': 'x' });
  tracker.track('sessionEnd');
  tracker.track('sessionStart', content);
  tracker.track('sessionEnd');
  expect(reports.length).toBe(1);
  tracker.qoe({ 'media.qoe.bitrat': 1 } as never);
  tracker.track('sessionStart', content);
  expect(reports.slice(1)).toEqual([
    expect.stringMatching(/^sessionStart: media.qoe.bitrat: .* Did you mean media.qoe.bitrate\?$/),
  ]);
});

test('without the ECID it says what that means', () => {
  expect(trackContent({}, {}, params).reports).toEqual([
    'sessionStart: visitor.marketingCloudUserId is missing. Without the ECID each session is a new visitor: set it in params.',
  ]);
});

test('an event that somebody else made is checked as well', () => {
  const reports: string[] = [];
  const check = debug({ report: (sentence) => reports.push(sentence) }) as (event: unknown, session: object) => void;
  for (const event of [
    {},
    { eventType: 'resume' },
    { eventType: 'play', playerTime: { playhead: -1 } },
    { eventType: 'play', more: 1 },
  ])
    check(event, {});
  expect(reports).toEqual([
    expect.stringMatching(/^undefined: eventType: expected one of sessionStart .*, got nothing\. Set it/),
    expect.stringMatching(/^resume: eventType: expected one of .*, got string "resume"\. Correct it/),
    'play: playerTime.ts: expected integer, got nothing. Set it, or the service responds with 400.',
    'play: playerTime.playhead: expected 0 or more, got integer -1. Correct it, or the service responds with 400.',
    'play: playerTime: expected object, got nothing. Set it, or the service responds with 400.',
    'play: more: expected no such member, got integer 1. Take it out.',
  ]);
});

test('the page’s own onEvent hears every event as well, and the console what nobody else wants to hear', () => {
  const log = vi.spyOn(console, 'warn').mockReturnValue(undefined);
  const heard: unknown[] = [];
  const fake = createFakeAdapter({ params: { ...content, show: 'x' } } as Guess<'sessionStart'>);
  const onEvent = debug({ onEvent: ({ eventType }, { sessionId }) => heard.push([eventType, sessionId]) });
  track({ params: { ...params, 'visitor.marketingCloudUserId': '1' }, onEvent }).tracker.attach(fake);
  fake.emit({ type: 'playRequested' });
  expect(heard).toEqual([['sessionStart', undefined]]);
  expect(log.mock.calls).toEqual([
    [expect.stringMatching(/^media-collection: sessionStart: show: .* Did you mean media.show\?$/)],
  ]);
  log.mockRestore();
});
