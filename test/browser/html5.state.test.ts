import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { OPENING, openScene, openSceneBrowser, type Scene } from './html5-scene';
import type { Browser } from './browser';

let browser: Browser;
let scene: Scene;
beforeAll(async () => {
  browser = await openSceneBrowser();
});
afterAll(() => browser?.close());
afterEach(() => scene.close());

test('mute is reported once when it begins and once when it ends, be it the switch or the volume', async () => {
  scene = await openScene(browser, '<video playsinline></video>');
  await scene.page.evaluate(async () => {
    const { element, nextEvent, perform } = window.scene;
    await perform();
    const steps = [
      () => (element.volume = 0.5),
      () => (element.muted = true),
      () => (element.volume = 0),
      () => (element.muted = false),
      () => (element.volume = 0.3),
      () => (element.volume = 0),
      () => (element.volume = 1),
    ];
    for (const step of steps) {
      const changed = nextEvent('volumechange');
      step();
      await changed;
    }
  });
  await scene.finish();
  expect(scene.line()).toBe('sessionStart play play stateStart:mute stateEnd:mute stateStart:mute stateEnd:mute sessionEnd');
});

// The property is there before the event, and a second change meanwhile would hide the first.
const after = async (event: string, act: () => Promise<void>) => {
  const changed = scene.page.evaluate(
    (event) =>
      new Promise((resolve) => {
        const target = event === 'fullscreenchange' ? document : window.scene.element;
        target.addEventListener(event, () => resolve(event), { once: true });
      }),
    event,
  );
  await act();
  await changed;
};
const click = (id: string) => () => scene.page.click(`#${id}`);

test('full screen and picture-in-picture are reported, and a page that is full screen as a whole is not', async () => {
  scene = await openScene(
    browser,
    `<div><video muted playsinline></video></div>
     <button id="full" onclick="document.querySelector('div').requestFullscreen()"></button>
     <button id="whole" onclick="document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()"></button>
     <button id="picture" onclick="document.pictureInPictureElement ? document.exitPictureInPicture() : scene.element.requestPictureInPicture()"></button>`,
  );
  await scene.page.evaluate(() => window.scene.perform());
  await after('fullscreenchange', click('whole'));
  await after('fullscreenchange', click('whole'));
  await after('fullscreenchange', click('full'));
  // The button lies behind.
  await after('fullscreenchange', () => scene.page.evaluate(() => document.exitFullscreen()));
  await after('enterpictureinpicture', click('picture'));
  await after('leavepictureinpicture', click('picture'));
  await scene.finish();
  expect(scene.line()).toBe(
    `${OPENING} stateStart:fullScreen stateEnd:fullScreen stateStart:pictureInPicture stateEnd:pictureInPicture sessionEnd`,
  );
});

test('an element inside a web component that is full screen or in a picture when it is attached reports it', async () => {
  scene = await openScene(
    browser,
    `<acme-player></acme-player><button id="full" onclick="document.querySelector('acme-player').requestFullscreen()"></button>
     <button id="picture" onclick="scene.element.requestPictureInPicture()"></button>
     <script>
       document.querySelector('acme-player').attachShadow({ mode: 'open' }).innerHTML = '<video muted playsinline></video>';
       scene.element = document.querySelector('acme-player').shadowRoot.querySelector('video');
     </script>`,
  );
  await scene.page.evaluate(() => window.scene.load('clip.mp4'));
  await after('enterpictureinpicture', click('picture'));
  await after('fullscreenchange', click('full'));
  await scene.page.evaluate(async () => {
    const { element, follow, untilMade } = window.scene;
    follow();
    void element.play();
    await untilMade('play', 2);
  });
  await after('fullscreenchange', () => scene.page.evaluate(() => document.exitFullscreen()));
  await scene.finish();
  expect(scene.line()).toBe(
    'sessionStart stateStart:mute stateStart:fullScreen stateStart:pictureInPicture play play stateEnd:fullScreen sessionEnd',
  );
});

test('focus is reported where the page asks for it, when the viewer has been away for a second', async () => {
  scene = await openScene(browser, '<video muted playsinline></video>');
  const session = await browser.context.newCDPSession(scene.page);
  await session.send('Emulation.setFocusEmulationEnabled', { enabled: false });
  await scene.page.bringToFront();
  await scene.page.evaluate(async () => {
    const { element, load, options, untilMade } = window.scene;
    const { createTracker, html5 } = window.mediaCollection;
    window.scene.tracker = createTracker(options());
    window.scene.detach = window.scene.tracker.attach(html5(element, { states: ['inFocus'] }));
    await load('clip.mp4');
    void element.play();
    await untilMade('play', 2);
  });
  const other = await browser.context.newPage();
  await other.bringToFront();
  await scene.until('stateEnd');
  await scene.page.bringToFront();
  await scene.until('stateStart', { count: 2 });
  await other.close();
  await scene.finish();
  expect(scene.line()).toBe('sessionStart stateStart:inFocus play play stateEnd:inFocus stateStart:inFocus sessionEnd');
});
