import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** After `changeset version`: says the new version wherever it stands outside the manifests of the packages. */

const root = fileURLToPath(new URL('../', import.meta.url));
const { version } = JSON.parse(readFileSync(`${root}packages/core/package.json`, 'utf8'));

const folders = (parent) => readdirSync(root + parent).map((name) => `${parent}/${name}/package.json`);
const users = [...folders('examples'), ...folders('test/package/consumers')].filter((file) => existsSync(root + file));

const rewrite = (file, pattern, text) => writeFileSync(root + file, readFileSync(root + file, 'utf8').replace(pattern, text));

rewrite('packages/core/src/version.ts', /'[^']+'/, `'${version}'`);
for (const file of users) rewrite(file, /("@media-collection\/\w+": ")\^[^"]+/g, `$1^${version}`);
