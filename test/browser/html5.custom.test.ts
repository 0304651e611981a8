import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openScene, openSceneBrowser, type Scene } from './html5-scene';
import type { Browser } from './browser';

let browser: Browser;
let scene: Scene;
beforeAll(async () => {
  browser = await openSceneBrowser();
});
afterAll(() => browser?.close());
afterEach(() => scene?.close());

const open = async (bundle: string, player: string, host: string): Promise<void> => {
  scene = await openScene(browser, `<${player}><${host} slot="media" muted playsinline></${host}></${player}>`, [
    '/html5.min.js',
    `/node_modules/.cache/dist/${bundle}.js`,
  ]);
};

test.each([
  ['media-chrome', 'hls-video', 'media-controller', 'hls-video'],
  ['Video.js 10', 'videojs10', 'video-player', 'hls-video'],
])('of a custom media element of %s the element in it is followed, under its own address', async (_, bundle, player, host) => {
  await open(bundle, player, host);
  await scene.page.evaluate(
    async ([name, file]) => {
      const { at, options, untilMade } = window.scene;
      await customElements.whenDefined(name);
      const host = document.querySelector<HTMLVideoElement>(name)!;
      const { createTracker, html5 } = window.mediaCollection;
      window.scene.tracker = createTracker(options());
      window.scene.detach = window.scene.tracker.attach(html5(host));
      host.muted = true;
      // In one task, as pages do; what comes too early for a player is tried again.
      host.addEventListener('loadedmetadata', () => void host.play(), { once: true });
      host.src = `${at.media}/${file}`;
      void Promise.resolve(host.play()).catch(() => undefined);
      await untilMade('play', 2);
    },
    [host, 'cut/20/main.m3u8?token=1'] as const,
  );
  await scene.finish();
  expect(scene.lines().length, scene.lines().join('; ')).toBe(1);
  expect(scene.line()).toMatch(/^sessionStart .*play play .*sessionEnd$/);
  expect(scene.events()[0]!.params).toMatchObject({
    'media.id': `${scene.media.url}/cut/20/main.m3u8`,
    'media.playerName': 'html5',
  });
});

test('a custom media element that is not defined is refused with a sentence that names follow', async () => {
  scene = await openScene(browser, '<hls-video></hls-video>');
  const sentence = await scene.page.evaluate(() => {
    try {
      window.mediaCollection.html5(document.querySelector('hls-video')! as HTMLVideoElement);
      return 'nothing was thrown';
    } catch (error) {
      return String(error);
    }
  });
  expect(sentence).toBe(
    'TypeError: @media-collection/html5: expected a <video> or <audio> element, got [object HTMLElement]; other elements that play are followed by follow() of @media-collection/element',
  );
});
