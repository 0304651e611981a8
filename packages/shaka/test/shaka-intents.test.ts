import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createContentPosition, type ContentPosition } from '@media-collection/html5';
import { createAds } from '../src/ads/ads';
import { createPendingVariants } from '../src/pending-variants';
import type { ShakaPlayer } from '../src/index';
import { shakaIntents, type ContentView } from '../src/shaka-intents';

test("the README's table names every event of the code's, and no other", () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const rows = readme.split('\n').filter((line) => line.startsWith('| `'));
  const named = rows.flatMap((row) => Array.from(row.split('|')[1]!.matchAll(/`([\w-]+)`/g), ([, name]) => name));
  const noop = (): void => {};
  const code = {
    ...shakaIntents({} as ShakaPlayer, { slot: {} } as ContentView, createPendingVariants()),
    ...createAds({} as ShakaPlayer, {} as ContentPosition, () => false, noop).intents,
  };
  expect([...new Set(named)].sort()).toEqual(Object.keys(code).sort());
});

test('content that Shaka Player 4 names after `loading` is begun when it is named, and the request of its manifest has no type', () => {
  let uri: string | null = null;
  const begun: (string | null)[] = [];
  const element = { paused: false, ended: false } as HTMLMediaElement;
  const player = {
    getAssetUri: () => uri,
    getManifestType: () => null,
    getMediaElement: () => element,
  } as unknown as ShakaPlayer;
  const view = {
    slot: { element, follow: () => {} },
    position: createContentPosition(() => NaN),
    content: { source: null, isLoaded: false, isRequested: true },
    ads: { keepsContent: false, detach: () => {} },
    forget: () => begun.push(view.content.source),
    askChapters: () => {},
  };
  const intents = shakaIntents(player, view as unknown as ContentView, createPendingVariants());
  expect(intents.loading!(undefined)).toBeUndefined();
  uri = 'https://a.example/main.m3u8';
  expect(intents.onstatechange!({ state: 'manifest-parser' })).toMatchObject([{ type: 'playRequested' }]);
  expect(intents.onstatechange!({ state: 'manifest' })).toBeUndefined();
  expect(begun).toEqual([uri]);
  const error = { code: 1_001, category: 1, severity: 2 };
  expect(intents.downloadfailed!({ error } as never)).toEqual({ type: 'failed', id: 'shaka.1001', isNetwork: true });
});
