import { transform } from 'esbuild';
import ts from 'typescript';
import { root } from './node.mjs';

const builtins = `${root}packages/core/src/legacy/builtins.ts`;
const ports = JSON.stringify(`${root}packages/core/src/legacy/ports.ts`);

/** Without comments and strings, in which a name stands for nothing. */
const code = (text) => text.replace(/\/\*[^]*?\*\/|\/\/.*|'[^'\n]*'/g, '');

/** What modules use that older engines lack or refuse, by the name of its stand-in. */
const uses = {
  AbortController: /\bnew AbortController\b/,
  ResizeObserver: /\bnew ResizeObserver\b/,
  fetch: /(?<![\w.])fetch\(url, init\)/,
};

/**
 * Makes a Rollup plugin that gives engines from Chromium 63 on what they lack (packages/core/src/legacy): stand-ins of the DOM
 * inside our own modules only, and JavaScript's library before the module `first`.
 */
const forOldEngines = (first) => ({
  name: 'for-old-engines',
  // Core's manifest says that its sources do nothing by being imported.
  resolveId: (id) => (id === builtins ? { id, moduleSideEffects: true } : null),
  transform(text, id) {
    if (id === first) return { code: `import ${JSON.stringify(builtins)};\n${text}`, map: null };
    if (!id.startsWith(`${root}packages/`) || id.includes('node_modules') || id.includes('/legacy/') || !/\.tsx?$/.test(id))
      return null;
    const names = Object.keys(uses).filter((name) => uses[name].test(code(text)));
    return names.length ? { code: `import { ${names.join(', ')} } from ${ports};\n${text}`, map: null } : null;
  },
});

/** The helper that TypeScript imports for `const { a, ...others } = object`. */
const REST = `export const __rest = (from, names) => {
  const others = {};
  for (const name in from) if (names.indexOf(name) < 0) others[name] = from[name];
  return others;
};`;

/** What TypeScript makes shorter: a spread is `Object.assign`; esbuild's helpers cost 1.6 kB more of gzip. */
const spreads = {
  name: 'spreads',
  resolveId: (id) => (id === 'tslib' ? '\0tslib' : null),
  load: (id) => (id === '\0tslib' ? REST : null),
  transform(code, id) {
    if (id.includes('node_modules') || id.startsWith('\0')) return null;
    const compilerOptions = { target: 'ES2017', module: 'ESNext', importHelpers: true };
    return { code: ts.transpileModule(code, { compilerOptions }).outputText, map: null };
  },
};

/** The rest of the way to ES2015, for a whole chunk, so that each helper stands there once: inside its function, and not on the page. */
const toES2015 = {
  name: 'to-es2015',
  async renderChunk(chunk) {
    const { code } = await transform(chunk, { target: 'es2015' });
    return { code: code.replace(/^([^]*?)(\(function\(.*\) \{\s*"use strict";)/, '$2\n$1'), map: null };
  },
};

/** Makes the plugins that compile our sources to what engines from Chromium 63 on parse and can run. */
export const legacyPlugins = (compile, first) => [forOldEngines(first), compile, spreads, toES2015];
