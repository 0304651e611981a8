import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Launch } from './browser';
import { launchChromium } from './chromium';
import { ways, type Closing, type Way } from './closing';
import { hasFirefox, launchFirefox } from './firefox';
import { openHouse, type House } from './house';
import { judge, type Outcome } from './judge';
import { perform, plan } from './perform';
import { endedOf, tableOf, type Row } from './table';

/** `LEAVING` is where the table of the whole goes; `CLOSINGS` makes it smaller or larger. */
const { LEAVING, CLOSINGS = '200' } = process.env;
const GOAL = 0.99;
const HOUR_MS = 3_600_000;

const rows: Row[] = [];
let house: House;
let version = '';
beforeAll(async () => {
  house = await openHouse();
});
afterAll(async () => {
  await house?.close();
  if (LEAVING) console.log(`\n${tableOf(rows)}`);
});

/** Leaves pages, and says what did not get through. */
async function leave(launch: Launch, closings: readonly Closing[], tabs: number): Promise<Outcome[]> {
  const noted: Launch = async (...how) => {
    const browser = await launch(...how);
    ({ version } = browser);
    return browser;
  };
  const outcomes = (await perform(house, noted, closings, tabs)).map((left) => judge(house, left));
  for (const { known, closing, made, misses, playhead } of outcomes)
    if (known && misses.length) console.log(JSON.stringify({ ...closing, playhead, made, misses }));
  return outcomes;
}

/** Leaves so many pages whose session has an id; those that had none yet come on top. */
async function leaveBy(launch: Launch, way: Way, cached: boolean, closings: number, tabs: number): Promise<Row> {
  const outcomes: Outcome[] = [];
  for (let lack = closings; lack > 0; lack = closings - outcomes.filter(({ known }) => known).length) {
    outcomes.push(...(await leave(launch, plan(lack, [way], cached), tabs)));
    if (outcomes.length > 4 * closings) throw new Error('too many pages never got the id of their session');
  }
  const row = { browser: version, way, cached, outcomes };
  rows.push(row);
  writeFileSync(LEAVING!, tableOf(rows));
  return row;
}

const [tabClosed, navigation, reload] = ways;

if (!LEAVING)
  test('ten pages that are left have sent all that they could', async () => {
    const outcomes = await leave(launchChromium, plan(10, [tabClosed, navigation, reload], false), 3);
    const known = outcomes.filter((one) => one.known);
    expect(known.length).toBeGreaterThan(0);
    for (const { ended, misses, twice } of known) expect([ended, misses, twice]).toEqual([true, [], 0]);
  });

const [all, few] = [Number(CLOSINGS), Math.ceil(Number(CLOSINGS) / 5)];
const browsers = [
  { name: 'Chromium', launch: launchChromium, closings: all, tabs: 4 },
  ...(hasFirefox ? [{ name: 'Firefox', launch: launchFirefox, closings: few, tabs: 3 }] : []),
];
for (const { name, launch, closings, tabs } of LEAVING ? browsers : [])
  describe(`whoever leaves a page of a ${name}`, () => {
    const each = ways.flatMap((way) => [true, false].map((cached) => [way, cached] as const));
    test.each(each)(
      '%s, preflight cached: %j',
      async (way, cached) => {
        const row = await leaveBy(
          launch,
          way,
          cached,
          Math.ceil(closings / (way === 'browser killed' ? 10 : 2)),
          way.startsWith('browser') ? 2 * tabs : tabs,
        );
        if (name === 'Chromium' && !way.startsWith('browser')) expect(endedOf(row)).toBeGreaterThanOrEqual(GOAL);
      },
      HOUR_MS,
    );
  });
