import { describe, expect, test } from 'vitest';
import { createReport, lint, lintSessions, report } from '../src/index';
import { matchers } from '../src/matchers';
import { timeline } from '../src/timeline';

const throwing = (): never => {
  throw new Error('no');
};
const getterOf = (key: string): object => Object.defineProperty({}, key, { get: throwing, enumerable: true });
const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const playerTime = { playhead: 0, ts: 1_000 };
const start = { eventType: 'sessionStart', playerTime, params: {} };

const hostile: Record<string, unknown> = {
  'a getter that throws': getterOf('eventType'),
  'a proxy that throws': new Proxy({}, { get: throwing, has: throwing, ownKeys: throwing }),
  'a proxy that was revoked': revoked(),
  'a time that was revoked': { ...start, playerTime: revoked() },
  'params that were revoked': { ...start, params: revoked() },
  'a length that throws': { ...start, params: getterOf('media.length') },
  'a content type that throws': { ...start, params: getterOf('media.contentType') },
  'quality that throws': { ...start, qoeData: getterOf('media.qoe.bitrate') },
  'an iterator that throws': { [Symbol.iterator]: throwing },
  'an iterator that is none': { [Symbol.iterator]: () => null },
};

describe.each(Object.entries(hostile))('%s throws nothing, and is no event', (_, value) => {
  test('to a report and a timeline', () => {
    const nothing = report([]);
    for (const events of [value, [value]]) {
      expect(report(events as never)).toEqual(nothing);
      expect(timeline(events as never)).toEqual(timeline([]));
    }
    const reporter = createReport();
    reporter.add(value);
    expect(reporter.value()).toEqual(nothing);
    expect(report([start, value]).metrics.mediaStarts).toBe(1);
  });

  test('to the linter and the matchers', () => {
    for (const found of [lint([value]), lint(value as never), lintSessions([[value]] as never), lintSessions(value as never)])
      expect(found.map(({ rule }) => rule)).toEqual(['invalid-event']);
    const { pass, message } = matchers.toFollowTheRules([value]);
    expect([pass, message()]).toEqual([false, expect.stringContaining(': invalid-event: ')]);
  });
});

test.each(Object.entries({ params: 'visitor.customerIDs', customMetadata: 'site' }))(
  'a value that throws in the depth of %s throws nothing',
  (part, key) => {
    const event = { ...start, [part]: { [key]: getterOf('id') } };
    expect(() => [lint([event]), report([event]), timeline([event])]).not.toThrow();
  },
);

test('what was read before a list throws counts', () => {
  function* events() {
    yield start;
    throwing();
  }
  expect(report(events()).metrics.mediaStarts).toBe(1);
});

test('params count as they were when their event came', () => {
  const params: Record<string, unknown> = { 'media.resume': true };
  const reporter = createReport();
  reporter.add({ ...start, params });
  Object.defineProperty(params, 'media.resume', { get: throwing });
  expect(reporter.value().metrics.contentResumes).toBe(1);
});
