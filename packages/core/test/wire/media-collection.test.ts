import { expect, test } from 'vitest';
import { verdict } from '../../src/wire/media-collection';

test.each([
  [200, 'delivered'],
  [201, 'delivered'],
  [204, 'delivered'],
  [299, 'delivered'],
  [301, 'refused'],
  [304, 'refused'],
  [400, 'refused'],
  [401, 'refused'],
  [403, 'refused'],
  [404, 'gone'],
  [405, 'refused'],
  [408, 'retry'],
  [409, 'refused'],
  [410, 'gone'],
  [413, 'refused'],
  [415, 'refused'],
  [422, 'refused'],
  [429, 'retry'],
  [499, 'refused'],
  [500, 'retry'],
  [502, 'retry'],
  [503, 'retry'],
  [504, 'retry'],
  [599, 'retry'],
])('%i means %s', (status, said) => {
  expect(verdict({ status })).toBe(said);
});

test('silence means retry', () => {
  expect(verdict({ status: 0 })).toBe('retry');
});

test('a web page is no answer: it is retried, unless it refuses', () => {
  expect([200, 201, 404, 403, 503].map((status) => verdict({ status, isWebPage: true }))).toEqual([
    'retry',
    'retry',
    'gone',
    'refused',
    'retry',
  ]);
});
