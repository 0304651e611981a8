import { expect, test } from 'vitest';
import { openDashBrowser, openDashScene } from './dashjs-scene';
import { expectNear, playheadOf } from './html5-scene';
import { scene, useScenes } from './scenes';

useScenes(async () => {
  const browser = await openDashBrowser();
  await browser.context.addInitScript(() => {
    window.dashOptions = {
      chapters: [{ title: 'One', start: 0, end: 2 }],
      ads: [{ start: 2, end: 4, params: { 'media.ad.id': 'last' } }],
    };
  });
  return browser;
}, openDashScene);

test('content that dash.js ends before its element does is completed, with the ad that is its last part', async () => {
  const { ended, second } = await scene.page.evaluate(async () => {
    const { at, element, untilMade } = window.scene;
    // The media are 10 ms longer than their period, and dash.js looks every 200 ms whether they stand beyond its end. Here it is always
    // sooner than `ended`, as it is now and then in the field, because its clock is there 240 ms early, less than what an ad may lack; that of listeners is not.
    let listens = false;
    element.addEventListener(
      'timeupdate',
      () => {
        listens = true;
        setTimeout(() => (listens = false));
      },
      true,
    );
    const { get, set } = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'currentTime')!;
    Object.defineProperty(element, 'currentTime', {
      get() {
        const second = get!.call(element) as number;
        return second > 3.76 && !element.paused && !listens ? Math.max(second, 4) : second;
      },
      set(second) {
        set!.call(element, second);
      },
    });
    window.dash.attachSource(`${at.media}/cut/4/main.mpd?only=1`);
    element.play().catch(() => undefined);
    await untilMade('sessionComplete');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return { ended: element.ended, second: element.currentTime };
  });
  expect(ended, 'the element did not fire `ended`').toBe(false);
  expect(second).toBeLessThan(4);
  await scene.finish();
  const ad = 'adBreakStart adStart play adComplete adBreakComplete';
  expect(scene.lines()).toEqual([`sessionStart stateStart:mute play chapterStart play chapterComplete ${ad} sessionComplete`]);
  expectNear(playheadOf(scene, scene.events().length - 1), 2, 0.05);
});
