import { report } from '@media-collection/report';
import { expect, test } from 'vitest';
import { expectNear, OPENING, openScene, openSceneBrowser } from './html5-scene';
import { recordPicture, recordTone, serveStream } from './recording';
import { scene, useScenes } from './scenes';

useScenes(openSceneBrowser, openScene);

/** What was shown goes on with the clock from the first frame to the last, and none of it was buffering. */
function expectSteady(seconds: number): void {
  const events = scene.events();
  const first = events.find(({ eventType }) => eventType === 'play')!.playerTime;
  for (const { playerTime } of events.filter(({ playerTime }) => playerTime.ts > first.ts))
    expectNear(playerTime.playhead - first.playhead, (playerTime.ts - first.ts) / 1_000, 0.5);
  const { metrics } = report(events);
  expectNear(metrics.contentTimeSpent, seconds, 0.5);
}

/** Follows, plays a recording, and waits for its end. */
const play = (src: string, edge: number): Promise<void> =>
  scene.page.evaluate(
    async ([src, edge]) => {
      const { element, follow, nextEvent, untilMade } = window.scene;
      follow({ media: { params: { 'media.id': 'recorded' } } });
      element.src = src;
      await nextEvent('loadedmetadata');
      const { duration, seekable } = element;
      const end = seekable.length ? seekable.end(0) : 0;
      if (duration !== Infinity || end !== edge)
        throw new Error(`This browser says ${duration}, and that it can seek up to ${end}.`);
      void element.play();
      await untilMade('sessionComplete');
    },
    [src, edge] as const,
  );

test('a stream that is sent without a length is heard as it comes, by the second of the day', async () => {
  const radio = await serveStream(await recordPicture(scene.page, 5));
  await play(radio.url, Infinity);
  radio.close();
  await scene.settle();
  expect(scene.lines()).toEqual([`${OPENING} sessionComplete`]);
  expect(scene.events()[0]!.params).toMatchObject({ 'media.contentType': 'live', 'media.length': 86_400 });
  const [{ playhead, ts }] = scene.events().map(({ playerTime }) => playerTime) as [{ playhead: number; ts: number }];
  expectNear(playhead, (ts / 1_000) % 86_400, 1);
  expectSteady(5);
});

test('a web radio is heard to its end, and none of it is buffering or idle', async () => {
  const bytes = await recordTone(scene.page, 5);
  await scene.page.evaluate(() => document.querySelector('video')!.replaceWith(new Audio()));
  const radio = await serveStream(bytes, 'audio/webm');
  await play(radio.url, Infinity);
  radio.close();
  await scene.settle();
  expect(scene.lines()).toEqual(['sessionStart play play sessionComplete']);
  expect(scene.events()[0]!.params).toMatchObject({
    'media.contentType': 'live',
    'media.streamType': 'audio',
    'media.length': 86_400,
  });
  expectSteady(5);
});

test('what a MediaRecorder made, and no page mended, is shown to its end', async () => {
  const bytes = Array.from(await recordPicture(scene.page, 4));
  const src = await scene.page.evaluate(
    (bytes) => URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'video/webm' })),
    bytes,
  );
  await play(src, Infinity);
  await scene.settle();
  expect(scene.lines()).toEqual([`${OPENING} sessionComplete`]);
  expectSteady(4);
});

test('a programme that ends while it is watched stays live, by one measure', async () => {
  await scene.page.evaluate(async () => {
    const { element, follow, nextEvent, at, untilMade } = window.scene;
    follow();
    element.src = `${at.media}/live/media_0.m3u8?win=8&ends=6`;
    void element.play();
    await untilMade('play', 2);
    await nextEvent('durationchange', () => Number.isFinite(element.duration));
    await nextEvent('timeupdate');
    element.pause();
    await untilMade('pauseStart');
  });
  await scene.finish();
  expect(scene.lines()).toHaveLength(1);
  const events = scene.events();
  expect(events[0]!.params).toMatchObject({ 'media.contentType': 'live', 'media.length': 86_400 });
  for (const { playerTime } of events) expect(playerTime.playhead).toBeGreaterThanOrEqual(events[0]!.playerTime.playhead - 0.1);
  const [last, first] = [/^pauseStart$/, /^play$/].map(
    (type) => events.findLast(({ eventType }) => type.test(eventType))!.playerTime,
  );
  expectNear(last!.playhead - first!.playhead, (last!.ts - first!.ts) / 1_000);
});
