import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const within = (parent: string) => readdirSync(root + parent).map((name) => `${parent}/${name}`);
const names = readdirSync(`${root}packages`);
const manifests = ['packages', 'examples', 'test/package/consumers']
  .flatMap(within)
  .concat('.', 'demo', 'bench')
  .map((folder) => `${folder}/package.json`)
  .filter((file) => existsSync(root + file));

interface Manifest {
  readonly name: string;
  readonly version?: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
}

let folder: string;
const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Manifest;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'media-collection-'));
  for (const file of [...manifests, '.changeset', 'pnpm-workspace.yaml', 'packages/core/src/version.ts']) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(root + file, join(folder, file), { recursive: true });
  }
  writeFileSync(join(folder, '.changeset/one.md'), "---\n'@media-collection/shaka': minor\n---\n\nTell of ads.\n");
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: folder });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('commit', '--quiet', '--message=All');
  for (const script of [`${root}node_modules/@changesets/cli/bin.js version`, '.changeset/stamp.mjs']) {
    execFileSync(process.execPath, script.split(' '), { cwd: folder, stdio: 'pipe' });
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a change of one package is a version of all that are published, and of none that is not', () => {
  const { version } = JSON.parse(readFileSync(`${root}packages/core/package.json`, 'utf8')) as Manifest;
  const [major, minor] = version!.split('.');
  const next = `${major}.${Number(minor) + 1}.0`;
  expect(names.map((name) => read(`packages/${name}/package.json`).version)).toEqual(names.map(() => next));
  expect(readFileSync(join(folder, 'packages/core/src/version.ts'), 'utf8')).toContain(`'${next}'`);
  expect(readFileSync(join(folder, 'packages/shaka/CHANGELOG.md'), 'utf8')).toContain('Tell of ads.');
  const ranges = manifests.flatMap((file) => {
    const { private: isPrivate, dependencies = {} } = read(file);
    const own = Object.entries(dependencies).filter(([name]) => name.startsWith('@media-collection/'));
    return own.map(([, range]) => `${isPrivate ? 'private' : 'public'} ${range}`);
  });
  expect(new Set(ranges)).toEqual(new Set(['public workspace:^', 'private workspace:*', `private ^${next}`]));
  expect(['demo', 'bench'].map((name) => read(`${name}/package.json`).version)).toEqual([undefined, undefined]);
});

test('where the sources are is said by the place that publishes', () => {
  const script = (env: NodeJS.ProcessEnv) =>
    execFileSync(process.execPath, ['.changeset/address.mjs'], { cwd: folder, stdio: 'pipe', env: { ...process.env, ...env } });
  expect(() => script({ GITHUB_REPOSITORY: '' })).toThrow('names no repository');
  script({ GITHUB_REPOSITORY: 'acme/media', GITHUB_SERVER_URL: 'https://github.com' });
  for (const name of names) {
    expect(read(`packages/${name}/package.json`)).toMatchObject({
      homepage: `https://github.com/acme/media/tree/main/packages/${name}#readme`,
      bugs: 'https://github.com/acme/media/issues',
      repository: { type: 'git', url: 'git+https://github.com/acme/media.git', directory: `packages/${name}` },
    });
  }
});

test('every published package is of the one group that moves together', () => {
  const { fixed } = JSON.parse(readFileSync(`${root}.changeset/config.json`, 'utf8')) as { fixed: string[][] };
  expect(fixed).toEqual([names.map((name) => `@media-collection/${name}`)]);
});
