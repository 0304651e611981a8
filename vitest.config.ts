import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { fileURLToPath } from 'node:url';
import { inspectorAsset } from './packages/collector/bundle-inspector.mjs';

/** Vitest leaves a core free by default, which is half of a machine with two. */
const maxWorkers = availableParallelism();

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Tests run against the sources; test/package runs against what is published. */
const alias = [
  { find: '@media-collection/core/schema', replacement: at('packages/core/src/wire/schema.ts') },
  { find: /^@media-collection\/(\w+)\/(\w+)$/, replacement: at('packages/$1/src/$2.ts') },
  { find: /^@media-collection\/(\w+)$/, replacement: at('packages/$1/src/index.ts') },
];

/** Left to `npm run test:all`, so that `npm test` ends within ten minutes. */
const long = [
  'test/engines/engines.test.ts',
  'test/truth/**',
  'test/browser/ads.{bfcache,random}.test.ts',
  'test/browser/dashjs.{return,view}.test.ts',
  'test/browser/demo.{break,doors,edge,pages,players,received,selftest,story}.test.ts',
  'test/browser/docs.layout.test.ts',
  'test/browser/docs.test.ts',
  'test/browser/element.{changes,engines,late}.test.ts',
  'test/browser/{faults,first-frame}.test.ts',
  'test/browser/html5.{ads,bfcache,custom,end,endless,goes-on,tracks}.test.ts',
  'test/browser/inspector.large.test.ts',
  'test/browser/browser.test.ts',
  'test/browser/offline.test.ts',
  'test/browser/hlsjs.{ads,attach,breaks,end,error,lists,live,quality,return,start}.test.ts',
  'test/browser/shaka.{ads,ads-cut,ads-lent,attach,ima,return,streams}.test.ts',
  'test/browser/trackers.two.test.ts',
  'test/browser/videojs.{ads,ads-awaited,ads-joined,ads-second,goes-on,hls,ima,player,seek,source,stitched,timelines}.test.ts',
  'test/package/{bundled,examples,installed,rebuilt}.test.ts',
  'test/players/{hidden,life,random}.test.ts',
];

export default defineConfig({
  plugins: [inspectorAsset()],
  resolve: { alias },
  test: {
    // An hour of virtual time takes a busy machine longer than the 5 s that are usual.
    testTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          maxWorkers,
          include: ['packages/*/test/**/*.test.ts'],
          exclude: process.env.TEST_ALL ? [] : ['packages/collector/test/jetstream/gate.test.ts'],
          typecheck: { enabled: true, tsconfig: at('tsconfig.json'), include: ['packages/*/test/**/*.test-d.ts'] },
        },
      },
      { extends: true, test: { name: 'conformance', maxWorkers, include: ['test/{conformance,docs,faults}/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/{browser,engines,leaving,players,truth}/**/*.test.ts'],
          exclude: process.env.TEST_ALL ? [] : long,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // One browser at a time: two on two cores make each other's media stall.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
          globalSetup: at('test/setup/before-browsers.mjs'),
        },
      },
      {
        extends: true,
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          exclude: process.env.TEST_ALL ? [] : long,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
          globalSetup: at('test/setup/before-packages.mjs'),
        },
      },
    ],
  },
});
