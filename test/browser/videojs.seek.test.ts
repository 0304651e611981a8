import { expect, test } from 'vitest';
import { expectNear, OPENING, playheadOf } from './html5-scene';
import { openVideojsBrowser, openVideojsScene } from './videojs-scene';
import { scene, useScenes } from './scenes';

useScenes(openVideojsBrowser, openVideojsScene);

/** Presses the real seek bar at one part of its width, and lets it go at another. */
async function drag(from: number, to: number): Promise<void> {
  const { mouse } = scene.page;
  const bar = (await scene.page.locator('.vjs-progress-holder').boundingBox())!;
  const y = bar.y + bar.height / 2;
  await mouse.move(bar.x + bar.width * from, y);
  await mouse.down();
  if (to !== from) await mouse.move(bar.x + bar.width * to, y, { steps: 15 });
  await mouse.up();
}
const shown = async () => {
  await scene.page.evaluate(() => window.stage.show());
  await scene.page.hover('#film', { force: true });
};

test('a press of the seek bar is one pause and one play', async () => {
  await shown();
  const made = scene.page.evaluate(() => window.scene.untilMade('play', 3));
  await drag(0.5, 0.5);
  await made;
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} pauseStart play sessionEnd`]);
  expectNear(playheadOf(scene, 5), 10, 0.8);
});

test('a drag while paused says nothing', async () => {
  await shown();
  await scene.page.evaluate(async () => {
    window.stage.player.pause();
    await window.scene.untilMade('pauseStart');
  });
  const arrived = scene.page.evaluate(() => window.stage.nextEvent('seeked', () => window.stage.player.currentTime()! > 13));
  await drag(0.2, 0.7);
  await arrived;
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} pauseStart sessionEnd`]);
});

test('ten jumps in a row are one seek', async () => {
  await scene.page.evaluate(async () => {
    const { nextEvent, show } = window.stage;
    await show();
    for (let second = 3; second < 13; second++) {
      const arrived = nextEvent('seeked');
      window.stage.player.currentTime(second);
      await arrived;
    }
    await window.scene.untilMade('play', 3);
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} pauseStart play sessionEnd`]);
  expectNear(playheadOf(scene, 5), 12);
});

test('a drag of the seek bar is one seek, however long it takes', async () => {
  await shown();
  const { page } = scene;
  // What is written beside the bar moves it.
  const move = async (share: number): Promise<void> => {
    const bar = (await page.locator('.vjs-progress-holder').boundingBox())!;
    await page.mouse.move(bar.x + bar.width * share, bar.y + bar.height / 2, { steps: 3 });
  };
  await move(0.2);
  await page.mouse.down();
  await scene.until('pauseStart');
  for (const share of [0.3, 0.4, 0.5, 0.6]) {
    await move(share);
    // Longer than a scrub may pause, and than a stall after a seek may last.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 600)));
  }
  await page.mouse.up();
  await scene.until('play', { count: 3 });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} pauseStart play sessionEnd`]);
  expectNear(playheadOf(scene, 5), 12, 1);
});
