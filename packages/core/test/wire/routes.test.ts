import { expect, test } from 'vitest';
import { sessionIdFrom, sessionsUrl } from '../../src/wire/routes';
import { mediaCollection } from '../../src/wire/media-collection';

test.each([
  ['https://acme.test', 'https://acme.test/api/v1/sessions'],
  ['https://acme.test/', 'https://acme.test/api/v1/sessions'],
  ['https://acme.test//', 'https://acme.test/api/v1/sessions'],
  ['https://acme.test/first-party', 'https://acme.test/first-party/api/v1/sessions'],
  ['https://acme.test/first-party/', 'https://acme.test/first-party/api/v1/sessions'],
  ['http://localhost:8484', 'http://localhost:8484/api/v1/sessions'],
])('sessions of %s are opened at %s', (endpoint, url) => {
  expect(sessionsUrl(endpoint)).toBe(url);
  expect(mediaCollection(endpoint).carry({}, 's-1').url).toBe(`${url}/s-1/events`);
});

test.each([
  ['/api/v1/sessions/s-1', 's-1'],
  ['/api/v2/sessions/s-1', 's-1'],
  ['https://acme.test/api/v1/sessions/s-1', 's-1'],
  ['https://acme.test/first-party/api/v1/sessions/s-1/', 's-1'],
  ['/api/v1/sessions/s-1?x=1', 's-1'],
  ['/api/v1/sessions/s-1#x', 's-1'],
  ['https://acme.test/sessions/eu/api/v1/sessions/s-1', 's-1'],
  ['/api/v1/sessions/s-1?from=/sessions/s-2', 's-1'],
  ['sessions/s-1', 's-1'],
  ['/api/v1/sessions/', undefined],
  ['/api/v1/sessions', undefined],
  ['/elsewhere', undefined],
  ['', undefined],
  [null, undefined],
  [undefined, undefined],
])('the Location %j gives the id %j', (location, id) => {
  expect(sessionIdFrom(location)).toBe(id);
});
