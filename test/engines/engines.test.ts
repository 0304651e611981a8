import { writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Scene } from '../browser/html5-scene';
import { scenarios } from '../players/scenarios/scenarios';
import { expectNear, sumsOf } from '../players/sums';
import { viewings } from '../truth/viewings';
import { watch } from '../truth/witness';
import { chromium } from './chromium';
import { differenceOf } from './differences';
import type { Engine, EnginePlayer, Running } from './engine';
import { firefox } from './firefox';
import { oldEngines } from './old-engine';
import { openPage, READ_AHEAD_S } from './open-page';
import { castAudio, castFiles, castVideo, leaveStage } from './page';
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
// After each, because it takes long.
afterEach(() => {
  if (process.env.ENGINES) writeFileSync(process.env.ENGINES, tableOf(rows));
});

/** Which of them a player acts in an engine. */
const actedBy = (engine: string, player: EnginePlayer) =>
  acted.filter((name) => {
    const { lines, unjudged } = differenceOf(engine, player, name) ?? { lines: true };
    return lines || unjudged;
  });

/** Which viewings of the truth table an old engine acts: those whose media it plays, and that need no driver. */
const viewingsOf = ({ plays }: Engine) =>
  Object.keys(viewings).filter((name) => !/without a length|MediaRecorder/.test(name) && (plays === 'mp4' || name !== 'listens'));

describe.each([chromium, firefox, webkit, ...oldEngines])('$name', (engine) => {
  const { name: title, missing, launch, players = ['html5', 'hlsjs'] } = engine;
  if (missing) console.log(`Not tested: ${missing}.`);
  let running: Running;
  let scene: Scene | undefined;
  beforeAll(async () => {
    if (!missing) running = await launch();
  });
  afterAll(() => running?.close());
  afterEach(() => scene?.close());

  describe.skipIf(missing).each(players)('a viewer of %s', (player) => {
    test.each(actedBy(title, player))('who %s is reported so', async (name) => {
      const { act, dry, ...asked } = scenarios[name]!;
      const { lines = asked.lines, unjudged } = differenceOf(title, player, name) ?? {};
      const opened = await openPage(engine, running, player, dry);
      const { tab } = opened;
      scene = opened.scene;
      const row: Row = { engine: title, version: running.version, isOld: !!engine.isOld, player, name };
      rows.push(row);
      await tab.evaluate(castFiles);
      await watch(tab);
      await act({ page: tab as unknown as Page, scene });
      const seen = await tab.evaluate(leaveStage);
      (scene.pageErrors as string[]).push(...(await tab.evaluate(() => window.errors)));
      await scene.settle();
      expect(scene.lines()).toEqual(lines);
      const sums = sumsOf(scene, seen, lines.length);
      Object.assign(row, sums);
      if (!unjudged && !asked.unjudged) expectNear(sums, lines.length);
      Object.assign(row, { passed: true });
    });
  });

  describe.skipIf(missing ?? !engine.isOld)('a viewer of html5', () => {
    test.each(viewingsOf(engine))('who %s is reported as it was shown', async (name) => {
      const { act, dry, slept = 0, html } = viewings[name]!;
      const opened = await openPage(engine, running, 'html5', dry === undefined ? undefined : dry - READ_AHEAD_S);
      const { tab } = opened;
      scene = opened.scene;
      const row: Row = { engine: title, version: running.version, isOld: true, player: 'html5', name, isViewing: true };
      rows.push(row);
      await tab.evaluate(html ? castAudio : castVideo);
      await watch(tab);
      await tab.evaluate(act);
      const seen = await tab.evaluate(leaveStage);
      await scene.settle();
      const { shown, reported } = sumsOf(scene, seen, 1);
      const sums = { shown: { ...shown, pause: shown.pause + slept }, reported };
      Object.assign(row, sums);
      expectNear(sums, 1, differenceOf(title, 'html5', name)?.offMs);
      Object.assign(row, { passed: true });
    });
  });
});
