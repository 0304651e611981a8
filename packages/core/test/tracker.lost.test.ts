import { afterEach, expect, test, vi } from 'vitest';
import { createBench } from './bench';
import { content, createFakeAdapter } from './tracking';

afterEach(() => void vi.restoreAllMocks());

const types = (events: readonly { readonly eventType: string }[] | undefined): string =>
  (events ?? []).map(({ eventType }) => eventType).join(' ');

test('a late refusal of a session that has ended does not disturb the one that is open', async () => {
  const { tracker, pass, recorder, lost } = createBench({ prerollWait: 0 });
  tracker.track('sessionStart', content);
  tracker.track('play');
  await pass(5_000);
  recorder.answer(404);
  tracker.track('sessionEnd');
  tracker.track('sessionStart', content);
  tracker.track('play');
  await pass(300);
  tracker.track('pauseStart');
  await pass(0);
  expect(lost).toEqual([expect.stringContaining('sessionEnd expired')]);
  expect(recorder.sessions.size).toBe(2);
  expect(types(recorder.sessions.get('session-2'))).toBe('sessionStart play pauseStart');
  expect(tracker.sessionId).toBe('session-2');
});

test('a refused ping opens nothing while the playhead stands; the first ping after it moved does', async () => {
  let playhead = 5;
  const { tracker, pass, recorder, lost } = createBench({ prerollWait: 0, playhead: () => playhead });
  tracker.track('sessionStart', content);
  tracker.track('play');
  await pass(10_900);
  recorder.answer(410);
  await pass(600_000);
  expect(recorder.sessions.size).toBe(1);
  expect(lost).toEqual([expect.stringContaining('ping expired')]);
  playhead = 6;
  await pass(10_000);
  expect(types(recorder.sessions.get('session-2'))).toMatch(/^sessionStart play/);
  expect(recorder.sessions.get('session-2')![0]).toMatchObject({ params: { 'media.resume': true }, playerTime: { playhead: 6 } });
});

test('what was queued behind a refused event is reported one by one when nothing plays', async () => {
  const { tracker, pass, recorder, lost } = createBench({ prerollWait: 0 });
  tracker.track('sessionStart', content);
  tracker.track('play');
  await pass(5_000);
  recorder.answer(404, 404, 404);
  tracker.track('pauseStart');
  tracker.track('chapterStart', { 'media.chapter.index': 1, 'media.chapter.offset': 0, 'media.chapter.length': 30 });
  tracker.track('bitrateChange');
  await pass(60_000);
  expect(lost.map((one) => one.split(' ', 2).join(' '))).toEqual([
    'pauseStart expired',
    'chapterStart expired',
    'bitrateChange expired',
  ]);
  tracker.track('play');
  await pass(0);
  expect(types(recorder.sessions.get('session-2'))).toBe('sessionStart chapterStart play');
});

test('a refused opening reports all of its session, and the next session is another matter', async () => {
  const { tracker, pass, recorder, lost } = createBench({ prerollWait: 0 });
  recorder.answer(400);
  tracker.track('sessionStart', content);
  tracker.track('play');
  await pass(300);
  tracker.track('sessionEnd');
  expect(lost.map((one) => one.split(' ', 2).join(' '))).toEqual(['sessionStart refused', 'play refused', 'sessionEnd refused']);
  tracker.track('sessionStart', content);
  await pass(0);
  expect(types(recorder.events)).toBe('sessionStart');
});

test('an opening is tried again until it succeeds, and everything arrives with its own time', async () => {
  const { tracker, pass, recorder, arrived, lost } = createBench({ prerollWait: 0 });
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  recorder.answer(503, 429, 500);
  tracker.track('sessionStart', content);
  await pass(100);
  tracker.track('play');
  await pass(4_000);
  expect(arrived()).toEqual(['session-1 0 sessionStart', 'session-1 100 play', 'session-1 1100 play']);
  expect(lost).toEqual([]);
});

test('destroying a tracker whose network is silent leaves no timer but a time-out, then reports all as destroyed, and nothing more happens', async () => {
  const { tracker, clock, pass, made, lost } = createBench({ fetch: () => new Promise(() => {}) });
  const fake = createFakeAdapter();
  tracker.attach(fake);
  fake.emit({ type: 'playRequested' });
  fake.emit({ type: 'playing' });
  await pass(20_000);
  tracker.destroy();
  const before = made.length;
  expect([clock.timers, lost]).toEqual([1, []]);
  fake.emit({ type: 'playRequested' });
  await pass(30_000);
  expect(lost).toEqual(made.map(({ eventType }) => `${eventType} destroyed`));
  await pass(3_600_000);
  expect([made.length, clock.timers, lost.length]).toEqual([before, 0, before]);
});

test('what is still sent after destroy() is given up after its time-out, with all that waits behind it', async () => {
  const waiting: ((response: Response) => void)[] = [];
  const { tracker, clock, pass, lost } = createBench({
    prerollWait: 0,
    fetch: () => new Promise((resolve) => waiting.push(resolve)),
  });
  tracker.track('sessionStart', content);
  tracker.track('play');
  tracker.destroy();
  waiting[0]!(new Response(null, { status: 201, headers: { Location: '/api/v1/sessions/a' } }));
  await pass(0);
  expect([waiting.length, clock.timers, lost]).toEqual([2, 1, []]);
  await pass(30_000);
  expect([waiting.length, clock.timers, lost]).toEqual([3, 0, ['play destroyed', 'sessionEnd destroyed']]);
});

test('after destroy() a silent network is not asked for one event after the other: within 40 s all is reported', async () => {
  const waiting: ((response: Response) => void)[] = [];
  const { tracker, clock, pass, lost, made } = createBench({
    prerollWait: 0,
    fetch: () => new Promise((resolve) => waiting.push(resolve)),
  });
  tracker.track('sessionStart', content);
  for (let time = 0; time < 10; time++) tracker.track(time % 2 ? 'pauseStart' : 'play');
  waiting[0]!(new Response(null, { status: 201, headers: { Location: '/api/v1/sessions/a' } }));
  await pass(0);
  tracker.destroy();
  await pass(40_000);
  expect([lost, clock.timers]).toEqual([made.slice(1).map(({ eventType }) => `${eventType} destroyed`), 0]);
});
