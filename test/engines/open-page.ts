import { once } from 'node:events';
import { statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { openBackend } from '../browser/backend';
import { addPageFunctions, sceneOf, type Scene } from '../browser/html5-scene';
import { casting, scripts } from '../players/cast';
import { segmentsFrom } from '../players/scenarios/scenario';
import { forOldest } from './courier';
import type { Engine, EnginePlayer, Running, Tab } from './engine';
import { listenForErrors } from './page';

/** The film lasts so many seconds. */
const SECONDS = 20;

/** So many seconds of a file are read ahead. */
export const READ_AHEAD_S = 2;

const sizeOf = (file: string): number => statSync(fileURLToPath(new URL(`../fixtures/media/${file}`, import.meta.url))).size;

/** The segments of a stream, or the bytes of a file, from a second on. */
const restOf = ({ plays = 'mp4' }: Engine, player: EnginePlayer, second: number) => {
  if (player !== 'html5') return { match: segmentsFrom(second) };
  const match = `clip.${plays}`;
  return { match, afterBytes: Math.round((sizeOf(match) * (second + READ_AHEAD_S)) / SECONDS) };
};

/** The scripts of a player's page, as older engines need them. */
const older = (player: EnginePlayer): string[] =>
  scripts[player].map((src) =>
    src.replace(/^\/(\w+)\.min\.js$/, '/$1/$1.legacy.min.js').replace('dist/modern/umd', 'dist/legacy/umd'),
  );

/** Opens a page with the cast, and an address that releases what is held back. */
export async function openPage(
  engine: Engine,
  running: Running,
  player: EnginePlayer,
  dry?: number,
): Promise<{ scene: Scene; tab: Tab }> {
  let release = (): void => {};
  const releaser = createServer((_request, response) => {
    release();
    response.setHeader('access-control-allow-origin', '*').end();
  }).listen(0, '127.0.0.1');
  await once(releaser, 'listening');
  const { port } = releaser.address() as AddressInfo;
  const setUp = `(${String(listenForErrors)})();
    (${String(addPageFunctions)})();
    (${String(casting)})();
    release = () => void fetch('http://127.0.0.1:${port}/');
    player = '${player}';
    plays = '${engine.plays ?? 'mp4'}';`;
  const script = engine.isOld ? await forOldest(setUp) : setUp;
  const backend = await openBackend({
    html: (at) => `<script>${script}Object.assign(scene.at, ${JSON.stringify(at)});${running.script ?? ''}</script>`,
    scripts: engine.isOld ? older(player) : scripts[player],
  });
  if (dry !== undefined) release = backend.media.fault({ ...restOf(engine, player, dry), holdMs: Infinity }).release;
  const tab = await running.open(backend.url);
  const close = async (): Promise<void> => {
    await tab.close();
    releaser.close();
    await backend.close();
  };
  const pageErrors: string[] = [];
  return { tab, scene: sceneOf({ ...backend, page: tab as unknown as Page, pageErrors, close }) };
}
