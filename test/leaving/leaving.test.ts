import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { oldChromiums, type OldChromium } from '../engines/old';
import type { Launch } from './browser';
import { launchChromium } from './chromium';
import { ways, wires, type Closing, type Way, type Wire } from './closing';
import { firefoxWith, hasFirefox } from './firefox';
import { openBackend, type Backend } from './backend';
import { hasKeyboard, launchByKeyboard } from './keyboard';
import { launchOld } from './old';
import { judge, type Outcome } from './judge';
import { perform, plan } from './perform';
import { endedOf, tableOf, type Row } from './table';

/** `LEAVING` is where the table of the whole goes; `CLOSINGS` makes it smaller or larger; `ONLY` is a part of the name of its rows. */
const { LEAVING, CLOSINGS = '60', ONLY = '' } = process.env;
const GOAL = 0.99;
const HOUR_MS = 3_600_000;

const rows: Row[] = [];
let backend: Backend;
let version = '';
beforeAll(async () => {
  backend = await openBackend();
});
afterAll(async () => {
  await backend?.close();
  if (LEAVING) console.log(`\n${tableOf(rows)}`);
});

/** Leaves pages, and says what did not get through. */
async function leave(launch: Launch, closings: readonly Closing[], tabs: number): Promise<Outcome[]> {
  const noted: Launch = async (...how) => {
    const browser = await launch(...how);
    ({ version } = browser);
    return browser;
  };
  const outcomes = (await perform(backend, noted, closings, tabs)).map((left) => judge(backend, left));
  for (const { known, closing, made, misses, playhead } of outcomes)
    if (known && misses.length) console.log(JSON.stringify({ ...closing, playhead, made, misses }));
  return outcomes;
}

/** Rows of the table: in which browser, how a page is left, over which API, and whether its preflight is known. */
interface Cell {
  readonly name: string;
  readonly launch: Launch;
  readonly way: Way;
  readonly wire: Wire;
  readonly cached: boolean;
  readonly tabs: number;
  /** What is sent as the page goes is known to be lost. */
  readonly isLost?: boolean;
}

/** Leaves so many pages whose session has an id; those that had none yet come on top. */
async function leaveBy({ name, launch, way, wire, cached, tabs }: Cell, closings: number): Promise<Row> {
  const outcomes: Outcome[] = [];
  for (let lack = closings; lack > 0; lack = closings - outcomes.filter(({ known }) => known).length) {
    outcomes.push(...(await leave(launch, plan(lack, [way], cached, wire), tabs)));
    if (outcomes.length > 4 * closings) throw new Error('too many pages never got the id of their session');
  }
  const how = name.split(', ').slice(1).join(', ');
  const row = { browser: how ? `${version}, ${how}` : version, wire, way, cached, outcomes };
  rows.push(row);
  writeFileSync(LEAVING!, tableOf(rows));
  return row;
}

const [tabClosed, navigation, reload, browserClosed, browserKilled] = ways;
const [mediaCollection, edge, beacon] = wires;

if (!LEAVING)
  test.each([mediaCollection, edge])('ten pages that are left have sent all that they could over %s', async (wire) => {
    const outcomes = await leave(launchChromium, plan(10, [tabClosed, navigation, reload], false, wire), 3);
    const known = outcomes.filter((one) => one.known);
    expect(known.length).toBeGreaterThan(0);
    for (const { ended, misses, twice } of known) expect([ended, misses, twice]).toEqual([true, [], 0]);
  });

const ofTabs = (name: string, launch: Launch, tabs: number): Cell[] =>
  [tabClosed, navigation, reload].flatMap((way) => [
    { name, launch, way, wire: mediaCollection, cached: true, tabs },
    { name, launch, way, wire: mediaCollection, cached: false, tabs },
    { name, launch, way, wire: edge, cached: true, tabs },
  ]);
/** Measured: from 68 to 79. Older ones have no keepalive at all. */
const refusesKeepalive = ({ major }: OldChromium): boolean => major < 80;
const ofBrowsers = (name: string, launch: Launch): Cell[] =>
  [browserClosed, browserKilled].map((way) => ({ name, launch, way, wire: mediaCollection, cached: true, tabs: 6 }));
/** By the keys of a viewer. */
const ofKeys = (wire: Wire, cached: boolean): Cell => ({
  name: 'Firefox, by keyboard',
  launch: launchByKeyboard,
  way: tabClosed,
  wire,
  cached,
  tabs: 1,
});
const firefox = firefoxWith({});
/** The preference by which Firefox ends scripts; off for comparison. */
const patient = firefoxWith({ 'dom.abort_script_on_child_shutdown': false });

/** Engines of televisions; one that refuses keepalive for JSON sends as the page goes over the Media Edge API only. */
const ofOld = (engine: OldChromium): Cell[] =>
  [tabClosed, navigation].flatMap((way) =>
    [mediaCollection, edge].map((wire) => ({
      name: `Chromium ${engine.major}`,
      launch: launchOld(engine),
      way,
      wire,
      cached: true,
      tabs: 2,
      ...(refusesKeepalive(engine) && wire === mediaCollection && { isLost: true }),
    })),
  );

const cells: readonly Cell[] = [
  ...ofTabs('Chromium', launchChromium, 4),
  ...ofBrowsers('Chromium', launchChromium),
  ...(hasKeyboard ? [ofKeys(mediaCollection, true), ofKeys(mediaCollection, false), ofKeys(edge, true)] : []),
  ...(hasFirefox
    ? [
        ...ofTabs('Firefox', firefox, 3),
        { name: 'Firefox', launch: firefox, way: tabClosed, wire: beacon, cached: true, tabs: 3 },
        { name: 'Firefox, scripts not ended', launch: patient, way: tabClosed, wire: mediaCollection, cached: true, tabs: 3 },
        ...ofBrowsers('Firefox', firefox),
      ]
    : []),
  ...oldChromiums.flatMap(ofOld),
];

describe.runIf(LEAVING)('whoever leaves a page', () => {
  const named = cells.map((cell) => ({
    ...cell,
    title: `${cell.name}: ${cell.way}, ${cell.wire}, preflight ${cell.cached ? 'cached' : 'needed'}`,
  }));
  test.each(named.filter(({ title }) => title.includes(ONLY)))(
    '$title',
    async (cell) => {
      const isBrowser = cell.way.startsWith('browser');
      const row = await leaveBy(cell, Math.ceil(Number(CLOSINGS) / (isBrowser ? 3 : 1)));
      if (!isBrowser && !cell.isLost) expect(endedOf(row)).toBeGreaterThanOrEqual(GOAL);
    },
    HOUR_MS,
  );
});
