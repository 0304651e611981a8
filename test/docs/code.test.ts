import ts from 'typescript';
import { expect, test } from 'vitest';
import { pages, root, snippetsOf, type Snippet } from './snippets';

const config = ts.getParsedCommandLineOfConfigFile(`${root}tsconfig.json`, {}, {
  ...ts.sys,
  onUnRecoverableConfigFileDiagnostic: () => {},
} as ts.ParseConfigFileHost)!;

/** A page in JavaScript need not ask what its own player is. */
const isUnknown = ({ messageText }: ts.Diagnostic): boolean =>
  /is of type 'unknown'|on type 'unknown'/.test(ts.flattenDiagnosticMessageText(messageText, ' '));

/** Outside TypeScript nobody can say of a table that its words are words; the example is run by packages/core/test/readme.test.ts. */
const isTable = ({ language, code }: Snippet): boolean => language === 'js' && code.includes('listen(player, table');

/** Scripts of a page of HTML in their places, so that lines count as on the page. */
const scriptsOf = (html: string): string => {
  const lines = html.split('\n');
  let inside = false;
  return lines
    .map((line) => {
      if (/<\/script>/.test(line)) inside = false;
      const shown = inside ? line : '';
      if (/<script(?![^>]*src)[^>]*>$/.test(line)) inside = true;
      return shown;
    })
    .join('\n');
};

/** Type-checks blocks as modules of their own, as strictly as their language is. */
function faultsOf(snippets: readonly Snippet[], ending: 'js' | 'ts'): string[] {
  const texts = new Map(
    snippets.map((snippet) => {
      const code = snippet.language === 'html' ? scriptsOf(snippet.code) : snippet.code;
      return [`${root}${snippet.page}.${snippet.line}.${ending}`, { snippet, text: `${code}\nexport {};\n` }];
    }),
  );
  const strictness = ending === 'js' ? { strict: false, strictNullChecks: false, exactOptionalPropertyTypes: false } : {};
  const options: ts.CompilerOptions = {
    ...config.options,
    ...strictness,
    allowJs: true,
    checkJs: true,
    noUncheckedIndexedAccess: false,
    allowSyntheticDefaultImports: true,
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (name) => texts.has(name) || fileExists(name);
  host.readFile = (name) => texts.get(name)?.text ?? readFile(name);
  const program = ts.createProgram([...texts.keys(), `${root}test/docs/around.d.ts`], options, host);
  return Array.from(texts).flatMap(([name, { snippet }]) => {
    const file = program.getSourceFile(name)!;
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
      .filter((fault) => ending === 'ts' || !isUnknown(fault))
      .map(({ start = 0, messageText }) => {
        const { line } = file.getLineAndCharacterOfPosition(start);
        return `${snippet.page}:${snippet.line + line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
      });
  });
}

const snippets = pages.flatMap(snippetsOf);
const checked = snippets.filter((snippet) => !snippet.flags.startsWith('no-check') && !isTable(snippet));
/** A compiler begins by reading the players' types. */
const TIMEOUT_MS = 120_000;

test('what is not checked says why', () => {
  for (const { page, line, flags } of snippets)
    if (flags.startsWith('no-check')) expect(flags, `${page}:${line}`).toMatch(/^no-check: \S/);
});

test(
  'every example in JavaScript and HTML fits the packages',
  () => {
    const found = checked.filter(({ language }) => /^(js|html)$/.test(language));
    expect(found.length).toBeGreaterThan(20);
    expect(faultsOf(found, 'js')).toEqual([]);
  },
  TIMEOUT_MS,
);

test(
  'every example in TypeScript does',
  () => {
    const found = checked.filter(({ language }) => language === 'ts');
    expect(found.length).toBeGreaterThan(0);
    expect(faultsOf(found, 'ts')).toEqual([]);
  },
  TIMEOUT_MS,
);
