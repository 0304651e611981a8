import { show } from '../src/show';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Consent } from '../src/index';
import type { TrackEventType } from '../src/session/intent';
import { content, createFakeAdapter, params, track } from './tracking';

afterEach(() => void vi.unstubAllGlobals());

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
};
/** A tracker whose fake plays. */
const play = (options: Parameters<typeof track>[0] = {}) => {
  const all = track(options);
  const fake = createFakeAdapter(undefined, () => (all.clock.now() - 1_760_000_000_000) / 1_000);
  all.tracker.attach(fake);
  fake.emit({ type: 'playRequested' });
  fake.emit({ type: 'playing' });
  all.clock.advance(2_000);
  return { ...all, fake };
};

describe('while the viewer has not decided', () => {
  test('everything is held, and then sent with its own times', async () => {
    const { clock, recorder, tracker, lost } = play({ consent: 'pending' });
    clock.advance(15_000);
    await settle();
    expect(recorder.events.length).toBe(0);
    tracker.consent('in');
    await settle();
    expect(recorder.events.map(({ eventType, playerTime }) => [eventType, playerTime.ts - 1_760_000_000_000])).toEqual([
      ['sessionStart', 0],
      ['play', 1],
      ['play', 1_000],
      ['ping', 11_000],
    ]);
    expect(lost).toEqual([]);
  });

  test('and then refuses, everything is dropped', async () => {
    const { clock, recorder, tracker, lost } = play({ consent: 'pending' });
    tracker.consent('out');
    clock.advance(60_000);
    await settle();
    expect(recorder.events.length).toBe(0);
    expect(lost.sort()).toEqual(['play consent', 'play consent', 'sessionStart consent']);
  });

  test.each([
    ['agrees', 'in', ['sessionStart', 'play', 'play', 'sessionEnd'], []],
    ['refuses', 'out', [], ['play consent', 'play consent', 'sessionEnd consent', 'sessionStart consent']],
  ] as const)('and %s when the tracker is destroyed already is heard all the same', async (_, decision, arrived, gone) => {
    const { recorder, tracker, lost } = play({ consent: 'pending' });
    tracker.destroy();
    tracker.consent(decision);
    await settle();
    expect(recorder.events.map(({ eventType }) => eventType)).toEqual(arrived);
    expect(lost.sort()).toEqual(gone);
  });

  test.each([
    [false, ['play left', 'play left', 'sessionEnd left', 'sessionStart left']],
    [true, []],
  ])('a page that goes for good has lost everything: %j', async (persisted, gone) => {
    const window = new EventTarget();
    vi.stubGlobal('window', window);
    vi.stubGlobal('document', new EventTarget());
    const { recorder, lost } = play({ consent: 'pending' });
    window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted }));
    await settle();
    expect([recorder.events.length, lost.sort()]).toEqual([0, gone]);
  });

  test('again, in the middle of a viewing, and goes, leaves behind what is held', async () => {
    const window = new EventTarget();
    vi.stubGlobal('window', window);
    vi.stubGlobal('document', new EventTarget());
    const { recorder, lost, tracker, fake } = play();
    await settle();
    tracker.consent('pending');
    fake.emit({ type: 'paused' });
    window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: false }));
    await settle();
    expect([recorder.events.length, lost.sort()]).toEqual([3, ['pauseStart left', 'sessionEnd left']]);
  });
});

test.each(['yes', true, undefined, Symbol('in')])('%s is no consent: it is held, and said', async (odd) => {
  const { clock, recorder, tracker, warnings } = play({ consent: () => odd as Consent });
  await settle();
  expect(recorder.events.length).toBe(0);
  expect(warnings[0]).toBe(`consent is pending: expected 'in' or 'out', got ${show(odd)}.`);
  tracker.consent('in');
  await settle();
  const { length } = recorder.events;
  expect(length).toBeGreaterThan(0);
  tracker.consent(odd as Consent);
  clock.advance(30_000);
  await settle();
  expect(recorder.events.length).toBe(length);
});

test('a viewer who never decides is not held in memory without end', async () => {
  const { clock, lost, fake, recorder, tracker } = play({ consent: 'pending' });
  for (let session = 0; session < 30; session++) {
    fake.emit({ type: 'ended' });
    fake.emit({ type: 'playRequested' });
    fake.emit({ type: 'playing' });
    clock.advance(30_000);
  }
  await settle();
  expect(lost.filter((one) => one === 'play overflow').length).toBe(22);
  expect(lost.filter((one) => one === 'sessionStart overflow').length).toBe(11);
  tracker.consent('in');
  await settle();
  // The newest 20, whole, and no bare start.
  const lengths = [...recorder.sessions.values()].map(({ length }) => length);
  expect([lengths.length, lengths.filter((length) => length > 3).length]).toEqual([20, 20]);
});

test('of 2,000 viewings while the viewer decides, the newest 20 are sent, and each of the others is reported whole', async () => {
  const { clock, lost, made, recorder, tracker } = track({ consent: 'pending', prerollWait: 0 });
  for (let viewing = 0; viewing < 2_000; viewing++) {
    tracker.track('sessionStart', { 'media.id': `${viewing}`, 'media.length': 60, 'media.contentType': 'vod' });
    tracker.track('play');
    clock.advance(500);
    tracker.track('sessionEnd');
  }
  expect(lost.length).toBe(1_980 * 3);
  tracker.consent('in');
  await settle();
  expect(recorder.sessions.size).toBe(20);
  expect(recorder.events.length).toBe(60);
  const ids = [...recorder.sessions.values()].map(([start]) => (start!.params as Record<string, unknown>)['media.id']);
  expect(ids.sort()).toEqual(Array.from({ length: 20 }, (_, index) => `${1_980 + index}`));
  expect([lost.length, made.length]).toEqual([1_980 * 3, 6_000]);
  expect(lost.filter((one) => one === 'sessionStart overflow').length).toBe(1_980);
  expect(lost.every((one) => one.endsWith(' overflow'))).toBe(true);
});

describe('a viewer who refuses', () => {
  test('opens no session', async () => {
    const { clock, recorder, made, lost } = play({ consent: 'out' });
    clock.advance(60_000);
    await settle();
    expect([recorder.events.length, made, lost]).toEqual([0, [], []]);
  });

  test('in the middle stops it at once, without an end', async () => {
    const { clock, recorder, tracker, fake } = play();
    await settle();
    const before = recorder.events.length;
    tracker.consent('out');
    fake.emit({ type: 'paused' });
    fake.emit({ type: 'playing' });
    clock.advance(60_000);
    fake.emit({ type: 'ended' });
    await settle();
    expect(recorder.events.length).toBe(before);
  });

  test.each([
    ['the sessionStart is on its way', 0, [201]],
    ['the sessionStart is on its way, and fails', 0, [503]],
    ['an event is on its way', 1, [204]],
    ['an event is on its way, and fails', 1, [503]],
    ['an event is on its way, and its session is gone', 1, [404]],
    ['an event waits to be tried again', 2, [503, 204]],
  ])('while %s sends nothing more, whatever comes back', async (_, before, statuses) => {
    const answers: ((response: Response) => void)[] = [];
    const { clock, tracker, fake, lost } = play({ fetch: () => new Promise((answer) => answers.push(answer)) });
    const answer = async (place: number, status: number): Promise<void> => {
      const headers = status === 201 ? { Location: '/api/v1/sessions/a' } : {};
      answers[place]?.(new Response(null, { status, headers }));
      await settle();
    };
    const known = [201, ...statuses];
    for (let place = 0; place < before; place++) await answer(place, known[place]!);
    const { length } = answers;
    expect(length).toBeGreaterThan(0);
    tracker.consent('out');
    await answer(before, statuses.at(-1)!);
    fake.emit({ type: 'paused' });
    fake.emit({ type: 'playing' });
    clock.advance(120_000);
    await settle();
    fake.emit({ type: 'unloaded' });
    tracker.destroy();
    clock.advance(60_000);
    await settle();
    expect(answers.length).toBe(length);
    expect(lost.filter((one) => !/consent/.test(one)).length).toBeLessThan(2);
  });

  test('and agrees again while it plays goes on in a session of its own', async () => {
    const { clock, recorder, tracker } = play();
    await settle();
    tracker.consent('out');
    clock.advance(5_000);
    tracker.consent('in');
    clock.advance(300);
    await settle();
    const last = recorder.events.slice(-2);
    expect(last.map(({ eventType }) => eventType)).toEqual(['sessionStart', 'play']);
    expect(last[0]!.params).toMatchObject({ 'media.resume': true });
  });

  test('and is asked again is followed again, and held', async () => {
    const { clock, recorder, tracker } = play({ consent: 'out' });
    tracker.consent('pending');
    clock.advance(5_000);
    await settle();
    expect(recorder.events.length).toBe(0);
    tracker.consent('in');
    await settle();
    expect(recorder.events.map(({ eventType }) => eventType)).toEqual(['sessionStart', 'play', 'play']);
  });

  test('and agrees while the first frame is awaited opens a session then', async () => {
    const { clock, made, tracker } = track({ consent: 'out' });
    const player = createFakeAdapter();
    tracker.attach(player);
    player.emit({ type: 'playRequested' });
    clock.advance(1_000);
    tracker.consent('in');
    clock.advance(1_000);
    player.emit({ type: 'failed', id: 'x' });
    expect(made.map(({ eventType }) => eventType).join(' ')).toBe('sessionStart error sessionEnd');
  });

  test('and agrees again while it is paused waits for the next play', async () => {
    const { clock, tracker, fake, types } = play();
    fake.emit({ type: 'paused' });
    tracker.consent('out');
    tracker.consent('in');
    clock.advance(1_000);
    expect(types()).toBe('sessionStart play play pauseStart');
    fake.emit({ type: 'playRequested' });
    expect(types()).toBe('sessionStart play play pauseStart sessionStart');
  });
});

describe('a viewer who refuses, and agrees again', () => {
  const silent = { fetch: () => new Promise<Response>(() => {}) };
  test.each<[string, Consent, boolean, object?]>([
    ['before anything was sent begins a viewing', 'pending', false],
    ['after the session was sent resumes it', 'in', true],
    ['after the session was sent to a service that did not answer yet resumes it', 'in', true, silent],
  ])('%s', async (_, consent, isResumed, more) => {
    const { made, tracker } = play({ consent, ...more });
    await settle();
    if (consent === 'in') tracker.consent('pending');
    tracker.consent('out');
    tracker.consent('in');
    expect(made.filter(({ eventType }) => eventType === 'sessionStart').at(-1)!.params).toMatchObject({
      'media.resume': isResumed,
    });
  });

  test.each<[string, TrackEventType[], TrackEventType[], string]>([
    ['buffers', ['play', 'bufferStart'], ['bufferComplete'], 'bufferStart play'],
    ['seeks', ['play', 'seekStart'], ['seekComplete'], 'pauseStart play'],
    ['buffers before its first frame', ['bufferStart'], ['bufferComplete', 'play'], 'bufferStart pauseStart play'],
    ['plays', ['play'], ['pauseStart', 'play'], 'play pauseStart play'],
  ])('by hand, where the content %s, continues playback as it was', async (_, before, after, expected) => {
    const { clock, made, tracker, warnings } = track({ prerollWait: 0 });
    const trackAll = (types: TrackEventType[]) => types.forEach((type) => tracker.track(type as 'play'));
    tracker.track('sessionStart', content);
    trackAll(before);
    tracker.consent('out');
    clock.advance(5_000);
    tracker.consent('in');
    const from = made.findLastIndex(({ eventType }) => eventType === 'sessionStart');
    trackAll(after);
    expect(
      made
        .slice(from + 1)
        .map(({ eventType }) => eventType)
        .join(' '),
    ).toBe(expected);
    expect(warnings).toEqual([]);
  });

  test('by hand, before the first ad of a break, continues the content behind the break', async () => {
    const { made, tracker } = track({ prerollWait: 0 });
    tracker.track('sessionStart', content);
    tracker.track('play');
    tracker.track('adBreakStart', { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0 });
    tracker.consent('out');
    tracker.consent('in');
    tracker.track('adBreakComplete');
    const from = made.findLastIndex(({ eventType }) => eventType === 'sessionStart');
    expect(made.slice(from + 1).map(({ eventType }) => eventType)).toEqual(['adBreakStart', 'adBreakComplete', 'play']);
  });

  test('while it is paused has no pause in the session that resumes', () => {
    const { clock, fake, tracker, types } = play();
    fake.emit({ type: 'paused' });
    tracker.consent('out');
    tracker.consent('in');
    fake.emit({ type: 'playRequested' });
    clock.advance(500);
    fake.emit({ type: 'playing' });
    expect(types()).toBe('sessionStart play play pauseStart sessionStart play');
  });
});

test.each(['detached', 'destroyed'])('a player that was %s is not followed again by consent', (what) => {
  const { clock, tracker, fake, types } = play({ consent: 'out' });
  const detach = tracker.attach(fake);
  fake.emit({ type: 'playing' });
  if (what === 'detached') detach();
  else tracker.destroy();
  tracker.consent('in');
  clock.advance(1_000);
  expect(types()).toBe('');
});

test('a function is asked at every session start', () => {
  let consent: Consent = 'out';
  const { fake, types } = play({ consent: () => consent });
  expect(types()).toBe('');
  fake.emit({ type: 'unloaded' });
  consent = 'in';
  fake.emit({ type: 'playRequested' });
  expect(types()).toBe('sessionStart');
});

test("the browser's Global Privacy Control is a refusal where the page honours it", () => {
  vi.stubGlobal('navigator', { globalPrivacyControl: true });
  expect(play().types()).toBe('sessionStart play play');
  expect(play({ globalPrivacyControl: true }).types()).toBe('');
  vi.stubGlobal('navigator', {});
  expect(play({ globalPrivacyControl: true }).types()).toBe('sessionStart play play');
});

describe('a function of consent is called for a session that replaces another one', () => {
  test.each([
    ['refuses', 'out', 0, ['play consent', 'sessionStart consent']],
    ['has to be asked again', 'pending', 0, []],
    ['agrees', 'in', 3, []],
  ] as const)('a viewer who %s while the session was over for 30 idle minutes', async (_, decision, sent, gone) => {
    let consent: Consent = 'in';
    const { clock, fake, lost, recorder } = play({ consent: () => consent });
    fake.emit({ type: 'paused' });
    for (let minute = 0; minute < 30; minute++) {
      clock.advance(60_000);
      await settle();
    }
    const events = () => recorder.events.filter(({ eventType }) => eventType !== 'ping').length;
    const before = events();
    expect(recorder.events.at(-1)?.eventType).toBe('sessionEnd');
    consent = decision;
    fake.emit({ type: 'playing' });
    clock.advance(1_500);
    await settle();
    expect([events() - before, lost.sort()]).toEqual([sent, gone]);
  });

  test('a viewer who has refused by the time the service loses the session: each event is reported once', async () => {
    let consent: Consent = 'in';
    const { fake, lost, made, recorder } = play({ consent: () => consent });
    await settle();
    expect(recorder.events.length).toBe(3);
    consent = 'out';
    recorder.answer(404);
    fake.emit({ type: 'state', name: 'mute', on: true });
    fake.emit({ type: 'state', name: 'mute', on: false });
    await settle();
    const sent = recorder.events.length;
    fake.emit({ type: 'paused' });
    await settle();
    expect([sent, recorder.events.length]).toEqual([3, 3]);
    expect(recorder.sessions.size).toBe(1);
    // The stateStart that was refused moves to the session that is not opened.
    expect(lost.length).toBe(made.length - 3);
    expect(lost.every((one) => one.endsWith(' consent'))).toBe(true);
  });

  test('a start that has waited for params is sent only if the viewer still agrees', async () => {
    let consent: Consent = 'in';
    let resolve!: (known: typeof params) => void;
    const { clock, recorder } = play({ consent: () => consent, params: () => new Promise((keep) => (resolve = keep)) });
    clock.advance(5_000);
    consent = 'out';
    resolve(params);
    await settle();
    clock.advance(5_000);
    await settle();
    expect(recorder.events.length).toBe(0);
  });
});
