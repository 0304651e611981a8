import { setTimeout as pause } from 'node:timers/promises';
import { createRandom } from '../faults/random';
import type { Browser, Launch, Tab } from './browser';
import type { Closing, Told, Way, Wire } from './closing';
import { AWAY_MS, type Backend } from './backend';

/** Pages are left within so many ms. */
const SHOW_MS = 3_000;
const PATIENCE_MS = 30_000;
/** What a page sent as it went is there by then. */
const ARRIVAL_MS = 4_000;
/** A page that was navigated or reloaded is given so long before its tab is closed, too. */
const AFTER_MS = 200;
/** A browser is not used for longer: another one is started. */
const BROWSER_TABS = 50;

/** A closing, and what its page told before it. */
export interface Left {
  readonly closing: Closing;
  readonly told: Told;
  /** Where the content stood as the page went, in seconds; undefined: the page did not hear that it goes, or nobody knows. */
  readonly playhead?: number;
}

const answered = ({ heardOf }: Backend, { number }: Closing): boolean => heardOf(number).some(({ opens }) => !opens);

/** Opens the page of a closing and lets it play: until the answer to its preflight is known where that is wanted. */
async function open(backend: Backend, browser: Browser, closing: Closing): Promise<Tab> {
  const tab = await browser.open(backend.urlOf(closing));
  if (!closing.cached) return tab;
  for (const from = Date.now(); !answered(backend, closing); await pause(10))
    if (Date.now() - from > PATIENCE_MS) throw new Error(`closing ${closing.number} sent no event in ${PATIENCE_MS} ms`);
  await pause(AWAY_MS);
  return tab;
}

/** Leaves pages by a way of their tabs, several side by side. */
async function leaveTabs(backend: Backend, launch: Launch, closings: readonly Closing[], tabs: number): Promise<Left[]> {
  const left: Left[] = [];
  for (let from = 0; from < closings.length; from += BROWSER_TABS) {
    const browser = await launch(backend.elsewhere, (from / BROWSER_TABS) % 2 === 1);
    const rest = closings.slice(from, from + BROWSER_TABS);
    const gone: Left[] = [];
    const work = async (): Promise<void> => {
      for (let closing = rest.shift(); closing; closing = rest.shift()) {
        const tab = await open(backend, browser, closing);
        await pause(closing.moment);
        gone.push({ closing, told: tab.told });
        // The cast: the ways of browsers are not performed here.
        await tab.leave(closing.way as 'reload', closing.number % 2 === 1);
        await pause(AFTER_MS);
        await tab.close();
      }
    };
    await Promise.all(Array.from({ length: tabs }, work));
    await pause(ARRIVAL_MS);
    const [places] = await Promise.all([backend.left(), browser.open(backend.elsewhere)]);
    for (const one of gone) {
      const playhead = places[one.closing.number];
      left.push({ ...one, ...(playhead && { playhead: Number(playhead) }) });
    }
    await browser.close();
  }
  return left;
}

/** Closes or kills browsers, each with several tabs. */
async function leaveBrowsers(backend: Backend, launch: Launch, closings: readonly Closing[], tabs: number): Promise<Left[]> {
  const left: Left[] = [];
  for (let from = 0; from < closings.length; from += tabs) {
    const together = closings.slice(from, from + tabs);
    const browser = await launch(backend.elsewhere, false);
    const opened = together.map(async (closing) => ({ closing, told: (await open(backend, browser, closing)).told }));
    left.push(...(await Promise.all(opened)));
    await pause(together[0]!.moment);
    await (together[0]!.way === 'browser killed' ? browser.kill() : browser.close());
  }
  await pause(ARRIVAL_MS);
  return left;
}

let number = 0;

/** Closings by these ways in turn, at random moments that a seed gives. */
export function plan(count: number, by: readonly Way[], cached: boolean, wire: Wire): Closing[] {
  const random = createRandom(number + 1);
  return Array.from({ length: count }, (_, index) => ({
    number: number++,
    way: by[index % by.length]!,
    wire,
    cached,
    moment: random.next() * SHOW_MS,
  }));
}

/** Leaves pages, all by tabs or all by browsers, several side by side, and resolves to what they told. */
export const perform = (backend: Backend, launch: Launch, closings: readonly Closing[], tabs: number): Promise<Left[]> =>
  (closings[0]!.way.startsWith('browser') ? leaveBrowsers : leaveTabs)(backend, launch, closings, tabs);
