import ts from 'typescript';
import { expect, test } from 'vitest';
import { snippetsOf, type Snippet } from './snippets';

/** Syntax that came after ES5, as far as examples might use it. */
const newer = new Set([
  ts.SyntaxKind.ArrowFunction,
  ts.SyntaxKind.AsyncKeyword,
  ts.SyntaxKind.AwaitExpression,
  ts.SyntaxKind.BigIntLiteral,
  ts.SyntaxKind.ArrayBindingPattern,
  ts.SyntaxKind.ObjectBindingPattern,
  ts.SyntaxKind.ClassDeclaration,
  ts.SyntaxKind.ComputedPropertyName,
  ts.SyntaxKind.ForOfStatement,
  ts.SyntaxKind.ImportDeclaration,
  ts.SyntaxKind.MethodDeclaration,
  ts.SyntaxKind.NoSubstitutionTemplateLiteral,
  ts.SyntaxKind.QuestionDotToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.ShorthandPropertyAssignment,
  ts.SyntaxKind.SpreadAssignment,
  ts.SyntaxKind.SpreadElement,
  ts.SyntaxKind.TemplateExpression,
]);

/** The syntax of a script that editors for ES5 reject. */
function newerThanEs5(script: string): string[] {
  const source = ts.createSourceFile('script.js', script, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isBlockScoped = ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) !== 0;
    const isSeparated = ts.isNumericLiteral(node) && node.getText().includes('_');
    if (newer.has(node.kind) || isBlockScoped || isSeparated) found.push(node.getText().slice(0, 60));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const scriptsOf = ({ language, code }: Snippet): string[] =>
  language === 'html' ? Array.from(code.matchAll(/<script>([^]*?)<\/script>/g), ([, script]) => script!) : [code];

const htmlOf = (page: string): Snippet[] => snippetsOf(page).filter(({ language }) => language === 'html');

test.each([
  ['README.md', htmlOf('README.md')],
  ['docs/start/html5.md', htmlOf('docs/start/html5.md')],
  ['docs/start/tag-managers.md', snippetsOf('docs/start/tag-managers.md')],
])('old editors accept the scripts of %s: they are ES5', (_page, snippets) => {
  const scripts = snippets.flatMap(scriptsOf);
  expect(scripts.length).toBeGreaterThan(0);
  expect(scripts.flatMap(newerThanEs5)).toEqual([]);
});

test('newer syntax is found', () => {
  expect(newerThanEs5('const a = () => 1;')).toHaveLength(2);
  expect(newerThanEs5('var a = { ...b, c, n: 1_000 }; f(`x`);')).toHaveLength(4);
});
