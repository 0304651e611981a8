import type { TrackerOptions } from '@media-collection/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OPENING, openScene, openSceneBrowser, type Scene } from './html5-scene';
import type { Browser } from './browser';

/** The real Web SDK, and what of our scripts it is used with. */
interface Modules {
  readonly modules: { createInstance(options: { name: string }): (command: string, options: object) => Promise<unknown> };
  alloy: (command: string, options: object) => Promise<unknown>;
}
interface Wires {
  alloy(instance: Modules['alloy']): unknown;
  edge(options: object): unknown;
  ecidFromAlloy(): Promise<Record<string, string>>;
}

const ORG = '0123456789@AdobeOrg';
let browser: Browser;
let scene: Scene;
beforeAll(async () => {
  browser = await openSceneBrowser();
});
afterAll(() => browser?.close());

/** Opens a page on which the Web SDK is configured; it speaks https alone, so its requests are carried to the collector from there; resolves to the paths that it asks for. */
async function openPage(): Promise<string[]> {
  const asked: string[] = [];
  scene = await openScene(browser, undefined, [
    '/node_modules/.cache/dist/alloy.js',
    '/html5.min.js',
    '/core/edge.min.js',
    '/core/alloy.min.js',
    '/core/identity.min.js',
  ]);
  await scene.page.route('https://edge.example/**', async (route) => {
    const request = route.request();
    const { pathname, search } = new URL(request.url());
    asked.push(pathname);
    const response = await fetch(scene.endpoint + pathname + search, {
      method: request.method(),
      headers: { 'Content-Type': 'text/plain; charset=UTF-8', Origin: new URL(scene.page.url()).origin },
      ...(request.method() === 'POST' && { body: request.postData()! }),
    });
    await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() });
  });
  await scene.page.evaluate(async (orgId) => {
    const page = window as unknown as Modules;
    page.alloy = page.modules.createInstance({ name: 'alloy' });
    await page.alloy('configure', {
      datastreamId: 'stream-1',
      orgId,
      edgeDomain: 'edge.example',
      debugEnabled: false,
      idMigrationEnabled: false,
      thirdPartyCookiesEnabled: false,
      streamingMedia: { channel: 'site', playerName: 'html5' },
    });
  }, ORG);
  return asked;
}

/** Plays a short film to its end, with a tracker that speaks through the Web SDK, or beside it. */
const play = (make: 'alloy' | 'edge'): Promise<void> =>
  scene.page.evaluate(async (make) => {
    const { scene } = window;
    const wires = window.mediaCollection as unknown as Wires;
    const page = window as unknown as Modules;
    const beside = { datastreamId: 'stream-1', endpoint: scene.at.endpoint };
    const wire = make === 'alloy' ? wires.alloy(page.alloy) : wires.edge(beside);
    const known = make === 'edge' ? await wires.ecidFromAlloy() : {};
    const options = { wire, endpoint: undefined, params: { 'media.channel': 'site', 'media.playerName': 'html5', ...known } };
    scene.follow(options as unknown as Partial<TrackerOptions>);
    await scene.load('short.mp4');
    const ended = scene.nextEvent('ended');
    void scene.element.play();
    await ended;
  }, make);

test('a viewing goes through the page’s own Web SDK, and arrives whole and in order', async () => {
  const asked = await openPage();
  await play('alloy');
  await scene.until('sessionComplete');
  expect(scene.line()).toBe(`${OPENING} sessionComplete`);
  expect(asked[0]).toMatch(/\/v1\/interact$/);
  expect(asked.slice(1).every((path) => /\/va\/v1\/\w+$/.test(path))).toBe(true);
  expect(scene.events()[0]!.params).toMatchObject({ 'media.channel': 'site', 'media.playerName': 'html5' });
  expect(await scene.page.evaluate(() => [window.scene.lost, window.scene.made.length])).toEqual([[], asked.length]);
  await scene.close();
});

test('beside a Web SDK the visitor of `edge()` is the same one', async () => {
  await openPage();
  const ecid = await scene.page.evaluate(async () => {
    const page = window as unknown as Modules;
    const { identity } = (await page.alloy('getIdentity', {})) as { identity: { ECID: string } };
    return identity.ECID;
  });
  expect(ecid).toMatch(/^\d{38}$/);
  await play('edge');
  await scene.until('sessionComplete');
  expect(scene.events()[0]!.params).toMatchObject({ 'visitor.marketingCloudUserId': ecid });
  await scene.close();
});
