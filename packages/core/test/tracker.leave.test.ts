import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createPuppet, track } from './tracking';

const MINUTE = 60_000;

let window: EventTarget;
let document: EventTarget & { hidden: boolean };
beforeEach(() => {
  window = new EventTarget();
  document = Object.assign(new EventTarget(), { hidden: false });
  vi.stubGlobal('window', window);
  vi.stubGlobal('document', document);
});
afterEach(() => void vi.unstubAllGlobals());

const fire = (type: string, data: object = {}): void => void window.dispatchEvent(Object.assign(new Event(type), data));
const shows = (hidden: boolean): void => {
  document.hidden = hidden;
  document.dispatchEvent(new Event('visibilitychange'));
};

/** A puppet plays for 2 s in a page. */
async function play() {
  const all = track({ prerollWait: 0 });
  const puppet = createPuppet(undefined, () => (all.clock.now() - 1_760_000_000_000) / 1_000);
  all.tracker.attach(puppet);
  puppet.say({ type: 'start' });
  puppet.say({ type: 'run' });
  all.clock.advance(2_000);
  await all.recorder.settled();
  return { ...all, puppet };
}
const PLAYED = 'sessionStart play play';

describe('a page that goes into the back/forward cache', () => {
  test('tells nothing that its player says before it is frozen, and opens nothing by its return', async () => {
    const { clock, puppet, types } = await play();
    fire('pagehide', { persisted: true });
    shows(true);
    for (const type of ['halt', 'start', 'run'] as const) puppet.say({ type });
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
    const { clock, made, puppet, recorder, types } = await play();
    fire('pagehide', { persisted: true });
    clock.set(clock.now() + 30 * MINUTE);
    returns();
    puppet.say({ type: 'start' });
    puppet.say({ type: 'run' });
    clock.advance(500);
    expect(types()).toBe(`${PLAYED} sessionEnd sessionStart play`);
    expect(made[4]!.params).toMatchObject({ 'media.resume': true });
    await recorder.settled();
    expect(recorder.sessions.size).toBe(2);
  });
});

test('hidden sends nothing before its turn, and pagehide all that is left side by side', async () => {
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
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  tracker.track('sessionStart', { 'media.id': 'ep-1', 'media.length': 60, 'media.contentType': 'vod' });
  waiting[0]!(201);
  await settle();
  tracker.track('play');
  clock.advance(12_000);
  tracker.track('pauseStart');
  shows(true);
  await settle();
  expect(bodies).toEqual(['sessionStart', 'play']);
  fire('pagehide', { persisted: false });
  expect(bodies).toEqual(['sessionStart', 'play', 'play', 'pauseStart', 'sessionEnd', 'ping']);
});

test('a network that was away for longer than the service waits costs the pings of that time, which nobody sends', async () => {
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
