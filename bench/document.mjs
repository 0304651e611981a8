import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { root } from '../test/setup/node.mjs';
import { contenders } from './contenders.mjs';

const file = `${root}docs/benchmarks.md`;

const head = () => `# Benchmarks

What this project costs, beside what others cost in the same run on the same machine. \`npm run bench -- <name>\` writes one table anew,
\`npm run bench\` all of them. Absolute figures are those of the machine that is named, and too high where
its load average is above the number of its cores; the ratios within a run say more. Who is measured:

${contenders.map(({ name, does }) => `- **${name}**: ${does}.`).join('\n')}
`;

/** A number for a table; nothing is known where there is none. */
export const count = (number) => (number === undefined ? '–' : Math.round(number).toLocaleString('en'));

/** The middle of measured numbers. */
export const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

const line = (cells) => `| ${cells.join(' | ')} |`;

/** A goal, what came, and whether that is met, as it is printed. */
const verdict = ({ what, got, goal, met }) => `${met ? 'Goal met' : '**Goal missed**'}: ${what} ${got}, goal ${goal}.`;

/** One benchmark as a section: its table, then goals, then under which conditions. */
export function section({ name, title, conditions, head, rows, goals, browser }) {
  const [{ model }] = cpus();
  // Others on the machine take their share of its caches: above the number of cores, figures are too high.
  const load = `load average ${loadavg()[0].toFixed(1)}`;
  const machine = [`${cpus().length} cores (${model.trim()}, ${load})`, `Node ${process.version}`, browser]
    .filter(Boolean)
    .join(', ');
  return [
    `## ${title}`,
    '',
    line(head),
    line(head.map((_, place) => (place ? '---:' : '---'))),
    ...rows.map(line),
    '',
    ...goals.map((goal) => `- ${verdict(goal)}`),
    ...(goals.length ? [''] : []),
    conditions,
    '',
    `${new Date().toISOString().slice(0, 10)}, ${machine}. \`npm run bench -- ${name}\``,
  ].join('\n');
}

/** Puts sections into the document in the place of those before; `names` is their order. */
export function write(names, fresh) {
  const old = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const kept = (name) => new RegExp(`<!-- ${name} -->\n([^]*?)\n<!-- /${name} -->`).exec(old)?.[1];
  const sections = names.map((name) => [name, fresh[name] ?? kept(name)]).filter(([, text]) => text);
  const marked = sections.map(([name, text]) => `<!-- ${name} -->\n${text}\n<!-- /${name} -->\n`);
  writeFileSync(file, [head(), ...marked].join('\n'));
}
