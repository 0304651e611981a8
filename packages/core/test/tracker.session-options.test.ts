import { expect, test } from 'vitest';
import { content, createFakeAdapter, params, track } from './tracking';

const adBreak = { 'media.ad.podIndex': 1, 'media.ad.podSecond': 0 };
const ad = { 'media.ad.id': 'a', 'media.ad.length': 30, 'media.ad.podPosition': 1 };

const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

test('prerollWait may be a function, which is asked at each session start', () => {
  const waits = [0, 1_000];
  const { clock, made, tracker } = track({ prerollWait: () => waits.shift()! });
  const session = () => {
    const from = made.length;
    tracker.track('sessionStart', content);
    tracker.track('play');
    clock.advance(500);
    tracker.track('adBreakStart', adBreak);
    tracker.track('sessionEnd');
    return made.slice(from).map(({ eventType }) => eventType);
  };
  expect(session()).toEqual(['sessionStart', 'play', 'adBreakStart', 'adBreakComplete', 'sessionEnd']);
  expect(session()).toEqual(['sessionStart', 'adBreakStart', 'adBreakComplete', 'sessionEnd']);
});

test('adPingInterval may be a function, which is asked at each session start', () => {
  const intervals = [1_000, 10_000];
  const { clock, made, tracker } = track({ prerollWait: 0, adPingInterval: () => intervals.shift()! });
  const pings = () => {
    const from = made.length;
    tracker.track('sessionStart', content);
    tracker.track('adBreakStart', adBreak);
    tracker.track('adStart', ad);
    clock.advance(5_500);
    tracker.track('sessionEnd');
    return made.slice(from).filter(({ eventType }) => eventType === 'ping').length;
  };
  expect([pings(), pings()]).toEqual([5, 0]);
});

test('a session start that waits for its params keeps the settings of its own', async () => {
  const waits = [1_000, 0];
  let answer = (_: typeof params): void => {};
  const { clock, tracker, types } = track({
    prerollWait: () => waits.shift()!,
    params: () => new Promise((resolve) => (answer = resolve)),
  });
  tracker.track('sessionStart', content);
  tracker.track('play');
  clock.advance(500);
  tracker.track('adBreakStart', adBreak);
  tracker.track('sessionStart', content);
  answer(params);
  await new Promise(setImmediate);
  expect(types()).toBe('sessionStart adBreakStart');
});

test.each([NaN, -1, 1e10, 1e308, '5', undefined, null, new Error('no')])(
  'a function that returns or throws %s leaves the default',
  (value) => {
    const answer = (): never => {
      if (value instanceof Error) throw value;
      return value as never;
    };
    const { clock, made, tracker } = track({ prerollWait: answer, adPingInterval: answer });
    tracker.track('sessionStart', content);
    tracker.track('play');
    clock.advance(249);
    expect(made.length).toBe(1);
    clock.advance(1);
    expect(made.length).toBe(2);
  },
);

test.each<[string, unknown, string]>([
  ['prerollWait', '250', 'milliseconds from 0 to 60,000, got "250"'],
  ['prerollWait', null, 'milliseconds from 0 to 60,000, got null'],
  ['pingInterval', NaN, 'milliseconds from 10,000 to 50,000, got NaN'],
  ['pingInterval', -1, 'milliseconds from 10,000 to 50,000, got -1'],
  ['adPingInterval', {}, 'milliseconds from 1,000 to 50,000, got {}'],
])('an unfit result of %s() is a warning: %s', (name, value, reason) => {
  const { tracker, warnings } = track({ [name]: () => value });
  tracker.track('sessionStart', content);
  expect(warnings).toEqual([`${name}() is left out: expected ${reason}.`]);
});

test('a setting whose function returns undefined is the default, without a warning', () => {
  const nothing = () => undefined as never;
  const { tracker, warnings } = track({ prerollWait: nothing, pingInterval: nothing, adPingInterval: nothing });
  tracker.track('sessionStart', content);
  expect(warnings).toEqual([]);
});

test('the longest time of each setting is kept', () => {
  const { clock, tracker, types } = track({ prerollWait: 60_000, pingInterval: 50_000, adPingInterval: 50_000 });
  tracker.track('sessionStart', content);
  tracker.track('play');
  clock.advance(59_999);
  expect(types()).toBe('sessionStart');
  clock.advance(1);
  expect(types()).toMatch(/^sessionStart play/);
});

test('destroy({ keepSession: true }) sends what is queued and no end, and leaves no timer', async () => {
  const { clock, lost, recorder, tracker, types } = track({ prerollWait: 0 });
  const fake = createFakeAdapter();
  tracker.attach(fake);
  fake.emit({ type: 'playRequested' });
  fake.emit({ type: 'playing' });
  tracker.destroy({ keepSession: true });
  expect(fake.signal.aborted).toBe(true);
  await recorder.settled();
  clock.advance(3_600_000);
  expect(types()).toBe('sessionStart play');
  expect(recorder.events.length).toBe(2);
  expect([clock.timers, lost, tracker.sessionId]).toEqual([0, [], undefined]);
});

test.each<[string, unknown]>([
  ['null', null],
  ['text', 'x'],
  ['a symbol', Symbol('x')],
  [
    'a getter that throws',
    {
      get keepSession() {
        throw new Error('no');
      },
    },
  ],
  ['a proxy that was revoked', revoked()],
])('destroy() never throws, and ends the session: %s', (_, options) => {
  const { clock, tracker, types } = track({ prerollWait: 0 });
  tracker.track('sessionStart', content);
  tracker.destroy(options as never);
  expect([types(), tracker.sessionId]).toEqual(['sessionStart sessionEnd', undefined]);
  clock.advance(3_600_000);
  expect(clock.timers).toBe(0);
});

test('no other method throws, whatever it is given', () => {
  const throwing = (): never => {
    throw new Error('no');
  };
  const hostile = [null, undefined, 5, 'x', 1n, Symbol('x'), [], throwing, revoked(), Object.create(null)];
  hostile.push(new Proxy({}, { get: throwing, ownKeys: throwing }), { toJSON: throwing, toString: throwing });
  hostile.push({ 'media.id': revoked(), 'media.state.name': new Proxy({}, { get: throwing }), then: throwing });
  const { clock, made, tracker } = track({ prerollWait: 0 });
  tracker.track('sessionStart', content);
  const { track: call, qoe, consent, attach } = tracker as unknown as Record<string, (...values: unknown[]) => unknown>;
  for (const value of hostile) {
    for (const type of ['sessionStart', 'play', 'stateStart', 'error', value]) call!(type, value, value);
    qoe!(value);
    attach!(value);
    consent!(value);
  }
  consent!('in');
  call!('sessionEnd');
  clock.advance(1_000);
  expect(made.at(-1)!.eventType).toBe('sessionEnd');
});
