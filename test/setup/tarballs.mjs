import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { root } from './node.mjs';
import { ensurePacked } from './pack.mjs';

/** Packs every package as it would be published into `tarballs/`, for sites that use it before it is on npm. */

const folder = `${root}tarballs`;
await ensureInstalled();
await ensureBuilt();
const packed = Object.values(await ensurePacked());
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const { tarball } of packed) copyFileSync(tarball, `${folder}/${basename(tarball)}`);
console.log(
  readdirSync(folder)
    .map((file) => `tarballs/${file}`)
    .join('\n'),
);
