import { afterEach, expect, test, vi } from 'vitest';
import { content, createFakeAdapter, track } from './tracking';

afterEach(() => void vi.unstubAllGlobals());

test('attaching another player ends the session of the first, which is followed no more', () => {
  const { tracker, types } = track({ prerollWait: 0 });
  const [first, second] = [createFakeAdapter(), createFakeAdapter()];
  tracker.attach(first);
  first.emit({ type: 'playRequested' });
  first.emit({ type: 'playing' });
  tracker.attach(second);
  expect(types()).toBe('sessionStart play sessionEnd');
  expect(first.signal.aborted).toBe(true);
  first.emit({ type: 'playRequested' });
  second.emit({ type: 'playRequested' });
  expect(types()).toBe('sessionStart play sessionEnd sessionStart');
});

test('detaching ends the session where the player stands, once', () => {
  const { made, tracker, types } = track({ prerollWait: 0 });
  const fake = createFakeAdapter(undefined, () => 12.5);
  const detach = tracker.attach(fake);
  fake.emit({ type: 'playRequested' });
  detach();
  detach();
  expect(types()).toBe('sessionStart sessionEnd');
  expect(made[1]!.playerTime.playhead).toBe(12.5);
  expect(fake.signal.aborted).toBe(true);
});

test('an adapter may report what ends as it is detached, and nothing later', () => {
  const { tracker, types } = track({ prerollWait: 0, ad: () => ({ params: { 'media.ad.id': 'a', 'media.ad.length': 4 } }) });
  const fake = createFakeAdapter();
  const detach = tracker.attach(fake);
  for (const type of ['playRequested', 'adBreakStarted', 'adAnnounced', 'playing'] as const) fake.emit({ type });
  fake.signal.addEventListener('abort', () => fake.emit({ type: 'adEnded', skipped: false }));
  detach();
  fake.emit({ type: 'playRequested' });
  expect(types()).toBe('sessionStart adBreakStart adStart play adComplete adBreakComplete sessionEnd');
});

test('destroying ends the session, delivers what is queued, and leaves no timer but the time-out of what is on its way', async () => {
  const { clock, lost, recorder, tracker, types, warnings } = track();
  const fake = createFakeAdapter();
  tracker.attach(fake);
  fake.emit({ type: 'playRequested' });
  fake.emit({ type: 'playing' });
  tracker.destroy();
  expect(types()).toBe('sessionStart play sessionEnd');
  expect(clock.timers).toBe(1);
  await recorder.settled();
  expect(recorder.events.map(({ eventType }) => eventType)).toEqual(['sessionStart', 'play', 'sessionEnd']);
  tracker.track('sessionStart', content);
  tracker.qoe({});
  tracker.attach(createFakeAdapter());
  tracker.destroy();
  expect(types()).toBe('sessionStart play sessionEnd');
  expect(warnings.filter((sentence) => sentence.includes('destroyed'))).toHaveLength(3);
  expect([clock.timers, lost]).toEqual([0, []]);
});

test('what cannot be delivered after destroy() is reported, not repeated', async () => {
  const { clock, lost, recorder, tracker } = track({ prerollWait: 0 });
  tracker.track('sessionStart', content);
  await recorder.settled();
  recorder.answer(503, 503);
  tracker.track('play');
  tracker.destroy();
  await recorder.settled();
  expect(lost).toEqual(
    ['play destroyed answered 503', 'sessionEnd destroyed answered 503'].map((line) =>
      expect.stringContaining(line.split(' answered')[0]!),
    ),
  );
  expect(clock.timers).toBe(0);
});

test.each([404, 410])(
  'a session that the service lost (%i) is reopened and reports where it is; the refused event follows',
  async (status) => {
    const { clock, lost, recorder, tracker } = track({ prerollWait: 0 });
    tracker.track('sessionStart', content, { own: 'x' });
    tracker.track('play');
    clock.advance(5_000);
    tracker.track('stateStart', { 'media.state.name': 'mute' });
    tracker.track('chapterStart', { 'media.chapter.index': 1, 'media.chapter.offset': 0, 'media.chapter.length': 30 });
    await recorder.settled();
    recorder.answer(status);
    tracker.track('adBreakStart', { 'media.ad.podIndex': 1, 'media.ad.podSecond': 5 });
    tracker.track('adStart', { 'media.ad.id': 'a', 'media.ad.length': 5, 'media.ad.podPosition': 1 });
    await recorder.settled();
    const [, again] = [...recorder.sessions.values()];
    expect(again!.map(({ eventType }) => eventType)).toEqual([
      'sessionStart',
      'chapterStart',
      'stateStart',
      'play',
      'adBreakStart',
      'adStart',
      'play',
    ]);
    expect(again![0]).toMatchObject({ params: { 'media.id': 'ep-1', 'media.resume': true }, customMetadata: { own: 'x' } });
    const times = again!.map(({ playerTime }) => playerTime.ts);
    expect(times.every((ts, index) => index === 0 || ts > times[index - 1]!)).toBe(true);
    expect(lost).toEqual([]);
    expect(tracker.sessionId).toBe('session-2');
  },
);

test('a session that was lost while paused goes on when the viewer does', async () => {
  const { clock, lost, recorder, tracker } = track({ prerollWait: 0 });
  tracker.track('sessionStart', content);
  tracker.track('play');
  await recorder.settled();
  recorder.answer(404);
  tracker.track('pauseStart');
  await recorder.settled();
  clock.advance(60_000);
  await recorder.settled();
  expect([recorder.sessions.size, lost]).toEqual([1, ['pauseStart expired']]);
  tracker.track('play');
  await recorder.settled();
  expect([...recorder.sessions.values()][1]!.map(({ eventType }) => eventType)).toEqual(['sessionStart', 'play']);
});

test('an event that is refused is reported with what the service said, and the session goes on', async () => {
  const { lost, recorder, tracker } = track({ prerollWait: 0 });
  tracker.track('sessionStart', content);
  await recorder.settled();
  recorder.answer(400);
  tracker.track('play');
  tracker.track('pauseStart');
  await recorder.settled();
  expect(lost).toEqual(['play refused {"message":"answered 400"}']);
  expect(recorder.events.map(({ eventType }) => eventType)).toEqual(['sessionStart', 'pauseStart']);
});

/** A page that can be left, without a browser. */
function stubPage() {
  const window = new EventTarget();
  const document = Object.assign(new EventTarget(), { hidden: false });
  const listeners = { added: 0, removed: 0 };
  for (const target of [window, document]) {
    const { addEventListener: add, removeEventListener: remove } = target;
    const bound: (readonly [string, unknown])[] = [];
    target.addEventListener = (type: string, listener: never) => {
      listeners.added++;
      bound.push([type, listener]);
      add.call(target, type, listener);
    };
    target.removeEventListener = (type: string, listener: never) => {
      if (bound.some((one) => one[0] === type && one[1] === listener)) listeners.removed++;
      remove.call(target, type, listener);
    };
  }
  vi.stubGlobal('window', window);
  vi.stubGlobal('document', document);
  return { window, document, listeners };
}

test('a page that goes sends what is queued and sessionEnd at once, side by side; the next session resumes', async () => {
  const { window } = stubPage();
  const open: string[] = [];
  const { made, tracker, types } = track({
    prerollWait: 0,
    fetch: async (_url, { body }) => {
      const { eventType } = JSON.parse(body) as { eventType: string };
      if (eventType === 'sessionStart') return new Response(null, { status: 201, headers: { Location: '/api/v1/sessions/a' } });
      open.push(eventType);
      return new Promise(() => {});
    },
  });
  const fake = createFakeAdapter();
  tracker.attach(fake);
  fake.emit({ type: 'playRequested' });
  await vi.waitFor(() => expect(tracker.sessionId).toBe('a'));
  fake.emit({ type: 'playing' });
  fake.emit({ type: 'paused' });
  expect(open, 'one at a time').toEqual(['play']);
  window.dispatchEvent(new Event('pagehide'));
  expect(open).toEqual(['play', 'pauseStart', 'sessionEnd']);
  expect(types()).toBe('sessionStart play pauseStart sessionEnd');
  window.dispatchEvent(new Event('pageshow'));
  fake.emit({ type: 'playRequested' });
  expect(made.at(-1)).toMatchObject({ eventType: 'sessionStart', params: { 'media.resume': true } });
});

test('a page that hides before the first frame has no time to start', () => {
  const { document } = stubPage();
  const { clock, made, tracker } = track({ prerollWait: 0 });
  const fake = createFakeAdapter();
  tracker.attach(fake);
  fake.emit({ type: 'playRequested' });
  clock.advance(700);
  document.hidden = true;
  document.dispatchEvent(new Event('visibilitychange'));
  fake.emit({ type: 'playing' });
  expect(made.at(-1)).toMatchObject({ eventType: 'play' });
  expect(made.at(-1)!.qoeData).toBeUndefined();
});

test('coming back online tries again at once', async () => {
  const { window } = stubPage();
  const { recorder, tracker } = track({ prerollWait: 0 });
  recorder.answer(503);
  tracker.track('sessionStart', content);
  await recorder.settled();
  expect(recorder.events).toHaveLength(0);
  window.dispatchEvent(new Event('online'));
  await recorder.settled();
  expect(recorder.events).toHaveLength(1);
});

test('destroying leaves no listener on the page', () => {
  const { listeners } = stubPage();
  const { tracker } = track();
  expect(listeners.added).toBeGreaterThan(0);
  tracker.destroy();
  expect(listeners.removed).toBe(listeners.added);
});
