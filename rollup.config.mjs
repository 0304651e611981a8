import { readdirSync, readFileSync } from 'node:fs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { dts } from 'rollup-plugin-dts';
import esbuild from 'rollup-plugin-esbuild';
import { inspectorAsset } from './packages/collector/bundle-inspector.mjs';
import { internalNames } from './test/setup/internal-names.mjs';
import { legacyPlugins } from './test/setup/legacy.mjs';

/** Where the subpaths of a package begin, when it is not `src/<subpath>.ts`. */
const places = { 'core/schema': 'wire/schema' };
/** What a script tag loads, where it is not the package's main entry. */
const scripts = { element: 'define', mediasdk: 'register' };
/** Packages that run in a page and so have a script-tag build. */
const forPages = (name) => name !== 'collector' && name !== 'report';
/** What a page calls: a script leaves out what only adapters of others import. */
const calls = {
  html5: '{ html5 }',
  videojs: '{ mediaCollection, register }',
  hlsjs: '{ hlsjs }',
  shaka: '{ shaka }',
  dashjs: '{ dashjs }',
  element: '{ follow }',
};
const forScripts = (entry) => {
  const name = entry.split('/')[1];
  const own = `export ${calls[name] ?? '*'} from '${new URL(entry, import.meta.url).pathname}';`;
  return `export { createTracker } from '@media-collection/core'; ${name === 'core' ? '' : own}`;
};
const only = process.env.PACKAGES?.split(',');

/** A script-tag build holds the whole of core, so that one script is enough: workspace packages resolve to their sources. */
const withCore = (entry) => ({
  name: 'with-core',
  resolveId(id) {
    const [, name, subpath = 'index'] = /^@media-collection\/(\w+)(?:\/(\w+))?$/.exec(id) ?? [];
    // What it does when it is loaded is wanted, though the package says that of its built files alone.
    return id.endsWith(entry)
      ? { id, moduleSideEffects: true }
      : id === 'script' || id === 'video.js'
        ? id
        : name
          ? new URL(`packages/${name}/src/${subpath}.ts`, import.meta.url).pathname
          : null;
  },
  load: (id) =>
    // Unlike an import, a global may be missing.
    id === 'video.js' ? 'export default globalThis.videojs;' : id === 'script' ? forScripts(entry) : null,
});

const compile = esbuild({ target: 'es2022', tsconfig: false });
/** For televisions: what Chromium 63 parses. */
const compileLegacy = esbuild({ target: 'es2018', tsconfig: false });

/** Plain names cost no bytes: members that only core reads are renamed in scripts. Some bear the name of a member of the DOM. */
const internal = new RegExp(`^(?:${internalNames().join('|')})$`);

export default readdirSync('packages')
  .filter((name) => !only || only.includes(name))
  .flatMap((name) => {
    const root = `packages/${name}`;
    const { exports, bin, ...manifest } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
    const subpaths = Object.keys(exports)
      .filter((path) => !path.endsWith('.json'))
      .map((path) => path.slice(2) || 'index');
    const input = Object.fromEntries(
      [...subpaths, ...(bin ? ['cli'] : [])].map((subpath) => [
        subpath,
        `${root}/src/${places[`${name}/${subpath}`] ?? subpath}.ts`,
      ]),
    );
    const external = [
      /^@media-collection\//,
      /^node:/,
      ...Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }),
    ];
    const modules = {
      input,
      external,
      plugins: [inspectorAsset(), nodeResolve(), compile],
      output: [
        { dir: `${root}/dist`, format: 'es', sourcemap: true, chunkFileNames: '[name]-chunk.js' },
        {
          dir: `${root}/dist`,
          format: 'cjs',
          sourcemap: true,
          exports: 'named',
          entryFileNames: '[name].cjs',
          chunkFileNames: '[name]-chunk.cjs',
        },
      ],
    };
    const types = ['ts', 'cts'].map((ending) => ({
      input: Object.fromEntries(subpaths.map((subpath) => [subpath, input[subpath]])),
      external,
      plugins: [dts({ compilerOptions: { paths: {} } })],
      output: {
        dir: `${root}/dist`,
        format: 'es',
        entryFileNames: `[name].d.${ending}`,
        chunkFileNames: `[name]-chunk.d.${ending}`,
      },
    }));
    const script = (file, from, isLegacy = false) => ({
      input: from,
      plugins: [
        withCore(input[scripts[name] ?? 'index']),
        ...(isLegacy ? legacyPlugins(compileLegacy, from) : [compile]),
        nodeResolve({ browser: true }),
      ],
      output: {
        file: `${root}/dist/${file}${isLegacy ? '.legacy' : ''}.min.js`,
        format: 'iife',
        name: 'mediaCollection',
        extend: true,
        sourcemap: true,
        plugins: [
          terser({
            ecma: isLegacy ? 2015 : 2020,
            // A function that is not simple stays where it is: gzip makes less of its copies.
            compress: { passes: 3, inline: 1, pure_getters: true, unsafe: true, unsafe_arrows: true },
            mangle: { properties: { regex: internal, builtins: true } },
          }),
        ],
      },
    });
    return [
      modules,
      ...types,
      ...(forPages(name) ? [script(name, 'script'), script(name, 'script', true)] : []),
      // Further scripts beside one that holds core: they join the same global.
      ...(name === 'core' ? ['offline', 'identity', 'edge', 'alloy'].map((subpath) => script(subpath, input[subpath])) : []),
      // Of the two APIs this one loses no end of a session in engines without `keepalive`.
      ...(name === 'core' ? [script('edge', input.edge, true)] : []),
    ];
  });
