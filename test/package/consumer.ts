import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { outside } from '../setup/install.mjs';
import { ensurePacked } from '../setup/pack.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const start = promisify(execFile);

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** What is installed beside what a project asks for. */
type Adds = Readonly<Record<string, string>>;

/** A throw-away project that uses our packages as they would be published. */
export interface Consumer {
  readonly folder: string;
  /** Runs one of its files, or that of a tool it has, with Node; resolves to what was printed, rejects with it. */
  run(script: string, ...args: readonly string[]): Promise<string>;
  /** Type-checks it under a way to resolve modules, with a TypeScript that it has; resolves to what is complained of. */
  check(resolution: Resolution, typescript?: string, ...options: readonly string[]): Promise<string>;
  /** The name and the version that is installed. */
  version(dependency: string): string;
  remove(): void;
}

/** How TypeScript may find a package. */
export type Resolution = 'bundler' | 'node16' | 'nodenext';

/** The three that we promise. */
export const resolutions: readonly Resolution[] = ['bundler', 'node16', 'nodenext'];

const read = <T = Manifest>(folder: string): T => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as T;

const ours = (name: string): string | undefined => /^@media-collection\/(\w+)$/.exec(name)?.[1];

/** Puts our packages, with what they depend on, into a project, and links what the workspace has of the others: no registry is needed. */
async function furnish(folder: string): Promise<void> {
  const packed = await ensurePacked();
  const put = (name: string): void => {
    const to = join(folder, 'node_modules', name);
    if (existsSync(to)) return;
    mkdirSync(dirname(to), { recursive: true });
    const own = ours(name);
    if (!own) return symlinkSync(`${root}node_modules/${name}`, to, 'junction');
    cpSync(packed[own]!.folder, to, { recursive: true });
    Object.keys(read(to).dependencies ?? {}).forEach(put);
  };
  const { dependencies, devDependencies } = read(folder);
  Object.keys({ ...dependencies, ...devDependencies }).forEach(put);
}

/** What a user's tools find around them: nothing of ours, least of all that this is a test, for they build otherwise then. */
export const surroundings = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(outside()).filter(([name]) => !/^(NODE_ENV|VITEST|TEST|DEV|PROD|MODE|SSR)/.test(name))),
  CI: '1',
  NO_COLOR: '1',
  NEXT_TELEMETRY_DISABLED: '1',
});

/** Installs a project with npm, ours from the tarballs and all else from the registry. */
async function install(folder: string, adds: Adds): Promise<void> {
  const overrides = Object.fromEntries(
    Object.entries(await ensurePacked()).map(([name, { tarball }]) => [`@media-collection/${name}`, `file:${tarball}`]),
  );
  const { dependencies = {}, devDependencies, ...manifest } = read(folder);
  const direct = Object.entries(dependencies).map(([name, range]) => [name, overrides[name] ?? range]);
  const changed = {
    ...manifest,
    dependencies: Object.fromEntries(direct),
    devDependencies: { ...devDependencies, ...adds },
    overrides,
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(changed, null, 2));
  const args = ['install', '--no-audit', '--no-fund', '--no-package-lock', '--prefer-offline', '--loglevel=error'];
  await said(start('npm', args, { cwd: folder, env: surroundings(), shell: process.platform === 'win32' }));
}

/** Passes on what was printed, also as the reason of a failure, where Node tells the exit code alone. */
const said = (running: Promise<{ stdout: string; stderr: string }>): Promise<string> =>
  running.then(
    ({ stdout }) => stdout,
    (error: Error & { stdout?: string; stderr?: string }) => {
      throw new Error([error.message, error.stdout, error.stderr].filter(Boolean).join('\n'), { cause: error });
    },
  );

/** Copies a project out of the repository, says in its sources where media and collector are, and gets what it depends on. */
export async function moveIn(
  source: string,
  { installs = false, adds = {}, says = {} }: { installs?: boolean; adds?: Adds; says?: Readonly<Record<string, string>> } = {},
): Promise<Consumer> {
  const folder = mkdtempSync(join(tmpdir(), 'media-collection-'));
  cpSync(`${root}${source}`, folder, { recursive: true, filter: (path) => !/[\\/](node_modules|dist)$/.test(path) });
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(html|jsx?|tsx?|vue|svelte)$/.test(file)) continue;
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      Object.entries(says).reduce((now, [from, to]) => now.replaceAll(from, to), text),
    );
  }
  await (installs ? install(folder, adds) : furnish(folder));
  const run: Consumer['run'] = (script, ...args) =>
    said(start(process.execPath, [script, ...args], { cwd: folder, env: surroundings(), maxBuffer: 1e8 }));
  return {
    folder,
    run,
    check: (resolution, tsc = 'typescript', ...options) =>
      run(
        `node_modules/${tsc}/bin/tsc`,
        ...['--noEmit', '--pretty', 'false', '--moduleResolution', resolution],
        ...['--module', resolution === 'bundler' ? 'preserve' : resolution, ...options],
      ).then(
        () => '',
        // What others' types complain of among themselves is not ours.
        (error: Error) =>
          error.message
            .split(/\n(?=\S)/)
            .slice(1)
            .filter((line) => !/node_modules\/(?!@media-collection\/)/.test(line))
            .join('\n'),
      ),
    version: (name) => `${name} ${read<{ version: string }>(join(folder, 'node_modules', name)).version}`,
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}
