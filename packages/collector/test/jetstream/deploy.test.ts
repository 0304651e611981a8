import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readOptions } from '../../src/cli/options';

const at = (path: string) => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');
/** The lists of words that a text holds. */
const listsIn = (text: string): string[][] =>
  Array.from(
    text.matchAll(/command:\s*(\[[^\]]*\])/g),
    ([, list]) => JSON.parse(list!.replaceAll("'", '"').replace(/,\s*\]/, ']')) as string[],
  );

test('every command of the compose file is one that the command line takes', () => {
  const commands = listsIn(at('deploy/compose.yaml')).filter(([word]) => word === 'edge' || word === 'work');
  const read = commands.map((words) => readOptions(words)!);
  expect(read.map(({ command, purpose }) => purpose ?? command).sort()).toEqual([
    'edge',
    'edge',
    'forward',
    'lake',
    'live',
    'sessions',
  ]);
  expect(new Set(read.map(({ nats }) => nats))).toEqual(new Set(['nats://nats-1,nats://nats-2,nats://nats-3']));
  expect(read.filter(({ command }) => command === 'edge').every(({ shards, replicas }) => shards === 16 && replicas === 3)).toBe(
    true,
  );
});

test('so is every command of the guide', () => {
  const guide = at('deploy/README.md').replaceAll('\\\n', ' ');
  const lines = Array.from(guide.matchAll(/npx @media-collection\/collector (.*)/g), ([, line]) => line!.trim().split(/\s+/));
  expect(lines.length).toBeGreaterThan(1);
  for (const words of lines) expect(readOptions(words)).toMatchObject({ nats: expect.stringContaining('nats://') });
});

test.each([
  [['work', '--store', 'nats://a'], 'work takes what it is for: sessions, forward, lake, live.'],
  [['work', 'lake', '--store', 'nats://a'], 'work lake takes --folder'],
  [['work', 'forward', '--store', 'nats://a'], 'work forward takes --forward'],
  [['work', 'sessions'], 'work takes --store with nats://host:4222.'],
  [['edge', '--store', 'a.db'], 'edge takes --store with nats://host:4222.'],
  [['edge', '--store', 'nats://a', '--forward', 'https://b.test'], 'An edge sends nothing on'],
  [['edge', 'sessions', '--store', 'nats://a'], 'Unexpected argument "sessions".'],
  [['work', 'live', '--store', 'nats://a', '--only', '3-1'], '--only takes shards as 0-7,9, got "3-1".'],
  [['--store', 'nats://a', '--shards', '0'], '--shards takes a number from 1 to 256'],
])('%j is refused with a sentence', (words, sentence) => {
  expect(() => readOptions(words)).toThrow(sentence);
});

test('shards are named by numbers and ranges', () => {
  expect(readOptions(['work', 'live', '--store', 'tls://a:4222', '--only', '0-3,9,2'])?.only).toEqual([0, 1, 2, 3, 9]);
});
