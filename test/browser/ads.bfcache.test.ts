import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from './browser';
import { openHlsBrowser, openHlsScene } from './hlsjs-scene';
import type { Scene } from './html5-scene';
import { openShakaBrowser, openShakaScene } from './shaka-scene';
import { linesOf } from './shown-ads';

const CUT = 'adBreakStart adStart play adSkip adBreakComplete';
const REST = 'sessionStart stateStart:mute adBreakStart adStart play adComplete adBreakComplete';
const CONTENT = 'sessionStart stateStart:mute play play';

/** An ad of 4 s, and the two sessions. */
const breaks: readonly [where: string, lines: readonly string[]][] = [
  ['pre', [`sessionStart stateStart:mute ${CUT} sessionEnd`, `${REST} play play sessionEnd`]],
  ['mid', [`${CONTENT} ${CUT} sessionEnd`, `${REST} play play sessionEnd`]],
  // Content that was completed is not completed again.
  ['post', [`${CONTENT} ${CUT} sessionComplete`, `${REST} sessionEnd`]],
];

const players: Readonly<
  Record<string, { browser(): Promise<Browser>; scene(browser: Browser): Promise<Scene>; open(query: string): Promise<void> }>
> = {
  'hls.js': {
    browser: () => openHlsBrowser(true),
    scene: openHlsScene,
    open: async (query) => {
      const { at, element } = window.scene;
      window.hls = window.createHls();
      window.hls.attachMedia(element);
      window.watch();
      window.hls.loadSource(`${at.media}/${query}`);
      element.play().catch(() => undefined);
    },
  },
  'Shaka Player': {
    browser: () => openShakaBrowser(true),
    scene: openShakaScene,
    open: (query) => window.shakaStage.open(query),
  },
};

describe.each(Object.entries(players))('a page that is left in an ad of %s, and comes back', (_, player) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await player.browser();
  });
  afterAll(() => browser?.close());

  test.each(breaks)('reports the rest of its break in another session: %s-roll', async (where, lines) => {
    const scene = await player.scene(browser);
    const { page } = scene;
    try {
      await page.evaluate(player.open, `cut/${where === 'post' ? 4 : 20}/main.m3u8?only=1&ads=${where}`);
      await page.evaluate(async () => {
        window.addEventListener('pageshow', ({ persisted }) => (document.title = String(persisted)));
        await window.scene.untilMade('adStart');
        await new Promise((resolve) => setTimeout(resolve, 1_500));
      });
      await page.goto('data:text/html,elsewhere');
      await scene.until('adBreakComplete');
      await page.goBack({ waitUntil: 'commit' });
      await page.waitForFunction(() => document.title === 'true');
      await page.evaluate((count) => window.scene.untilMade('adBreakComplete', count), 2);
      if (where !== 'post') await page.evaluate((count) => window.scene.untilMade('play', count), where === 'pre' ? 4 : 6);
      await scene.finish();
      expect(linesOf(scene)).toEqual(lines);
    } finally {
      await scene.close();
    }
  });
});
