import type { TrackerOptions } from '@media-collection/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openScene, openTheatre, type Scene } from './html5-scene';
import type { Browser } from './kit';

/** The real Web SDK, and what of our scripts it is used with. */
interface Modules {
  readonly modules: { createInstance(options: { name: string }): (command: string, options: object) => Promise<unknown> };
  alloy: (command: string, options: object) => Promise<unknown>;
}
interface Wires {
  edge(options: object): unknown;
  ecidFromAlloy(): Promise<Record<string, string>>;
}

const ORG = '0123456789@AdobeOrg';
let browser: Browser;
let scene: Scene;
beforeAll(async () => {
  browser = await openTheatre();
});
afterAll(() => browser?.close());

/** Opens a page on which the Web SDK is configured; it speaks https alone, so its requests are carried to the collector from there. */
async function openPage(): Promise<void> {
  scene = await openScene(browser, undefined, [
    '/node_modules/.cache/dist/alloy.js',
    '/html5.min.js',
    '/core/edge.min.js',
    '/core/identity.min.js',
  ]);
  await scene.page.route('https://edge.example/**', async (route) => {
    const request = route.request();
    const { pathname, search } = new URL(request.url());
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
}

/** Plays a short film to its end, with a tracker of its own beside the Web SDK. */
const play = (): Promise<void> =>
  scene.page.evaluate(async () => {
    const { scene } = window;
    const wires = window.mediaCollection as unknown as Wires;
    const wire = wires.edge({ datastreamId: 'stream-1', endpoint: scene.at.endpoint });
    const known = await wires.ecidFromAlloy();
    const options = { wire, endpoint: undefined, params: { 'media.channel': 'site', 'media.playerName': 'html5', ...known } };
    scene.follow(options as unknown as Partial<TrackerOptions>);
    await scene.load('short.mp4');
    const ended = scene.heard('ended');
    void scene.element.play();
    await ended;
  });

test('beside a Web SDK the visitor of `edge()` is the same one', async () => {
  await openPage();
  const ecid = await scene.page.evaluate(async () => {
    const page = window as unknown as Modules;
    const { identity } = (await page.alloy('getIdentity', {})) as { identity: { ECID: string } };
    return identity.ECID;
  });
  expect(ecid).toMatch(/^\d{38}$/);
  await play();
  await scene.until('sessionComplete');
  expect(scene.events()[0]!.params).toMatchObject({ 'visitor.marketingCloudUserId': ecid });
  await scene.close();
});
