import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { count } from '../browser/held';
import { openScene, openSceneBrowser, type Scene } from '../browser/html5-scene';
import type { Browser } from '../browser/browser';
import { casting, players, scripts, type Player } from './cast';

const ROUNDS = 30;
const MAX_MORE_BYTES = 2 * 1024 * 1024;

let browser: Browser;
let scene: Scene;
beforeAll(async () => {
  browser = await openSceneBrowser();
  await browser.context.addInitScript(casting);
  await browser.context.addInitScript(count);
});
afterAll(() => browser?.close());
afterEach(() => scene.close());

/** Lets a player come, play and go; answers what is held then that was not before. Runs in the page. */
const round = async ({ player, tracked }: { player: Player; tracked: boolean }): Promise<string[]> => {
  const { cast, held, scene } = window;
  const before = held();
  const actor = (window.actor = cast[player]());
  scene.element = actor.element;
  const tracker = tracked ? actor.follow(scene.options()) : undefined;
  const playing = scene.nextEvent('playing');
  actor.load(`${scene.at.media}/cut/4/main.m3u8`);
  actor.play();
  await playing;
  const { element } = actor;
  await actor.destroy();
  element.remove();
  tracker?.destroy();
  scene.element = undefined!;
  window.actor = undefined!;
  scene.detach = undefined!;
  const rest = held();
  for (const one of before) rest.splice(rest.indexOf(one), 1);
  return rest;
};

describe.each(players)('%s', (player) => {
  test('a player that was followed leaves no more behind than one that was not', async () => {
    scene = await openScene(browser, '', scripts[player]);
    // What the first player of a page leaves is there for good.
    await scene.page.evaluate(round, { player, tracked: false });
    const alone = await scene.page.evaluate(round, { player, tracked: false });
    const followed = await scene.page.evaluate(round, { player, tracked: true });
    expect(followed.filter((name) => !/^Timeout/.test(name)).sort()).toEqual(
      alone.filter((name) => !/^Timeout/.test(name)).sort(),
    );
    await scene.until('sessionEnd');
  });

  test('detaching takes away every listener while the player plays on', async () => {
    scene = await openScene(browser, '', scripts[player]);
    const [before, after] = await scene.page.evaluate(async (player) => {
      const { cast, held, scene } = window;
      const actor = (window.actor = cast[player]());
      scene.element = actor.element;
      actor.load(`${scene.at.media}/cut/20/main.m3u8`);
      actor.play();
      await scene.past(1);
      // A player's own controls may begin to listen to the mouse meanwhile.
      const listeners = () =>
        held()
          .filter((name) => !/^Timeout|Interval| (mouse|touch|pointer|key|click)/.test(name))
          .sort();
      const before = listeners();
      const tracker = actor.follow(scene.options());
      await scene.untilMade('play', 2);
      scene.detach();
      tracker.destroy();
      return [before, listeners()] as const;
    }, player);
    expect(after).toEqual(before);
    await scene.settle();
  });

  test.runIf(process.env.TEST_ALL)(
    `${ROUNDS} players that come, play and go keep at most 2 MB more when they are followed`,
    { timeout: 300_000 },
    async () => {
      const grown: number[] = [];
      for (const tracked of [false, true]) {
        scene = await openScene(browser, '', scripts[player]);
        const devTools = await scene.page.context().newCDPSession(scene.page);
        const used = async () => {
          await devTools.send('HeapProfiler.collectGarbage');
          return (await devTools.send('Runtime.getHeapUsage')).usedSize;
        };
        await scene.page.evaluate(round, { player, tracked });
        const from = await used();
        for (let i = 0; i < ROUNDS; i++) await scene.page.evaluate(round, { player, tracked });
        grown.push((await used()) - from);
        if (!tracked) await scene.close();
      }
      console.log(`${player}: ${grown.map((bytes) => `${Math.round(bytes / 1024)} KiB`).join(' alone, ')} followed`);
      expect(grown[1]! - grown[0]!).toBeLessThan(MAX_MORE_BYTES);
    },
  );
});
