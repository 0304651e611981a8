import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createFakeAdapter, track } from './tracking';

const MINUTE = 60_000;

let window: EventTarget;
let document: EventTarget & { hidden: boolean };
beforeEach(() => {
  window = new EventTarget();
  document = Object.assign(new EventTarget(), { hidden: false });
  vi.stubGlobal('window', window);
  vi.stubGlobal('document', document);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const fire = (type: string, data: object = {}): void => void window.dispatchEvent(Object.assign(new Event(type), data));
const shows = (hidden: boolean): void => {
  document.hidden = hidden;
  document.dispatchEvent(new Event('visibilitychange'));
};

/** A fake plays for 2 s in a page. */
async function play() {
  const all = track({ prerollWait: 0 });
  const fake = createFakeAdapter(undefined, () => (all.clock.now() - 1_760_000_000_000) / 1_000);
  all.tracker.attach(fake);
  fake.emit({ type: 'playRequested' });
  fake.emit({ type: 'playing' });
  all.clock.advance(2_000);
  await all.recorder.settled();
  return { ...all, fake };
}
const PLAYED = 'sessionStart play play';

describe('a page that goes into the back/forward cache', () => {
  test('reports nothing that its player says before it is frozen, and opens nothing by its return', async () => {
    const { clock, fake, types } = await play();
    fire('pagehide', { persisted: true });
    shows(true);
    for (const type of ['paused', 'playRequested', 'playing'] as const) fake.emit({ type });
    expect(types()).toBe(`${PLAYED} sessionEnd`);
    clock.advance(60 * MINUTE);
    shows(false);
    fire('pageshow', { persisted: true });
    clock.advance(60 * MINUTE);
    expect(types()).toBe(`${PLAYED} sessionEnd`);
  });

  test.each([
    ['seen', () => shows(false)],
    ['in the background', () => fire('pageshow', { persisted: true })],
  ])('and is back, %s, opens one session with the next play, which resumes', async (_, returns) => {
    const { clock, made, fake, recorder, types } = await play();
    fire('pagehide', { persisted: true });
    clock.set(clock.now() + 30 * MINUTE);
    returns();
    fake.emit({ type: 'playRequested' });
    fake.emit({ type: 'playing' });
    clock.advance(500);
    expect(types()).toBe(`${PLAYED} sessionEnd sessionStart play`);
    expect(made[4]!.params).toMatchObject({ 'media.resume': true });
    await recorder.settled();
    expect(recorder.sessions.size).toBe(2);
  });
});

describe('a service that answers when it is asked to', () => {
  /** A page by hand, and the types of what it posts. */
  function open() {
    const waiting: ((status: number) => void)[] = [];
    const bodies: string[] = [];
    const { clock, tracker } = track({
      prerollWait: 0,
      fetch: (_, { body }) => {
        bodies.push((JSON.parse(body) as { eventType: string }).eventType);
        const headers = { Location: '/api/v1/sessions/s1' };
        return new Promise((resolve) => void waiting.push((status) => resolve(new Response(null, { status, headers }))));
      },
    });
    tracker.track('sessionStart', { 'media.id': 'ep-1', 'media.length': 60, 'media.contentType': 'vod' });
    const answer = async (): Promise<void> => {
      waiting[0]!(201);
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    };
    return { clock, tracker, bodies, answer };
  }

  test('gets nothing before its turn from a page that is hidden, and all that is left side by side from one that goes', async () => {
    const { clock, tracker, bodies, answer } = open();
    await answer();
    tracker.track('play');
    clock.advance(12_000);
    tracker.track('pauseStart');
    shows(true);
    expect(bodies).toEqual(['sessionStart', 'play']);
    fire('pagehide', { persisted: false });
    expect(bodies).toEqual(['sessionStart', 'play', 'play', 'pauseStart', 'sessionEnd', 'ping']);
  });

  test('gets all side by side from one that went into the cache before it had answered, and one by one if it is back', async () => {
    const { tracker, bodies, answer } = open();
    tracker.track('play');
    fire('pagehide', { persisted: true });
    shows(true);
    await answer();
    expect(bodies).toEqual(['sessionStart', 'sessionEnd', 'play']);
    const other = open();
    other.tracker.track('play');
    fire('pagehide', { persisted: true });
    fire('pageshow', { persisted: true });
    await other.answer();
    expect(other.bodies).toEqual(['sessionStart', 'play']);
  });
});

test('a network that was away for longer than the service waits costs the pings of that time, which nobody sends', async () => {
  // The longest pauses between two attempts, so that the same pings wait in every run.
  vi.spyOn(Math, 'random').mockReturnValue(0.999);
  let isAway = false;
  let calls = 0;
  const { clock, lost, recorder, tracker, types } = track({
    prerollWait: 0,
    playhead: () => (clock.now() % 10_000_000) / 1_000,
    fetch: (url, init) => {
      if (!isAway) calls++;
      return isAway ? Promise.reject(new TypeError('away')) : recorder.fetch(url, init);
    },
  });
  tracker.track('sessionStart', { 'media.id': 'ep-1', 'media.length': 3_600, 'media.contentType': 'vod' });
  tracker.track('play');
  const pass = async (ms: number): Promise<void> => {
    for (let rest = ms; rest > 0; rest -= 5_000) {
      clock.advance(5_000);
      await recorder.settled();
    }
  };
  await pass(20_000);
  isAway = true;
  await pass(11 * MINUTE);
  isAway = false;
  calls = 0;
  fire('online');
  await pass(5_000);
  expect(types().match(/sessionStart/g)).toHaveLength(2);
  expect(recorder.sessions.size).toBe(2);
  expect(calls).toBeLessThan(12);
  expect(lost.every((line) => line === 'ping expired')).toBe(true);
  expect(lost.length).toBeGreaterThan(50);
});

test('a page that goes for good does not wait for what is promised where it can go without', () => {
  const { types, tracker } = track({ media: () => new Promise(() => {}) });
  const fake = createFakeAdapter();
  tracker.attach(fake);
  fake.emit({ type: 'playRequested' });
  fake.emit({ type: 'playing' });
  expect(types()).toBe('');
  fire('pagehide', { persisted: false });
  expect(types()).toBe('sessionStart play sessionEnd');
});
