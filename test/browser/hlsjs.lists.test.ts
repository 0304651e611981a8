import { expect, test } from 'vitest';
import { report } from '@media-collection/report';
import { expectNear } from './html5-scene';
import { withBreaks, type Break } from './hlsjs-breaks';
import { openHlsBrowser, openHlsScene } from './hlsjs-scene';
import { scene, useScenes } from './scenes';
import { linesOf } from './shown-ads';

useScenes(openHlsBrowser, openHlsScene);

const OUT = 'X-RESUME-OFFSET=0';
const START = 'sessionStart stateStart:mute';
const CONTENT = `${START} play play`;
const AD = 'adBreakStart adStart play adComplete adBreakComplete';

/** Plays content with a break whose assets come from a list, and with others before it, until a second of it. */
async function play(each: Break, seconds = 12, second = 3, ...before: readonly Break[]): Promise<void> {
  await withBreaks(scene, ...before, each);
  await scene.page.evaluate(
    async ([seconds, second]) => {
      const { at, element, past } = window.scene;
      window.hls = window.createHls();
      // A list is asked for some seconds before.
      window.hls.on('hlsInterstitialStarted' as never, (() => Object.assign(window, { hasBegun: true })) as never);
      window.hls.attachMedia(element);
      window.watch();
      window.hls.loadSource(`${at.media}/cut/${seconds}/main.m3u8?only=1&breaks=1`);
      element.play().catch(() => undefined);
      await past(second);
    },
    [seconds, second] as const,
  );
}
const past = (second: number) => scene.page.evaluate((second) => window.scene.past(second), second);
const until = (type: 'adBreakComplete' | 'sessionComplete') => scene.page.evaluate((type) => window.scene.untilMade(type), type);

const GONE = { afterMs: 1_000, status: 404 };

test.each([
  ['before the content', { id: 'pre', at: 0, more: `CUE="PRE",${OUT}`, list: GONE }, 2, CONTENT],
  ['in the content', { id: 'mid', at: 4, more: OUT, list: { afterMs: 1_000, status: 404 } }, 9, CONTENT],
  ['in place', { id: 'mid', at: 4, list: { afterMs: 1_000, status: 404 } }, 9, CONTENT],
])('a list of assets that is not there, %s, costs nothing of the content', async (_, each, second, line) => {
  await play(each, 12, 1);
  await past(second);
  scene.forgive(/404/);
  await scene.finish();
  expect(linesOf(scene)).toEqual([expect.stringMatching(`^${line}( bufferStart play)? sessionEnd$`) as string]);
  const { contentTimeSpent } = report(scene.events()).metrics;
  expectNear(contentTimeSpent, scene.events().at(-1)!.playerTime.playhead - scene.events()[0]!.playerTime.playhead, 0.5);
});

test('a list of assets behind the content that is not there ends its session', async () => {
  await play({ id: 'post', at: 4, seconds: 2, more: 'CUE="POST"', list: { afterMs: 1_000, status: 404 } }, 4, 1);
  await until('sessionComplete');
  scene.forgive(/404/);
  await scene.settle();
  expect(linesOf(scene)).toEqual([expect.stringMatching(`^${CONTENT}( pauseStart)? sessionComplete$`) as string]);
  expectNear(scene.events().at(-1)!.playerTime.playhead, 4, 0.1);
});

test('a list of assets behind another ad that is not there begins no break', async () => {
  const two = { id: 'two', at: 2, seconds: 2, more: OUT };
  await play({ ...two, list: { afterMs: 4_000, status: 404 } }, 12, 1, { ...two, id: 'one' });
  await scene.page.evaluate(async () => {
    await window.nextHlsEvent(
      'hlsInterstitialEnded',
      ({ event }: { event: { identifier: string } }) => event.identifier === 'two',
    );
  });
  scene.forgive(/404/);
  await scene.finish();
  expect(linesOf(scene)).toEqual([expect.stringMatching(`^${CONTENT} ${AD}( play)?( bufferStart)? sessionEnd$`) as string]);
});

test('a post-roll whose list comes when the viewer has jumped back stands where the content does, and completes nothing', async () => {
  await play({ id: 'post', at: 4, seconds: 2, more: 'CUE="POST"', list: { afterMs: 2_500 } }, 4, 1);
  await scene.page.evaluate(async () => {
    const { element, nextEvent, untilMade } = window.scene;
    await nextEvent('ended');
    element.currentTime = 0.2;
    void element.play();
    await untilMade('adBreakComplete');
    await new Promise((resolve) => setTimeout(resolve, 500));
  });
  await scene.finish();
  expect(linesOf(scene)).toEqual([
    expect.stringMatching(`^${CONTENT}( pauseStart)+ play ${AD}( pauseStart)? sessionEnd$`) as string,
  ]);
  const begins = scene.events().find(({ eventType }) => eventType === 'adBreakStart')!;
  expect((begins.params as Record<string, number>)['media.ad.podSecond']).toBeLessThan(3.1);
});

test('while a list of assets is awaited the content is content, a stall is one, and the break begins with its ad', async () => {
  await play({ id: 'mid', at: 4, seconds: 2, more: OUT, list: { afterMs: 1_000 } });
  await until('adBreakComplete');
  await past(4.5);
  await scene.finish();
  expect(linesOf(scene)).toEqual([expect.stringMatching(`^${CONTENT}( bufferStart)? ${AD}( play)* sessionEnd$`) as string]);
  const begins = scene.events().find(({ eventType }) => eventType === 'adBreakStart')!;
  expect((begins.params as Record<string, number>)['media.ad.podSecond']).toBe(4);
  // 3 s of content after the second `play`, and a second more until the list came.
  const second = scene.events().filter(({ eventType }) => eventType === 'play')[1]!;
  expect(begins.playerTime.ts - second.playerTime.ts).toBeGreaterThan(3_500);
});

test('an end that is sought in a pause is no completion while the list of a post-roll is awaited', async () => {
  await play({ id: 'post', at: 12, seconds: 2, more: 'CUE="POST"', list: { afterMs: 1_000 } }, 12, 1.5);
  await scene.page.evaluate(async () => {
    const { element, untilMade } = window.scene;
    element.pause();
    await untilMade('pauseStart');
    element.currentTime = 12;
    await window.nextHlsEvent('hlsInterstitialAssetStarted');
    void element.play().catch(() => undefined);
    await untilMade('adBreakComplete');
    await new Promise((resolve) => setTimeout(resolve, 500));
  });
  await scene.finish();
  expect(linesOf(scene)).toEqual([expect.stringMatching(`^${CONTENT} pauseStart ${AD}( pauseStart)? sessionEnd$`) as string]);
});
