import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Call } from '../../src/call';
import { MAX_MESSAGES } from '../../src/inspect/backlog';
import { createCallStream, HEARTBEAT_MS, MAX_LISTENERS } from '../../src/inspect/call-stream';
import { readMessages } from './messages';

const call = (path: string): Call => ({ time: 1, method: 'POST', path, status: 204 });
const pathOf = ({ data }: { data?: string }) => (JSON.parse(data ?? '') as Call).path;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

test('who comes receives what has been kept, then what comes', async () => {
  const stream = createCallStream();
  stream.report(call('/a'), 0);
  stream.report(call('/b'), 0);
  const { story, next } = readMessages(stream.open(null));
  const [reset, ...kept] = await story();
  expect(reset).toEqual({ event: 'reset', data: '0' });
  expect(kept.map(pathOf)).toEqual(['/a', '/b']);
  stream.report(call('/c'), 0);
  expect(pathOf(await next())).toBe('/c');
  const waiting = next();
  stream.report(call('/d'), 0);
  stream.report(call('/e'), 0);
  expect([pathOf(await waiting), pathOf(await next())]).toEqual(['/d', '/e']);
});

test('who comes back is told only what it has missed', async () => {
  const stream = createCallStream();
  for (const path of ['/a', '/b', '/c']) stream.report(call(path), 0);
  const [, , second] = await readMessages(stream.open(null)).story();
  const again = await readMessages(stream.open(second!.id!)).story();
  expect(again.map(pathOf)).toEqual(['/c']);
  const [{ id: last } = {}] = again;
  expect(await readMessages(stream.open(last!)).story()).toEqual([]);
});

test.each(['', 'x', 'x-1', '-1', '🙂', '0'.repeat(10_000)])('with the strange last id "%.20s" one begins afresh', async (id) => {
  const stream = createCallStream();
  stream.report(call('/a'), 0);
  expect((await readMessages(stream.open(id)).story()).map(({ event, data }) => event ?? pathOf({ data: data! }))).toEqual([
    'reset',
    '/a',
  ]);
});

test('who has missed more than is kept begins afresh, and is told how much is lost', async () => {
  const stream = createCallStream();
  stream.report(call('/seen'), 0);
  const [, seen] = await readMessages(stream.open(null)).story();
  for (let i = 0; i <= MAX_MESSAGES; i++) stream.report(call(`/${i}`), 0);
  const [reset, oldest] = await readMessages(stream.open(seen!.id!)).story();
  expect(reset).toEqual({ event: 'reset', data: '2' });
  expect(pathOf(oldest!)).toBe('/1');
});

test('for a client that reads slowly nothing piles up: it begins afresh when it has fallen behind', async () => {
  const stream = createCallStream();
  const { story, next, leave } = readMessages(stream.open(null));
  await story();
  const onTheWay = 3;
  for (let i = 0; i < MAX_MESSAGES + 10; i++) stream.report(call(`/${i}`), 0);
  const told: string[] = [];
  for (let message = await next(); message.event !== 'reset'; message = await next()) told.push(pathOf(message));
  expect(told.length).toBeLessThanOrEqual(onTheWay);
  expect((await story()).map(pathOf)).toEqual(Array.from({ length: MAX_MESSAGES }, (_, i) => `/${i + 10}`));
  await leave();
});

test('in silence each client hears a heartbeat, a comment, every 15 s', async () => {
  const stream = createCallStream();
  const clients = [readMessages(stream.open(null)), readMessages(stream.open(null))];
  await Promise.all(clients.map(({ story }) => story()));
  const heard = Promise.all(clients.map(({ next }) => next()));
  vi.advanceTimersByTime(HEARTBEAT_MS - 1);
  stream.report(call('/before'), 0);
  expect((await heard).map(pathOf)).toEqual(['/before', '/before']);
  const beats = Promise.all(clients.map(({ next }) => next()));
  vi.advanceTimersByTime(1);
  expect(await beats).toEqual([{ comment: '' }, { comment: '' }]);
  expect(HEARTBEAT_MS).toBe(15_000);
});

test('for a client that reads slowly heartbeats do not pile up', async () => {
  const stream = createCallStream();
  const { story, next } = readMessages(stream.open(null));
  await story();
  vi.advanceTimersByTime(100 * HEARTBEAT_MS);
  stream.report(call('/a'), 0);
  let beats = 0;
  while ((await next()).comment !== undefined) beats++;
  expect(beats).toBeLessThan(10);
});

test('a client that leaves is forgotten, and with the last one the heartbeat', async () => {
  const stream = createCallStream();
  const [first, second] = [readMessages(stream.open(null)), readMessages(stream.open(null))];
  await Promise.all([first.story(), second.story()]);
  expect([stream.size, vi.getTimerCount()]).toEqual([2, 1]);
  await first.leave();
  expect([stream.size, vi.getTimerCount()]).toEqual([1, 1]);
  stream.report(call('/a'), 0);
  expect(pathOf(await second.next())).toBe('/a');
  await second.leave();
  expect([stream.size, vi.getTimerCount()]).toEqual([0, 0]);
  stream.report(call('/b'), 0);
  const third = readMessages(stream.open(null));
  expect((await third.story()).slice(1).map(pathOf)).toEqual(['/a', '/b']);
  expect([stream.size, vi.getTimerCount()]).toEqual([1, 1]);
});

test('a client that leaves before it has read anything is forgotten', async () => {
  const stream = createCallStream();
  await stream.open(null).body!.cancel();
  expect([stream.size, vi.getTimerCount()]).toEqual([0, 0]);
});

test('so many may listen and no more, until one leaves', async () => {
  const stream = createCallStream();
  const clients = Array.from({ length: MAX_LISTENERS }, () => readMessages(stream.open(null)));
  expect(() => stream.open(null)).toThrow(expect.objectContaining({ status: 503, headers: { 'Retry-After': '5' } }));
  await clients[0]!.story();
  await clients[0]!.leave();
  await stream.open(null).body!.cancel();
});

test('what is ended is read to its end, and nobody listens any more', async () => {
  const stream = createCallStream();
  const client = readMessages(stream.open(null));
  await client.story();
  stream.end();
  await expect(client.next()).rejects.toThrow('ended');
  expect([stream.size, vi.getTimerCount()]).toEqual([0, 0]);
});
