import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hlsIntents, type Screen } from '../src/hls-intents';
import type { HlsPlayer } from '../src/index';

const intents = hlsIntents({} as HlsPlayer, {} as Screen);

test("the README's table names every event of the code's, and no other", () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const rows = readme.split('\n').filter((line) => line.startsWith('| `'));
  const named = rows.flatMap((row) => Array.from(row.split('|')[1]!.matchAll(/`(\w+)`/g), ([, name]) => name));
  expect([...new Set(named)].sort()).toEqual(Object.keys(intents).sort());
});

test('an interstitial takes and gives back the element, and the session hears of a pause alone', () => {
  const calls: string[] = [];
  const hls = { media: {}, interstitialsManager: { playingAsset: null as unknown } } as HlsPlayer & {
    media: unknown;
    interstitialsManager: { playingAsset: unknown };
  };
  const screen = {
    element: { ended: false, paused: true } as HTMLMediaElement,
    playhead: () => 8,
    follow: () => calls.push('follow'),
    leave: () => calls.push('leave'),
    forget: () => calls.push('forget'),
  };
  const says = hlsIntents(hls, screen);
  hls.interstitialsManager.playingAsset = {};
  expect(says.hlsInterstitialStarted!({} as never)).toEqual({ type: 'halt', playhead: 8 });
  expect(says.hlsMediaDetaching!({})).toBe(undefined);
  expect(says.hlsMediaAttached!({} as never)).toBe(undefined);
  expect(calls).toEqual(['leave']);

  hls.interstitialsManager.playingAsset = null;
  hls.media = null;
  says.hlsInterstitialEnded!({} as never);
  says.hlsMediaAttaching!({} as never);
  expect(calls).toEqual(['leave']);
  says.hlsMediaAttached!({} as never);
  expect(calls).toEqual(['leave', 'follow']);
  // What is preloaded in place takes the media source along.
  expect(says.hlsMediaDetaching!({ transferMedia: null })).toBe(undefined);
  expect(says.hlsMediaDetaching!({})).toEqual({ type: 'unload', playhead: 8 });
});

test('content whose end only an interstitial tells was played to its end', () => {
  const screen = { element: { ended: true } as HTMLMediaElement, playhead: () => 20, leave: () => undefined };
  const says = hlsIntents({} as HlsPlayer, screen as unknown as Screen);
  expect(says.hlsInterstitialStarted!({} as never)).toEqual({ type: 'end', playhead: 20 });
});

test('errors that are not fatal mean nothing', () => {
  const error = { type: 'networkError', details: 'fragLoadError', fatal: false };
  expect(intents.hlsError!(error as never)).toBe(undefined);
});
