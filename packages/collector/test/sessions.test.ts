import { expect, test } from 'vitest';
import type { MediaEvent } from '../src/media-event';
import {
  inOrder,
  isExpired,
  MAX_SILENCE_MS,
  MAX_STANDSTILL_MS,
  openHead,
  rejects,
  sessionLimits,
  withEvent,
  wholeHead,
  type SessionHead,
} from '../src/sessions';

const sent = (eventType: MediaEvent['eventType'], ts: number, playhead = 0): MediaEvent => ({
  eventType,
  playerTime: { playhead, ts },
});
const opened = () => openHead('s1', sent('sessionStart', 1_000), { at: 0, bytes: 100 });
const after = (head: SessionHead, event: MediaEvent, at: number) => withEvent(head, event, { at, bytes: 10 });
const verdict = (head: SessionHead, event: MediaEvent, at: number, bytes = 10) =>
  rejects(head, event, { at, bytes }, sessionLimits);

test('events stand in the order of their time; equal times keep the order in which they came', () => {
  const events = [sent('play', 1_000), sent('pauseStart', 3_000), sent('ping', 1_000), sent('bufferStart', 2_000)];
  expect(inOrder(events).map(({ eventType }) => eventType)).toEqual(['play', 'ping', 'bufferStart', 'pauseStart']);
});

test('only sessionEnd closes', () => {
  expect(after(opened(), sent('sessionComplete', 2_000), 1).closed).toBe(false);
  expect(after(opened(), sent('sessionEnd', 2_000), 1).closed).toBe(true);
});

test('a playhead that stands still is not a movement', () => {
  expect(after(opened(), sent('ping', 2_000, 0), 7)).toMatchObject({ heardAt: 7, movedAt: 0, playhead: 0 });
  expect(after(opened(), sent('ping', 2_000, 0.1), 7)).toMatchObject({ heardAt: 7, movedAt: 7, playhead: 0.1 });
});

test('a head counts events and bytes, and knows the latest time', () => {
  const head = after(after(opened(), sent('pauseStart', 9_000), 1), sent('ping', 5_000), 2);
  expect(head).toMatchObject({ eventCount: 3, bytes: 120, lastTs: 9_000 });
});

test('a head says what the sessionStart says, cut to a size, and nothing that is no text', () => {
  const params = { 'media.id': 'x'.repeat(10_000), 'media.name': 7, 'visitor.marketingCloudUserId': '123' };
  const { about } = openHead('s1', { ...sent('sessionStart', 1_000), params }, { at: 0, bytes: 1 });
  expect(about).toEqual({ 'media.id': 'x'.repeat(200), ecid: true });
  expect(opened().about).toEqual({ ecid: false });
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

test('what sessionEnd overtook is taken for five seconds, unless the session came as a whole', () => {
  const ended = after(opened(), sent('sessionEnd', 9_000), 100);
  expect(verdict(ended, sent('ping', 8_999), 5_100)).toBeUndefined();
  expect(verdict(ended, sent('ping', 9_000), 5_100)).toBe('closed');
  expect(verdict(ended, sent('ping', 8_999), 5_101)).toBe('closed');
  const whole = wholeHead('s1', [sent('sessionStart', 1_000), sent('ping', 9_000, 4)], { at: 100, bytes: 10 });
  expect(whole).toMatchObject({ closed: true, downloaded: true, lastTs: 9_000, playhead: 4, eventCount: 2 });
  expect(verdict(whole, sent('ping', 2_000), 101)).toBe('closed');
});

test('a session takes so many events and bytes and no more', () => {
  expect(verdict({ ...opened(), eventCount: sessionLimits.events }, sent('ping', 2_000), 1)).toBe('full');
  expect(verdict({ ...opened(), bytes: sessionLimits.bytes - 10 }, sent('ping', 2_000), 1, 11)).toBe('full');
  expect(verdict({ ...opened(), bytes: sessionLimits.bytes - 10 }, sent('ping', 2_000), 1, 10)).toBeUndefined();
});
