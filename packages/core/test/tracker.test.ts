import { afterEach, expect, test, vi } from 'vitest';
import type { MediaEvent, Tracker } from '../src/index';
import { content, createFakeAdapter, params, track } from './tracking';

afterEach(() => void vi.restoreAllMocks());

test('an endpoint may end in a path and a slash', async () => {
  const urls: string[] = [];
  const { tracker } = track({
    endpoint: 'https://c.example/first/',
    fetch: async (url) => (urls.push(url), new Response(null, { status: 201, headers: { Location: '/x/sessions/a' } })),
  });
  tracker.track('sessionStart', content);
  await vi.waitFor(() => expect(tracker.sessionId).toBe('a'));
  expect(urls).toEqual(['https://c.example/first/api/v1/sessions']);
});

test('what is said later wins: the adapter, params, media(), the call', () => {
  const { made, tracker } = track({
    params: {
      ...params,
      'media.id': 'by params',
      'media.name': 'by params',
      'media.show': 'by params',
      'media.playerName': 'by params',
    },
    customMetadata: { a: 'option', b: 'option' },
    media: (guess) => ({
      params: { 'media.name': `by media, knew ${guess.params!['media.id']}`, 'media.show': 'by media' },
      customMetadata: { b: 'media', c: 'media' },
    }),
  });
  tracker.attach(
    createFakeAdapter({
      params: { ...content, 'media.id': 'by adapter', 'media.genre': 'by adapter' },
      customMetadata: { a: 'adapter', d: 'adapter' },
    }),
  );
  tracker.track('sessionStart', { ...content, 'media.id': 'by call' }, { c: 'call' });
  expect(made[0]).toMatchObject({
    params: {
      'media.genre': 'by adapter',
      'media.name': 'by media, knew by adapter',
      'media.show': 'by media',
      'media.id': 'by call',
      'media.playerName': 'by params',
      'media.sdkVersion': '1.2.3',
      'media.streamType': 'video',
      'media.resume': false,
    },
    customMetadata: { a: 'option', b: 'media', c: 'call', d: 'adapter' },
  });
});

test('media may be an object; the adapter names the player', () => {
  const { params: given } = { params: { ...params } };
  delete given['media.playerName'];
  const { made, tracker, warnings } = track({ params: given, media: { params: { 'media.id': 'ep-2' } } });
  const fake = createFakeAdapter();
  tracker.attach(fake);
  fake.emit({ type: 'playRequested' });
  expect(made[0]!.params).toMatchObject({ 'media.id': 'ep-2', 'media.playerName': 'fake' });
  expect(warnings).toEqual([]);
});

test('null from media() means that nothing of this content is tracked', () => {
  const media = vi.fn(() => null);
  const { made, tracker } = track({ media });
  const fake = createFakeAdapter();
  tracker.attach(fake);
  for (const type of ['playRequested', 'playing', 'waiting', 'playing', 'paused', 'playRequested', 'playing', 'ended'] as const)
    fake.emit({ type });
  expect(made).toEqual([]);
  expect(media, 'asked once for each content').toHaveBeenCalledTimes(1);
  fake.emit({ type: 'playRequested' });
  expect(media).toHaveBeenCalledTimes(2);
});

test('ad() may add to an ad, replace what the player knew, or leave it out', () => {
  const { clock, made, tracker, types } = track({
    ad: (guess) =>
      guess.params?.['media.ad.id'] === 'house'
        ? null
        : { params: { 'media.ad.campaignId': '7', 'media.ad.name': 'Ours' }, customMetadata: { k: 'v' } },
  });
  const fake = createFakeAdapter();
  tracker.attach(fake);
  fake.emit({ type: 'playRequested' });
  fake.emit({ type: 'adBreakStarted', guess: { params: { 'media.ad.podFriendlyName': 'preroll' } } });
  for (const id of ['house', 'paid']) {
    fake.emit({
      type: 'adAnnounced',
      guess: { params: { 'media.ad.id': id, 'media.ad.length': 5, 'media.ad.name': 'Theirs' } },
    });
    fake.emit({ type: 'playing' });
    clock.advance(5_000);
    fake.emit({ type: 'adEnded' });
  }
  fake.emit({ type: 'adBreakEnded' });
  fake.emit({ type: 'playing' });
  expect(types()).toBe('sessionStart adBreakStart adStart play adComplete adBreakComplete play');
  expect(made[1]!.params).toEqual({ 'media.ad.podIndex': 1, 'media.ad.podSecond': 0, 'media.ad.podFriendlyName': 'preroll' });
  expect(made[2]).toMatchObject({
    params: {
      'media.ad.id': 'paid',
      'media.ad.podPosition': 1,
      'media.ad.campaignId': '7',
      'media.ad.name': 'Ours',
      'media.ad.playerName': 'test',
    },
    customMetadata: { k: 'v' },
  });
});

test('channel and player name default, with a warning; so does a guessed id', () => {
  const { warnings, made, tracker } = track({
    params: { 'analytics.trackingServer': 'a', 'analytics.reportSuite': 'b', 'visitor.marketingCloudOrgId': 'c' },
  });
  tracker.track('sessionStart', content);
  expect(made[0]!.params).toMatchObject({ 'media.channel': 'unknown', 'media.playerName': 'unknown' });
  expect(warnings).toEqual(['media.channel is unknown: set it in params.', 'media.playerName is unknown: set it in params.']);
  const second = track();
  const fake = createFakeAdapter();
  second.tracker.attach(fake);
  fake.emit({ type: 'playRequested' });
  expect(second.warnings).toEqual(['media.id is taken from the source URL: set it in media.']);
});

test.each([
  ['play', [], 'play is ignored: track sessionStart first.'],
  ['ping', [], 'ping is ignored: there is no such event.'],
  ['toString', [], 'toString is ignored: there is no such event.'],
  [undefined, [], 'undefined is ignored: there is no such event.'],
  ['sessionStart', [{ 'media.id': 'a', 'media.contentType': 'vod' }], 'sessionStart is ignored: media.length is missing.'],
  ['sessionStart', [{ ...content, 'media.length': Number.NaN }], 'sessionStart: media.length is left out'],
  ['sessionStart', [{ ...content, 'media.name': '' }], 'sessionStart is ignored: media.name is "".'],
] as [string, object[], string][])('%s %j is refused with a sentence', (word, rest, sentence) => {
  const { made, tracker, warnings } = track();
  (tracker.track as (...words: unknown[]) => void)(word, ...rest);
  expect(warnings.join('\n')).toContain(sentence);
  expect(made).toEqual([]);
});

test('a wrong value is left out by name, and the rest of the event is sent', () => {
  const { made, tracker, warnings } = track({ prerollWait: 0 });
  tracker.track(
    'sessionStart',
    { ...content, 'media.show': null } as never,
    { good: 'yes', 'bad key': 'x', 'media.own': 'x', count: 3 } as never,
  );
  expect(made[0]!.customMetadata).toEqual({ good: 'yes' });
  expect(made[0]!.params).not.toHaveProperty('media.show');
  expect(warnings.map((sentence) => sentence.split(' is ')[0])).toEqual([
    'sessionStart: media.show',
    'sessionStart: bad key',
    'sessionStart: media.own',
    'sessionStart: count',
  ]);
  tracker.qoe({ 'media.qoe.bitrate': 2_500.9, 'media.qoe.droppedFrames': -1 });
  tracker.track('bitrateChange');
  expect(made.at(-1)!.qoeData).toEqual({ 'media.qoe.bitrate': 2_500 });
  expect(warnings.at(-1)).toBe('qoe: media.qoe.droppedFrames is left out: it must be a number from 0.');
});

test('without onWarning the console hears each kind once', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const { tracker } = track({ onWarning: undefined as never });
  tracker.track('play');
  tracker.track('play');
  tracker.track('pauseStart');
  expect(warn.mock.calls.map(([sentence]) => sentence as string)).toEqual([
    'media-collection: play is ignored: track sessionStart first.',
    'media-collection: pauseStart is ignored: track sessionStart first.',
  ]);
});

test('no callback of the page can break the tracker or the player', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  const oops = (): never => {
    throw new Error('oops');
  };
  const { clock, recorder, tracker } = track({ onEvent: oops, onLost: oops, onWarning: oops, playhead: oops });
  tracker.track('sessionStart', content);
  tracker.track('adStart', {} as never);
  tracker.track('play');
  clock.advance(1_000);
  await recorder.settled();
  expect(recorder.events.map(({ eventType }) => eventType)).toEqual(['sessionStart', 'play', 'play']);
  const second = track({ media: oops });
  const fake = createFakeAdapter();
  expect(() => second.tracker.attach(fake)).not.toThrow();
  expect(() => fake.emit({ type: 'playRequested' })).not.toThrow();
  expect(() => second.tracker.attach({ ...createFakeAdapter(), subscribe: oops })).not.toThrow();
});

test('what onEvent tracks comes after what it heard of', () => {
  const made: string[] = [];
  const tracker: Tracker = track({
    prerollWait: 0,
    onEvent: ({ eventType }) => {
      made.push(eventType);
      if (eventType === 'adBreakStart')
        tracker.track('adStart', { 'media.ad.id': 'a', 'media.ad.length': 5, 'media.ad.podPosition': 1 });
    },
  }).tracker;
  tracker.track('sessionStart', content);
  tracker.track('play');
  tracker.track('adBreakStart', { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0 });
  expect(made).toEqual(['sessionStart', 'play', 'adBreakStart', 'adStart', 'play']);
});

test('onEvent gets the session id once there is one; the tracker knows it while the session is open', async () => {
  const ids: (string | undefined)[] = [];
  const { recorder, tracker } = track({ prerollWait: 0, onEvent: (_event: MediaEvent, { sessionId }) => ids.push(sessionId) });
  tracker.track('sessionStart', content);
  expect(tracker.sessionId).toBeUndefined();
  await recorder.settled();
  expect(tracker.sessionId).toBe('session-1');
  tracker.track('play');
  tracker.track('sessionEnd');
  expect(ids).toEqual([undefined, 'session-1', 'session-1']);
  expect(tracker.sessionId).toBeUndefined();
});

test('values of quality given before a session ride on its start', () => {
  const { made, tracker } = track();
  tracker.qoe({ 'media.qoe.bitrate': 800 });
  tracker.track('sessionStart', content);
  expect(made[0]!.qoeData).toEqual({ 'media.qoe.bitrate': 800 });
});

test('what the adapter knows of the quality rides when it is news', () => {
  const { clock, made, tracker } = track({ prerollWait: 0 });
  let bitrate = 400;
  const fake = { ...createFakeAdapter(), qoe: () => ({ 'media.qoe.bitrate': bitrate }) };
  let emitIntent = fake.emit;
  tracker.attach({ ...fake, subscribe: (emit) => void (emitIntent = emit) });
  emitIntent({ type: 'playRequested', isLate: true });
  emitIntent({ type: 'playing' });
  bitrate = 800;
  clock.advance(1_000);
  expect(made.map(({ qoeData }) => qoeData?.['media.qoe.bitrate'])).toEqual([400, undefined, 800]);
});

test('while the playhead moves, the quality of the adapter is read once a second; for all else each time', () => {
  const { clock, made, tracker } = track({ prerollWait: 0 });
  let playhead = 0;
  let reads = 0;
  const fake = createFakeAdapter(undefined, () => playhead);
  fake.qoe = () => ({ 'media.qoe.droppedFrames': ++reads });
  tracker.attach(fake);
  const emitted = (type: 'playRequested' | 'playing' | 'progress' | 'paused'): number => {
    const before = reads;
    fake.emit(type === 'playRequested' ? { type, isLate: true } : { type });
    return reads - before;
  };
  emitted('playRequested');
  expect(emitted('playing')).toBe(1);
  const before = reads;
  const moved = Array.from({ length: 8 }, () => {
    clock.advance(250);
    playhead += 0.25;
    return emitted('progress');
  });
  // Timers read it, too.
  expect(reads - before).toBe(2);
  expect(moved.filter(Boolean).length).toBeLessThan(3);
  clock.advance(250);
  expect(emitted('paused')).toBe(1);
  expect(made.at(-1)).toMatchObject({ eventType: 'pauseStart', qoeData: { 'media.qoe.droppedFrames': reads } });
});
