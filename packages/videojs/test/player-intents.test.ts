import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Place } from '@media-collection/html5';
import { createAdTable, imaIntents } from '../src/ads';
import { playerIntents } from '../src/player-intents';
import type { VideoJsPlayer } from '../src/player';

const intents = (player: object) => playerIntents(player as VideoJsPlayer, {} as Place);

test("the README's table names every event of the code's, and no other", () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const rows = readme.split('\n').filter((line) => line.startsWith('| `'));
  const named = rows.flatMap((row) => Array.from(row.split('|')[1]!.matchAll(/`([\w-]+)`/g), ([, name]) => name));
  const ads = createAdTable({} as VideoJsPlayer, {} as Place, intents({})).intents;
  expect([...new Set(named)].sort()).toEqual(Object.keys({ ...intents({}), ...ads, ...imaIntents }).sort());
});

test.each([
  ['that plays on', { paused: () => false, readyState: () => 4 }, 2, { external: true, plays: true }],
  ['that has run dry', { paused: () => false, readyState: () => 2 }, 3, { external: false, plays: false }],
  ['that stopped', { paused: () => true, readyState: () => 4 }, 4, { external: false, plays: false }],
])('an error of a player %s', (_, player, code, wanted) => {
  const says = intents({ ...player, error: () => ({ code }) });
  expect(says.error!({} as ErrorEvent)).toEqual({ type: 'fail', id: `videojs.${code}`, ...wanted });
});

test('an error that was taken back is none', () => {
  expect(intents({ paused: () => false, readyState: () => 4, error: () => null }).error!({} as ErrorEvent)).toBeUndefined();
});
