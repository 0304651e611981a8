import { afterEach, describe, expect, test, vi } from 'vitest';
import { edge } from '../src/edge';
import type { Guess, TrackerOptions } from '../src/index';
import { content, createFakeAdapter, params, track } from './tracking';
import { createBench, createPromises, EPOCH, settle, type Params } from './waiting';

afterEach(() => void vi.unstubAllGlobals());

describe('a tracker that is destroyed while a start waits', () => {
  test('takes the answer of media(), also the one not to track this', async () => {
    const answers: [Guess<'sessionStart'> | null, string[]][] = [
      [{ params: { 'media.id': 'real' } }, ['0 sessionStart real 0, 1 play 0, 300 sessionEnd 0.3']],
      [null, []],
    ];
    for (const [answer, wanted] of answers) {
      const { keep, ask } = createPromises<Guess<'sessionStart'> | null>();
      const { clock, tracker, fake, play, pass, sessions } = createBench({ media: ask });
      tracker.attach(fake);
      play();
      pass(250);
      clock.advance(50);
      tracker.destroy();
      await settle();
      expect(sessions()).toEqual([]);
      keep[0]!(answer);
      await settle();
      expect(sessions()).toEqual(wanted);
      expect(clock.timers).toBe(0);
    }
  });

  test('waits no longer than a second for media() once the visitor is known', async () => {
    const { keep, ask } = createPromises<Params>();
    const { clock, tracker, fake, play, pass, sessions } = createBench({ params: ask, media: () => new Promise(() => {}) });
    tracker.attach(fake);
    play();
    pass(250);
    tracker.destroy();
    keep[0]!(params);
    await settle();
    expect(sessions()).toEqual([]);
    clock.advance(1_000);
    await settle();
    expect(sessions()).toEqual(['0 sessionStart A 0, 1 play 0, 250 sessionEnd 0.25']);
    expect(clock.timers).toBe(0);
  });

  test('waits no longer than a second for the params of one content when those of another came', async () => {
    const { keep, ask } = createPromises<Params>();
    const { clock, tracker, fake, load, play, pass, sessions } = createBench({ params: ask });
    tracker.attach(fake);
    play();
    pass(250);
    load('B');
    play();
    pass(250);
    tracker.destroy();
    keep[1]!(params);
    await settle();
    clock.advance(1_000);
    await settle();
    expect(sessions()).toEqual([
      '0 sessionStart A 0, 1 play 0, 250 sessionEnd 0.25',
      '250 sessionStart B 0, 251 play 0, 500 sessionEnd 0.25',
    ]);
  });

  test('sends it as the page goes, and listens to the page no longer than that', async () => {
    const listeners = new Map<string, Set<(event: object) => void>>();
    const of = (type: string) => listeners.get(type) ?? listeners.set(type, new Set()).get(type)!;
    vi.stubGlobal('window', {
      addEventListener: (type: string, listener: () => void) => of(type).add(listener),
      removeEventListener: (type: string, listener: () => void) => of(type).delete(listener),
    });
    const { tracker, fake, play, pass, sessions } = createBench({ media: () => new Promise(() => {}) });
    tracker.attach(fake);
    play();
    pass(250);
    tracker.destroy();
    expect(of('pagehide').size).toBe(2);
    for (const listener of of('pagehide')) listener({ persisted: false });
    await settle();
    // What follows an opening needs its answer.
    expect(sessions()).toEqual(['0 sessionStart A 0']);
    expect([...listeners.values()].map(({ size }) => size)).toEqual([...listeners.values()].map(() => 0));
  });
});

describe('destroy({ keepSession: true }) sends what waits, and no end', () => {
  test.each([
    ['for a pre-roll', { params }, 100],
    ['for a pre-roll, by hand', { params }, 0],
  ])('%s', async (_, options: Partial<TrackerOptions>, ms) => {
    const { clock, tracker, fake, play, pass, recorder } = createBench(options);
    if (ms) {
      tracker.attach(fake);
      play();
      pass(ms);
    } else {
      tracker.track('sessionStart', content);
      tracker.track('play');
    }
    tracker.destroy({ keepSession: true });
    await recorder.settled();
    clock.advance(3_600_000);
    await recorder.settled();
    expect(recorder.events.map(({ eventType }) => eventType).join(' ')).toBe('sessionStart play');
    expect(clock.timers).toBe(0);
  });

  test('for its params', async () => {
    const { keep, ask } = createPromises<Params>();
    const { clock, tracker, fake, play, pass, sessions, lost } = createBench({ params: ask });
    tracker.attach(fake);
    play();
    pass(750);
    tracker.destroy({ keepSession: true });
    clock.advance(5_000);
    keep[0]!(params);
    await settle();
    clock.advance(3_600_000);
    await settle();
    expect(sessions()).toEqual(['0 sessionStart A 0, 1 play 0']);
    expect([clock.timers, lost]).toEqual([0, []]);
  });

  test('for its length', async () => {
    const bench = track({ media: () => ({ params: { 'media.id': 'x', 'media.contentType': 'vod' } }) });
    const fake = createFakeAdapter({});
    bench.tracker.attach(fake);
    fake.emit({ type: 'playRequested' });
    bench.tracker.destroy({ keepSession: true });
    await settle();
    expect(bench.types()).toBe('sessionStart');
    expect(bench.clock.timers).toBe(0);
  });
});

describe('a machine that sleeps while params are awaited', () => {
  /** Every event but its session, with times in ms since the beginning. */
  const act = async (options: Partial<TrackerOptions>, asleepMs: number, answer: () => void) => {
    const { clock, tracker, fake, play, pass, recorder } = createBench(options);
    let place = 0;
    fake.playhead = () => place;
    const go = async (ms: number): Promise<void> => {
      for (let left = ms; left > 0; left -= 250) {
        place += 0.25;
        pass(250);
        await settle();
      }
    };
    tracker.attach(fake);
    play();
    await go(3_000);
    clock.set(clock.now() + asleepMs);
    await go(3_000);
    answer();
    await go(5_000);
    return recorder.events.map(({ eventType, playerTime }) => `${playerTime.ts - EPOCH} ${eventType}`);
  };
  test('for six minutes is reported as with plain params', async () => {
    const { keep, ask } = createPromises<Params>();
    const late = await act({ params: ask }, 360_000, () => keep[0]!(params));
    expect(late).toEqual(await act({}, 360_000, () => {}));
    expect(late.join(' ')).toContain('pauseStart');
  });
});

test('content that has ended while params are awaited is paused once until its post-roll', async () => {
  const { keep, ask } = createPromises<Params>();
  const { clock, tracker, fake, play, pass, sessions } = createBench({ params: ask });
  tracker.attach(fake);
  play();
  pass(2_000);
  fake.playhead = () => 2;
  fake.emit({ type: 'contentEnded' });
  clock.advance(5_000);
  fake.emit({ type: 'ended' });
  keep[0]!(params);
  await settle();
  expect(sessions()).toEqual(['0 sessionStart A 0, 1 play 0, 1000 play 1, 2000 pauseStart 2, 7000 sessionComplete 2']);
});

test('what waits for consent when its tracker is destroyed is reported as the page goes', async () => {
  const listeners = new Set<(event: object) => void>();
  vi.stubGlobal('window', {
    addEventListener: (type: string, listener: () => void) => type === 'pagehide' && listeners.add(listener),
    removeEventListener: (_: string, listener: () => void) => listeners.delete(listener),
  });
  const { tracker, fake, play, pass, lost, made } = createBench({ consent: 'pending' });
  tracker.attach(fake);
  play();
  pass(2_000);
  tracker.destroy();
  await settle();
  expect(lost).toEqual([]);
  for (const listener of listeners) listener({ persisted: false });
  await settle();
  expect(lost.map((line) => line.split(' ')[0])).toEqual(made.map(({ eventType }) => eventType));
  const again = createBench({ consent: 'pending' });
  again.tracker.attach(again.fake);
  again.play();
  again.tracker.destroy();
  const before = listeners.size;
  again.tracker.consent('in');
  expect(listeners.size).toBe(before - 2);
});

test('a tracker that is destroyed does not listen to the page once its start is given up', () => {
  const listeners = new Set<unknown>();
  vi.stubGlobal('window', {
    addEventListener: (_: string, listener: unknown) => listeners.add(listener),
    removeEventListener: (_: string, listener: unknown) => listeners.delete(listener),
  });
  const { tracker, fake, play } = createBench({ params: () => new Promise(() => {}) });
  tracker.attach(fake);
  play();
  tracker.destroy();
  expect(listeners.size).toBeGreaterThan(0);
  tracker.consent('out');
  expect(listeners.size).toBe(0);
});

describe('media() that answered, and is asked again with the length of the content', () => {
  test.each([
    ['promises no end', () => new Promise(() => {})],
    ['rejects', () => Promise.reject(new Error('429'))],
    ['returns undefined', () => undefined],
    ['promises undefined', () => Promise.resolve(undefined)],
  ])('and %s has its first answer', async (_, again) => {
    let asked = 0;
    const media = () => (asked++ ? again() : Promise.resolve({ params: { 'media.id': 'real' } }));
    const { clock, made, tracker } = track({ media: media as never });
    const fake = createFakeAdapter({ params: { 'media.id': 'guessed', 'media.contentType': 'vod' } });
    tracker.attach(fake);
    fake.emit({ type: 'playRequested' });
    await settle();
    fake.emit({ type: 'durationKnown', seconds: 60 });
    await settle();
    clock.advance(1_000);
    await settle();
    expect(asked).toBe(2);
    expect(made[0]).toMatchObject({ eventType: 'sessionStart', params: { 'media.id': 'real', 'media.length': 60 } });
  });
});

describe('over the Media Edge API promised params', () => {
  const wire = edge({ datastreamId: 'd' });
  const open = (options: object) => {
    const bodies: string[] = [];
    const bench = track({
      endpoint: undefined,
      wire,
      fetch: (_: string, { body }: { body: string }) => {
        bodies.push(body);
        const id = [{ type: 'media-analytics:new-session', payload: [{ sessionId: 'a'.repeat(64) }] }];
        return Promise.resolve(new Response(JSON.stringify({ handle: id })));
      },
      ...options,
    } as never);
    const fake = createFakeAdapter();
    bench.tracker.attach(fake);
    return { ...bench, bodies, fake };
  };

  test('are waited for, so that the first session has its visitor', async () => {
    const { keep, ask } = createPromises<object>();
    const { bodies, clock, fake, warnings } = open({ params: ask });
    fake.emit({ type: 'playRequested' });
    await settle();
    clock.advance(2_500);
    await settle();
    expect(bodies).toEqual([]);
    expect(warnings).toContain('params are pending: nothing is sent until their promise resolves.');
    keep[0]!({ 'visitor.marketingCloudUserId': '4186', 'media.channel': 'site' });
    await settle();
    expect(bodies[0]).toContain('"id":"4186"');
    expect(bodies[0]).toContain('"channel":"site"');
    // The next content knows them.
    fake.emit({ type: 'unloaded' });
    fake.emit({ type: 'playRequested' });
    clock.advance(1_000);
    await settle();
    expect(bodies.filter((body) => body.includes('media.sessionStart')).length).toBe(2);
  });

  test('that never come do not cost the session of a page that is left', async () => {
    const listeners: [string, (event: object) => void][] = [];
    vi.stubGlobal('window', {
      addEventListener: (type: string, listener: () => void) => listeners.push([type, listener]),
      removeEventListener: () => {},
    });
    const { bodies, fake } = open({ params: () => new Promise(() => {}) });
    fake.emit({ type: 'playRequested' });
    await settle();
    for (const [type, listener] of listeners) if (type === 'pagehide') listener({ persisted: false });
    await settle();
    expect(bodies[0]).toContain('media.sessionStart');
  });
});
