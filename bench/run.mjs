import { ensureBuilt } from '../test/setup/build.mjs';
import { ensureInstalled } from '../test/setup/install.mjs';

const names = ['bytes', 'events', 'start', 'playback', 'heap', 'collector', 'edges'];
const asked = process.argv.slice(2);
const unknown = asked.find((name) => !names.includes(name));
if (unknown) {
  console.error(`There is no benchmark ${unknown}; choose of ${names.join(', ')}.`);
  process.exit(2);
}

await ensureInstalled();
await ensureBuilt();

// Only now: they import what a fresh clone has neither installed nor built.
const { section, write } = await import('./document.mjs');
for (const name of asked.length ? asked : names) {
  console.log(`== ${name}`);
  const { title, conditions, head, run } = await import(`./${name}.mjs`);
  const text = section({ name, title, conditions, head, ...(await run()) });
  console.log(`\n${text}\n`);
  write(names, { [name]: text });
}
