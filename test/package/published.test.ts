import { existsSync, readFileSync, readdirSync, realpathSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { publint } from 'publint';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { ensurePacked } from '../setup/pack.mjs';

const packed = Object.entries(await ensurePacked()).map(([name, { tarball, folder }]) => ({
  name,
  folder,
  bytes: readFileSync(tarball),
  manifest: JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as Manifest,
}));
const textOf = (folder: string, file: string) => readFileSync(join(folder, file), 'utf8');

interface Manifest {
  readonly version: string;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly sideEffects: false | readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly unpkg?: string;
}

/** What each module may load; all else that it needs is its own. */
const loads: Readonly<Record<string, readonly string[]>> = {
  core: [],
  html5: ['@media-collection/core'],
  hlsjs: ['@media-collection/core', '@media-collection/html5'],
  shaka: ['@media-collection/core', '@media-collection/html5'],
  dashjs: ['@media-collection/core', '@media-collection/html5'],
  // It is a plugin, and registers itself.
  videojs: ['@media-collection/core', '@media-collection/html5', 'video.js'],
  element: [
    '@media-collection/core',
    '@media-collection/dashjs',
    '@media-collection/hlsjs',
    '@media-collection/html5',
    '@media-collection/shaka',
    '@media-collection/videojs/adapter',
  ],
  mediasdk: ['@media-collection/core'],
  report: ['@media-collection/core/schema', 'node:'],
  collector: [
    '@media-collection/core/schema',
    '@media-collection/report',
    '@nats-io/jetstream',
    '@nats-io/kv',
    '@nats-io/transport-node',
    'node:',
    'prom-client',
  ],
};
const players: Readonly<Record<string, string>> = {
  hlsjs: 'hls.js',
  shaka: 'shaka-player',
  dashjs: 'dashjs',
  videojs: 'video.js',
};
const tools = ['prom-client'];
/** What the collector's store in NATS needs; who has none installs none. */
const nats = ['@nats-io/jetstream', '@nats-io/kv', '@nats-io/transport-node'];
const peers: Readonly<Record<string, string | readonly string[]>> = {
  ...players,
  report: 'vitest',
  collector: [...nats, 'libsql'],
};

// The command line has no API; what it is made of has one, and is installed with it.
const ofCli = createRequire(realpathSync(createRequire(import.meta.url).resolve('@arethetypeswrong/cli/package.json')));
const { checkPackage, createPackageFromTarballData } = (await import(
  pathToFileURL(ofCli.resolve('@arethetypeswrong/core')).href
)) as {
  createPackageFromTarballData(bytes: Uint8Array): object;
  checkPackage(of: object): Promise<{ problems: readonly object[] }>;
};

const built = (folder: string) => readdirSync(`${folder}/dist`).filter((file) => /\.c?js$/.test(file));

/** The text that an expression stands for; undefined when only running it says so. */
function textFrom(node: ts.Node | undefined): string | undefined {
  if (!node) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  // Rollup writes `require('u' + 'rl')`, so that bundlers leave it alone.
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const [left, right] = [textFrom(node.left), textFrom(node.right)];
  return left !== undefined && right !== undefined ? left + right : undefined;
}

/** What a piece of syntax loads: an import, an export from elsewhere, `import()` or `require()`. */
function loadedAt(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return textFrom(node.moduleSpecifier);
  if (!ts.isCallExpression(node)) return undefined;
  const { expression: callee } = node;
  const loads = callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require');
  return loads ? textFrom(node.arguments[0]) : undefined;
}

/** What a file loads from elsewhere when it runs; of Node's own modules only `node:`. */
function loadedBy(text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const id = loadedAt(node);
    if (id !== undefined && !id.startsWith('.')) found.push(isBuiltin(id) ? 'node:' : id);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('module.js', text, ts.ScriptTarget.Latest));
  return found;
}

test('what a module loads is read from its syntax, not from its texts', () => {
  const text = `
    import a from 'a'; export * from "b"; import 'c'; export { d } from 'd/e'; import './own.js';
    const f = require('f'), g = () => import('g'), url = require('u' + 'rl'), fs = require('node:fs');
    const page = 'import x from "in-a-text"', other = \`require("in-a-template")\`, match = /from"in-a-pattern"/; // from 'a-remark'
    object.require('not-a-module'); require(name);`;
  expect(loadedBy(text)).toEqual(['a', 'b', 'c', 'd/e', 'f', 'g', 'node:', 'node:']);
});

test.each(packed)('publint finds nothing in $name', async ({ bytes }) => {
  const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  expect((await publint({ pack: { tarball }, strict: true })).messages).toEqual([]);
});

test.each(packed)('the types of $name are right, however they are looked for', async ({ bytes }) => {
  expect((await checkPackage(createPackageFromTarballData(new Uint8Array(bytes)))).problems).toEqual([]);
});

test.each(packed)('$name says what it is: licence, README, engines, keywords, builds', ({ name, folder, manifest }) => {
  const inPages = !!loads[name] && !['report', 'collector'].includes(name);
  const script = `./dist/${name}.min.js`;
  expect(manifest).toMatchObject({
    name: `@media-collection/${name}`,
    license: 'Apache-2.0',
    type: 'module',
    engines: { node: '>=20' },
    keywords: expect.arrayContaining(['adobe', 'media-collection']),
    description: expect.stringMatching(/\.$/),
    ...(inPages && { unpkg: script, jsdelivr: script }),
  });
  expect(textOf(folder, 'LICENSE')).toContain('Apache License');
  expect(textOf(folder, 'README.md')).toContain(`# @media-collection/${name}`);
  const named = JSON.stringify(manifest).matchAll(/"\.\/([^"*]+\.\w+)"/g);
  expect(Array.from(named, ([, file]) => file!).filter((file) => !existsSync(join(folder, file)))).toEqual([]);
  for (const entry of Object.values(manifest.exports).filter((entry) => typeof entry === 'object')) {
    expect(entry).toMatchObject({
      import: { types: /\.d\.ts$/, default: /\.js$/ },
      require: { types: /\.d\.cts$/, default: /\.cjs$/ },
    });
  }
});

test.each(packed)('only what does something when it is loaded counts as a side effect of $name', ({ name, folder, manifest }) => {
  const scripts = built(folder).filter((file) => file.endsWith('.min.js'));
  const modules: Readonly<Record<string, string>> = { videojs: 'index', mediasdk: 'register', element: 'define' };
  const plugin = name in modules ? ['js', 'cjs'].map((ending) => `${modules[name]}.${ending}`) : [];
  const told = [...scripts, ...plugin].map((file) => `./dist/${file}`).sort();
  expect(manifest.sideEffects === false ? [] : [...manifest.sideEffects].sort()).toEqual(told);
});

test.each(packed)('every file of $name has a source map that holds its sources', ({ folder }) => {
  for (const file of built(folder)) {
    expect(textOf(folder, `dist/${file}`)).toContain(`//# sourceMappingURL=${file}.map`);
    const map = JSON.parse(textOf(folder, `dist/${file}.map`)) as { sources: string[]; sourcesContent?: (string | null)[] };
    expect(map.sourcesContent?.filter(Boolean), file).toHaveLength(map.sources.length);
    expect(
      map.sources.filter((source) => /^[/\\]|:\/\//.test(source)),
      file,
    ).toEqual([]);
  }
});

test.each(packed)(
  '$name holds no other package, pulls no player, and is built with no tool of ours',
  ({ name, folder, manifest }) => {
    const modules = built(folder).filter((file) => !file.endsWith('.min.js'));
    const loaded = new Set(modules.flatMap((file) => loadedBy(textOf(folder, `dist/${file}`))));
    expect([...loaded].sort()).toEqual(loads[name]);
    const own = [...loaded]
      .filter((id) => id.startsWith('@') && !nats.includes(id))
      .map((id) => id.split('/').slice(0, 2).join('/'));
    // What is no player and none of ours.
    const used = [...loaded].filter((id) => tools.includes(id));
    expect(Object.keys(manifest.dependencies ?? {}).sort()).toEqual(
      [...new Set([...own, ...used, ...(name === 'core' ? [] : ['@media-collection/core'])])].sort(),
    );
    expect(Object.keys(manifest)).not.toContain('devDependencies');
    expect(Object.keys(manifest.peerDependencies ?? {})).toEqual([peers[name] ?? []].flat());
  },
);

test('all packages have one version, and ask for one another from it on', () => {
  const [{ manifest }] = packed as [(typeof packed)[0]];
  expect(new Set(packed.map(({ manifest: { version } }) => version))).toEqual(new Set([manifest.version]));
  const ranges = packed.flatMap(({ manifest: { dependencies = {} } }) =>
    Object.entries(dependencies).flatMap(([name, range]) => (name.startsWith('@media-collection/') ? [range] : [])),
  );
  expect(new Set(ranges)).toEqual(new Set([`^${manifest.version}`]));
});
