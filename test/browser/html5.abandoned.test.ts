import { expect, test } from 'vitest';
import { openScene, openSceneBrowser, OPENING } from './html5-scene';
import { scene, useScenes } from './scenes';

useScenes(openSceneBrowser, openScene);

test.each([
  ['in the same moment', 0],
  ['after as long as a request takes', 60],
])('sources that are abandoned %s bear their own names, or are not told, and the last one is one session', async (_, ms) => {
  await scene.page.evaluate(async (ms) => {
    const { at, element, follow, past } = window.scene;
    follow();
    for (const file of ['audio.m4a', 'short.mp4', 'clip.mp4']) {
      element.src = `${at.media}/${file}`;
      element.play().catch(() => undefined);
      if (ms && file !== 'clip.mp4') await new Promise((resolve) => setTimeout(resolve, ms));
    }
    await past(2);
  }, ms);
  await scene.finish();
  const lines = scene.lines();
  expect(lines.at(-1)).toBe(`${OPENING} sessionEnd`);
  const ids = lines.map((_, session) => (scene.events(session)[0]!.params as Record<string, unknown>)['media.id']);
  const files = ['audio.m4a', 'short.mp4', 'clip.mp4'].map((file) => `${scene.media.url}/${file}`);
  expect([files, files.slice(-1)]).toContainEqual(ids);
});
