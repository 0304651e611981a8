import { expect, test } from 'vitest';
import { assertMediaEvent, isEventType } from '../src/media-event';
import { event, start } from './calls';

const complaint = (body: unknown): string => {
  try {
    assertMediaEvent(body);
    return '';
  } catch (error) {
    return String(error);
  }
};

test('a valid event raises no complaint', () => {
  expect(complaint(start())).toBe('');
  expect(complaint(event('ping'))).toBe('');
});

test.each([
  [start({ 'media.length': '60' }), 'params.media.length (expected number, got string "60")'],
  [start({ 'media.show': 7 }), 'params.media.show (expected string, got integer 7)'],
  [start({ 'media.unheard': 1 }), 'params.media.unheard'],
  [event('play', { params: {} }), 'params'],
  [event('play', { customMetadata: { a: 'b' } }), 'customMetadata'],
  [event('play', { playerTime: { playhead: -1, ts: 0 } }), 'playerTime.playhead (expected 0 or more'],
  [event('play', { qoeData: { 'media.qoe.bitrate': 1.5 } }), 'qoeData.media.qoe.bitrate (expected integer'],
  [event('rewind'), 'eventType'],
  [{ eventType: 'play' }, 'playerTime'],
  [{ ...start(), customMetadata: { 'no spaces': 'x' } }, 'customMetadata.no spaces (expected a key'],
  [[], 'the body (expected object, got array)'],
  [null, 'the body (expected object, got null)'],
])('the complaint about event %# names the member and the reason', (body, words) => {
  expect(complaint(body)).toContain(words);
});

test('all that is wrong stands in one sentence', () => {
  const message = complaint(event('adStart', { params: { 'media.ad.id': 1 } }));
  expect(message.match(/expected/g)).toHaveLength(4);
  expect(message).toMatch(/^[^\n]+\.$/);
});

test('only the words of the API are event types', () => {
  expect(['play', 'sessionEnd'].every(isEventType)).toBe(true);
  expect(['seekStart', '', 'constructor', '__proto__'].some(isEventType)).toBe(false);
});
