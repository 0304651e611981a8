import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { PlaybackPosition } from '@media-collection/html5';
import { createAdTable } from '../src/contrib-ads';
import { imaIntents } from '../src/ima';
import { beginOf, playerIntents } from '../src/player-intents';
import type { VideoJsPlayer } from '../src/player';

const intents = (player: object) => playerIntents({ playbackRate: () => 1, ...player } as VideoJsPlayer, {} as PlaybackPosition);

test("the README's table names every event of the code's, and no other", () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const rows = readme.split('\n').filter((line) => line.startsWith('| `'));
  const named = rows.flatMap((row) => Array.from(row.split('|')[1]!.matchAll(/`([\w-]+)`/g), ([, name]) => name));
  const ads = createAdTable({} as VideoJsPlayer, {} as PlaybackPosition, intents({})).intents;
  expect([...new Set(named)].sort()).toEqual(Object.keys({ ...intents({}), ...ads, ...imaIntents }).sort());
});

test.each([
  ['that plays on', { paused: () => false, readyState: () => 4 }, 2, { isNetwork: true, stillPlaying: true }],
  ['that has run dry', { paused: () => false, readyState: () => 2 }, 3, { isNetwork: false, stillPlaying: false }],
  ['that stopped', { paused: () => true, readyState: () => 4 }, 4, { isNetwork: false, stillPlaying: false }],
])('an error of a player %s', (_, player, code, wanted) => {
  const table = intents({ ...player, error: () => ({ code }) });
  expect(table.error!({} as ErrorEvent)).toEqual({ type: 'failed', id: `videojs.${code}`, ...wanted });
});

test('another tech with another source ends the session; the same source goes on in it, and an ad plugin may do both', () => {
  const change = (next: string, isInAdMode = false, isFirst = false) => {
    let tech = isFirst ? undefined : {};
    let source = 'film';
    const table = intents({ tech: () => tech, currentSrc: () => source, ads: { isInAdMode: () => isInAdMode } });
    expect(table.ready!({} as Event)).toBeUndefined();
    tech = {};
    source = next;
    return table.ready!({} as Event);
  };
  expect(change('other')).toMatchObject([{ type: 'unloaded' }]);
  expect([change('film'), change('other', true), change('other', false, true)]).toEqual([undefined, undefined, undefined]);
});

test('an error that was taken back is none', () => {
  expect(intents({ paused: () => false, readyState: () => 4, error: () => null }).error!({} as ErrorEvent)).toBeUndefined();
});

describe('a request to play', () => {
  const play = (duration: number | undefined) => {
    const player = {
      error: () => null,
      networkState: () => 2,
      readyState: () => 0,
      currentTime: () => 34,
      duration: () => duration,
    };
    const place = { now: () => 60_529 } as PlaybackPosition;
    return playerIntents({ playbackRate: () => 1, ...player } as unknown as VideoJsPlayer, place).play!({} as Event);
  };
  test('has no place before it is known whether the content is live', () => {
    expect(play(undefined)).toEqual([{ type: 'playRequested', playhead: undefined }]);
    expect(play(0)).toEqual([{ type: 'playRequested', playhead: undefined }]);
  });
});

test('a player that leaves the document may come back, and one that never stood in it is paused', () => {
  const player = {
    playbackRate: () => 1,
    scrubbing: () => false,
    seeking: () => false,
    ended: () => false,
    error: () => null,
    el: () => ({ isConnected: false }),
  } as unknown as VideoJsPlayer;
  expect(playerIntents(player, {} as PlaybackPosition, true).pause!({} as Event)).toEqual([
    { type: 'unloaded', mayReturn: true },
  ]);
  expect(playerIntents(player, {} as PlaybackPosition, false).pause!({} as Event)).toEqual([{ type: 'paused' }]);
});

describe('content begins', () => {
  const begin = (currentTime: number, played: number[][] = [], initTime = 0, isInAdMode = false): number | undefined =>
    beginOf({
      ads: { isInAdMode: () => isInAdMode },
      getCache: () => ({ initTime }),
      currentTime: () => currentTime,
      played: () => ({ length: played.length, start: (index: number) => played[index]![0] }),
    } as unknown as VideoJsPlayer);

  test('with its first frame, a moment ago', () => {
    expect(begin(8)).toBeUndefined();
    expect(begin(8.2, [[8, 8.2]])).toBe(8);
  });

  test('where a position says that was set before the metadata, whatever Chromium calls played', () => {
    expect(begin(8.01, [[0, 8.01]])).toBe(8.01);
  });

  test('with its first frame, however long ago on a busy page, unless a place was set', () => {
    const player = { currentTime: () => 2.5, played: () => ({ length: 1, start: () => 0 }) };
    const of = (second: number) =>
      ({ ...player, tech: () => ({ el: () => ({ currentTime: second }) }) }) as unknown as VideoJsPlayer;
    expect([beginOf(of(2.5), false), beginOf(of(2.5), true), beginOf(of(0.5), false)]).toEqual([0, 2.5, 2]);
  });

  test('where the player will set it, unless videojs-contrib-ads keeps it from that', () => {
    expect(begin(0.1, [[0, 0.1]], 8)).toBe(8);
    expect(begin(0, [], 8, true)).toBeUndefined();
  });

  test('where middleware says', () => {
    expect(begin(2.1, [[0, 0.1]])).toBe(2.1);
  });
});
