import { readFileSync } from 'node:fs';
import * as core from '@media-collection/core';
import * as testing from '@media-collection/core/testing';
import * as api from '@media-collection/report';
import { matchers } from '@media-collection/report/matchers';
import { expect, test } from 'vitest';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const between = (name: string): string => readme.split(`<!-- ${name} -->\n`)[1]!.split(`<!-- /${name} -->`)[0]!;
const table = (...rows: readonly string[][]): string => rows.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
const code = (word: string): string => (word ? `\`${word}\`` : '');

test('the table of metrics is that of the code', () => {
  const rows = Object.entries(api.metricTable).map(([name, [call, contextData, xdm]]) => [
    code(name),
    code(contextData),
    code(xdm),
    call,
  ]);
  expect(between('metrics')).toBe(
    table(['metric', '`a.media.`…', '`mediaReporting.`…', 'on the call'], ['---', '---', '---', '---'], ...rows),
  );
});

test('the table of rules is that of the code', () => {
  const rows = Object.entries(api.rules).map(([name, { severity, says }]) => [code(name), severity, says]);
  expect(between('rules')).toBe(table(['rule', 'severity', 'what it says'], ['---', '---', '---'], ...rows));
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
