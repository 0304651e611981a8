import { writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openScene, openSceneBrowser, type Scene, type Wire } from '../browser/html5-scene';
import type { Browser } from '../browser/browser';
import { watch } from '../truth/witness';
import { casting, elements, players, scripts, streams, styles, type Player } from './cast';
import { castingElements } from './element-cast';
import { segmentsFrom, type Scenario } from './scenarios/scenario';
import { scenarios } from './scenarios/scenarios';
import { expectNear, sumsOf } from './sums';
import { tableOf, type Row } from './table';

/** In `npm test` only the core of the scenarios is acted. */
const isActed = (player: Player, { core, without }: Scenario): boolean =>
  !without?.[player] && (!!process.env.TEST_ALL || !!core);

const rows: Row[] = [];
let browser: Browser;
let scene: Scene;
beforeAll(async () => {
  browser = await openSceneBrowser();
  await browser.context.addInitScript(castingElements);
  await browser.context.addInitScript(casting);
});
afterAll(async () => {
  await browser?.close();
  if (process.env.PLAYERS) writeFileSync(process.env.PLAYERS, tableOf(rows));
});
afterEach(() => scene.close());

/** In `npm test` one custom element stands for all, and acts what a player that is made late and anew may make of it. */
const cast = process.env.TEST_ALL ? [...streams, ...elements] : [...players, 'hlsVideo' as const];
/** Over the Media Edge API every player acts the core of the scenarios; in `npm test` one player does, in part. */
const edgeCast = process.env.TEST_ALL ? [...streams, ...elements] : (['hlsjs'] as const);

/** In `npm test` these act the core of the list: an element by itself, and a player that feeds one. */
const acts: readonly Player[] = ['html5', 'hlsjs'];
/** What the others act there, and what is acted over the other API. */
const again = ['plays by itself', 'changes to other content'];

const viewers: readonly (readonly [player: Player, wire: Wire])[] = [
  ...cast.map((player) => [player, 'Media Collection'] as const),
  ...edgeCast.map((player) => [player, 'Media Edge'] as const),
];

describe.each(viewers)('a viewer of %s, over the %s API', (player, wire) => {
  const isAgain = wire === 'Media Edge' || !acts.includes(player);
  const acted = Object.entries(scenarios).filter(
    ([name, scenario]) =>
      isActed(player, scenario) &&
      (wire === 'Media Collection' || scenario.core) &&
      (process.env.TEST_ALL || !isAgain || again.includes(name)),
  );

  test.each(acted)('who %s is reported so', async (name, { act, dry, lines, but, unjudged }) => {
    scene = await openScene(browser, styles[player] ?? '', scripts[player], wire);
    const { page } = scene;
    if (dry !== undefined) {
      const held = scene.media.fault({ match: segmentsFrom(dry), holdMs: Infinity });
      await page.exposeFunction('release', held.release);
    }
    await page.evaluate((player) => {
      window.player = player;
      window.actor = window.cast[player]();
      window.scene.element = window.actor.element;
    }, player);
    await watch(page);
    await act({ page, scene });
    const seen = await page.evaluate(() => {
      const seen = window.seen();
      window.scene.detach();
      return seen;
    });
    const row: { -readonly [K in keyof Row]: Row[K] } = { player, wire, name, passed: false };
    rows.push(row);
    await scene.settle();
    expect(scene.lines()).toEqual(but?.[player]?.lines ?? lines);
    if (unjudged) return void (row.passed = true);

    const sums = sumsOf(scene, seen, lines.length);
    Object.assign(row, sums);
    expectNear(sums, lines.length);
    row.passed = true;
  });
});
