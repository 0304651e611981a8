import { expect, test } from 'vitest';
import { parseEvent, listOf } from '../src/parsed-event';

const at = (ts: unknown, playhead: unknown = 0): unknown => ({ eventType: 'play', playerTime: { ts, playhead } });

test('an event is read when it has a known type and a time', () => {
  expect(parseEvent(at(0), 3)).toMatchObject({ type: 'play', ts: 0, playhead: 0, place: 3 });
  for (const ts of [-1, NaN, Infinity, 1e300, '0', undefined]) expect(parseEvent(at(ts), 0), String(ts)).toBeUndefined();
  for (const eventType of ['seek', 'toString', '', 1, undefined])
    expect(parseEvent({ eventType, playerTime: { ts: 0, playhead: 0 } }, 0), String(eventType)).toBeUndefined();
});

test('a playhead that is no number from 0 is left out, the event is read', () => {
  for (const playhead of [-0.1, NaN, 1e300, '0', null])
    expect(parseEvent(at(0, playhead), 0)).toMatchObject({ ts: 0, playhead: undefined });
});

test('what is no list is a list of one', () => {
  expect([...listOf(new Set([1, 2]))]).toEqual([1, 2]);
  expect([...listOf('play')]).toEqual(['play']);
  expect([...listOf({ [Symbol.iterator]: 1 })]).toHaveLength(1);
});
