import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mediaIntents, type Place } from '../src/index';

test("the README's table names every event of the code's, and no other", () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const rows = readme.split('\n').filter((line) => line.startsWith('| `'));
  const named = rows.flatMap((row) => Array.from(row.split('|')[1]!.matchAll(/`(\w+)`/g), ([, name]) => name));
  expect([...new Set(named)].sort()).toEqual(Object.keys(mediaIntents({} as HTMLMediaElement, {} as Place, false)).sort());
});

describe('an engine of another make', () => {
  const of = (element: Partial<HTMLMediaElement>, last = 5) => {
    const place: Place = { last, now: () => element.currentTime!, length: () => 20, chapter: () => null };
    return mediaIntents(element as HTMLMediaElement, place, false);
  };
  const types = (intents: unknown): string[] => [intents ?? []].flat().map((intent) => (intent as { type: string }).type);

  test('says that it plays before it has arrived: frames run when it has', () => {
    const element = { readyState: 4, paused: false, seeking: true };
    const { playing, seeked } = of(element);
    expect(types(playing!({} as Event))).toEqual([]);
    element.seeking = false;
    expect(types(seeked!({} as Event))).toEqual(['sought', 'run']);
    expect(types(seeked!({} as Event))).toEqual(['sought']);
    expect(types(playing!({} as Event))).toEqual(['run']);
  });

  test.each([
    ['is paused', { paused: true }],
    ['has run dry', { readyState: 2 }],
  ])('says that it plays before it has arrived, and then %s: not yet', (_, then) => {
    const element = { readyState: 4, paused: false, seeking: true };
    const { playing, seeked } = of(element);
    playing!({} as Event);
    Object.assign(element, { seeking: false }, then);
    expect(types(seeked!({} as Event))).toEqual(['sought']);
  });

  test('plays on without data, as it says', () => {
    const dry = { readyState: 2, paused: false, seeking: false };
    expect(types(of({ ...dry, currentTime: 5.1 }).timeupdate!({} as Event))).toEqual(['move']);
    expect(types(of({ ...dry, currentTime: 5.01 }).timeupdate!({} as Event))).toEqual([]);
    expect(types(of({ ...dry, currentTime: 5.01, readyState: 4 }).timeupdate!({} as Event))).toEqual(['move']);
  });
});
