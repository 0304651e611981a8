import { readFileSync, writeFileSync } from 'node:fs';
import * as core from '@media-collection/core';
import * as testing from '@media-collection/core/testing';
import * as api from '@media-collection/report';
import { matchers } from '@media-collection/report/matchers';
import { meanings, metricGroups } from '@media-collection/report/meanings';
import { expect, test } from 'vitest';
import { calculatedTable, disagreementTable, meaningTables, namesTable, rulesTable } from './tables';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** Tables of the documentation that are made from the code; `WRITE_TABLES=1` writes them. */
const generated = [
  ['README.md', 'metrics', namesTable],
  ['README.md', 'rules', rulesTable],
  ['METRICS.md', 'meanings', meaningTables],
  ['METRICS.md', 'disagreements', disagreementTable],
  ['METRICS.md', 'calculated', calculatedTable],
] as const;

test.each(generated)('%s: the tables of %s are those of the code', (file, name, make) => {
  const address = new URL(`../${file}`, import.meta.url);
  const [before, rest] = readFileSync(address, 'utf8').split(`<!-- ${name} -->\n`);
  const [shown, after] = rest!.split(`<!-- /${name} -->`);
  if (process.env['WRITE_TABLES']) writeFileSync(address, `${before}<!-- ${name} -->\n${make()}<!-- /${name} -->${after}`);
  else expect(shown).toBe(make());
});

test('every metric has a meaning and stands in one group', () => {
  const names = [...Object.keys(api.metricTable), 'states'].sort();
  expect(Object.keys(meanings).sort()).toEqual(names);
  expect(Object.values(metricGroups).flat().sort()).toEqual(names);
  for (const { page } of Object.values(meanings)) if (page) expect(URL.canParse(page)).toBe(true);
});

/** Runs a snippet of the README with what it imports, and gives what it prints. */
async function run(snippet: string): Promise<string[]> {
  const printed: string[] = [];
  const tests: Promise<void>[] = [];
  const given = {
    ...core,
    ...testing,
    ...api,
    matchers,
    expect,
    test: (_title: string, body: () => Promise<void>) => void tests.push(body()),
    console: { log: (value: unknown) => void printed.push(String(value)) },
  };
  const body = snippet.replace(/^import .*$/gm, '');
  // A snippet is a text, and must be run as one.
  new Function(...Object.keys(given), body)(...Object.values(given));
  await Promise.all(tests);
  return printed;
}

const snippets = [...readme.matchAll(/```js\n([^]*?)```/g)].map(([, snippet]) => snippet!);

test.each(snippets.map((snippet) => ({ title: /from '([^']+)'/.exec(snippet)![1]!, snippet })))(
  'the snippet of $title prints what it says',
  async ({ snippet }) => {
    const promised = [...snippet.matchAll(/(?:console\.log\([^\n]*; |^)\/\/ (.*)$/gm)].map(([, line]) => line);
    expect(await run(snippet)).toEqual(promised);
  },
);
