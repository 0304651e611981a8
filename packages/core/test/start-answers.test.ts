import { describe, expect, test } from 'vitest';
import type { PartialParams } from '../src/index';
import { content, createFakeAdapter, params, track } from './tracking';

type Answer = PartialParams<'sessionStart'>;

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
};
const promised = () => {
  let keep!: (answer: Answer) => void;
  let breaks!: (error: Error) => void;
  const promise = new Promise<Answer>((resolve, reject) => {
    keep = resolve;
    breaks = reject;
  });
  return { keep, breaks, promise };
};

test('a function of params is asked at every session start', () => {
  let user = 0;
  const { made, tracker } = track({ params: () => ({ ...params, 'visitor.marketingCloudUserId': `user-${++user}` }) });
  const fake = createFakeAdapter();
  tracker.attach(fake);
  for (const type of ['playRequested', 'ended', 'playRequested'] as const) fake.emit({ type });
  expect(made.map(({ params }) => params?.['visitor.marketingCloudUserId' as never])).toEqual(['user-1', undefined, 'user-2']);
});

test('promised params are waited for, and no event loses its time', async () => {
  const { keep, promise } = promised();
  const { clock, made, recorder, tracker, warnings } = track({ params: () => promise });
  const fake = createFakeAdapter();
  tracker.attach(fake);
  fake.emit({ type: 'playRequested' });
  clock.advance(100);
  fake.emit({ type: 'playing' });
  clock.advance(20_000);
  expect([made, warnings.length]).toEqual([[], 1]);
  keep(params);
  await settle();
  clock.advance(1);
  await settle();
  expect(recorder.events.map(({ eventType, playerTime }) => [eventType, playerTime.ts - 1_760_000_000_000]).slice(0, 2)).toEqual([
    ['sessionStart', 0],
    ['play', 100],
  ]);
});

test('a viewing that is over by then is still reported', async () => {
  const { keep, promise } = promised();
  const { clock, types, tracker } = track({ params: () => promise });
  const fake = createFakeAdapter(undefined, () => clock.now() / 1_000 - 1_760_000_000);
  tracker.attach(fake);
  fake.emit({ type: 'playRequested' });
  fake.emit({ type: 'playing' });
  clock.advance(4_000);
  fake.emit({ type: 'ended' });
  keep(params);
  await settle();
  expect(types()).toBe('sessionStart play play sessionComplete');
});

test('after a second it goes without, where the identity is known from before', async () => {
  const answers: (Answer | Promise<Answer>)[] = [Promise.resolve(params), promised().promise];
  const { clock, types, tracker } = track({ params: () => answers.shift()! });
  const fake = createFakeAdapter();
  tracker.attach(fake);
  fake.emit({ type: 'playRequested' });
  await settle();
  fake.emit({ type: 'ended' });
  fake.emit({ type: 'playRequested' });
  clock.advance(999);
  expect(types()).toBe('sessionStart sessionComplete');
  clock.advance(1);
  expect(types()).toBe('sessionStart sessionComplete sessionStart');
});

test.each([
  ['a broken promise', () => Promise.reject(new Error('blocked'))],
  [
    'a function that throws',
    () => {
      throw new Error('blocked');
    },
  ],
  ['a promise without the identity', () => Promise.resolve({ 'visitor.marketingCloudUserId': 'user' })],
])('%s opens nothing, and says why', async (_, answer) => {
  const { types, tracker, warnings } = track({ params: answer });
  const fake = createFakeAdapter();
  tracker.attach(fake);
  fake.emit({ type: 'playRequested' });
  await settle();
  expect(types()).toBe('');
  expect(warnings.at(-1)).toMatch(/params returned no analytics.trackingServer/);
});

test('media() that takes more than a second gives way to what the player knows, with a warning', async () => {
  const { keep, promise } = promised();
  const { clock, made, tracker, warnings } = track({ media: async () => ({ params: await promise }) });
  const fake = createFakeAdapter();
  tracker.attach(fake);
  fake.emit({ type: 'playRequested' });
  clock.advance(999);
  await settle();
  expect([made, warnings]).toEqual([[], []]);
  clock.advance(1);
  await settle();
  keep({ 'media.id': 'ep-2' });
  await settle();
  expect(made.map(({ params }) => params?.['media.id' as never])).toEqual(['ep-1']);
  expect(warnings).toEqual([
    'media.id is taken from the source URL: set it in media.',
    'media are pending: a session that starts before their promise resolves goes without them.',
  ]);
});

test('a start that asks again, because the length is known, warns once of what it waits for', () => {
  const { clock, tracker, warnings } = track({ params: () => new Promise(() => {}) });
  const fake = createFakeAdapter();
  tracker.attach(fake);
  fake.emit({ type: 'playRequested' });
  fake.emit({ type: 'durationKnown', seconds: 60 });
  clock.advance(20_000);
  expect(warnings).toEqual(['params are pending: nothing is sent until their promise resolves.']);
});

describe('content whose length is not known yet', () => {
  const unmeasured = () => {
    const { 'media.length': _, ...rest } = content;
    return createFakeAdapter({ params: rest });
  };

  test('has what media() promised, also where it was kept late', async () => {
    const { keep, promise } = promised();
    const { clock, made, tracker, warnings } = track({ media: async () => ({ params: await promise }) });
    const fake = unmeasured();
    tracker.attach(fake);
    fake.emit({ type: 'playRequested' });
    clock.advance(2_000);
    keep({ 'media.length': 90, 'media.name': 'Pilot' });
    await settle();
    expect(made[0]?.params).toMatchObject({ 'media.length': 90, 'media.name': 'Pilot' });
    expect(warnings.filter((sentence) => /await/.test(sentence))).toEqual([]);
  });

  test('asks params once, and media again', () => {
    const asked: string[] = [];
    const { tracker, types } = track({ params: () => (asked.push('params'), params), media: () => (asked.push('media'), {}) });
    const fake = unmeasured();
    tracker.attach(fake);
    fake.emit({ type: 'playRequested' });
    fake.emit({ type: 'durationKnown', seconds: 90 });
    expect(types()).toBe('sessionStart');
    expect(asked).toEqual(['params', 'media', 'media']);
  });
});

test('broken content that is not tracked may stand still while a start by hand waits', () => {
  const answers = [params, new Promise<Answer>(() => {})];
  const { clock, tracker, types } = track({ params: () => answers.shift()!, media: () => (answers[0] ? null : {}) });
  const fake = createFakeAdapter();
  tracker.attach(fake);
  for (const type of ['playRequested', 'playing'] as const) fake.emit({ type });
  fake.emit({ type: 'failed', id: 'x', stillPlaying: true });
  tracker.track('sessionStart', content);
  // The session must have nothing due then: otherwise this never returns.
  clock.advance(5_000);
  fake.emit({ type: 'progress' });
  expect(types()).toBe('sessionStart');
});

test('starts that were given up leave nothing behind: when params resolve, only those that wait are given more time', async () => {
  const keep: ((answer: Answer) => void)[] = [];
  const { clock, tracker } = track({ params: () => new Promise<Answer>((resolve) => keep.push(resolve)) });
  const fake = createFakeAdapter();
  tracker.attach(fake);
  for (let film = 0; film < 100; film++) {
    for (const type of ['playRequested', 'playing', 'unloaded'] as const) fake.emit({ type });
    clock.advance(2_000);
  }
  keep.at(-1)!(params);
  await settle();
  // Of the 20 that wait, one has its answer.
  expect(clock.timers).toBeLessThan(25);
});
