import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { lint } from '@media-collection/report';
import { openBrowser, openStage, type Browser, type Stage } from './browser';

const example = readFileSync(new URL('../../examples/plyr/player.js', import.meta.url), 'utf8');

declare global {
  interface Window {
    plyr: {
      play(): Promise<void>;
      pause(): void;
      source: object;
      currentTime: number;
      fullscreen: { enter(): void };
    };
  }
}

let browser: Browser;
let stage: Stage;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  stage = await openStage({
    browser,
    html: ({ media, endpoint }) => {
      const page = example
        .replace('https://acme.hb-api.omtrdc.net', endpoint)
        .replace("'plyr'", "'/node_modules/plyr/dist/plyr.min.mjs'")
        .replace("'./plyr-adapter.js'", "'/examples/plyr/plyr-adapter.js'");
      return `<video src="${media}/short.mp4" muted playsinline></video><script type="module">${page}</script>`;
    },
  });
});
afterEach(() => stage.close());

test('the example follows Plyr: play, pause, the end, and another source in another element', async () => {
  const { page, media } = stage;
  await page.waitForFunction(() => window.plyr);
  await page.evaluate(() => window.plyr.play());
  await stage.until('play', { count: 2 });
  await page.evaluate(() => window.plyr.pause());
  await stage.until('pauseStart');
  await page.evaluate(() => window.plyr.play());
  await stage.until('sessionComplete');
  await page.evaluate((src) => {
    window.plyr.source = { type: 'video', sources: [{ src, type: 'video/mp4' }] };
    return window.plyr.play();
  }, `${media.url}/clip.mp4`);
  await stage.until('play', { count: 5 });
  await page.evaluate((src) => {
    window.plyr.source = { type: 'video', sources: [{ src, type: 'video/mp4' }] };
  }, `${media.url}/short.mp4`);
  await stage.until('sessionEnd');
  const told = [0, 1].map((session) => stage.eventTypes(session).join(' '));
  expect(told).toEqual([
    'sessionStart stateStart play play pauseStart play sessionComplete',
    'sessionStart stateStart play play sessionEnd',
  ]);
  expect(stage.events()[0]!.params).toMatchObject({ 'media.playerName': 'plyr', 'media.id': `${media.url}/short.mp4` });
  expect(stage.events(1)[0]!.params).toMatchObject({ 'media.id': `${media.url}/clip.mp4` });
  expect([0, 1].flatMap((session) => lint(stage.events(session)).filter(({ severity }) => severity === 'breach'))).toEqual([]);
});
