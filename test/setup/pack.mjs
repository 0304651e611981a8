import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { PNPM, outside } from './install.mjs';
import { root } from './node.mjs';

const run = promisify(execFile);
const folder = `${root}node_modules/.cache/packed`;
const stamp = `${folder}/done`;

const names = () => readdirSync(`${root}packages`);

/** What goes into a tarball. */
const goods = (name) => {
  const path = `${root}packages/${name}/`;
  return [`${root}LICENSE`, ...['package.json', 'README.md'].map((file) => path + file)].concat(
    readdirSync(`${path}dist`).map((file) => `${path}dist/${file}`),
  );
};

const isFresh = () => {
  if (!existsSync(stamp)) return false;
  const { mtimeMs } = statSync(stamp);
  return names().every((name) => existsSync(tarballOf(name)) && goods(name).every((file) => statSync(file).mtimeMs < mtimeMs));
};

const tarballOf = (name) => {
  const { version } = JSON.parse(readFileSync(`${root}packages/${name}/package.json`, 'utf8'));
  return `${folder}/media-collection-${name}-${version}.tgz`;
};

/**
 * Packs every package as it would be published (`pnpm pack`), and unpacks it beside its tarball, unless that is newer than what it holds.
 * Resolves to the tarball and the folder of each.
 */
export async function ensurePacked() {
  if (!isFresh()) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const args = ['-r', '--filter', './packages/*', 'pack', '--pack-destination', folder];
    // On Windows npx is a script, which only a shell starts.
    const shell = process.platform === 'win32';
    await run('npx', ['-y', PNPM, ...args], { cwd: root, env: outside(), shell });
    for (const name of names()) {
      mkdirSync(`${folder}/${name}`);
      // Relative, for some `tar` takes what stands before a colon for a host.
      await run('tar', ['-xzf', tarballOf(name).slice(folder.length + 1), '-C', name, '--strip-components=1'], { cwd: folder });
    }
    writeFileSync(stamp, '');
  }
  return Object.fromEntries(names().map((name) => [name, { tarball: tarballOf(name), folder: `${folder}/${name}` }]));
}
