import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const app = fileURLToPath(new URL('./src/inspector/app/', import.meta.url));
const packages = new URL('../', import.meta.url);

/** The page holds the sources of the workspace packages that it uses, not their builds, which may not be there yet. */
const workspace = {
  name: 'workspace',
  setup: (build) =>
    build.onResolve({ filter: /^@media-collection\// }, ({ path }) => {
      const [, name, subpath = 'index'] = path.split('/');
      const file = path === '@media-collection/core/schema' ? 'core/src/wire/schema.ts' : `${name}/src/${subpath}.ts`;
      return { path: fileURLToPath(new URL(file, packages)) };
    }),
};

/** Bundles a part of the inspector's page: its script and its style sheet as texts. */
export async function bundleInspector(entry = 'main.tsx', format = 'iife') {
  const { outputFiles, metafile } = await build({
    entryPoints: [app + entry],
    bundle: true,
    minify: true,
    format,
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    charset: 'utf8',
    legalComments: 'none',
    outdir: 'out',
    write: false,
    metafile: true,
    plugins: [workspace],
  });
  const text = (ending) => outputFiles.find(({ path }) => path.endsWith(ending)).text;
  // Inline in a document a closing tag would end it; no such text may be in it.
  return {
    script: text('.js').replaceAll('</script', '<\\/script').trim(),
    style: text('.css').trim(),
    inputs: Object.keys(metafile.inputs),
  };
}

const hash = (text) => createHash('sha256').update(text).digest('base64');

/** For Rollup and Vite: puts the bundled page in the place of `src/inspector/asset.ts`. */
export const inspectorAsset = () => ({
  name: 'inspector-asset',
  async load(id) {
    if (!/packages[\\/]collector[\\/]src[\\/]inspector[\\/]asset\.ts$/.test(id)) return null;
    const { script, style } = await bundleInspector();
    const parts = { script, style, scriptHash: hash(script), styleHash: hash(style) };
    return Object.entries(parts)
      .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
      .join('\n');
  },
});
