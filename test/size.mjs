import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { root } from './setup/node.mjs';

/** Script-tag builds (`gzip -9`), in bytes: what each may weigh, and what we want it to weigh. */
const budgets = JSON.parse(readFileSync(`${root}test/size.json`, 'utf8'));

const bytes = (number) => number.toLocaleString('en');

/** Writes a size between the marks of a page, where it has them. */
function write(file, text, mark = 'size') {
  if (!existsSync(root + file)) return;
  const old = readFileSync(root + file, 'utf8');
  const marked = new RegExp(`(<!-- ${mark} -->)[^]*?(<!-- /size -->)`);
  const now = old.replace(marked, `$1${text}$2`);
  if (now !== old) writeFileSync(root + file, now);
}

const weigh = (...scripts) =>
  gzipSync(Buffer.concat(scripts.map((script) => readFileSync(`${root}packages/${script}.min.js`))), { level: 9 }).length;

let over = 0;
for (const [name, { limit, goal, holds, beside }] of Object.entries(budgets)) {
  const whole = `${beside ?? name}/dist/${beside ?? name}`;
  // A script beside another one weighs what it adds.
  const size = beside ? weigh(whole, `${beside}/dist/${name}`) - weigh(whole) : weigh(whole);
  const toGoal = size > goal ? `goal ${bytes(goal)}, ${bytes(size - goal)} over` : `goal ${bytes(goal)} met`;
  if (size > limit) over += 1;
  console.log(
    `${name.padEnd(8)} ${bytes(size).padStart(6)} B of ${bytes(limit)} ${size > limit ? 'OVER BUDGET' : 'ok'} (${toGoal}): ${holds}`,
  );
  if (!beside)
    for (const [file, mark] of [[`packages/${name}/README.md`], [`docs/start/${name}.md`], ['docs/index.md', `size ${name}`]])
      write(file, `${bytes(size)} B gzip`, mark);
  if (name === 'html5') write('README.md', `${(size / 1_024).toFixed(1)} kB gzip`);
}
process.exit(over ? 1 : 0);
