import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { root } from './setup/node.mjs';

/** Script-tag builds (`gzip -9`), in bytes: what each may weigh, and what we want it to weigh. */
const budgets = JSON.parse(readFileSync(`${root}test/size.json`, 'utf8'));

const bytes = (number) => number.toLocaleString('en');

/** Writes a table between the marks of a README, when it has them. */
function write(file, text) {
  const old = readFileSync(root + file, 'utf8');
  const marked = /(<!-- size -->)[^]*?(<!-- \/size -->)/;
  const now = old.replace(marked, `$1${text}$2`);
  if (now !== old) writeFileSync(root + file, now);
}

let over = 0;
for (const [name, { limit, goal, holds }] of Object.entries(budgets)) {
  const size = gzipSync(readFileSync(`${root}packages/${name}/dist/${name}.min.js`), { level: 9 }).length;
  const toGoal = size > goal ? `goal ${bytes(goal)}, ${bytes(size - goal)} over` : `goal ${bytes(goal)} met`;
  if (size > limit) over += 1;
  console.log(
    `${name.padEnd(8)} ${bytes(size).padStart(6)} B of ${bytes(limit)} ${size > limit ? 'OVER BUDGET' : 'ok'} (${toGoal}): ${holds}`,
  );
  write(`packages/${name}/README.md`, `${bytes(size)} B gzip`);
  if (name === 'html5') write('README.md', `${(size / 1_024).toFixed(1)} kB gzip`);
}
process.exit(over ? 1 : 0);
