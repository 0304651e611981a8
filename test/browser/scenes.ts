import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { Scene } from './html5-scene';
import type { Browser } from './browser';

/** The browser of a test file. */
export let browser: Browser;
/** The scene of the test that runs. */
export let scene: Scene;

/** Opens one browser for the tests of a file, and a scene in it for each of them; closes both. */
export function useScenes(openBrowser: () => Promise<Browser>, openScene: (browser: Browser) => Promise<Scene>): void {
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    scene = await openScene(browser);
  });
  afterEach(() => scene.close());
}
