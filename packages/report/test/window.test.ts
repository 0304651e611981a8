import { expect, test } from 'vitest';
import { parseEvent, type ParsedEvent } from '../src/parsed-event';
import { pass, type Held } from '../src/window';
import { eventOf } from './story';

const event = (ms: number, word = 'ping'): ParsedEvent => parseEvent(eventOf([ms, word, 0]), 0)!;

/** The times that have left the window after each arrival, in seconds since the epoch of the story. */
function passedBy(...times: number[]): number[][] {
  let held: Held = [];
  return times.map((ms) => {
    const { passed, held: rest } = pass(held, event(ms));
    held = rest;
    return passed.map(({ ts }) => ts - event(0).ts);
  });
}

test('an event passes when one of more than five seconds later has come', () => {
  expect(passedBy(0, 5_000, 5_001)).toEqual([[], [], [0]]);
});

test('an event passes when ten others are held', () => {
  expect(passedBy(...Array.from({ length: 11 }, (_, i) => i))).toEqual([...Array.from({ length: 10 }, () => []), [0]]);
});

test('what was late passes in its place', () => {
  expect(passedBy(3_000, 1_000, 2_000, 9_000)).toEqual([[], [], [], [1_000, 2_000, 3_000]]);
});

test('equal times keep the order of arrival', () => {
  const held = [event(1, 'play'), event(1, 'ping'), event(0, 'pauseStart')].reduce<Held>((all, one) => pass(all, one).held, []);
  expect(held.map(({ type }) => type)).toEqual(['pauseStart', 'play', 'ping']);
});

test('sessionStart passes at once', () => {
  const { held } = pass([], event(10));
  expect(pass(held, event(0, 'sessionStart'))).toMatchObject({ held, passed: [{ type: 'sessionStart' }] });
});
