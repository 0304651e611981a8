import { afterEach, describe, expect, test, vi } from 'vitest';
import { createTracker, type Adapter, type Intent, type TrackerOptions } from '../src/index';
import type { TrackEventType } from '../src/session/intent';
import { content, createFakeAdapter, params, track } from './tracking';

const endpoint = 'https://c.example';
const hostile = (): unknown => Object.create(null);
const throws =
  (what: unknown = hostile()) =>
  () => {
    throw what;
  };

/** Plays content with these options; gives its sessionStart. */
const started = (options: Partial<Record<keyof TrackerOptions, unknown>>, fake = createFakeAdapter()) => {
  const bench = track(options as Partial<TrackerOptions>);
  bench.tracker.attach(fake);
  fake.emit({ type: 'playRequested' });
  return { ...bench, fake, start: bench.made[0]?.params as Record<string, unknown> | undefined };
};

afterEach(() => void vi.restoreAllMocks());

describe('an option of another kind throws at once, with its name', () => {
  test.each<[keyof TrackerOptions, unknown[]]>([
    ['prerollWait', ['250', Infinity, NaN, -1, null, 60_001, 1e10, 1e308]],
    ['pingInterval', ['10000', 9_999, 50_001, NaN]],
    ['adPingInterval', ['1000', 0, 999, Infinity, 50_001, 1e10]],
    ['fetch', [5, {}, 'fetch']],
    ['ad', [5, {}]],
    ['playhead', [5]],
    ['customMetadata', ['x', [], () => ({})]],
    ['consent', ['yes', true]],
    ['clock', [5, {}, { now: 5, after: () => {} }]],
    ['insecure', ['yes']],
    ['downloaded', [1]],
    ['offline', [true]],
    ['globalPrivacyControl', ['on']],
    ['shared', [1]],
    ['onEvent', [{}]],
    ['onLost', ['log']],
    ['onWarning', [console]],
    ['media', [5, 'x', { id: 'x' }]],
    ['params', [5, undefined, null, 'x']],
  ])('%s', (name, values) => {
    for (const value of values)
      expect(() => createTracker({ endpoint, params, [name]: value } as never), String(value)).toThrow(
        new RegExp(`^media-collection: ${name}: expected .*, got `),
      );
  });
});

describe('a value that is unfit costs itself alone', () => {
  test.each(['12.5', {}, 5n, true, () => 5])(
    'a playhead that is no number (%o) is one warning, and the last one that was',
    (value) => {
      const places: unknown[] = [7, value, value];
      const { made, tracker, warnings } = track({ prerollWait: 0, playhead: () => (places.shift() ?? value) as number });
      tracker.track('sessionStart', content);
      tracker.track('play');
      tracker.track('pauseStart');
      expect(made.map(({ playerTime }) => playerTime.playhead)).toEqual([7, 7, 7]);
      expect(warnings).toEqual([expect.stringMatching(/^playhead\(\) is left out: expected seconds, got /)]);
    },
  );

  test.each([NaN, undefined, null, Infinity, -1])('a playhead of %s is not known, without a warning', (value) => {
    const { made, tracker, warnings } = track({ playhead: () => value as number });
    tracker.track('sessionStart', content);
    expect([made[0]!.playerTime.playhead, warnings]).toEqual([0, []]);
  });

  test('a getter of an adapter’s playhead that throws is a warning', () => {
    const fake = Object.defineProperty(createFakeAdapter(), 'playhead', { get: throws('no') });
    expect(started({}, fake).warnings).toContain('playhead() threw: no');
  });

  test.each([NaN, Infinity, -1, null, undefined, '60', '', {}])('a length that is %j', (length) => {
    const { start, warnings } = started({ media: () => ({ params: { 'media.length': length, 'media.name': 'Pilot' } }) });
    expect(start).toMatchObject({ ...content, 'media.name': 'Pilot' });
    const named = warnings.some((sentence) => sentence.startsWith('sessionStart: media.length is left out'));
    expect(named).toBe(length !== undefined && length !== '');
  });

  test('a length that the player does not know yet is none, and the session opens when it does', () => {
    const native = { duration: NaN };
    const fake = createFakeAdapter({ params: { 'media.id': 'ep-1', 'media.contentType': 'vod' }, native });
    const media = ({ native: player }: { native: { duration: number } }) => ({ params: { 'media.length': player.duration } });
    const { made } = started({ media }, fake);
    fake.emit({ type: 'playing' });
    native.duration = 60;
    fake.emit({ type: 'durationKnown', seconds: 60 });
    expect(made[0]!.params).toMatchObject({ 'media.length': 60 });
  });

  test.each([
    ['an adapter', { params: { ...content, 'media.length': NaN, 'media.season': null } }],
    ['a name that is empty', { params: { ...content, 'media.name': '' } }],
  ])('of %s', (_, guess) => {
    const { start } = started({ media: { params: { 'media.length': 7 } } }, createFakeAdapter(guess as never));
    expect(start).toMatchObject({ 'media.id': 'ep-1', 'media.length': 7 });
  });

  test('of an ad', () => {
    const ad = () => ({ params: { 'media.ad.length': NaN, 'media.ad.id': '', 'media.ad.name': 'Spot' } });
    const { made, fake } = started({ ad, prerollWait: 0 });
    fake.emit({ type: 'adBreakStarted' });
    fake.emit({ type: 'adAnnounced', guess: { params: { 'media.ad.id': 'a', 'media.ad.length': 5 } } });
    fake.emit({ type: 'playing' });
    expect(made.find(({ eventType }) => eventType === 'adStart')!.params).toMatchObject({
      'media.ad.id': 'a',
      'media.ad.length': 5,
      'media.ad.name': 'Spot',
    });
  });

  test('a getter that throws, and a proxy that does', () => {
    const getter = Object.defineProperty({ 'media.name': 'Pilot' }, 'media.show', { enumerable: true, get: throws() });
    const proxy = new Proxy({}, { ownKeys: throws() });
    const { start, warnings } = started({ media: () => ({ params: getter, customMetadata: proxy }) });
    expect(start).toMatchObject({ ...content, 'media.name': 'Pilot' });
    expect(warnings).toEqual([
      'sessionStart: media.show threw: something that cannot be shown',
      'sessionStart: customMetadata threw: something that cannot be shown',
      expect.stringContaining('media.id is taken'),
    ]);
  });

  test.each(['x', 5, [], true])('%j is no answer, and the player is believed', (answer) => {
    const { start, warnings } = started({ media: () => answer });
    expect(start).toMatchObject(content);
    expect(warnings[0]).toMatch(/^media\(\) is left out: expected /);
  });

  test('params that are no object open nothing, with a sentence, and are asked for again at the next start', () => {
    const answers = ['x', params];
    const { made, fake, warnings } = started({ params: () => answers.shift() });
    expect(made).toEqual([]);
    expect(warnings.join()).toContain('params are left out: expected an object, got "x".');
    fake.emit({ type: 'unloaded' });
    fake.emit({ type: 'playRequested' });
    expect(made.length).toBe(1);
  });

  test.each<[string, () => unknown]>([
    ['a promise that is rejected', () => Promise.reject(new Error('offline'))],
    ['params without an identity', () => ({})],
  ])('%s opens nothing, and params are asked for again when the viewer pauses and plays', async (_, unfit) => {
    const answers = [unfit, () => params];
    const { made, fake, recorder } = started({ params: () => answers.shift()!() });
    await recorder.settled();
    fake.emit({ type: 'playing' });
    fake.emit({ type: 'paused' });
    expect(made).toEqual([]);
    fake.emit({ type: 'playRequested' });
    expect(made.length).toBe(1);
  });
});

test('an ad in which params are asked for again is reported from then on', () => {
  const answers = [{}, params];
  const { made, fake } = started({ prerollWait: 0, params: () => answers.shift() });
  fake.emit({ type: 'adBreakStarted' });
  fake.emit({ type: 'adAnnounced', guess: { params: { 'media.ad.id': 'a', 'media.ad.length': 5 } } });
  fake.emit({ type: 'playing' });
  fake.emit({ type: 'paused' });
  expect(made).toEqual([]);
  fake.emit({ type: 'playRequested' });
  fake.emit({ type: 'playing' });
  expect(made.map(({ eventType }) => eventType)).toEqual(['sessionStart', 'adBreakStart', 'adStart', 'play']);
});

test.each([false, 0, '', null, NaN])(
  'an ad of which a player knows nothing, %s, is reported with what it learns later',
  (guess) => {
    const { made, fake } = started({ prerollWait: 0 });
    fake.emit({ type: 'adBreakStarted', guess } as never);
    fake.emit({ type: 'adAnnounced', guess } as never);
    fake.emit({ type: 'playing' });
    fake.emit({ type: 'adUpdated', guess } as never);
    fake.emit({ type: 'adUpdated', guess: { params: { 'media.ad.id': 'a', 'media.ad.length': 5 } } });
    expect(made.map(({ eventType }) => eventType)).toEqual(['sessionStart', 'adBreakStart', 'adStart', 'play']);
  },
);

test.each<[TrackEventType, object, string]>([
  ['adBreakStart', { position: 1 }, 'a key of the API, such as media.ad.podIndex, media.ad.podSecond, media.ad.podFriendlyName'],
  [
    'adBreakStart',
    { 'media.ad.length': '5' },
    'a key of the API, such as media.ad.podIndex, media.ad.podSecond, media.ad.podFriendlyName',
  ],
  ['adBreakStart', { 'media.ad.podFriendlyName': 5 }, 'of type string'],
  ['adStart', { 'media.ad.advertiser': 5 }, 'of type string'],
  ['adStart', { advertiser: 5 }, 'a key of the API, such as media.ad.id, media.ad.length, media.ad.podPosition, media.ad.name'],
])('a value of %s that is left out, %o, is explained', (type, values, expected) => {
  const { tracker, warnings } = started({ prerollWait: 0 });
  tracker.track(type as 'adBreakStart', values as never);
  expect(warnings.at(-2)).toBe(`${type}: ${Object.keys(values)[0]} is left out: it must be ${expected}.`);
});

test.each<[object, ...string[]]>([
  [{ 'media.ad.podFriendlyName': '' }, 'media.ad.podFriendlyName'],
  [{ 'media.ad.podIndex': 0 }, 'media.ad.podIndex'],
  [{ 'media.ad.podIndex': '2', 'media.ad.podSecond': NaN }, 'media.ad.podIndex', 'media.ad.podSecond'],
  [{ 'media.ad.podIndex': undefined, 'media.ad.podSecond': -1 }, 'media.ad.podSecond'],
])('an ad break of which a player says %o is reported, with the count and place of the tracker', (guess, ...unfit) => {
  const { made, fake, warnings } = started({ prerollWait: 0 });
  fake.emit({ type: 'playing' });
  fake.emit({ type: 'adBreakStarted', guess: { params: guess } });
  fake.emit({ type: 'adAnnounced', guess: { params: { 'media.ad.id': 'a', 'media.ad.length': 5 } } });
  fake.emit({ type: 'playing' });
  expect(made.slice(2).map(({ eventType }) => eventType)).toEqual(['adBreakStart', 'adStart', 'play']);
  expect(made[2]!.params).toEqual({ 'media.ad.podIndex': 1, 'media.ad.podSecond': 0 });
  expect(warnings.filter((sentence) => sentence.startsWith('adBreakStart'))).toEqual(
    unfit.map((key) => `adBreakStart: ${key} is left out: it must be an index from 1, seconds from 0 or a name.`),
  );
});

test('an unknown key of the ad break of a player is named as one', () => {
  const { fake, warnings } = started({ prerollWait: 0 });
  fake.emit({ type: 'playing' });
  fake.emit({ type: 'adBreakStarted', guess: { params: { position: Symbol('pre') } as object } });
  fake.emit({ type: 'adAnnounced', guess: { params: { 'media.ad.id': 'a', 'media.ad.length': 5 } } });
  fake.emit({ type: 'playing' });
  expect(warnings.filter((sentence) => sentence.startsWith('adBreakStart'))).toEqual([
    'adBreakStart: position is left out: it must be a key of the API, such as media.ad.podIndex, media.ad.podSecond, media.ad.podFriendlyName.',
  ]);
});

describe('whatever is thrown, nothing reaches the page', () => {
  test.each<[string, Partial<Record<keyof TrackerOptions, unknown>>]>([
    ['media', { media: throws() }],
    ['ad', { ad: throws() }],
    ['onEvent', { onEvent: throws() }],
    ['consent', { consent: throws() }],
    ['a rejected promise', { media: () => Promise.reject(hostile()) }],
    ['a promise that throws', { media: () => ({ then: throws() }) }],
  ])('by %s', async (_, options) => {
    const { fake, tracker, recorder } = started({ prerollWait: 0, ...options });
    for (const intent of [
      { type: 'playing' },
      { type: 'adBreakStarted' },
      { type: 'adAnnounced' },
      { type: 'playing' },
      { type: 'paused' },
    ] as Intent[])
      fake.emit(intent);
    tracker.consent('in');
    await recorder.settled();
    expect(recorder.events[0]!.eventType).toBe('sessionStart');
    expect(recorder.events.some(({ eventType }) => eventType === 'adBreakStart')).toBe(true);
  });

  test('by the qoe() of an adapter: the playhead is asked by itself', () => {
    const fake = createFakeAdapter(undefined, () => 7);
    fake.qoe = throws();
    const { made } = started({}, fake);
    expect(made[0]!.playerTime.playhead).toBe(7);
  });

  test('attach() that is given something else says so', () => {
    const { tracker, warnings } = track();
    for (const nothing of [undefined, null, 5, {}, hostile()]) expect(() => tracker.attach(nothing as Adapter)()).not.toThrow();
    expect(warnings[0]).toBe('attach is ignored: expected an adapter, got undefined.');
  });

  test('intents of no known kind, or with values of no use, change nothing', () => {
    const { made, fake, warnings } = started({ prerollWait: 0 });
    fake.emit({ type: 'playing', playhead: undefined });
    for (const intent of [
      undefined,
      null,
      5,
      {},
      { type: 'toString' },
      { type: 'playing', agoMs: NaN },
      { type: 'durationKnown', seconds: 'x' },
    ])
      expect(() => fake.emit(intent as Intent)).not.toThrow();
    fake.emit({ type: 'paused', agoMs: -5, playhead: NaN });
    expect(made.map(({ eventType }) => eventType)).toEqual(['sessionStart', 'play', 'pauseStart']);
    expect(made.at(-1)!.playerTime).toEqual({ playhead: 0, ts: made[1]!.playerTime.ts + 1 });
    expect(warnings).toContain('toString is ignored: there is no such intent.');
  });

  test('an intent with a playhead that is undefined has that of its adapter', () => {
    let playhead = 3;
    const { made, fake } = started(
      { prerollWait: 0 },
      createFakeAdapter(undefined, () => playhead),
    );
    fake.emit({ type: 'playing' });
    playhead = 9;
    fake.emit({ type: 'paused', playhead: undefined });
    expect(made.map(({ playerTime }) => playerTime.playhead)).toEqual([3, 3, 9]);
  });
});

test('members that somebody else put on Object.prototype are nobody’s values', async () => {
  const { fake, tracker, recorder, clock } = started({ prerollWait: 0 });
  fake.emit({ type: 'playing' });
  await recorder.settled();
  Object.assign(Object.prototype, { foreign: true, 'media.show': 'foreign' });
  try {
    recorder.answer(404);
    tracker.track('pauseStart');
    await recorder.settled();
    fake.emit({ type: 'playing' });
    clock.advance(1_000);
    await recorder.settled();
  } finally {
    delete (Object.prototype as Record<string, unknown>)['foreign'];
    delete (Object.prototype as Record<string, unknown>)['media.show'];
  }
  expect(recorder.sessions.size).toBe(2);
  expect(JSON.stringify(recorder.events)).not.toContain('foreign');
});

test('nor do they keep a tracker from being made', () => {
  Object.assign(Object.prototype, { foreign: true, 'media.show': 'foreign' });
  try {
    const { tracker, types } = track();
    tracker.track('sessionStart', content);
    expect(types()).toBe('sessionStart');
  } finally {
    delete (Object.prototype as Record<string, unknown>)['foreign'];
    delete (Object.prototype as Record<string, unknown>)['media.show'];
  }
});

describe('what a call by hand gives in vain is named', () => {
  const spoken = (...call: unknown[]): string[] => {
    const { tracker, warnings } = track({ prerollWait: 0 });
    tracker.track('sessionStart', content);
    (tracker.track as (...call: unknown[]) => void)(...call);
    return warnings;
  };

  test.each([
    ['play', undefined, { my: 'x' }],
    ['stateStart', { 'media.state.name': 'mute' }, { my: 'x' }],
    ['adBreakStart', { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0 }, { my: 'x' }],
  ])('metadata on %s', (...call) => {
    expect(spoken(...call)).toEqual([`${call[0]}: customMetadata are left out: this event takes none.`]);
  });

  test('params on play', () => {
    expect(spoken('play', { 'media.show': 'x' })).toEqual(['play: params are left out: this event takes none.']);
  });

  test("a metadata key with Adobe's prefix", () => {
    const start = { 'media.chapter.index': 1, 'media.chapter.offset': 0, 'media.chapter.length': 9 };
    expect(spoken('chapterStart', start, { 'a.media.x': 'y' })[0]).toBe(
      'chapterStart: a.media.x is left out: it must be another key, for the prefixes media. and a. are reserved for Adobe.',
    );
  });

  test('on the console each bad key once, and not without end', () => {
    const log = vi.spyOn(console, 'warn').mockReturnValue(undefined);
    const tracker = createTracker({ endpoint, params, fetch: () => new Promise(() => {}), prerollWait: 0 });
    const bad = () => tracker.track('sessionStart', { ...content, 'media.show': {}, 'media.genre': {} } as never);
    bad();
    tracker.track('sessionEnd');
    bad();
    expect(log.mock.calls.flat()).toEqual([
      expect.stringMatching(/^media-collection: sessionStart: media.show is left out/),
      expect.stringMatching(/^media-collection: sessionStart: media.genre is left out/),
    ]);
    for (let index = 0; index < 300; index++) (tracker.track as (word: string) => void)(`word${index}`);
    expect(log.mock.calls.length).toBe(100);
    tracker.destroy();
  });
});

test('an error of our own names itself and asks to be reported', async () => {
  const log: string[] = [];
  const { tracker } = track({ onWarning: (sentence) => void log.push(sentence) });
  const own = vi.spyOn(Object, 'hasOwn').mockImplementation((): never => {
    throw new Error('ours');
  });
  tracker.track('play');
  own.mockRestore();
  expect(log[0]).toMatch(/^internal error: this is a fault of media-collection, please report it: Error: ours/);
  tracker.track('sessionStart', content);
  tracker.track('play');
  expect(log.length).toBe(1);
});
