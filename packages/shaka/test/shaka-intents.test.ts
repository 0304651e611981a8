import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createAds } from '../src/ads';
import { createChoices } from '../src/choices';
import type { ShakaPlayer } from '../src/index';
import { shakaIntents, type Screen } from '../src/shaka-intents';

test("the README's table names every event of the code's, and no other", () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const rows = readme.split('\n').filter((line) => line.startsWith('| `'));
  const named = rows.flatMap((row) => Array.from(row.split('|')[1]!.matchAll(/`([\w-]+)`/g), ([, name]) => name));
  const nobody = (): void => {};
  const code = {
    ...shakaIntents({} as ShakaPlayer, {} as Screen, createChoices()),
    ...createAds({} as ShakaPlayer, { isLive: () => false, lend: nobody }, nobody).intents,
  };
  expect([...new Set(named)].sort()).toEqual(Object.keys(code).sort());
});
