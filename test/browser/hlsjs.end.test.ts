import { expect, test } from 'vitest';
import { expectNear, OPENING } from './html5-scene';
import { openHlsBrowser, openHlsScene } from './hlsjs-scene';
import { scene, useScenes } from './scenes';

useScenes(openHlsBrowser, openHlsScene);

test('content whose element stalls at its end is completed, and played again without a request it is another viewing', async () => {
  const ended = await scene.page.evaluate(async () => {
    // As in a browser that does not see that the media are over: the element waits at the end.
    let isOver = false;
    const { get } = Object.getOwnPropertyDescriptor(MediaSource.prototype, 'readyState')!;
    Object.defineProperty(MediaSource.prototype, 'endOfStream', { value: () => (isOver = true) });
    Object.defineProperty(MediaSource.prototype, 'readyState', {
      get(this: MediaSource) {
        return isOver ? 'ended' : (get!.call(this) as string);
      },
    });
    await window.perform('cut/4/main.m3u8?only=1');
    const { element, past, untilMade } = window.scene;
    await untilMade('sessionComplete');
    const { ended } = element;
    element.currentTime = 1;
    await untilMade('sessionStart', 2);
    await past(2);
    return ended;
  });
  expect(ended, 'the element did not fire `ended`').toBe(false);
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} bufferStart sessionComplete`, `${OPENING} sessionEnd`]);
  const first = scene.events(0);
  expectNear(first.at(-1)!.playerTime.playhead, 4, 0.1);
  expectNear(scene.events(1)[0]!.playerTime.playhead, 1, 0.3);
});

/** What a listener of the page that comes first does at the end of 4 s of content. */
const atEnd = (act: () => void) =>
  scene.page.evaluate(async (act) => {
    const { element, nextEvent, past } = window.scene;
    const ended = nextEvent('ended');
    element.addEventListener('ended', new Function(`(${act})()`) as () => void, { once: true });
    await window.perform('cut/4/main.m3u8?only=1');
    await ended;
    await new Promise((resolve) => setTimeout(resolve, 300));
    if (window.hls.url && !element.paused) await past(1.5);
  }, String(act));

test.each([
  [
    'loads other content',
    `${OPENING} sessionEnd`,
    () => {
      window.hls.loadSource(`${window.scene.at.media}/cut/20/main.m3u8?only=1`);
      void window.scene.element.play();
    },
  ],
  [
    'loads the same content again',
    `${OPENING} sessionEnd`,
    () => {
      window.hls.loadSource(window.hls.url!);
      void window.scene.element.play();
    },
  ],
  ['takes the element away', undefined, () => window.hls.detachMedia()],
  ['destroys the player', undefined, () => window.hls.destroy()],
  ['stops following', undefined, () => window.scene.detach()],
])('a page that %s at the end, before anybody else knows of it, has completed the content', async (_, next, act) => {
  await atEnd(act);
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionComplete`, ...(next ? [next] : [])]);
});
