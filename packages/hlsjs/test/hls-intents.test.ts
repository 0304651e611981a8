import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
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
