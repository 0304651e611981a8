import { expect, test } from 'vitest';
import { createTracker, type TrackerOptions } from '../src/index';
import { debug } from '../src/debug';
import { offline } from '../src/offline';
import { content, params, track } from './tracking';

const make = (options: unknown) => () => createTracker(options as TrackerOptions);
const endpoint = 'https://c.example';

test.each([
  [undefined, 'endpoint: expected an https URL, or insecure: true, got undefined'],
  [{}, 'endpoint: expected an https URL, or insecure: true, got undefined'],
  [
    { endpoint: 'acme.hb-api.omtrdc.net', params },
    'endpoint: expected an https URL, or insecure: true, got "acme.hb-api.omtrdc.net"',
  ],
  [{ endpoint: 'ftp://c.example', params }, 'endpoint: expected an https URL, or insecure: true'],
  [{ endpoint: 'http://c.example', params }, ', or insecure: true, got "http://c.example"'],
  [{ endpoint: 'http://c.example', params, insecure: 'yes' }, 'endpoint: expected an https URL'],
  [{ endpoint: 'http://localhost.c.example', params }, 'endpoint: expected an https URL'],
  [{ endpoint: 'http://localhost:1@c.example', params }, 'endpoint: expected an https URL'],
  [{ endpoint: 'http://localhost\\@c.example', params }, 'endpoint: expected an https URL'],
  [{ endpoint: 'http://127.0.0.1.c.example', params }, 'endpoint: expected an https URL'],
  [{ endpoint: 'http://128.0.0.1', params }, 'endpoint: expected an https URL'],
  [{ endpoint: 'https://name:word@c.example', params }, 'endpoint: expected an https URL'],
  [{ endpoint: 'https://c.example?key=1', params }, 'endpoint: expected an https URL'],
  [{ endpoint: 7, params }, 'endpoint: expected an https URL, or insecure: true, got 7'],
  [{ endpoint: 'https://', params }, 'endpoint: expected an https URL, or insecure: true, got "https://"'],
  [{ endpoint }, 'params: expected an object or a function, got undefined'],
  [{ endpoint, params: [] }, 'params: expected an object or a function, got []'],
  [{ endpoint, params: {} }, 'analytics.trackingServer: expected a string, got undefined'],
  [{ endpoint, params: { ...params, 'analytics.reportSuite': '' } }, 'analytics.reportSuite: expected a string, got ""'],
  [
    { endpoint, params: { ...params, 'visitor.marketingCloudOrgId': 1 } },
    'visitor.marketingCloudOrgId: expected a string, got 1',
  ],
  [{ endpoint, params, media: 'ep-1' }, 'media: expected a function or { params, customMetadata }, got "ep-1"'],
  [{ endpoint, params, media: { 'media.id': 'ep-1' } }, 'media: expected a function or { params, customMetadata }'],
  [{ endpoint, params, media: { params: 'ep-1' } }, 'media: expected a function or { params, customMetadata }'],
])('%j throws', (options, message) => {
  expect(make(options)).toThrow(TypeError);
  expect(make(options)).toThrow(message);
});

test.each<[() => unknown, string]>([
  [() => offline({ undelivered: 'later' as 'downloaded' }), `undelivered: expected 'downloaded', got "later"`],
  [() => offline({ undelivered: true as unknown as 'downloaded' }), `undelivered: expected 'downloaded', got true`],
  [() => debug({ report: 3 as never }), 'report: expected a function, got 3'],
  [() => debug({ onEvent: {} as never }), 'onEvent: expected a function, got {}'],
])('%s throws', (create, message) => {
  expect(create).toThrow(TypeError);
  expect(create).toThrow(message);
});

test('a function in place of a value is shown by its first 80 characters, and not with all of its code', () => {
  const player = Function(`return function Hls() { return '${'x'.repeat(500)}'; }`)() as () => void;
  expect(make({ endpoint, params, clock: player })).toThrow(/got function Hls\(\) \{ return 'x{55}$/);
});

test.each<[string, object]>([
  ['a URL', new URL(endpoint)],
  ['a list', [endpoint]],
  ['an object that has a text', { toString: () => endpoint }],
  ['a String', new String(endpoint)],
])('an endpoint that is no string, but %s, throws', (_, value) => {
  expect(make({ endpoint: value, params })).toThrow(/^media-collection: endpoint: expected an https URL/);
});

test.each<[string, object]>([
  ['inherited', Object.create(params) as object],
  ['not enumerable', Object.defineProperty({ ...params }, 'analytics.trackingServer', { enumerable: false })],
  [
    'a getter of a class',
    new (class {
      get 'analytics.trackingServer'() {
        return 'acme.sc.omtrdc.net';
      }
    })(),
  ],
])('a key of params that is %s would not be sent, so it throws', (_, value) => {
  expect(make({ endpoint, params: value })).toThrow(
    'media-collection: analytics.trackingServer: expected an own, enumerable member of params, got "acme.sc.omtrdc.net"',
  );
});

test.each([
  'https://c.example',
  'https://c.example/first/party/',
  'http://127.0.0.1:8484',
  'http://127.9.9.9/',
  'http://localhost',
  'http://collector.localhost:8484/first',
  'http://[::1]:8484',
])('%s is an endpoint', (endpoint) => {
  const { warnings } = track({ endpoint });
  expect(warnings).toEqual([]);
});

test('another endpoint without encryption is one where the page says so, and it is warned once', async () => {
  const { recorder, tracker, warnings } = track({ endpoint: 'http://c.example', insecure: true });
  tracker.track('sessionStart', content);
  tracker.track('play');
  await recorder.settled();
  expect(recorder.events.length).toBe(1);
  expect(warnings).toEqual(['endpoint is not https: others can read what is sent.']);
});
