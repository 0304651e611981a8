import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openHouse } from '../browser/house';
import { prompt, sceneOf, type Scene } from '../browser/html5-scene';
import { byteOf } from '../browser/kit';
import { casting, scripts } from '../players/cast';
import { segmentsFrom } from '../players/scenarios/scenario';
import { scenarios } from '../players/scenarios/scenarios';
import { expectNear, sumsOf } from '../players/sums';
import { watch } from '../truth/witness';
import { chromium } from './chromium';
import { aheadOf, differenceOf } from './differences';
import type { Running, Tab } from './engine';
import { firefox } from './firefox';
import { castFiles, listenForErrors } from './page';
import { tableOf, type Row } from './table';
import { webkit } from './webkit';

/** What the engines act of the list; nothing that only a driver of Chromium can do. */
const acted = [
  'plays by itself',
  'pauses and goes on',
  'jumps within what is loaded',
  'scrubs: ten jumps in 0.8 s',
  'plays at twice the speed',
  'plays to the end, and again',
  'stalls for 4 s',
  'is muted, and not',
  'changes to other content',
  'leaves a page that destroys its player',
];

const rows: Row[] = [];
afterAll(() => {
  if (process.env.ENGINES) writeFileSync(process.env.ENGINES, tableOf(rows));
});

type Player = 'html5' | 'hlsjs';

/** The segments of a stream, or the bytes of a file, from a second on. */
const restOf = (player: Player, second: number) =>
  player === 'html5' ? { match: 'clip.mp4', afterBytes: byteOf(second + 2) } : { match: segmentsFrom(second) };

/** A page with the cast, and an address that releases what is held back. */
async function openPage(running: Running, player: Player, dry?: number): Promise<{ scene: Scene; tab: Tab }> {
  let release = (): void => {};
  const releaser = createServer((_request, response) => {
    release();
    response.setHeader('access-control-allow-origin', '*').end();
  }).listen(0, '127.0.0.1');
  await once(releaser, 'listening');
  const { port } = releaser.address() as AddressInfo;
  const house = await openHouse({
    html: (at) => `<script>
      (${String(listenForErrors)})();
      (${String(prompt)})();
      (${String(casting)})();
      Object.assign(scene.at, ${JSON.stringify(at)});
      release = () => void fetch('http://127.0.0.1:${port}/');
      player = '${player}';
    </script>`,
    scripts: scripts[player],
  });
  if (dry !== undefined) release = house.media.fault({ ...restOf(player, dry), holdMs: Infinity }).release;
  const tab = await running.open(house.url);
  const close = async (): Promise<void> => {
    await tab.close();
    releaser.close();
    await house.close();
  };
  const pageErrors: string[] = [];
  return { tab, scene: sceneOf({ ...house, page: tab as unknown as Page, pageErrors, close }) };
}

/** Which of them a player acts in an engine. */
const actedBy = (engine: string, player: Player) =>
  acted.filter((name) => {
    const { lines, unjudged } = differenceOf(engine, player, name) ?? { lines: true };
    return lines || unjudged;
  });

describe.each([chromium, firefox, webkit])('$name', ({ name: engine, missing, launch }) => {
  if (missing) console.log(`Not tested: ${missing}.`);
  let running: Running;
  let scene: Scene | undefined;
  beforeAll(async () => {
    if (!missing) running = await launch();
  });
  afterAll(() => running?.close());
  afterEach(() => scene?.close());

  describe.skipIf(missing).each(['html5', 'hlsjs'] as const)('a viewer of %s', (player) => {
    test.each(actedBy(engine, player))('who %s is reported so', async (name) => {
      const { act, dry, ...asked } = scenarios[name]!;
      const { lines = asked.lines, unjudged } = differenceOf(engine, player, name) ?? {};
      const opened = await openPage(running, player, dry);
      const { tab } = opened;
      scene = opened.scene;
      const row: Row = { engine, version: running.version, player, name };
      rows.push(row);
      await tab.evaluate(castFiles);
      await watch(tab);
      await act({ page: tab as unknown as Page, scene });
      const seen = await tab.evaluate(() => {
        const seen = window.seen();
        window.scene.detach();
        return seen;
      });
      (scene.pageErrors as string[]).push(...(await tab.evaluate(() => window.errors)));
      await scene.settle();
      expect(scene.lines()).toEqual(lines);
      const sums = sumsOf(scene, seen, lines.length);
      Object.assign(row, sums);
      if (!unjudged) expectNear(sums, lines.length, aheadOf(engine));
      Object.assign(row, { passed: true });
    });
  });
});
