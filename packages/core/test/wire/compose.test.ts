import { expect, test } from 'vitest';
import { compose } from '../../src/wire/compose';

const time = { playhead: 1.5, ts: 1_000 };

test('an event has its type and its time', () => {
  expect(compose('play', time, {})).toEqual({ eventType: 'play', playerTime: time });
});

test('parts that are there ride along', () => {
  const parts = { params: { 'media.id': 'film' }, qoeData: { 'media.qoe.bitrate': 0 }, customMetadata: { my: '' } };
  expect(compose('sessionStart', time, parts)).toEqual({ eventType: 'sessionStart', playerTime: time, ...parts });
});

test('empty parts and absent parts are no members at all', () => {
  const event = compose('play', time, { params: {}, qoeData: undefined, customMetadata: {} });
  expect(Object.keys(event)).toEqual(['eventType', 'playerTime']);
});
