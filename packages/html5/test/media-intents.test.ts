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

  test('has arrived, and never ran dry: frames run', () => {
    expect(types(of({ readyState: 4, paused: false, ended: false }).seeked!({} as Event))).toEqual(['sought', 'run']);
  });

  test.each([
    ['is paused', { readyState: 4, paused: true, ended: false }],
    ['stands at the end', { readyState: 4, paused: false, ended: true }],
    ['has no data', { readyState: 2, paused: false, ended: false }],
  ])('has arrived, and %s: no more', (_, element) => {
    expect(types(of(element).seeked!({} as Event))).toEqual(['sought']);
  });

  test('says that it plays before it has arrived', () => {
    expect(types(of({ paused: false, seeking: true }).playing!({} as Event))).toEqual([]);
    expect(types(of({ paused: false, seeking: false }).playing!({} as Event))).toEqual(['run']);
  });

  test('plays on without data, as it says', () => {
    const dry = { readyState: 2, paused: false, seeking: false };
    expect(types(of({ ...dry, currentTime: 5.1 }).timeupdate!({} as Event))).toEqual(['move']);
    expect(types(of({ ...dry, currentTime: 5.01 }).timeupdate!({} as Event))).toEqual([]);
    expect(types(of({ ...dry, currentTime: 5.01, readyState: 4 }).timeupdate!({} as Event))).toEqual(['move']);
  });
});
