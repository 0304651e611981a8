import { expect, test } from 'vitest';
import { createCollector } from '../src/index';
import { bare, createBench, event, messageOf, post, start, withParams } from './calls';

test('a sessionStart opens a session and learns its place', async () => {
  const bench = createBench();
  const response = await bench.open();
  expect(response.status).toBe(201);
  expect(response.headers.get('location')).toBe('/api/v1/sessions/s1');
  expect(await response.text()).toBe('');
  expect((await bench.store.get('s1'))?.events).toEqual([start()]);
});

test('ids are UUIDs when nobody else makes them', async () => {
  const response = await createCollector()(post('/api/v1/sessions', start()));
  expect(response.headers.get('location')).toMatch(/^\/api\/v1\/sessions\/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
});

test('a path before /api/v1 is kept in the Location', async () => {
  const bench = createBench();
  const response = await bench.handle(post('/collect/here/api/v1/sessions?x=1', start()));
  expect(response.headers.get('location')).toBe('/collect/here/api/v1/sessions/s1');
  expect((await bench.handle(post('/collect/here/api/v1/sessions/s1/events', event('play')))).status).toBe(204);
});

test.each([
  ['//api/v1/sessions', '/api/v1/sessions/s1'],
  ['//elsewhere.test/api/v1/sessions', '/elsewhere.test/api/v1/sessions/s1'],
  ['/a//api/v1/sessions', '/a/api/v1/sessions/s1'],
])('the doubled slash of %s never makes the Location point to another host', async (path, location) => {
  const response = await createBench().handle(post(path, start()));
  expect(response.headers.get('location')).toBe(location);
});

test.each([...bare, ...withParams])('$eventType opens nothing', async (sent) => {
  const bench = createBench();
  const response = await bench.open(sent);
  expect(response.status).toBe(400);
  expect(await messageOf(response)).toContain(sent['eventType']);
  expect(await bench.store.list()).toEqual([]);
});

test('a single live sessionStart is not downloaded content', async () => {
  const response = await createBench().open(start({ 'media.downloaded': true }));
  expect(response.status).toBe(400);
  expect(await messageOf(response)).toContain('media.downloaded');
  expect((await createBench().open(start({ 'media.downloaded': false }))).status).toBe(201);
});

test.each(['vod', 'VOD', 'Live', 'LINEAR', 'something of my own'])(
  'the content type %s is taken, it is a free string',
  async (word) => {
    expect((await createBench().open(start({ 'media.contentType': word }))).status).toBe(201);
  },
);
