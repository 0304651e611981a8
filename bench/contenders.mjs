import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { root } from '../test/setup/node.mjs';

const versionOf = (name) => JSON.parse(readFileSync(`${root}bench/node_modules/${name}/package.json`, 'utf8')).version;

/** Who is measured: the files that a page without a bundler loads, and in a sentence what it is and does. */
export const contenders = [
  {
    id: 'ours',
    name: 'this project',
    scripts: ['packages/html5/dist/html5.min.js'],
    does: 'core and html5 follow the element by themselves, and send each event at once, in order, tried again, and as the page goes',
  },
  {
    id: 'mux',
    name: `mux-embed ${versionOf('mux-embed')}`,
    scripts: ['bench/node_modules/mux-embed/dist/mux.js'],
    does: 'follows the element by itself, counts stalls and quality itself, sends batches',
  },
  {
    id: 'snowplow',
    name: `Snowplow ${versionOf('@snowplow/browser-tracker')} + media ${versionOf('@snowplow/browser-plugin-media')}`,
    scripts: [
      'bench/node_modules/@snowplow/browser-tracker/dist/index.umd.min.js',
      'bench/node_modules/@snowplow/browser-plugin-media/dist/index.umd.min.js',
    ],
    does: 'a tracker for whole sites with its media plugin, which the page calls; 30 lines of ours bind it to the element',
  },
  {
    id: 'newrelic',
    name: `New Relic video-core ${versionOf('@newrelic/video-core')}`,
    scripts: ['bench/node_modules/@newrelic/video-core/dist/umd/nrvideo.min.js'],
    does: 'the core of their trackers; 20 lines of ours bind it to the element, as `@newrelic/video-html5` 5.0.1 needs a core that is not on npm; sends batches',
  },
];

/** Listens, and does nothing: no tracker can cost less. */
export const listeners = { id: 'listeners', name: 'empty listeners, for comparison' };

/** Tracks nothing; what it costs is taken from what the others cost. */
export const nobody = { id: 'nobody', name: 'nobody' };

/** A contender as a bundler ships it: one minified module that exports `attach(element, endpoint)`. */
export async function bundle(id) {
  const { outputFiles } = await build({
    entryPoints: [`${root}bench/contenders/${id}.mjs`],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'error',
  });
  return Buffer.from(outputFiles[0].contents);
}
