import { existsSync, mkdirSync, statSync } from 'node:fs';
import { build } from 'esbuild';
import { root } from './node.mjs';

/** What is published as modules only: players that are custom elements, by the modules that define them, and Adobe's Web SDK. */
const ELEMENTS = {
  'hls-video': ['media-chrome', 'hls-video-element'],
  'dash-video': ['media-chrome', 'dash-video-element'],
  'shaka-video': ['media-chrome', 'shaka-video-element'],
  videojs10: ['@videojs/html/video/player', '@videojs/html/media/hls-video'],
  alloy: ['@adobe/alloy'],
};

const folder = `${root}node_modules/.cache/dist`;

/** Bundles each of these into a script, served as `/node_modules/.cache/dist/<name>.js`, unless it is newer than the lockfile; `modules` are its exports. */
export async function ensureElements() {
  const lock = statSync(`${root}pnpm-lock.yaml`).mtimeMs;
  mkdirSync(folder, { recursive: true });
  for (const [name, modules] of Object.entries(ELEMENTS)) {
    const outfile = `${folder}/${name}.js`;
    if (existsSync(outfile) && statSync(outfile).mtimeMs > lock) continue;
    await build({
      stdin: { contents: modules.map((id) => `import '${id}';\nexport * from '${id}';`).join('\n'), resolveDir: root },
      bundle: true,
      minify: true,
      format: 'iife',
      globalName: 'modules',
      // Modules are strict, and the Web SDK refuses every session where it is not.
      banner: { js: '"use strict";' },
      outfile,
      logLevel: 'error',
    });
  }
}
