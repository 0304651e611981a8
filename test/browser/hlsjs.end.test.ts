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
