import { types } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTracker, type Adapter, type Emit, type MediaEvent, type TrackerOptions } from '../src/index';
import { validate } from '../src/wire/schema';
import { createManualClock, createRecorder } from '../src/testing';
import { odds, outcomes, type Odd } from './odd-values';
import { runs } from './seed';
import { content, params } from './tracking';

const unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);
/** Vitest counts what nobody caught as a failure of its own, and names no test. */
let others: NodeJS.UnhandledRejectionListener[] = [];
beforeEach(() => {
  others = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', note);
  vi.spyOn(console, 'warn').mockReturnValue(undefined);
  vi.spyOn(console, 'error').mockReturnValue(undefined);
});
afterEach(() => {
  process.removeListener('unhandledRejection', note);
  for (const other of others) process.on('unhandledRejection', other);
  vi.restoreAllMocks();
});

/** A promise that is handed over where none is taken is the page's own: nobody else looks after it. */
const handled = (value: unknown): unknown => {
  if (types.isPromise(value)) value.catch(() => {});
  return value;
};

/** Where a page or a player hands a value over while a tracker runs. */
const places = [
  'params()',
  'media()',
  'ad()',
  'consent()',
  'pingInterval()',
  'adPingInterval()',
  'prerollWait()',
  'playhead()',
  'fetch()',
  'clock.now()',
  'clock.elapsed()',
  'onEvent()',
  'onLost()',
  'onWarning()',
  'adapter',
  'adapter.name',
  'adapter.version',
  'adapter.target',
  'adapter.subscribe()',
  'adapter.playhead()',
  'adapter.media()',
  'adapter.qoe()',
  'intent',
  'intent.type',
  'intent.playhead',
  'intent.agoMs',
  'intent.member',
  'intent.guess',
  'track type',
  'track params',
  'track metadata',
  'track member',
  'qoe',
  'qoe member',
  'consent',
] as const;
type Place = (typeof places)[number];

/** Values where they must not be, which then are what they should be. */
type Plan = Partial<Record<Place, readonly Odd[]>>;

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

/** Plays a viewing with odd values, then one without; returns what was made, and what escaped. */
async function play(plan: Plan) {
  const escaped: string[] = [];
  const made: MediaEvent[] = [];
  const clock = createManualClock(1_760_000_000_000);
  const recorder = createRecorder();
  const rest = new Map<Place, Odd[]>(Object.entries(plan).map(([place, values]) => [place as Place, [...values]]));
  const take = <T>(place: Place, good: T): T => {
    const next = rest.get(place)?.shift();
    const value = next ? next() : good;
    return (place.endsWith('()') ? value : handled(value)) as T;
  };
  const attempt = (what: string, run: () => unknown): void => {
    try {
      run();
    } catch {
      escaped.push(what);
    }
  };
  const film = { ...content };
  const options = {
    endpoint: 'https://c.example',
    params: () => take('params()', params),
    media: () => take('media()', { params: film }),
    ad: () => take('ad()', {}),
    consent: () => take('consent()', 'in'),
    pingInterval: () => take('pingInterval()', 10_000),
    adPingInterval: () => take('adPingInterval()', 10_000),
    prerollWait: () => take('prerollWait()', 250),
    playhead: () => take('playhead()', 1),
    clock: {
      ...clock,
      now: () => take('clock.now()', clock.now()),
      elapsed: () => take('clock.elapsed()', clock.elapsed()),
    },
    fetch: (...call: Parameters<typeof recorder.fetch>) => take('fetch()', undefined) ?? recorder.fetch(...call),
    onEvent: (event: MediaEvent) => {
      made.push(event);
      return take('onEvent()', undefined);
    },
    onLost: () => take('onLost()', undefined),
    onWarning: (sentence: string) => {
      if (sentence.startsWith('internal error')) escaped.push(sentence.slice(0, 300));
      return take('onWarning()', undefined);
    },
  };
  const tracker = createTracker(options as never as TrackerOptions);
  let emitIntent: Emit = () => {};
  const adapter = () =>
    ({
      name: take('adapter.name', 'player'),
      version: take('adapter.version', '1'),
      target: take('adapter.target', {}),
      playhead: () => take('adapter.playhead()', 2),
      media: () => take('adapter.media()', { params: film }),
      qoe: () => take('adapter.qoe()', { 'media.qoe.bitrate': 800 }),
      subscribe: (emit: Emit) => {
        emitIntent = emit;
        return take('adapter.subscribe()', undefined);
      },
    }) as Adapter;
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 500) {
      attempt('a timer', () => clock.advance(500));
      await settle();
    }
  };
  const calls = tracker as unknown as Record<'track' | 'qoe' | 'consent' | 'attach', (...values: unknown[]) => unknown>;

  while (rest.get('adapter')?.length) attempt('attach()', () => calls.attach(take('adapter', undefined)));
  attempt('attach()', () => tracker.attach(adapter()));
  const guess = { params: { 'media.ad.id': 'a', 'media.ad.length': 4 } };
  const intents = [
    { type: 'state', name: 'mute', on: true },
    { type: 'bitrate', kbps: 800 },
    { type: 'playRequested' },
    { type: 'playing' },
    { type: 'progress' },
    { type: 'chapter', chapter: { index: 1, start: 0, end: 5, title: 'x' } },
    { type: 'waiting' },
    { type: 'playing' },
    { type: 'adBreakStarted', guess: { params: { 'media.ad.podIndex': 1 } } },
    { type: 'adAnnounced', guess },
    { type: 'playing' },
    { type: 'adUpdated', guess },
    { type: 'adEnded' },
    { type: 'adBreakEnded' },
    { type: 'playing' },
    { type: 'durationKnown', seconds: 60 },
    { type: 'failed', id: 'x', stillPlaying: true },
    { type: 'paused' },
  ];
  for (const intent of intents) {
    const odd: Record<string, unknown> = { ...intent };
    const set = (place: Place, key: string): void => {
      if (rest.get(place)?.length) odd[key] = take(place, undefined);
    };
    set('intent.type', 'type');
    set('intent.playhead', 'playhead');
    set('intent.agoMs', 'agoMs');
    if ('guess' in intent) set('intent.guess', 'guess');
    else set('intent.member', Object.keys(intent)[1] ?? 'member');
    attempt(`emit(${intent.type})`, () => emitIntent(take('intent', odd) as never));
    attempt(`emit(${intent.type})`, () => emitIntent(intent as never));
    await pass(500);
  }
  const words = [
    ['bitrateChange', undefined],
    ['stateStart', 'media.state.name'],
    ['chapterStart', 'media.chapter.friendlyName'],
    ['error', 'media.qoe.errorID'],
    ['sessionStart', 'media.name'],
    ['adStart', 'media.ad.name'],
  ] as const;
  for (const [type, key] of words) {
    const member = key && { [key]: take('track member', 'x') };
    const call = [
      take('track type', type),
      take('track params', member),
      take('track metadata', { my: take('track member', 'own') }),
    ];
    attempt(`track(${type})`, () => calls.track(...call));
    attempt('qoe()', () => calls.qoe(take('qoe', { 'media.qoe.bitrate': take('qoe member', 900) })));
    while (rest.get('consent')?.length) attempt('consent()', () => calls.consent(take('consent', undefined)));
  }
  attempt('consent()', () => tracker.consent('in'));
  attempt('emit(unload)', () => emitIntent({ type: 'unloaded' }));
  await pass(2_000);
  rest.clear();

  const before = made.length;
  attempt('attach()', () => tracker.attach(adapter()));
  for (const type of ['playRequested', 'playing', 'paused', 'playing', 'ended'] as const) {
    attempt(`emit(${type})`, () => emitIntent({ type }));
    await pass(500);
  }
  await pass(60_000);
  attempt('sessionId', () => tracker.sessionId);
  attempt('destroy()', () => tracker.destroy());
  await pass(500);
  // What waited for its answer all the time may have opened only now.
  const last = made.slice(
    Math.max(
      before,
      made.findLastIndex(({ eventType }) => eventType === 'sessionStart'),
    ),
  );
  return { made, last, escaped, arrived: recorder.events };
}

/** What must hold whatever came. */
async function expectSound(plan: Plan): Promise<void> {
  unhandled.length = 0;
  const { made, last, escaped, arrived } = await play(plan);
  expect(escaped, 'escaped into the page').toEqual([]);
  expect(unhandled, 'rejections that nobody caught').toEqual([]);
  for (const event of made) expect(validate(event), JSON.stringify(event)).toEqual([]);
  for (const event of arrived) expect(validate(event), JSON.stringify(event)).toEqual([]);
  expect(last.map(({ eventType }) => eventType).filter((type) => type !== 'stateStart' && type !== 'ping')).toEqual([
    'sessionStart',
    'play',
    'pauseStart',
    'play',
    'sessionComplete',
  ]);
}

describe('a value of another kind while the tracker runs costs itself alone', () => {
  test.each(places)('%s', async (place) => {
    const faults: string[] = [];
    for (const [name, odd] of Object.entries(outcomes))
      if (place.endsWith('()') || Object.hasOwn(odds, name))
        await expectSound({ [place]: [odd, odd] }).catch((error: Error) => void faults.push(`${name}: ${error.message}`));
    expect(faults).toEqual([]);
  });

  test('several at once', async () => {
    const value = fc.constantFrom(...Object.keys(odds));
    const plan = fc.dictionary(fc.constantFrom(...places), fc.array(value, { minLength: 1, maxLength: 3 }), { maxKeys: 5 });
    await fc.assert(
      fc.asyncProperty(plan, async (names) => {
        await expectSound(
          Object.fromEntries(Object.entries(names).map(([place, all]) => [place, all.map((name) => odds[name]!)])),
        );
      }),
      runs(60),
    );
  });
});

describe('an option of another kind is a TypeError that names it, or is taken', () => {
  const names = (
    'endpoint insecure params customMetadata media ad pingInterval adPingInterval prerollWait consent downloaded offline ' +
    'globalPrivacyControl shared playhead fetch clock onEvent onLost onWarning'
  ).split(' ');

  test.each(names)('%s', async (name) => {
    unhandled.length = 0;
    for (const [kind, odd] of Object.entries(odds)) {
      const { fetch } = createRecorder();
      const clock = createManualClock();
      try {
        const tracker = createTracker({
          endpoint: 'https://c.example',
          params,
          media: { params: content },
          fetch,
          clock,
          [name]: handled(odd()),
        } as never);
        tracker.track('sessionStart', content);
        clock.advance(20_000);
        await settle();
        tracker.destroy();
      } catch (error) {
        expect(error, `${name}: ${kind}`).toBeInstanceOf(TypeError);
        expect((error as Error).message, `${name}: ${kind}`).toMatch(
          new RegExp(`^media-collection: (${name}|analytics\\.trackingServer): expected .*, got `, 's'),
        );
      }
      await settle();
    }
    expect(unhandled).toEqual([]);
  });

  test('all options at once', () => {
    for (const [kind, odd] of Object.entries(odds))
      expect(() => createTracker(handled(odd()) as never), kind).toThrow(/^media-collection: endpoint: expected .*, got /s);
  });
});
