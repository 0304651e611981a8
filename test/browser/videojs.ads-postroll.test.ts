import { expect, test } from 'vitest';
import { report } from '@media-collection/report';
import { openAdsScene, openAdsBrowser } from './ads-scene';
import { expectNear, playheadOf } from './html5-scene';
import { scene, useScenes } from './scenes';

useScenes(openAdsBrowser, openAdsScene);

test('waiting for a post-roll that never comes is neither content nor buffering', async () => {
  await scene.page.evaluate(async () => {
    const { create, follow, source } = window.stage;
    create();
    const { player } = window.stage;
    (player as unknown as { ads(options: object): void }).ads({});
    player.on('readyforpreroll', () => player.trigger('nopreroll'));
    player.trigger('adsready');
    follow();
    player.src(source('short.mp4'));
    void player.play();
    await window.scene.untilMade('sessionComplete');
  });
  await scene.settle();
  expect(scene.lines()).toEqual([expect.not.stringContaining('bufferStart')]);
  expectNear(playheadOf(scene, scene.events().length - 1), 4);
  expectNear(report(scene.events()).metrics.contentTimeSpent, 4);
});
