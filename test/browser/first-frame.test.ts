import { afterEach, expect, test } from 'vitest';
import type { Browser } from './browser';
import { openDashBrowser, openDashScene } from './dashjs-scene';
import { openHlsBrowser, openHlsScene } from './hlsjs-scene';
import { openScene, openSceneBrowser, type Scene } from './html5-scene';
import { openShakaBrowser, openShakaScene } from './shaka-scene';
import { openVideojsBrowser, openVideojsScene } from './videojs-scene';

/** How a page of a player follows it and loads, without playing. */
const players: Record<string, readonly [() => Promise<Browser>, (browser: Browser) => Promise<Scene>, () => void]> = {
  html5: [
    openSceneBrowser,
    openScene,
    () => {
      window.scene.follow();
      void window.scene.load('clip.mp4');
    },
  ],
  'Video.js': [
    openVideojsBrowser,
    openVideojsScene,
    () => {
      const { stage } = window;
      stage.create();
      stage.follow();
      stage.player.src(stage.source('clip.mp4'));
    },
  ],
  'hls.js': [
    openHlsBrowser,
    openHlsScene,
    () => {
      window.hls = window.createHls();
      window.hls.attachMedia(window.scene.element);
      window.watch();
      window.hls.loadSource(`${window.scene.at.media}/cut/20/main.m3u8`);
    },
  ],
  'Shaka Player': [
    openShakaBrowser,
    openShakaScene,
    () => {
      window.scene.element.play = () => Promise.resolve();
      void window.shakaStage.open('cut/20/main.m3u8');
    },
  ],
  'dash.js': [
    openDashBrowser,
    openDashScene,
    () => {
      (window.dash as unknown as { setAutoPlay(plays: boolean): void }).setAutoPlay(false);
      window.dash.attachSource(`${window.scene.at.media}/cut/20/main.mpd?only=1`);
    },
  ],
};

let browser: Browser | undefined;
let scene: Scene | undefined;
afterEach(async () => {
  await scene?.close();
  await browser?.close();
  browser = scene = undefined;
});

/** Plays, and is busy from then on, in the task of `play()` or in that of its event; resolves to when and where the first frame was. */
const playAndBeBusy = async (inEvent: boolean) => {
  const { element, nextEvent, untilMade } = window.scene;
  const busy = (): void => {
    const until = performance.now() + 800;
    while (performance.now() < until);
  };
  const from = element.currentTime;
  const ran = new Promise<{ late: number; at: number }>((resolve) => {
    const look = (): void => {
      const late = (element.currentTime - from) * 1_000;
      resolve({ late, at: Date.now() - late });
    };
    element.addEventListener('playing', look, { capture: true, once: true });
  });
  if (inEvent) element.addEventListener('play', busy, { capture: true, once: true });
  void HTMLMediaElement.prototype.play.call(element);
  if (!inEvent) busy();
  const passed = nextEvent('timeupdate', () => element.currentTime > from + 2);
  const shown = await ran;
  await untilMade('play', 2);
  await passed;
  return { ...shown, from };
};

/** Expects that the report has the first frame when it was there, and the playback from then on. */
async function expectFirstFrame(opened: Scene, inEvent: boolean, from = 0): Promise<void> {
  await opened.page.evaluate(() => window.scene.nextEvent('canplay'));
  if (from) {
    await opened.page.evaluate(async (second) => {
      const arrived = window.scene.nextEvent('seeked', () => window.scene.element.readyState > 2);
      window.scene.element.currentTime = second;
      await arrived;
    }, from);
  }
  const shown = await opened.page.evaluate(playAndBeBusy, inEvent);
  await opened.finish();
  expect(opened.lines()).toHaveLength(1);
  const play = opened.events().filter(({ eventType }) => eventType === 'play')[0]!;
  // Otherwise the page was not late, and this shows nothing.
  expect(shown.late).toBeGreaterThan(300);
  expect(Math.abs(play.playerTime.ts - shown.at), `${play.playerTime.ts - shown.at} ms off`).toBeLessThan(60);
  expect(Math.abs(play.playerTime.playhead - shown.from)).toBeLessThan(0.06);
}

test.each(Object.entries(players))('%s: a busy page learns late that frames run', async (name, [openBrowser, open, load]) => {
  browser = await openBrowser();
  scene = await open(browser);
  const loaded = scene.page.evaluate(load);
  // Chromium begins a file at its start only when its page has time; where it has jumped, it plays at once.
  await Promise.all([loaded, expectFirstFrame(scene, true, /html5|Video.js/.test(name) ? 7 : 0)]);
});

test('html5: it learns late also that playback was requested', async () => {
  browser = await openSceneBrowser();
  scene = await openScene(browser);
  await Promise.all([scene.page.evaluate(players.html5![2]), expectFirstFrame(scene, false, 7)]);
});
