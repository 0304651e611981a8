import { expect, test } from 'vitest';
import { sessionLimits } from '../../src/sessions';
import { createFold } from '../../src/store/jetstream/fold';
import { decode, encode, encodeEvent, partsOf, type Message } from '../../src/store/jetstream/message';
import { begin, sent } from '../store/conformance';

const MINUTE = 60_000;
const opening = (at = 0): Message =>
  decode(encode({ kind: 'open', at, bytes: 9, downloaded: false, part: 0, of: 1, events: [begin()] }))!;
const event = (type: Parameters<typeof sent>[0], ts: number, at: number): Message =>
  decode(encodeEvent(JSON.stringify(sent(type, ts)), { at, bytes: 9 }))!;

test('what becomes of messages follows from their order alone', () => {
  const log: Message[] = [
    opening(),
    event('play', 2_000, 10),
    event('ping', 3_000, 20),
    event('play', 2_000, 30),
    event('sessionEnd', 9_000, 40),
    event('ping', 8_000, 5_040),
    event('ping', 8_500, 5_041),
    event('ping', 3_000, 6_000),
    opening(7_000),
  ];
  const outcomes = () => {
    const fold = createFold(sessionLimits);
    return log.map((message, place) => fold.take(message, 'a', 0, place + 1).outcome);
  };
  expect(outcomes()).toEqual(['opened', 'stored', 'stored', 'repeated', 'stored', 'stored', 'closed', 'repeated', 'repeated']);
  expect(outcomes()).toEqual(outcomes());
});

test('a process that begins later drops what belongs to sessions that it does not know', () => {
  const fold = createFold(sessionLimits);
  expect(fold.take(event('ping', 3_000, 1), 'a', 0, 7).outcome).toBe('unknown');
  expect(fold.size).toBe(0);
});

test('parts of an opening count when all are there, whatever their order, and are given up after ten minutes', () => {
  const fold = createFold(sessionLimits);
  const part = (index: number, at: number): Message => ({
    kind: 'open',
    at,
    bytes: 9,
    downloaded: true,
    part: index,
    of: 3,
    events: index === 0 ? [begin()] : [sent('ping', 1_000 + index)],
  });
  expect(fold.take(part(2, 0), 'a', 1, 11).outcome).toBe('none');
  expect(fold.take(part(0, 0), 'a', 1, 12).outcome).toBe('none');
  // A worker that is started anew has to read from here on.
  expect(fold.pending(1)).toEqual([{ shard: 1, place: 11 }]);
  const { outcome, entry } = fold.take(part(1, 0), 'a', 1, 13);
  expect(outcome).toBe('opened');
  expect(entry).toMatchObject({ opening: [12, 13, 11], openedCount: 3, head: { eventCount: 3, closed: true } });
  expect(fold.pending(1)).toEqual([]);
  fold.take(part(0, 0), 'b', 1, 14);
  expect(fold.pending(10 * MINUTE)).toHaveLength(1);
  expect(fold.pending(10 * MINUTE + 1)).toEqual([]);
});

test('a message of another kind, or none, is left alone', () => {
  for (const text of ['', 'null', '[]', '{"kind":"other"}', '"x"']) expect(decode(text)).toBeUndefined();
});

test('events are divided so that each part fits into a message', () => {
  const events = Array.from({ length: 100 }, (_, n) => sent('ping', n, { customMetadata: { text: 'x'.repeat(10_000) } }));
  const parts = partsOf(events);
  expect(parts.length).toBeGreaterThan(2);
  expect(parts.flat()).toEqual(events);
  for (const part of parts) expect(JSON.stringify(part).length).toBeLessThan(1_000_000);
});
