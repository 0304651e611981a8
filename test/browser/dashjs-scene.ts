import type { Adapter } from '@media-collection/core';
import type { DashjsOptions, DashPlayer } from '@media-collection/dashjs';
import { openScene, openSceneBrowser, type Scene } from './html5-scene';
import type { Browser } from './browser';

/** dash.js as its pages use it. */
interface Player extends DashPlayer {
  initialize(): void;
  attachView(element: HTMLMediaElement | null): void;
  attachSource(url: string, start?: number): void;
  updateSettings(settings: object): void;
}

declare global {
  interface Window {
    dash: Player;
    /** What a test gives the adapter. */
    dashOptions?: DashjsOptions;
  }
}

/** Opens a browser whose pages have a dash.js that is followed. */
export async function openDashBrowser(): Promise<Browser> {
  const browser = await openSceneBrowser();
  await browser.context.addInitScript(() => {
    addEventListener('DOMContentLoaded', () => {
      const { dashjs } = window as unknown as { dashjs: { MediaPlayer(): { create(): Player } } };
      const { mediaCollection, scene } = window as unknown as {
        mediaCollection: typeof window.mediaCollection & { dashjs(player: Player, options?: DashjsOptions): Adapter };
        scene: typeof window.scene;
      };
      const player = (window.dash = dashjs.MediaPlayer().create());
      player.updateSettings({ debug: { logLevel: 0 } });
      player.initialize();
      scene.tracker = mediaCollection.createTracker(scene.options());
      scene.detach = scene.tracker.attach(mediaCollection.dashjs(player, window.dashOptions));
      player.attachView(scene.element);
    });
  });
  return browser;
}

export const openDashScene = (browser: Browser): Promise<Scene> =>
  openScene(browser, undefined, ['/node_modules/dashjs/dist/modern/umd/dash.all.min.js', '/dashjs.min.js']);
