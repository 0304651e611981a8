import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openBrowser, type Browser } from '../browser/browser';
import { openBackend, type Backend } from '../browser/backend';
import { ensurePacked } from '../setup/pack.mjs';
import { moveIn, resolutions, type Consumer } from './consumer';
import { openPage, playToTheEnd, saysOf, serveFolder, TO_THE_END } from './play';
import { leaveRow } from './row';

/** What a script tag says of the file that it loads, in the place of its name. */
async function integrities(): Promise<Record<string, string>> {
  const { core, html5 } = await ensurePacked();
  const files = [`${core!.folder}/dist/identity.min.js`, `${html5!.folder}/dist/html5.min.js`];
  return Object.fromEntries(
    files.map((file) => {
      const hash = createHash('sha384').update(readFileSync(file)).digest('base64');
      return [`integrity="${basename(file)}"`, `integrity="sha384-${hash}"`];
    }),
  );
}

let browser: Browser;
let backend: Backend;
let consumer: Consumer | undefined;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  backend = await openBackend();
});
afterEach(async () => {
  consumer?.remove();
  await backend?.close();
});

const enter = async (name: string) => {
  consumer = await moveIn(`test/package/consumers/${name}`, { says: { ...(await integrities()), ...saysOf(backend) } });
  return consumer;
};

const playHere = async (id: string) => {
  const site = await serveFolder(consumer!.folder);
  const played = await openPage(browser, site.url);
  expect(await playToTheEnd(played, backend)).toBe(TO_THE_END);
  expect(backend.events()[0]!.params).toMatchObject({ 'media.id': id, appInstallationId: expect.stringMatching(/./) });
  await played.page.close();
  await site.close();
};

test('script tags of a package, each with its integrity, follow a viewing', async () => {
  await enter('script');
  await playHere('script');
  leaveRow({ consumer: 'script tags', versions: ['with `integrity`'], builds: 'not needed', types: [], plays: TO_THE_END });
});

test('modules of packages behind an import map follow a viewing', async () => {
  const { version } = await enter('importmap');
  await playHere('importmap');
  leaveRow({ consumer: 'import map', versions: [version('hls.js')], builds: 'not needed', types: [], plays: TO_THE_END });
});

test('what esbuild bundles follows a viewing, and type-checks', async () => {
  const { run, check, version } = await enter('esbuild');
  expect(await Promise.all(resolutions.map((resolution) => check(resolution)))).toEqual(['', '', '']);
  await run('build.js');
  await playHere('esbuild');
  const versions = [version('esbuild'), version('typescript')];
  leaveRow({ consumer: 'esbuild', versions, builds: 'yes', types: resolutions, plays: TO_THE_END });
});
