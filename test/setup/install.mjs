import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { command, root } from './node.mjs';

/** The package manager, as npx takes it: the version stands in package.json. */
export const { packageManager: PNPM } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const stamp = `${root}node_modules/.cache/installed`;

const folders = (parent) =>
  readdirSync(`${root}${parent}`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${parent}/${name}/`);

/** Says what the installed tree depends on: the lockfile, the settings and every manifest of the workspace. */
function fingerprint() {
  const hash = createHash('sha256');
  const manifests = ['', 'demo/', 'bench/', ...folders('packages')].map((folder) => `${folder}package.json`);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests]) {
    if (existsSync(root + file)) hash.update(`${file}\n`).update(readFileSync(root + file));
  }
  return hash.digest('hex');
}

/** What `npm test` sets for its own script would move the prefix and the settings of the npx inside it; where packages come from stays. */
export const outside = () =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(npm_|INIT_CWD$)/.test(name) || /^npm_config_(.*registry|.*proxy|ca|cafile|cache|userconfig)$/.test(name),
    ),
  );

/** Installs the locked dependencies with pnpm, by npx alone, when they changed since the last time; throws when that fails. */
export async function ensureInstalled() {
  const wanted = fingerprint();
  if (existsSync(`${root}node_modules/.modules.yaml`) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log(`Installing dependencies (npx ${PNPM} install)`);
  // On Windows npx is a script, which only a shell starts.
  const code = await command('npx', ['-y', PNPM, 'install', '--frozen-lockfile'], {
    env: outside(),
    shell: process.platform === 'win32',
  });
  if (code !== 0)
    throw new Error(`"npx -y ${PNPM} install --frozen-lockfile" failed with exit code ${code}; see its output above.`);
  mkdirSync(`${root}node_modules/.cache`, { recursive: true });
  writeFileSync(stamp, wanted);
}
