import { describe, expect, test } from 'vitest';
import { schemas, validate, type Issue } from '../../src/wire/schema';

const playerTime = { playhead: 0, ts: 1 };
const required = {
  'analytics.trackingServer': 'acme.sc.omtrdc.net',
  'analytics.reportSuite': 'acme',
  'visitor.marketingCloudOrgId': 'ACME@AdobeOrg',
  'media.id': 'film',
  'media.length': 60,
  'media.contentType': 'vod',
  'media.playerName': 'html5',
  'media.channel': 'site',
};
const start = (params: object = {}, more: object = {}) => ({
  eventType: 'sessionStart',
  playerTime,
  params: { ...required, ...params },
  ...more,
});
const play = (more: object = {}) => ({ eventType: 'play', playerTime, ...more });

describe('events that are as they should be', () => {
  test.each<[string, unknown]>([
    ['a play', play()],
    ['a sessionStart with what it needs', start()],
    ['whole numbers where fractions may be', start({ 'media.length': 60 })],
    ['fractions', start({ 'media.length': 60.04 })],
    ['customer ids', start({ 'visitor.customerIDs': { crm: { id: 'x', authState: 2 }, other: { id: 'y' } } })],
    ['metadata', start({}, { customMetadata: { my: 'own', 'a.b_C9': '' } })],
    ['quality', play({ qoeData: { 'media.qoe.bitrate': 1, 'media.qoe.timeToStart': 0 } })],
    [
      'an error in its quality',
      { eventType: 'error', playerTime, qoeData: { 'media.qoe.errorID': 'x', 'media.qoe.errorSource': 'player' } },
    ],
    [
      'an error in its parameters',
      { eventType: 'error', playerTime, params: { 'media.errorId': 'x', 'media.errorSource': 'player' } },
    ],
  ])('%s', (_what, event) => {
    expect(validate(event)).toEqual([]);
  });
});

describe('mistakes are named with their place, what was expected and what came', () => {
  test.each<[string, unknown, Issue[]]>([
    ['no object', 'play', [{ path: '', expected: 'object', got: 'string "play"' }]],
    ['nothing', undefined, [{ path: '', expected: 'object', got: 'undefined' }]],
    ['null', null, [{ path: '', expected: 'object', got: 'null' }]],
    ['a list', [play()], [{ path: '', expected: 'object', got: 'array' }]],
    ['a bigint', 7n, [{ path: '', expected: 'object', got: 'bigint 7' }]],
    ['no type', { playerTime }, [{ path: 'eventType', expected: expect.stringContaining('sessionStart'), got: 'nothing' }]],
    [
      'an unknown type',
      { eventType: 'pause' },
      [{ path: 'eventType', expected: expect.stringContaining('pauseStart'), got: 'string "pause"' }],
    ],
    [
      'a word of every object',
      { eventType: 'toString' },
      [{ path: 'eventType', expected: expect.any(String), got: 'string "toString"' }],
    ],
    ['no time', { eventType: 'play' }, [{ path: 'playerTime', expected: 'object', got: 'nothing' }]],
    ['half a time', play({ playerTime: { playhead: 1 } }), [{ path: 'playerTime.ts', expected: 'integer', got: 'nothing' }]],
    [
      'a fraction of a ms',
      play({ playerTime: { playhead: 0, ts: 1.5 } }),
      [{ path: 'playerTime.ts', expected: 'integer', got: 'number 1.5' }],
    ],
    [
      'a negative playhead',
      play({ playerTime: { playhead: -1, ts: 1 } }),
      [{ path: 'playerTime.playhead', expected: '0 or more', got: 'integer -1' }],
    ],
    [
      'a time before 1970',
      play({ playerTime: { playhead: 0, ts: -5 } }),
      [{ path: 'playerTime.ts', expected: '0 or more', got: 'integer -5' }],
    ],
    [
      'a playhead that is text',
      play({ playerTime: { playhead: '1', ts: 1 } }),
      [{ path: 'playerTime.playhead', expected: 'number', got: 'string "1"' }],
    ],
    ['an unknown member', play({ extra: 1 }), [{ path: 'extra', expected: 'no such member', got: 'integer 1' }]],
    [
      'an unknown member of the time',
      play({ playerTime: { ...playerTime, zone: 'UTC' } }),
      [{ path: 'playerTime.zone', expected: 'no such member', got: 'string "UTC"' }],
    ],
    ['parameters where none are', play({ params: {} }), [{ path: 'params', expected: 'no such member', got: 'object' }]],
    [
      'no parameters where they must be',
      { eventType: 'adStart', playerTime },
      [{ path: 'params', expected: 'object', got: 'nothing' }],
    ],
    [
      'an unknown parameter',
      start({ 'media.title': 'x' }),
      [{ path: 'params.media.title', expected: 'no such member', got: 'string "x"' }],
    ],
    [
      'a parameter of another type',
      start({ 'media.resume': 'yes' }),
      [{ path: 'params.media.resume', expected: 'boolean', got: 'string "yes"' }],
    ],
    [
      'a fraction where only whole numbers are',
      play({ qoeData: { 'media.qoe.bitrate': 1.5 } }),
      [{ path: 'qoeData.media.qoe.bitrate', expected: 'integer', got: 'number 1.5' }],
    ],
    [
      'an unknown quality',
      play({ qoeData: { 'media.qoe.fps': 25 } }),
      [{ path: 'qoeData.media.qoe.fps', expected: 'no such member', got: 'integer 25' }],
    ],
    [
      'metadata where none are',
      play({ customMetadata: {} }),
      [{ path: 'customMetadata', expected: 'no such member', got: 'object' }],
    ],
    [
      'a key of metadata with a space',
      start({}, { customMetadata: { 'my own': 'x' } }),
      [{ path: 'customMetadata.my own', expected: expect.stringContaining('a key that matches'), got: 'string "x"' }],
    ],
    [
      'metadata that are no text',
      start({}, { customMetadata: { my: 1 } }),
      [{ path: 'customMetadata.my', expected: 'string', got: 'integer 1' }],
    ],
    [
      'a customer without an id',
      start({ 'visitor.customerIDs': { crm: {} } }),
      [{ path: 'params.visitor.customerIDs.crm.id', expected: 'string', got: 'nothing' }],
    ],
    [
      'an unknown state of a customer',
      start({ 'visitor.customerIDs': { crm: { id: 'x', authState: 3 } } }),
      [{ path: 'params.visitor.customerIDs.crm.authState', expected: '0 or 1 or 2', got: 'integer 3' }],
    ],
    [
      'an inherited name as a parameter',
      start({ constructor: 'x' }),
      [{ path: 'params.constructor', expected: 'no such member', got: 'string "x"' }],
    ],
  ])('%s', (_what, event, issues) => {
    expect(validate(event)).toEqual(issues);
  });

  test('several at once', () => {
    const paths = validate({ eventType: 'sessionStart', playerTime: {}, params: {}, more: 1 }).map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(['playerTime.playhead', 'playerTime.ts', 'params.media.id', 'params.media.channel', 'more']),
    );
  });

  test.each(Object.keys(required))('%s must be there', (key) => {
    expect(validate(start({ [key]: undefined }))).toHaveLength(1);
    const { [key as 'media.id']: _, ...rest } = required;
    expect(validate({ eventType: 'sessionStart', playerTime, params: rest })).toEqual([
      { path: `params.${key}`, expected: expect.any(String), got: 'nothing' },
    ]);
  });

  test('a long value is cut short', () => {
    expect(validate(play({ extra: 'x'.repeat(5_000) }))[0]!.got.length).toBeLessThan(100);
  });
});

test.each<[string, object]>([
  ['a bigint', { a: 1n }],
  ['a symbol', { a: Symbol('x') }],
  ['a function', { a: () => 1 }],
  ['NaN', { a: NaN }],
])('validate throws nothing for %s', (_what, { a }: { a?: unknown }) => {
  expect(validate(play({ playerTime: { playhead: a, ts: 1 } }))).toHaveLength(1);
  expect(validate(a)).toHaveLength(1);
});

test('there are 19 events', () => {
  expect(Object.keys(schemas)).toHaveLength(19);
});

test.each([
  [
    'a getter throws',
    {
      eventType: 'ping',
      get playerTime() {
        throw new Error('no');
      },
    },
  ],
  [
    'a proxy was revoked',
    (() => {
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      return proxy;
    })(),
  ],
])('an event that cannot be read is none: %s', (_, event) => {
  expect(validate(event)).toEqual([{ path: '', expected: 'an event that can be read', got: 'an exception' }]);
});
