import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createChoices } from '../src/choices';
import type { ShakaPlayer } from '../src/index';
import { shakaIntents, type Screen } from '../src/shaka-intents';

test("the README's table names every event of the code's, and no other", () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const rows = readme.split('\n').filter((line) => line.startsWith('| `'));
  const named = rows.flatMap((row) => Array.from(row.split('|')[1]!.matchAll(/`(\w+)`/g), ([, name]) => name));
  expect([...new Set(named)].sort()).toEqual(Object.keys(shakaIntents({} as ShakaPlayer, {} as Screen, createChoices())).sort());
});
