import { describe, expect, test } from 'vitest';
import type { Tracker } from '@media-collection/core';
import { OPENING } from './html5-scene';
import { openVideojsBrowser, openVideojsScene } from './videojs-scene';
import { scene, useScenes } from './scenes';

useScenes(openVideojsBrowser, openVideojsScene);

describe('a player is followed', () => {
  const follows: Readonly<Record<string, () => Tracker>> = {
    'by its method': () => {
      const { stage, scene } = window;
      stage.create();
      return stage.player.mediaCollection(scene.options());
    },
    'by its options': () => {
      const { stage, scene } = window;
      stage.create({ plugins: { mediaCollection: scene.options() } });
      return stage.player.mediaCollection()!;
    },
    'by a call of videojs with it': () => {
      const { stage, scene } = window;
      stage.create();
      return stage.videojs.mediaCollection(stage.player, scene.options());
    },
    'by a call of videojs with its id': () => {
      const { stage, scene } = window;
      stage.create();
      return stage.videojs.mediaCollection('film', scene.options());
    },
    'by a call of videojs with its element': () => {
      const { stage, scene } = window;
      stage.create();
      return stage.videojs.mediaCollection(stage.player.el(), scene.options());
    },
  };
  test.each(Object.entries(follows))('%s', async (_, follow) => {
    const isCurrent = await scene.page.evaluate(`(async () => {
      const tracker = (${String(follow)})();
      scene.detach = () => tracker.destroy();
      await stage.play('clip.mp4');
      return tracker === stage.player.mediaCollection();
    })()`);
    expect(isCurrent).toBe(true);
    await scene.finish();
    expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
    expect(scene.events()[0]!.params).toMatchObject({ 'media.playerName': 'videojs', 'media.sdkVersion': '8.24.1' });
  });

  test('anew by a second call, which ends what the first began', async () => {
    // The second tracker knows nothing of the session before.
    scene.allow('resume-missing');
    await scene.page.evaluate(async () => {
      const { follow, show } = window.stage;
      await show();
      const second = window.scene.untilMade('play', 4);
      follow();
      await second;
    });
    await scene.finish();
    expect(scene.lines()).toEqual([`${OPENING} sessionEnd`, `${OPENING} sessionEnd`]);
  });

  test('not at all by what is wrong, and nothing is half attached', async () => {
    const sentences = await scene.page.evaluate(() => {
      const { stage } = window;
      const { videojs } = stage;
      stage.create();
      const { player } = stage;
      const gone = videojs(document.body.appendChild(document.createElement('video')));
      gone.dispose();
      const options = window.scene.options();
      const wrong: [unknown, unknown][] = [
        [{}, options],
        [undefined, options],
        [gone, options],
        [player, { ...options, endpoint: undefined }],
      ];
      const sentences = wrong.map(([what, options]) => {
        try {
          videojs.mediaCollection(what, options as never);
          return 'accepted';
        } catch (error) {
          return String(error);
        }
      });
      return [...sentences, String(player.mediaCollection())];
    });
    for (const sentence of sentences.slice(0, 3))
      expect(sentence).toMatch(/^TypeError: @media-collection\/videojs: expected a Video.js player/);
    expect(sentences[3]).toMatch(/endpoint: expected an https URL, or insecure: true, got undefined/);
    expect(sentences[4]).toBe('undefined');
    expect(scene.calls).toEqual([]);
  });
});
