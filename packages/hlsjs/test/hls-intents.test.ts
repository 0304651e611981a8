import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createContentPosition } from '@media-collection/html5';
import { hlsIntents, type ContentView } from '../src/hls-intents';
import { createInterstitials } from '../src/interstitials';
import type { HlsPlayer } from '../src/index';

const intents = hlsIntents({} as HlsPlayer, {} as ContentView);
const { intents: ofAds } = createInterstitials({} as HlsPlayer, {} as ContentView);

test("the README's table names every event of the code's, and no other", () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const rows = readme.split('\n').filter((line) => line.startsWith('| `'));
  const named = rows.flatMap((row) => Array.from(row.split('|')[1]!.matchAll(/`(\w+)`/g), ([, name]) => name));
  expect([...new Set(named)].sort()).toEqual(Object.keys({ ...intents, ...ofAds }).sort());
});

test('errors that are not fatal mean nothing', () => {
  const error = { type: 'networkError', details: 'fragLoadError', fatal: false };
  expect(intents.hlsError!(error as never)).toBe(undefined);
});

test('a stall in the last second is the end only where nothing is left to play', () => {
  const of = (currentTime: number, manager = {}) =>
    hlsIntents(
      { interstitialsManager: manager } as HlsPlayer,
      {
        slot: { element: { currentTime, buffered: { length: 1, end: () => 4.01 } }, end: () => [{ type: 'ended' }] },
      } as never as ContentView,
    ).hlsMediaEnded!;
  expect(of(3.95)({ stalled: true })).toEqual([{ type: 'ended' }]);
  expect(of(3.4)({ stalled: true }), 'a device that is slow for a moment').toBeUndefined();
  expect(of(4.01)({ stalled: false }), 'the element reports it').toBeUndefined();
  expect(of(3.95, { playingItem: { event: {} } })({ stalled: true }), 'a post-roll has begun').toBeUndefined();
});

test('the same source that is loaded again may return, unless an interstitial cuts it', () => {
  const loads = (interstitial?: object) =>
    hlsIntents(
      { url: 'a' } as HlsPlayer,
      { slot: {}, position: createContentPosition(() => 8), content: { source: 'a' }, interstitial } as never as ContentView,
    ).hlsManifestLoading!({} as never);
  expect(loads()).toEqual([{ type: 'recovered' }, { type: 'unloaded', playhead: 8, mayReturn: true }]);
  expect(loads({})).toEqual([{ type: 'unloaded', playhead: 8 }]);
});

test('what was loaded before an error is no recovery', () => {
  const position = createContentPosition(() => 8);
  const { hlsError, hlsFragBuffered } = hlsIntents({} as HlsPlayer, { slot: {}, position } as never as ContentView);
  const buffered = (start: number) => hlsFragBuffered!({ stats: { loading: { start } } } as never);
  const before = performance.now() - 1;
  expect(buffered(before)).toEqual({ type: 'recovered' });
  hlsError!({ type: 'mediaError', details: 'fragParsingError', fatal: true } as never);
  expect([buffered(before), buffered(performance.now() + 1)]).toEqual([undefined, { type: 'recovered' }]);
});

test('an error that a listener of the page has answered with a recovery does not end its content', () => {
  const slot = { element: { paused: true }, leave: () => undefined };
  const view = { slot, position: createContentPosition(() => 8) } as never as ContentView;
  const { hlsError, hlsMediaDetaching, hlsFragBuffered } = hlsIntents({} as HlsPlayer, view);
  const fails = () => hlsError!({ type: 'mediaError', details: 'bufferAppendError', fatal: true } as never);
  expect(fails()).toMatchObject({ type: 'failed', stillPlaying: false });
  hlsMediaDetaching!({} as never);
  expect(fails()).toMatchObject({ type: 'failed', stillPlaying: true });
  hlsFragBuffered!({} as never);
  expect(fails()).toMatchObject({ type: 'failed', stillPlaying: false });
});
