import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { root } from './setup/node.mjs';

/** Script-tag builds (`gzip -9`), in bytes: what each may weigh, and what we want it to weigh. */
const budgets = JSON.parse(readFileSync(`${root}test/size.json`, 'utf8'));

const bytes = (number) => number.toLocaleString('en');
/** Kilobytes are 1,000 bytes. */
const kilobytes = (number) => `${(number / 1_000).toFixed(1)} kB gzip`;

/** Writes a text between the marks of a page, when it has them. */
function write(file, text, mark = 'size') {
  const old = readFileSync(root + file, 'utf8');
  const marked = new RegExp(`(<!-- ${mark} -->)[^]*?(<!-- /${mark.split(' ')[0]} -->)`);
  const now = old.replace(marked, `$1${text}$2`);
  if (now !== old) writeFileSync(root + file, now);
}

/** How many bytes a text has minified, with gzip, and with brotli. */
const weights = (text) => [text.length, gzipSync(text, { level: 9 }).length, brotliCompressSync(text).length];

const scriptOf = (name, beside = name) => readFileSync(`${root}packages/${beside}/dist/${name}.min.js`);

/** What a script tag loads; a script beside another one weighs what it adds. */
function weigh(name, beside) {
  if (!beside) return weights(scriptOf(name));
  const whole = weights(scriptOf(beside));
  return weights(Buffer.concat([scriptOf(beside), scriptOf(name, beside)])).map((size, index) => size - whole[index]);
}

/** What an import of all of a module brings, beside the packages and the player that it is used with. */
async function weighModule(name, subpath) {
  const { outputFiles } = await build({
    entryPoints: [`${root}packages/${name}/dist/${subpath}.js`],
    bundle: true,
    minify: true,
    format: 'esm',
    external: ['@media-collection/*', 'video.js', 'prom-client', '@nats-io/*', 'node:*'],
    write: false,
    logLevel: 'error',
  });
  return weights(Buffer.from(outputFiles[0].contents));
}

const row = (what, sizes, goal = '') => `| ${what} | ${sizes.map(bytes).join(' | ')} | ${goal} |\n`;

let over = 0;
const rows = {};
for (const [name, { limit, goal, holds, beside }] of Object.entries(budgets)) {
  const sizes = weigh(name, beside);
  const size = sizes[1];
  const toGoal = size > goal ? `goal ${bytes(goal)}, ${bytes(size - goal)} over` : `goal ${bytes(goal)} met`;
  if (size > limit) over += 1;
  console.log(
    `${name.padEnd(8)} ${bytes(size).padStart(6)} B of ${bytes(limit)} ${size > limit ? 'OVER BUDGET' : 'ok'} (${toGoal}): ${holds}`,
  );
  rows[beside ?? name] = `${rows[beside ?? name] ?? ''}${row(
    `\`dist/${name}.min.js\`, for a script tag: ${holds}`,
    sizes,
    size > goal ? `${bytes(goal)}: ${bytes(size - goal)} over` : `${bytes(goal)}: met`,
  )}`;
  if (!beside) {
    write(`packages/${name}/README.md`, kilobytes(size));
    for (const page of ['README.md', 'docs/index.md']) write(page, kilobytes(size), `size ${name}`);
    // Core itself is started with by hand.
    if (name !== 'core') write(`docs/start/${name}.md`, kilobytes(size));
  }
  if (name === 'html5') write('README.md', kilobytes(size));
}

let integrity = '';
for (const name of readdirSync(`${root}packages`)) {
  const { exports } = JSON.parse(readFileSync(`${root}packages/${name}/package.json`, 'utf8'));
  for (const path of Object.keys(exports).filter((path) => !path.endsWith('.json'))) {
    const sizes = await weighModule(name, path.slice(2) || 'index');
    rows[name] = `${rows[name] ?? ''}${row(`\`import('@media-collection/${name}${path.slice(1)}')\`, all of it`, sizes)}`;
  }
  const head = '| bytes | minified | gzip | brotli | goal for gzip |\n| --- | ---: | ---: | ---: | --- |\n';
  write(`packages/${name}/README.md`, `\n${head}${rows[name]}`, 'sizes');
  for (const file of readdirSync(`${root}packages/${name}/dist`).filter((file) => file.endsWith('.min.js'))) {
    const hash = createHash('sha384')
      .update(readFileSync(`${root}packages/${name}/dist/${file}`))
      .digest('base64');
    integrity += `| \`@media-collection/${name}\` | \`dist/${file}\` | \`sha384-${hash}\` |\n`;
  }
}
const { version } = JSON.parse(readFileSync(`${root}packages/core/package.json`, 'utf8'));
writeFileSync(
  `${root}docs/integrity.md`,
  `# Integrity of the script-tag builds

If you load a script from a CDN, pin the version and add an integrity hash; the browser then runs only this file:

\`\`\`html
<script src="https://unpkg.com/@media-collection/html5@${version}/dist/html5.min.js" integrity="sha384-…" crossorigin="anonymous"></script>
\`\`\`

The builds of version ${version}, as they are made from this commit: the same sources give the same bytes, wherever they are built.
Written by \`npm run size\`.

| package | file | \`integrity\` |
| --- | --- | --- |
${integrity}`,
);
process.exit(over ? 1 : 0);
