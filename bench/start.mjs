import { contenders, nobody } from './contenders.mjs';
import { count, median } from './document.mjs';
import { openBench, rest } from './page.mjs';

export const title = 'Start-up';

const ROUNDS = Number(process.env.ROUNDS ?? 15);
/** So many players stand on one page, none of them played. */
const PLAYERS = 100;
/** Followed before these, so that what all of them share is there, and compiled. */
const FIRST = 400;

export const conditions = `Headless Chromium, a page with one \`<video>\` that nobody has seen before, so nothing is compiled yet: the bundle of the table
above is imported, then attached; the network of scripts is stubbed. Time of the page's main thread, up to half a second later; what importing
an empty module costs is taken off. Medians of ${ROUNDS} rounds; in each round everybody has a new page, one after the other. *Heap a player*: what the
JavaScript heap grows by, after a garbage collection, for each of ${PLAYERS} further players that are followed on one page and not played, after ${FIRST}.`;

export const head = ['', 'importing, ms', 'attaching, ms', 'both, of ours', 'heap a player, bytes'];

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

async function measureHeap(bench, { id }) {
  const { page, devtools, close } = await bench.open();
  await page.evaluate(async (script) => {
    const { attach } = await import(script);
    window.detachers = [];
    window.follow = (players) => {
      for (let player = 0; player < players; player++)
        window.detachers.push(attach(document.body.appendChild(document.createElement('video')), 'http://127.0.0.1:9'));
    };
  }, `/${id}.js`);
  const heap = async () => {
    await rest(page, 1_000);
    for (let time = 0; time < 3; time++) await devtools.send('HeapProfiler.collectGarbage');
    return (await devtools.send('Runtime.getHeapUsage')).usedSize;
  };
  await page.evaluate((players) => window.follow(players), FIRST);
  const before = await heap();
  await page.evaluate((players) => window.follow(players), PLAYERS);
  const after = await heap();
  await close();
  return (after - before) / PLAYERS;
}

/** Measures what a page pays before anything plays. */
export async function run() {
  const bench = await openBench();
  const everybody = [nobody, ...contenders];
  const taken = new Map(everybody.map(({ id }) => [id, []]));
  for (let round = 0; round < ROUNDS; round++) for (const each of everybody) taken.get(each.id).push(await measure(bench, each));
  const heaps = new Map();
  for (const each of everybody) heaps.set(each.id, await measureHeap(bench, each));
  await bench.close();

  const middle = (id, what) => median(taken.get(id).map((measured) => measured[what]));
  const goal = (what, got, most, met) => ({ what, got, goal: `at most ${most}`, met });
  const costs = contenders.map(({ id, name }) => {
    const [importing, attaching] = ['importing', 'attaching'].map((what) => middle(id, what) - middle('nobody', what));
    return { name, importing, attaching, both: importing + attaching, heap: heaps.get(id) - heaps.get('nobody') };
  });
  return {
    browser: bench.version,
    rows: costs.map(({ name, importing, attaching, both, heap }) => [
      name,
      importing.toFixed(1),
      attaching.toFixed(1),
      `${(both / costs[0].both).toFixed(1)}×`,
      count(heap),
    ]),
    goals: [
      goal('ms to attach', costs[0].attaching.toFixed(1), '4.0', costs[0].attaching <= 4),
      goal('bytes of heap a player', count(costs[0].heap), count(5_000), costs[0].heap <= 5_000),
    ],
  };
}
