import { expect, test } from 'vitest';
import { content, createFakeAdapter, track } from './tracking';

test('a service that loses every session is not given ever new ones: one more at once, then one in a ping’s time', async () => {
  let opened = 0;
  let playhead = 0;
  const { clock, recorder, tracker } = track({
    prerollWait: 0,
    playhead: () => (playhead += 0.1),
    fetch: async (url) =>
      url.endsWith('/sessions')
        ? new Response(null, { status: 201, headers: { Location: `/api/v1/sessions/s${opened++}` } })
        : new Response('{}', { status: 404 }),
  });
  tracker.track('sessionStart', content);
  tracker.track('play');
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 200; turn++) await Promise.resolve();
  };
  await settle();
  tracker.track('bitrateChange');
  await settle();
  expect(opened).toBe(2);
  for (let second = 0; second < 60; second++) {
    clock.advance(1_000);
    await settle();
  }
  expect(opened).toBeGreaterThan(3);
  expect(opened).toBeLessThanOrEqual(2 + 2 * 6);
  expect(recorder.events).toEqual([]);
});

test('what an adapter says wrongly does not reach the wire', () => {
  const { clock, made, tracker, warnings } = track({ prerollWait: 0 });
  let emitIntent = createFakeAdapter().emit;
  tracker.attach({
    ...createFakeAdapter(),
    qoe: () => ({ 'media.qoe.framesPerSecond': 23.976, 'media.qoe.bitrate': Number.NaN }),
    subscribe: (emit) => void (emitIntent = emit),
  });
  emitIntent({ type: 'playRequested', isLate: true });
  emitIntent({ type: 'playing' });
  emitIntent({ type: 'state', name: 'with space', on: true });
  emitIntent({ type: 'adBreakStarted', guess: { params: { 'media.ad.podIndex': 0, 'media.ad.podSecond': Number.NaN } } });
  clock.advance(250);
  expect(made.map(({ eventType }) => eventType)).toEqual(['sessionStart', 'play', 'adBreakStart']);
  expect(made[2]!.params).toEqual({ 'media.ad.podIndex': 1, 'media.ad.podSecond': 0 });
  expect(made[0]!.qoeData).toEqual({ 'media.qoe.framesPerSecond': 23 });
  expect(warnings.filter((sentence) => /is (ignored|left out)/.test(sentence))).toEqual([
    'stateStart is ignored: media.state.name is "with space".',
    'adBreakStart: media.ad.podIndex is left out: it must be an index from 1, seconds from 0 or a name.',
    'adBreakStart: media.ad.podSecond is left out: it must be an index from 1, seconds from 0 or a name.',
  ]);
});

test('metadata ride only where the wire takes them', () => {
  const { made, tracker } = track({ prerollWait: 0 });
  tracker.track('sessionStart', content);
  (tracker.track as (...words: unknown[]) => void)(
    'adBreakStart',
    { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0 },
    { own: 'x' },
  );
  expect(made[1]).toMatchObject({ eventType: 'adBreakStart' });
  expect(made[1]).not.toHaveProperty('customMetadata');
});

test('the request for content that is not tracked does not time the next one', () => {
  let answer: { params: object } | null = null;
  const { clock, made, tracker } = track({ prerollWait: 0, media: () => answer });
  const fake = createFakeAdapter();
  tracker.attach(fake);
  fake.emit({ type: 'playRequested' });
  clock.advance(1_200);
  fake.emit({ type: 'playing' });
  fake.emit({ type: 'unloaded' });
  answer = { params: {} };
  fake.emit({ type: 'playRequested' });
  expect(made[0]).toMatchObject({ eventType: 'sessionStart' });
  expect(made[0]!.qoeData).toBeUndefined();
});

test('a getter that throws loses its call, not the tracker', () => {
  const { tracker, types } = track({ prerollWait: 0 });
  tracker.track('sessionStart', content);
  tracker.track('chapterStart', {
    get 'media.chapter.index'(): number {
      throw new Error('oops');
    },
    'media.chapter.offset': 0,
    'media.chapter.length': 1,
  });
  tracker.track('play');
  expect(types()).toBe('sessionStart play');
});
