import { describe, expect, test } from 'vitest';
import { createTracker } from '../src/tracker';
import { createManualClock } from '../src/testing';
import { params } from './bench';

const good = { endpoint: 'https://collector.test', params, clock: createManualClock() };
const make = (options: unknown) => () => createTracker(options as Parameters<typeof createTracker>[0]);

describe('a wrong option throws while the tracker is made: its name, what was expected, what came', () => {
  test.each<[string, unknown, string, string]>([
    ['no options', undefined, 'endpoint', 'undefined'],
    ['no endpoint', { ...good, endpoint: undefined }, 'endpoint', 'undefined'],
    ['an endpoint without a scheme', { ...good, endpoint: 'acme.hb-api.omtrdc.net' }, 'endpoint', '"acme.hb-api.omtrdc.net"'],
    ['an endpoint of another scheme', { ...good, endpoint: 'ftp://acme.test' }, 'endpoint', '"ftp://acme.test"'],
    ['an endpoint without a host', { ...good, endpoint: 'https://' }, 'endpoint', '"https://"'],
    ['an endpoint that is no text', { ...good, endpoint: 7 }, 'endpoint', '7'],
    ['no params', { ...good, params: undefined }, 'params', 'undefined'],
    ['params that are a list', { ...good, params: [] }, 'params', '[]'],
    [
      'no tracking server',
      { ...good, params: { ...params, 'analytics.trackingServer': undefined } },
      'analytics.trackingServer',
      'undefined',
    ],
    ['an empty report suite', { ...good, params: { ...params, 'analytics.reportSuite': '' } }, 'analytics.reportSuite', '""'],
    [
      'an organisation that is no text',
      { ...good, params: { ...params, 'visitor.marketingCloudOrgId': 7 } },
      'visitor.marketingCloudOrgId',
      '7',
    ],
    ['media that are text', { ...good, media: 'film' }, 'media', '"film"'],
    ['media that are null', { ...good, media: null }, 'media', 'null'],
    ['media with the keys one level too high', { ...good, media: { 'media.id': 'film' } }, 'media', '{"media.id":"film"}'],
  ])('%s', (_what, options, name, got) => {
    expect(make(options)).toThrow(TypeError);
    expect(make(options)).toThrow(new RegExp(`${name.replaceAll('.', '\\.')}: expected .+, got `));
    expect(make(options)).toThrow(`got ${got}`);
  });
});

test.each<[string, object]>([
  ['an endpoint with a path and a slash', { endpoint: 'https://acme.test/first-party/' }],
  ['an endpoint on this machine', { endpoint: 'http://localhost:8484' }],
  ['media as an object', { media: { params: { 'media.id': 'film' }, customMetadata: { my: 'own' } } }],
  ['media as a function', { media: () => null }],
])('%s is fine', (_what, options) => {
  expect(make({ ...good, ...options })).not.toThrow();
});
