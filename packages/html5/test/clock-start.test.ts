import type { Intent } from '@media-collection/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStitchedAds, type AdOption } from '../src/stitched-ads';
import { mediaIntents, type MediaElementEvents, type MediaLike, type PlaybackPosition } from '../src/index';

beforeEach(() => vi.stubGlobal('mozInnerScreenX', 0));
afterEach(() => vi.unstubAllGlobals());

/** An element that stands at 5 and says that it plays, its place in the content 100 s later; and its intents in one line. */
function createElement(more: Partial<MediaLike> = {}, ads?: AdOption[]) {
  const element = { readyState: 4, paused: false, seeking: false, currentTime: 5, playbackRate: 1, isConnected: true, ...more };
  const place: PlaybackPosition = {
    last: 105,
    now: () => 100 + element.currentTime,
    at: (second) => 100 + second,
    first: () => undefined,
    isFresh: true,
    length: () => 120,
    chapter: () => null,
    ...(ads && { ads: createStitchedAds(element as unknown as MediaLike, ads) }),
  };
  const table = mediaIntents(element as unknown as MediaLike, place, true);
  const intents = (type: keyof MediaElementEvents): Intent[] => [table[type]!({} as never) ?? []].flat() as Intent[];
  const say = (type: keyof MediaElementEvents): string =>
    intents(type)
      .map(({ type, agoMs, playhead }) => [type, ...(agoMs === undefined ? [] : [Math.round(agoMs), playhead])].join(':'))
      .join(' ');
  return { element, say, intents };
}

test('playback begins when and where the clock begins to move', () => {
  const { element, say } = createElement();
  expect([say('playing'), say('timeupdate')]).toEqual(['', '']);
  element.currentTime = 5.2;
  expect([say('timeupdate'), say('timeupdate')]).toEqual(['playing:200:105 progress', 'progress']);
});

test('a stitched ad that is there then begins when and where the clock begins to move', () => {
  const { element, say } = createElement({}, [{ start: 5, end: 9, params: { 'media.ad.id': 'a' } }]);
  say('playing');
  element.currentTime = 5.2;
  expect(say('timeupdate')).toBe('adBreakStarted:200:5 adAnnounced:200:5 playing:200:5 playing:200:105 progress');
});

test('pauses take nothing from a stitched ad: what was shown since the last timeupdate counts', () => {
  const { element, say, intents } = createElement({}, [{ start: 5, end: 9, params: { 'media.ad.id': 'a' } }]);
  say('playing');
  for (const second of [5.2, 6, 7]) {
    element.currentTime = second;
    say('timeupdate');
    element.currentTime = second + 0.2;
    say('pause');
    say('playing');
  }
  element.currentTime = 8.9;
  say('timeupdate');
  element.currentTime = 9.1;
  expect(intents('timeupdate')[0]).toMatchObject({ type: 'adEnded', skipped: false });
});

test('who does not know the place of a second has only the time at which the clock began to move', () => {
  const element = { ...{ readyState: 4, paused: false, seeking: false, isConnected: true }, currentTime: 5, playbackRate: 1 };
  const place: PlaybackPosition = {
    ...{ last: NaN, isReady: true, isFresh: true },
    ...{ now: () => element.currentTime, length: () => 20, chapter: () => null },
  };
  const table = mediaIntents(element as unknown as MediaLike, place, true);
  expect([table.loadeddata!({} as never), table.play!({} as never), table.playing!({} as never)]).toMatchObject([
    { type: 'durationKnown' },
    { type: 'playRequested' },
    [],
  ]);
  element.currentTime = 5.2;
  const intents = table.timeupdate!({} as never) as Intent[];
  expect(intents[0]).toEqual({ type: 'playing', agoMs: expect.closeTo(200) as number });
  expect(table.seeking!({} as never)).toEqual([{ type: 'seeking' }]);
});

test('at twice the speed it began half as long ago', () => {
  const { element, say } = createElement({ playbackRate: 2 });
  say('playing');
  element.currentTime = 5.2;
  expect(say('timeupdate')).toBe('playing:100:105 progress');
});

test.each([
  ['pause', {}, 'paused'],
  ['pause', { isConnected: false }, 'unloaded'],
  ['waiting', {}, 'waiting'],
  ['ratechange', { playbackRate: 0 }, 'paused'],
  ['error', { error: { code: 3 } }, 'failed'],
] as const)('%s %o before the clock moves ends a wait, and after it a playback', (type, change, intent) => {
  for (const moves of [false, true]) {
    const { element, say } = createElement();
    say('playing');
    if (moves) element.currentTime = 5.1;
    Object.assign(element, change);
    expect(say(type)).toBe(moves ? `playing:100:105 ${intent}` : intent);
    Object.assign(element, { isConnected: true, playbackRate: 1, error: null, currentTime: 6 });
    expect(say('timeupdate')).toBe('progress');
  }
});

test('what is shorter than the time between two events is played, and ends', () => {
  const { element, say } = createElement();
  say('playing');
  Object.assign(element, { currentTime: 5.15, ended: true, paused: true });
  expect([say('pause'), say('ended')]).toEqual(['playing:150:105 contentEnded', 'ended']);
});

test('other content has a clock of its own', () => {
  const { element, say } = createElement();
  say('playing');
  element.currentTime = 50;
  say('emptied');
  expect([say('timeupdate'), say('playing'), say('timeupdate')]).toEqual(['progress', '', '']);
  element.currentTime = 50.1;
  expect(say('timeupdate')).toBe('playing:100:150 progress');
});

test('after a jump it plays at once, and once more with its time when the clock moves', () => {
  const { element, say } = createElement();
  say('playing');
  element.currentTime = 50;
  say('seeking');
  expect([say('seeked'), say('playing'), say('timeupdate')]).toEqual(['seeked', 'playing', '']);
  element.currentTime = 50.1;
  expect([say('timeupdate'), say('timeupdate')]).toEqual(['playing:100:150 progress', 'progress']);
});

test('a clock that falls has begun', () => {
  const { element, say } = createElement();
  say('playing');
  element.currentTime = 4;
  expect(say('timeupdate')).toBe('playing progress');
});

test('other browsers play when they say so', () => {
  vi.unstubAllGlobals();
  expect(createElement().say('playing')).toBe('playing');
});
