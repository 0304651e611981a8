import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Before publishing: says in each manifest where its sources are, which only the place that publishes knows, and which provenance is held against. */

const root = fileURLToPath(new URL('../packages/', import.meta.url));
const { GITHUB_SERVER_URL: server = 'https://github.com', GITHUB_REPOSITORY: repository } = process.env;
if (!repository)
  throw new Error('GITHUB_REPOSITORY names no repository: packages are published by the workflow "Release" alone.');
const url = `${server}/${repository}`;

for (const name of readdirSync(root)) {
  const file = `${root}${name}/package.json`;
  const directory = `packages/${name}`;
  const manifest = {
    ...JSON.parse(readFileSync(file, 'utf8')),
    homepage: `${url}/tree/main/${directory}#readme`,
    bugs: `${url}/issues`,
    repository: { type: 'git', url: `git+${url}.git`, directory },
  };
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
}
