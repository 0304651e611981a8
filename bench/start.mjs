import { contenders, nobody } from './contenders.mjs';
import { median } from './document.mjs';
import { openBench, rest } from './page.mjs';

export const title = 'Start-up';

const ROUNDS = Number(process.env.ROUNDS ?? 15);

export const conditions = `Headless Chromium, a page with one \`<video>\` that nobody has seen before, so nothing is compiled yet: the bundle of the table
above is imported, then attached; the network of scripts is stubbed. Time of the page's main thread, up to half a second later; what importing
an empty module costs is taken off. Medians of ${ROUNDS} rounds; in each round everybody has a new page, one after the other.`;

export const head = ['', 'importing, ms', 'attaching, ms', 'both, of ours'];

async function measure(bench, { id }) {
  const { page, worked, begin, close } = await bench.open();
  await rest(page, 200);
  await begin();
  const began = await worked();
  await page.evaluate(async (script) => {
    window.attach = (await import(script)).attach;
  }, `/${id}.js`);
  await rest(page, 500);
  const imported = await worked();
  await page.evaluate(() => void window.attach(document.querySelector('video'), 'http://127.0.0.1:9'));
  await rest(page, 500);
  const attached = await worked();
  await close();
  return { importing: imported - began, attaching: attached - imported };
}

/** Measures what a page pays before anything plays. */
export async function run() {
  const bench = await openBench();
  const everybody = [nobody, ...contenders];
  const taken = new Map(everybody.map(({ id }) => [id, []]));
  for (let round = 0; round < ROUNDS; round++) for (const each of everybody) taken.get(each.id).push(await measure(bench, each));
  await bench.close();

  const middle = (id, what) => median(taken.get(id).map((measured) => measured[what]));
  const costs = contenders.map(({ id, name }) => {
    const [importing, attaching] = ['importing', 'attaching'].map((what) => middle(id, what) - middle('nobody', what));
    return { name, importing, attaching, both: importing + attaching };
  });
  return {
    browser: bench.version,
    rows: costs.map(({ name, importing, attaching, both }) => [
      name,
      importing.toFixed(1),
      attaching.toFixed(1),
      `${(both / costs[0].both).toFixed(1)}×`,
    ]),
    goals: [],
  };
}
