import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { node, root } from './node.mjs';

const packages = () => readdirSync(`${root}packages`).map((name) => `packages/${name}`);

/** When a file was written; a folder counts too, because a deleted file shows only there. */
const written = (path) => statSync(root + path).mtimeMs;

const within = (folder) => [folder, ...readdirSync(root + folder, { recursive: true }).map((path) => `${folder}/${path}`)];

const sources = () => [
  'rollup.config.mjs',
  'test/setup/internal-names.mjs',
  'test/setup/legacy.mjs',
  'pnpm-lock.yaml',
  ...packages().flatMap((path) => [`${path}/package.json`, ...within(`${path}/src`)]),
];

/** Every file of `dist` that a manifest names. */
const products = () =>
  packages().flatMap((path) => {
    const named = readFileSync(`${root}${path}/package.json`, 'utf8').matchAll(/"\.\/(dist\/[^"*]+)"/g);
    return Array.from(named, ([, file]) => `${path}/${file}`);
  });

function isFresh() {
  const made = products();
  return made.every((path) => existsSync(root + path)) && Math.min(...made.map(written)) > Math.max(...sources().map(written));
}

/** Builds every package with Rollup unless all of `dist` is newer than its sources; throws when the build fails. */
export async function ensureBuilt({ force = false } = {}) {
  if (!force && isFresh()) return;
  console.log('Building the packages');
  const code = await node('node_modules/rollup/dist/bin/rollup', ['-c']);
  if (code !== 0) throw new Error(`The build failed with exit code ${code}; see its output above.`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await ensureInstalled();
  await ensureBuilt({ force: true });
}
