import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { read, root } from './snippets';

const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };
const all = (text: string, pattern: RegExp): string[] => Array.from(text.matchAll(pattern), ([, found]) => found!);
/** Names of files and folders between backticks, without those that stand for several. */
const filesIn = (text: string): string[] => all(text, /`([\w./-]+\.(?:ts|mjs|json)|[\w./-]+\/)`/g);

test.each(['CONTRIBUTING.md', 'test/README.md'])('the commands and the tests that %s names exist', (page) => {
  const text = read(page);
  expect(all(text, /npm run ([\w:]+)/g).filter((name) => !(name in scripts))).toEqual([]);
  expect(all(text, /vitest run --project \w+ ((?:packages|test)\/\S+)`/g).filter((path) => !existsSync(root + path))).toEqual([]);
  for (const scenario of all(text, /--project conformance -t (\S+)`/g))
    expect(existsSync(`${root}test/conformance/scenarios/${scenario}.json`), scenario).toBe(true);
});

test('the files that the README of the tests names exist', () => {
  const places = ['', 'test/', 'test/browser/', 'test/players/'];
  const isThere = (file: string): boolean => places.some((place) => existsSync(root + place + file));
  expect(filesIn(read('test/README.md')).filter((file) => !isThere(file))).toEqual([]);
});

test('the folders of the layout in CONTRIBUTING.md exist', () => {
  const layout = read('CONTRIBUTING.md').split('```')[1]!;
  const folders = all(layout, /^((?:[\w-]+\/)+)/gm);
  expect(folders.length).toBeGreaterThan(20);
  expect(folders.filter((folder) => !existsSync(root + folder))).toEqual([]);
});
