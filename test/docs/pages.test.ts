import { existsSync } from 'node:fs';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { needs } from '../../packages/core/src/wire/form';
import { table } from '../../packages/core/src/wire/table';
import { PAGE as KEYS, withKeys } from './keys.mjs';
import { pages, read, root } from './snippets';
import { PAGE, withTriggers } from './triggers.mjs';

/** The members of an interface, or the words of a union of words, as its file declares them. */
function declared(file: string, name: string): string[] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest);
  const found = source.statements.find(
    (node): node is ts.InterfaceDeclaration | ts.TypeAliasDeclaration =>
      (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) && node.name.text === name,
  )!;
  if (ts.isInterfaceDeclaration(found)) return found.members.map((member) => (member.name as ts.Identifier).text);
  return (found.type as ts.UnionTypeNode).types.map((word) => ((word as ts.LiteralTypeNode).literal as ts.StringLiteral).text);
}

/** What stands under a heading. */
const under = (page: string, heading: string): string => read(page).split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
/** The cells of the tables of a text, row by row, without heads. */
const rowsOf = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => /^\| \[?`/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
const firstWords = (text: string): string[] => rowsOf(text).map(([cell = '']) => /`(\w+)/.exec(cell)![1]!);

const OPTIONS = 'docs/guide/options.md';

test('every option of createTracker has its place among the options, and no other has', () => {
  const headings = Array.from(under(OPTIONS, '`createTracker`').matchAll(/^### (.*)$/gm), ([, heading]) => heading!);
  const named = headings.flatMap((heading) => Array.from(heading.matchAll(/`(\w+)`/g), ([, name]) => name));
  const options = declared('packages/core/src/options.ts', 'TrackerOptions').sort();
  expect(named.sort()).toEqual(options);
  const [table = ''] = under(OPTIONS, '`createTracker`').split('\n### ');
  const listed = rowsOf(table).flatMap(([cell = '']) => Array.from(cell.matchAll(/`(\w+)`/g), ([, name]) => name!));
  expect(listed.sort()).toEqual(options);
});

const followed = declared('packages/html5/src/follow-element.ts', 'FollowOptions');
test.each([
  ['html5', []],
  ['videojs', declared('packages/videojs/src/adapter.ts', 'VideojsOptions')],
  ['hlsjs', declared('packages/hlsjs/src/hlsjs.ts', 'HlsjsOptions')],
  ['shaka', declared('packages/shaka/src/shaka.ts', 'ShakaOptions')],
  ['dashjs', declared('packages/dashjs/src/dashjs.ts', 'DashjsOptions')],
])('every option of the adapter %s has', (name, own) => {
  const text = under(OPTIONS, 'Adapters');
  const column = /^\| option \|.*$/m
    .exec(text)![0]
    .split('|')
    .findIndex((cell) => cell.trim() === name);
  const taken = rowsOf(text).filter((cells) => cells[column - 1]);
  expect(taken.map(([cell]) => cell!.replaceAll('`', '')).sort()).toEqual([...followed, ...own].sort());
});

test('so has every member of a tracker, and every option of offline, debug and the collector', () => {
  expect(firstWords(under(OPTIONS, 'The tracker')).sort()).toEqual(declared('packages/core/src/tracker.ts', 'Tracker').sort());
  const offline = under(OPTIONS, '`createTracker`').split('### `offline`')[1]!.split('\n### ')[0]!;
  expect(firstWords(offline)).toEqual(declared('packages/core/src/offline/offline.ts', 'OfflineOptions'));
  expect(firstWords(under(OPTIONS, '`debug`'))).toEqual(declared('packages/core/src/debug.ts', 'DebugOptions'));
  expect(firstWords(under('packages/collector/README.md', 'Options of `createCollector`'))).toEqual(
    declared('packages/collector/src/collector.ts', 'CollectorOptions'),
  );
});

test('every event has its place among the events, and no other has', () => {
  const headings = Array.from(read(PAGE).matchAll(/^## `(\w+)`$/gm), ([, name]) => name!);
  expect(headings.sort()).toEqual(Object.keys(table).sort());
});

test('what triggers an event is what the adapters say; `npm run docs` writes it', () => {
  expect(withTriggers(read(PAGE))).toBe(read(PAGE));
});

test('every key of the table of the API stands among the keys; `npm run docs` writes them', () => {
  expect(withKeys(read(KEYS))).toBe(read(KEYS));
  for (const row of Object.values(table))
    for (const key of Object.keys('params' in row ? row.params : {})) expect(read(KEYS)).toContain(`| \`${key}\` |`);
});

test('every reason of a loss says what to do', () => {
  expect(firstWords(under('docs/guide/errors.md', 'Lost events'))).toEqual(
    declared('packages/core/src/transport/lane.ts', 'LostReason').sort(
      (a, b) => read('docs/guide/errors.md').indexOf(`| \`${a}\``) - read('docs/guide/errors.md').indexOf(`| \`${b}\``),
    ),
  );
});

test('the events that are tracked by hand require the keys that the page lists', () => {
  for (const [words = '', keys = ''] of rowsOf(under('docs/start/by-hand.md', 'Event names')))
    for (const [, word] of words.matchAll(/`(\w+)`/g)) {
      const asked = Object.entries(needs[word as 'adStart'] ?? {}).filter(([, fits]) => !fits(undefined));
      expect(keys.match(/[\w.]+/g) ?? [], word).toEqual(asked.map(([key]) => key));
    }
});

test('what a page includes is there', () => {
  for (const page of pages)
    for (const [, path = '', region = ''] of read(page).matchAll(/<!--\s*@include: ([^#\s]+)#([\w-]+)\s*-->/g)) {
      const file = new URL(path, `file:///${page}`).pathname.slice(1);
      expect(existsSync(root + file), `${page}: ${file}`).toBe(true);
      for (const word of ['region', 'endregion']) expect(read(file), `${page}: ${path}`).toContain(`<!-- #${word} ${region} -->`);
    }
});

test('the tutorial on adapters shows the code that test/browser/example.plyr.test.ts runs', () => {
  const page = read('docs/write-an-adapter.md');
  const adapter = read('examples/plyr/plyr-adapter.js');
  expect(page).toContain(`\`\`\`js\n${adapter}\`\`\``);
  expect(adapter.trim().split('\n').length).toBeLessThanOrEqual(50);
  const [attached] = read('examples/plyr/player.js').split('\nObject.assign');
  expect(page).toContain(attached!.trim());
});
