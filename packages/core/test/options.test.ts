import { expect, test } from 'vitest';
import { createTracker, type TrackerOptions } from '../src/index';
import { params } from './tracking';

const make = (options: unknown) => () => createTracker(options as TrackerOptions);
const endpoint = 'https://c.example';

test.each([
  [undefined, 'endpoint: expected an http(s) URL, got undefined'],
  [{}, 'endpoint: expected an http(s) URL, got undefined'],
  [{ endpoint: 'acme.hb-api.omtrdc.net', params }, 'endpoint: expected an http(s) URL, got "acme.hb-api.omtrdc.net"'],
  [{ endpoint: 'ftp://c.example', params }, 'endpoint: expected an http(s) URL'],
  [{ endpoint: 7, params }, 'endpoint: expected an http(s) URL, got 7'],
  [{ endpoint: 'https://', params }, 'endpoint: expected an http(s) URL, got "https://"'],
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

test.each(['https://c.example', 'http://127.0.0.1:8484', 'https://c.example/first/party/'])('%s is an endpoint', (url) => {
  expect(make({ endpoint: url, params })).not.toThrow();
});
