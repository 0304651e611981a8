import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from '../browser/browser';
import { openScene, openSceneBrowser, type Scene } from '../browser/html5-scene';
import { createRandom } from '../faults/random';
import { isVerbose, limitOf, seedsOf } from '../truth/random-viewer';
import { watch } from '../truth/witness';
import { casting, scripts, streams, styles } from './cast';
import { segmentsFrom } from './scenarios/scenario';
import { sumsOf } from './sums';

const MOVES = 12;
const LENGTH_S = 40;
/** Of the film of 46 s that a plain element plays. */
const FILM_BYTES_A_SECOND = 34_000;

/** What a viewer or a page does, and for how long (ms) nothing follows. `value`: a second, or a rate. */
interface Move {
  readonly what: 'pause' | 'play' | 'seek' | 'nudge' | 'scrub' | 'jump' | 'resume' | 'speed' | 'mute' | 'change';
  readonly value: number;
  readonly waitMs: number;
}
const KINDS = ['pause', 'play', 'play', 'seek', 'seek', 'nudge', 'scrub', 'jump', 'speed', 'mute', 'resume', 'change'] as const;

/** What a viewer does, at random; `dry`: the second from which the segments do not come before `releaseMs`. */
function viewerOf(seed: number): { moves: Move[]; dry: number | undefined; releaseMs: number } {
  const random = createRandom(seed);
  const valueOf = (what: Move['what']): number => {
    if (what === 'nudge') return random.pick([-2, -0.5, 0.5, 2]);
    if (what === 'speed') return random.pick([0.5, 1, 1.5, 2]);
    return random.between(0, LENGTH_S - 20);
  };
  const moves = Array.from({ length: MOVES }, (): Move => {
    const what = random.pick(KINDS);
    return { what, value: valueOf(what), waitMs: random.chance(0.25) ? random.between(0, 60) : random.between(300, 2_500) };
  });
  return { moves, dry: random.chance(0.6) ? random.between(2, 5) * 2 : undefined, releaseMs: random.between(2_000, 12_000) };
}

let browser: Browser;
let scene: Scene;
beforeAll(async () => {
  browser = await openSceneBrowser();
  await browser.context.addInitScript(casting);
});
afterAll(() => browser?.close());
afterEach(() => scene.close());

describe.each(streams)('a viewer of %s who does anything', (player) => {
  test.each(seedsOf(3))('is reported so: seed %i', async (seed) => {
    const { moves, dry, releaseMs } = viewerOf(seed);
    scene = await openScene(browser, styles[player] ?? '', scripts[player]);
    const { page } = scene;
    // Chromium's own HLS player fails at jumps, and where a segment does not come.
    const isFile = player === 'html5';
    if (dry !== undefined) {
      const held = scene.media.fault({
        ...(isFile ? { match: 'film.mp4', afterBytes: FILM_BYTES_A_SECOND * dry } : { match: segmentsFrom(dry) }),
        holdMs: Infinity,
      });
      setTimeout(held.release, releaseMs);
    }
    await page.evaluate((player) => {
      window.player = player;
      window.actor = window.cast[player]();
      window.scene.element = window.actor.element;
    }, player);
    await watch(page);
    await page.evaluate(
      async ({ moves, length, isFile }) => {
        const { actor, begin, scene } = window;
        const fileOf = (seconds: number): string => (isFile ? `film.mp4?${seconds}` : `cut/${seconds}/main.m3u8?only=1`);
        const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
        const acts: Record<Move['what'], (value: number) => unknown> = {
          pause: () => actor.pause(),
          play: () => actor.play(),
          seek: (second) => actor.seek(second),
          nudge: (seconds) => actor.seek(Math.max(scene.element.currentTime + seconds, 0)),
          speed: (rate) => actor.speed(rate),
          mute: (value) => actor.mute(value % 2 === 0),
          scrub: async (from) => {
            for (let second = from; second < from + 5; second++) {
              actor.seek(second);
              await wait(70);
            }
          },
          jump: (second) => {
            actor.pause();
            actor.seek(second);
            actor.play();
          },
          resume: (second) => {
            actor.seek(second);
            actor.play();
          },
          change: async (value) => {
            const known = scene.nextEvent('loadedmetadata');
            // The cuts end with a segment, of 2 s.
            actor.load(`${scene.at.media}/${fileOf(length + 2 * (value % 10))}`);
            await known;
            const made = scene.untilMade('sessionStart', scene.made.filter((type) => type === 'sessionStart').length + 1);
            actor.play();
            await made;
            await wait(1_500);
          },
        };
        await begin(fileOf(length));
        for (const { what, value, waitMs } of moves) {
          await acts[what](value);
          await wait(waitMs);
        }
        actor.speed(1);
        actor.play();
        await wait(2_000);
      },
      { moves, length: LENGTH_S, isFile },
    );
    const seen = await page.evaluate(() => {
      const seen = window.seen();
      window.scene.detach();
      return seen;
    });
    await scene.settle();
    const sessions = 1 + moves.filter(({ what }) => what === 'change').length;
    const sums = sumsOf(scene, seen, sessions);
    const lines = scene.lines();
    const told = [JSON.stringify({ dry, releaseMs, moves }), ...lines, JSON.stringify(sums)].join('\n');
    if (isVerbose) console.info(`${player} ${seed}: ${JSON.stringify(sums)}`);
    expect(lines, told).toHaveLength(sessions);
    const { shown, reported } = sums;
    const limit = limitOf(lines);
    expect(Math.abs(reported.content - shown.content), told).toBeLessThanOrEqual(limit);
    // What follows a jump in a pause, or in a stall, is one or the other.
    const standstill = reported.pause + reported.buffer - shown.pause - shown.buffer;
    expect(Math.abs(standstill), told).toBeLessThanOrEqual(limit);
  });
});
