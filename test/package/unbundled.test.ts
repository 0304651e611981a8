import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openBrowser, type Browser } from '../browser/kit';
import { openHouse, type House } from '../browser/house';
import { moveIn, resolutions, type Consumer } from './consumer';
import { openPage, playToTheEnd, saysOf, serveFolder, TO_THE_END } from './play';
import { leaveRow } from './row';

const listed = readFileSync(new URL('../../docs/integrity.md', import.meta.url), 'utf8');

/** What docs/integrity.md says of each file, in the place of its name. */
const integrity = Object.fromEntries(
  Array.from(listed.matchAll(/`dist\/([\w.]+)`.*`(sha384-[^`]+)`/g), ([, file, hash]) => [
    `integrity="${file}"`,
    `integrity="${hash}"`,
  ]),
);

let browser: Browser;
let house: House;
let consumer: Consumer | undefined;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  house = await openHouse();
});
afterEach(async () => {
  consumer?.remove();
  await house?.close();
});

const enter = async (name: string) => {
  consumer = await moveIn(`test/package/consumers/${name}`, { says: { ...integrity, ...saysOf(house) } });
  return consumer;
};

const playHere = async (id: string) => {
  const site = await serveFolder(consumer!.folder);
  const played = await openPage(browser, site.url);
  expect(await playToTheEnd(played, house)).toBe(TO_THE_END);
  expect(house.events()[0]!.params).toMatchObject({ 'media.id': id, appInstallationId: expect.stringMatching(/./) });
  await played.page.close();
  await site.close();
};

test('script tags of a package, with the integrity that is listed, follow a viewing', async () => {
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
  for (const resolution of resolutions) expect(await check(resolution)).toBe('');
  await run('build.js');
  await playHere('esbuild');
  const versions = [version('esbuild'), version('typescript')];
  leaveRow({ consumer: 'esbuild', versions, builds: 'yes', types: resolutions, plays: TO_THE_END });
});
