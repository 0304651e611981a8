import { expect, test } from 'vitest';
import type { MediaEvent } from '../src/media-event';
import { append, isExpired, MAX_SILENCE_MS, MAX_STANDSTILL_MS, openSession } from '../src/sessions';

const said = (eventType: MediaEvent['eventType'], ts: number, playhead = 0): MediaEvent => ({
  eventType,
  playerTime: { playhead, ts },
});
const opened = () => openSession('s1', said('sessionStart', 1_000), 0);
const order = (events: readonly MediaEvent[]) => events.map(({ eventType }) => eventType);

test('an event that comes late takes its place by time', () => {
  const session = [said('pauseStart', 3_000), said('play', 2_000)].reduce((held, event) => append(held, event, 1), opened());
  expect(order(session.events)).toEqual(['sessionStart', 'play', 'pauseStart']);
});

test('events of one moment keep the order in which they came', () => {
  const session = [said('play', 1_000), said('ping', 1_000)].reduce((held, event) => append(held, event, 1), opened());
  expect(order(session.events)).toEqual(['sessionStart', 'play', 'ping']);
});

test('a session that is held is never changed, only replaced', () => {
  const before = Object.freeze(opened());
  Object.freeze(before.events);
  append(before, said('play', 2_000), 1);
  expect(order(before.events)).toEqual(['sessionStart']);
});

test('only sessionEnd closes', () => {
  expect(append(opened(), said('sessionComplete', 2_000), 1).closed).toBe(false);
  expect(append(opened(), said('sessionEnd', 2_000), 1).closed).toBe(true);
});

test('a playhead that stands still is not a movement', () => {
  expect(append(opened(), said('ping', 2_000, 0), 7)).toMatchObject({ heardAt: 7, movedAt: 0, playhead: 0 });
  expect(append(opened(), said('ping', 2_000, 0.1), 7)).toMatchObject({ heardAt: 7, movedAt: 7, playhead: 0.1 });
});

test.each([
  [{}, MAX_SILENCE_MS, false],
  [{}, MAX_SILENCE_MS + 1, true],
  [{ heardAt: MAX_STANDSTILL_MS }, MAX_STANDSTILL_MS, false],
  [{ heardAt: MAX_STANDSTILL_MS }, MAX_STANDSTILL_MS + 1, true],
  [{ heardAt: MAX_STANDSTILL_MS, movedAt: 1 }, MAX_STANDSTILL_MS + 1, false],
  [{ closed: true }, 10 * MAX_STANDSTILL_MS, false],
])('a session of which %o is known is, at %i ms, expired: %s', (known, at, expired) => {
  expect(isExpired({ ...opened(), ...known }, at)).toBe(expired);
});
