import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const names = readdirSync(`${root}packages`);
const built = names.flatMap((name) => readdirSync(`${root}packages/${name}/dist`).map((file) => `packages/${name}/dist/${file}`));
const hashOf = (path: string) => createHash('sha384').update(readFileSync(path)).digest('base64');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'media-collection-'));
  for (const file of ['package.json', 'tsconfig.json', 'rollup.config.mjs']) cpSync(root + file, join(folder, file));
  symlinkSync(`${root}node_modules`, join(folder, 'node_modules'), 'junction');
  for (const name of names.map((name) => `packages/${name}`)) {
    mkdirSync(join(folder, name), { recursive: true });
    for (const part of ['package.json', 'src']) cpSync(`${root}${name}/${part}`, join(folder, name, part), { recursive: true });
    const modules = `${root}${name}/node_modules`;
    if (existsSync(modules)) symlinkSync(modules, join(folder, name, 'node_modules'), 'junction');
  }
  execFileSync(process.execPath, ['node_modules/rollup/dist/bin/rollup', '-c', '--silent'], { cwd: folder, stdio: 'pipe' });
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a build in another folder has the same bytes, file for file', () => {
  expect(built.filter((file) => hashOf(root + file) !== hashOf(join(folder, file)))).toEqual([]);
});

test('the integrity that is listed is that of what is built', () => {
  const listed = readFileSync(`${root}docs/integrity.md`, 'utf8').match(/`dist\/.*`sha384-[^`]+`/g);
  const scripts = built.filter((file) => file.endsWith('.min.js'));
  expect(listed).toEqual(
    scripts.map((file) => `\`${file.replace(/.*(?=dist)/, '')}\` | \`sha384-${hashOf(join(folder, file))}\``),
  );
});
