import './is-old';
import '../../packages/core/src/legacy/builtins';
import type { Page } from 'playwright-core';
import { addPageFunctions, type Scene } from '../../test/browser/html5-scene';
import { castFiles, listenForErrors } from '../../test/engines/page';
import { casting, type Player } from '../../test/players/cast';
import { scenarios } from '../../test/players/scenarios/scenarios';
import { watch, type Seen } from '../../test/truth/witness';

/** What came of a scenario, as the page that acted it knows it. */
export interface Performance {
  readonly made: readonly string[];
  readonly lost: readonly string[];
  readonly warnings: readonly string[];
  readonly errors: readonly string[];
  readonly seen: Seen;
}

/** What is acted, and where media and collector are. */
export interface Part {
  readonly name: string;
  readonly player: Player;
  readonly isNative: boolean;
  /** Names this run: sessions are found by it. */
  readonly id: string;
  readonly media: string;
  readonly endpoint: string;
}

declare global {
  interface Window {
    /** Acts a scenario in this page. */
    actScenario?(part: Part): Promise<Performance>;
  }
}

listenForErrors();
addPageFunctions();
casting();

/** Stands for the driver of a browser: the page drives itself. */
const here = { evaluate: (run: (argument?: unknown) => unknown) => Promise.resolve(run()) } as unknown as Page;

window.actScenario = async ({ name, player, isNative, id, media, endpoint }) => {
  const { scene } = window;
  Object.assign(scene.at, { media, endpoint });
  const { options } = scene;
  scene.options = () => {
    const all = options();
    // A device in the network reaches the demo by plain http.
    return { ...all, insecure: true, params: { ...(all.params as object), 'media.channel': id } } as typeof all;
  };
  window.release = () => void fetch(`/selftest/release/${id}`, { method: 'POST' });
  window.player = player;
  if (isNative) {
    window.actor = window.cast.html5();
    scene.element = window.actor.element;
  } else castFiles();
  await watch(here);
  await scenarios[name]!.act({ page: here, scene: scene as unknown as Scene });
  const seen = window.seen();
  scene.detach();
  return { made: scene.made, lost: scene.lost, warnings: scene.warnings, errors: window.errors, seen };
};
window.parent.postMessage('ready', location.origin);
