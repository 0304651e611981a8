import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openScene, openSceneBrowser, type Scene } from '../browser/html5-scene';
import type { Browser } from '../browser/browser';
import { casting, players, scripts, styles } from './cast';

let browser: Browser;
let scene: Scene;
beforeAll(async () => {
  browser = await openSceneBrowser({ mayPlay: false });
  await browser.context.addInitScript(casting);
});
afterAll(() => browser?.close());
afterEach(() => scene.close());

test.each(players)('%s: what the browser does not let play opens no session, and a click then does', async (player) => {
  // Whatever a test evaluates in a page counts as the viewer's click, so the page does it all, and says so on its console.
  const act = `${styles[player] ?? ''}<button>Play</button><script>
    addEventListener('load', async () => {
      const { scene, cast } = window;
      const actor = cast['${player}']();
      scene.element = actor.element;
      actor.mute(false);
      scene.tracker = actor.follow(scene.options());
      const ready = scene.nextEvent('canplay');
      actor.load(scene.at.media + '/cut/20/main.m3u8');
      await ready;
      document.querySelector('button').onclick = actor.play;
      actor.element.play().catch(({ name }) => console.log(name, scene.made.length));
    });
  </script>`;
  const messages: string[] = [];
  const blocked = new Promise<void>((resolve) => {
    browser.context.on('console', (message) => {
      messages.push(message.text());
      if (message.text().startsWith('NotAllowedError')) resolve();
    });
  });
  scene = await openScene(browser, act, scripts[player]);
  await blocked;
  expect(messages.filter((text) => text.startsWith('NotAllowedError'))).toEqual(['NotAllowedError 0']);
  expect(scene.calls).toEqual([]);
  await scene.page.click('button');
  await scene.until('play', { count: 2 });
  await scene.finish();
  expect(scene.lines()).toEqual(['sessionStart play play sessionEnd']);
});
