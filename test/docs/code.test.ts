import { readdirSync } from 'node:fs';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { pages, root, snippetsOf, type Snippet } from './snippets';

const config = ts.getParsedCommandLineOfConfigFile(`${root}tsconfig.json`, {}, {
  ...ts.sys,
  onUnRecoverableConfigFileDiagnostic: () => {},
} as ts.ParseConfigFileHost)!;

/** In JavaScript the type of a table cannot be declared; packages/core/test/readme.test.ts runs the example. */
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

/** JavaScript need not say of what type its own parameters are. */
const untyped: ts.CompilerOptions = { noImplicitAny: false };
/** In the script of a page an element is where its author put it. */
const inHtml: ts.CompilerOptions = { ...untyped, strictNullChecks: false, exactOptionalPropertyTypes: false };

/** Type-checks blocks as modules of their own, under `strict` but for what is said. */
function faultsOf(snippets: readonly Snippet[], ending: 'js' | 'ts', relaxed: ts.CompilerOptions = {}): string[] {
  const texts = new Map(
    snippets.map((snippet) => {
      const code = snippet.language === 'html' ? scriptsOf(snippet.code) : snippet.code;
      return [`${root}${snippet.page}.${snippet.line}.${ending}`, { snippet, text: `${code}\nexport {};\n` }];
    }),
  );
  const options: ts.CompilerOptions = {
    ...config.options,
    allowJs: true,
    checkJs: true,
    allowSyntheticDefaultImports: true,
    ...relaxed,
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (name) => texts.has(name) || fileExists(name);
  host.readFile = (name) => texts.get(name)?.text ?? readFile(name);
  const program = ts.createProgram([...texts.keys(), `${root}test/docs/around.d.ts`], options, host);
  return Array.from(texts).flatMap(([name, { snippet }]) => {
    const file = program.getSourceFile(name)!;
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ start = 0, messageText }) => {
        const { line } = file.getLineAndCharacterOfPosition(start);
        return `${snippet.page}:${snippet.line + line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
      },
    );
  });
}

const readmes = ['README.md', ...readdirSync(`${root}packages`).map((name) => `packages/${name}/README.md`)];
const snippets = [...pages, ...readmes].flatMap(snippetsOf);
const checked = snippets.filter((snippet) => !snippet.flags.startsWith('no-check') && !isTable(snippet));
/** A compiler begins by reading the players' types. */
const TIMEOUT_MS = 120_000;

test('what is not checked says why', () => {
  for (const { page, line, flags } of snippets)
    if (flags.startsWith('no-check')) expect(flags, `${page}:${line}`).toMatch(/^no-check: \S/);
});

/** Code for the editors of tag managers, which cannot declare types. */
const isForTagManagers = ({ page }: Snippet): boolean => page === 'docs/start/tag-managers.md';
const isQuickStart = ({ page }: Snippet): boolean => /^(README\.md|docs\/(start\/|index\.md))/.test(page);
/** The first lines of code of a package that is for pages. */
const first = (name: string): Snippet => snippetsOf(`packages/${name}/README.md`).find(({ language }) => language === 'js')!;

/** [what, the blocks, as which language, less strictly] */
const cases: readonly [string, readonly Snippet[], 'js' | 'ts', ts.CompilerOptions?][] = [
  [
    'every example in JavaScript',
    checked.filter((snippet) => snippet.language === 'js' && !isForTagManagers(snippet)),
    'js',
    untyped,
  ],
  [
    'every script of an example in HTML or for a tag manager',
    checked.filter((snippet) => snippet.language === 'html' || isForTagManagers(snippet)),
    'js',
    inHtml,
  ],
  ['every example in TypeScript', checked.filter(({ language }) => language === 'ts'), 'ts'],
  [
    'every quick start, in JavaScript and pasted into TypeScript',
    checked.filter((snippet) => isQuickStart(snippet) && snippet.language !== 'html' && !isForTagManagers(snippet)),
    'ts',
  ],
  [
    'the first example of every package',
    ['core', 'html5', 'videojs', 'hlsjs', 'shaka', 'dashjs', 'element', 'mediasdk'].map(first),
    'ts',
  ],
];

test.each(cases)(
  '%s compiles',
  (_what, found, ending, relaxed) => {
    const code = found.filter(({ language }) => !/^(sh|json)$/.test(language));
    expect(code.length).toBeGreaterThan(1);
    expect(faultsOf(code, ending, relaxed)).toEqual([]);
  },
  TIMEOUT_MS,
);

test(
  'a misspelt key, a missing element and an unknown player do not',
  () => {
    const broken = [
      `html5(document.querySelector('video'));`,
      `createTracker({ endpoint, params: async () => ({ ...params, 'media.chanel': 'x' }) });`,
      `createTracker({ endpoint, params, media: ({ native }) => ({ params: { 'media.id': native.id } }) });`,
    ];
    const page = broken.map((code, line) => ({
      page: 'docs/none.md',
      line,
      language: 'ts',
      flags: '',
      code: `import { createTracker } from '@media-collection/core';\nimport { html5 } from '@media-collection/html5';\n${code}`,
    }));
    expect(faultsOf(page, 'ts').map((fault) => fault.split(':')[1])).toEqual(['2', '3', '4']);
  },
  TIMEOUT_MS,
);
