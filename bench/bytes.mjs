import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { root } from '../test/setup/node.mjs';
import { bundle, contenders } from './contenders.mjs';
import { count } from './document.mjs';

export const title = 'Bytes that a page loads';

export const conditions = `\`gzip -9\` and brotli 11. *Script tag*: the files as they are published, each compressed by itself. *Bundled*: what a page
ships that binds one \`<video>\`, by esbuild, minified and tree-shaken, in one file. Adobe's are the published sizes of its three files
(60,387 + 37,355 + 60,306 bytes), measured on 3.1.0; they cannot be bundled apart, and follow no player.`;

export const head = ['', 'script tag, bytes', 'gzip', 'brotli', 'bundled, bytes', 'gzip', 'brotli', 'gzip, of ours'];

const weigh = (file) => [file.length, gzipSync(file, { level: 9 }).length, brotliCompressSync(file).length];
const sum = (weights) => weights.reduce((all, weight) => all.map((bytes, place) => bytes + weight[place]));

/** Weighs what a page loads. */
export async function run() {
  const weights = await Promise.all(
    contenders.map(async ({ id, name, scripts }) => ({
      name,
      loaded: sum(scripts.map((script) => weigh(readFileSync(root + script)))),
      bundled: weigh(await bundle(id)),
    })),
  );
  const adobe = { name: 'Adobe MediaSDK 3.1.0, VisitorAPI, AppMeasurement', loaded: [158_048, 48_147] };
  const ours = weights[0].loaded[1];
  return {
    rows: [...weights, adobe].map(({ name, loaded: [raw, gzip, brotli], bundled = [] }) => [
      name,
      ...[raw, gzip, brotli, bundled[0], bundled[1], bundled[2]].map(count),
      `${(gzip / ours).toFixed(1)}×`,
    ]),
    goals: [],
  };
}
