import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterEach, describe, expect, test } from 'vitest';
import { drive, type Step } from '../conformance/drive';
import { openBackend, type Backend } from '../browser/backend';
import { oldChromiums, runInOldChromium } from './old';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** One engine in `npm test`: the first with MSE, and one of those that refuse `keepalive` for JSON. */
const engines = oldChromiums.filter(({ major }) => process.env.TEST_ALL || major === 79);

const folder = `${root}test/conformance/scenarios/`;
const scenarios = readdirSync(folder).map((file) => ({
  file,
  ...(JSON.parse(readFileSync(folder + file, 'utf8')) as { steps: Step[]; until: number; options: object }),
}));

const legacy = (name: string): string => readFileSync(`${root}packages/${name}/dist/${name}.legacy.min.js`, 'utf8');

/** The driver of scenarios as a script that these engines parse; it drives the tracker of the script tag. */
async function driver(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { drive } from './test/conformance/drive.ts';
        drivenBy = (scenario) => drive(scenario.steps, scenario.until, scenario.options, mediaCollection.createTracker).sent;`,
      resolveDir: root,
      loader: 'js',
    },
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2015',
    define: { drivenBy: 'window.drivenBy' },
    alias: { '@media-collection/core': `${root}packages/core/dist/index.js` },
    plugins: [
      {
        name: 'testing',
        setup: (bundler) =>
          bundler.onResolve({ filter: /core\/testing$/ }, () => ({ path: `${root}packages/core/src/testing.ts` })),
      },
    ],
  });
  return outputFiles[0]!.text;
}

/** Sends what a page found out, or what went wrong in it. */
const reporting = (address: string): string => `
  function send(message) {
    var request = new XMLHttpRequest();
    request.open('POST', '${address}');
    request.send(JSON.stringify(message));
  }
  window.onerror = function (message) { send({ error: message }); };
  window.addEventListener('unhandledrejection', function (event) { send({ error: 'unhandled: ' + event.reason }); });`;

describe.each(engines)('Chromium $major', (engine) => {
  let backend: Backend | undefined;
  afterEach(async () => {
    await backend?.close();
    backend = undefined;
  });

  test('the legacy script emits in every scenario what the sources emit', async () => {
    const script = await driver();
    const sent = await runInOldChromium<object[]>(
      engine,
      (
        address,
      ) => `<!doctype html><script>${reporting(address)}</script><script>${legacy('core')}</script><script>${script}</script>
        <script>send({ result: ${JSON.stringify(scenarios)}.map(drivenBy) });</script>`,
    );
    expect(sent).toEqual(
      scenarios.map(({ steps, until, options }) => JSON.parse(JSON.stringify(drive(steps, until, options).sent)) as object),
    );
  });

  test.each(['server', 'file'] as const)(
    'a viewer who plays a film to its end in a page from a %s is reported so',
    async (from) => {
      backend = await openBackend();
      const { endpoint, media } = backend;
      const result = await runInOldChromium<{ lost: string[]; warnings: string[]; origin: string }>(
        engine,
        (address) => `<!doctype html><script>${reporting(address)}</script><video muted width="320"></video>
        <script>${legacy('html5')}</script>
        <script>
          var lost = [], warnings = [], video = document.querySelector('video');
          var tracker = mediaCollection.createTracker({
            endpoint: '${endpoint}',
            params: {
              'analytics.trackingServer': 'acme.sc.omtrdc.net',
              'analytics.reportSuite': 'acme',
              'visitor.marketingCloudOrgId': '0123456789@AdobeOrg',
              'media.channel': 'television'
            },
            media: { params: { 'media.id': 'film' } },
            onLost: function (event, reason) { lost.push(event.eventType + ' ' + reason); },
            onWarning: function (sentence) { warnings.push(sentence); }
          });
          tracker.attach(mediaCollection.html5(video));
          video.src = '${media.url}/short.${engine.plays}';
          video.onended = function () {
            // What was made is on its way; the collector says when it arrived.
            setTimeout(function () { send({ result: { lost: lost, warnings: warnings, origin: self.origin } }); }, 2000);
          };
          video.play();
        </script>`,
        from,
      );
      expect({ ...result, origin: result.origin === 'null' ? 'file' : 'server' }).toEqual({
        lost: [],
        warnings: [],
        origin: from,
      });
      const events = backend.events();
      expect(events.map(({ eventType }) => eventType).join(' ')).toBe('sessionStart stateStart play play sessionComplete');
      expect(events.at(-1)!.playerTime.playhead).toBeCloseTo(4, 0);
      expect(backend.breaches()).toEqual([]);
    },
  );
});
