import { existsSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { read, root } from './snippets';

/** What the comments of a TypeScript or JavaScript file say, each with the line on which it stands. */
function commentsOf(file: string): { line: number; text: string }[] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
  const found = new Map<number, { line: number; text: string }>();
  const visit = (node: ts.Node): void => {
    for (const ranges of [ts.getLeadingCommentRanges(source.text, node.pos), ts.getTrailingCommentRanges(source.text, node.end)])
      for (const { pos, end } of ranges ?? [])
        found.set(pos, { line: source.getLineAndCharacterOfPosition(pos).line + 1, text: source.text.slice(pos, end) });
    node.getChildren(source).forEach(visit);
  };
  visit(source);
  return [...found.values()];
}

const files = execFileSync('git', ['ls-files', 'packages', 'test', 'demo', 'bench', 'examples'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => /\.(tsx?|m?js)$/.test(file) && existsSync(root + file));
const comments = files.flatMap((file) => commentsOf(file).map((comment) => ({ file, ...comment })));
const anchors = new Set(Array.from(read('docs/rules.md').matchAll(/<a id="([^"]+)"><\/a>/g), ([, id]) => id!));

/** The rules that a text cites; the ends of a range stand for all of it. */
const cited = (text: string): string[] =>
  Array.from(text.matchAll(/\b(?:[ARP]-\d+|D\d+)[ab]?\b/g), ([rule]) => rule.toLowerCase());

test('a comment cites no rule that docs/rules.md does not hold', () => {
  const unknown = comments.flatMap(({ file, line, text }) =>
    cited(text)
      .filter((rule) => !anchors.has(rule))
      .map((rule) => `${file}:${line} cites ${rule}`),
  );
  expect(unknown).toEqual([]);
});

test('comments cite rules', () => {
  // Guards the reader of comments: no citation found would pass the test above.
  expect(new Set(comments.flatMap(({ text }) => cited(text))).size).toBeGreaterThan(50);
});

test('a comment points to no page that the repository does not hold', () => {
  const missing = comments.flatMap(({ file, line, text }) =>
    Array.from(text.matchAll(/(?<![\w/.:-])([\w./-]+\.md)\b/g), ([, page]) => page!)
      .filter(
        (page) =>
          ![page, `docs/${page}`, `${file.slice(0, file.lastIndexOf('/'))}/${page}`].some((path) => existsSync(root + path)),
      )
      .map((page) => `${file}:${line} points to ${page}`),
  );
  expect(missing).toEqual([]);
});

test('every rule stands once, under its own number', () => {
  const rules = Array.from(read('docs/rules.md').matchAll(/<a id="([^"]+)"><\/a>\*\*([^*]+)\*\*/g), ([, id, name]) => [
    id!,
    name!.toLowerCase(),
  ]);
  expect(rules.filter(([id, name]) => id !== name)).toEqual([]);
  expect(new Set(rules.map(([id]) => id)).size).toBe(rules.length);
  expect(rules.length).toBe(anchors.size);
});
