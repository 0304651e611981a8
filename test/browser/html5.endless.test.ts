import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { report } from '@media-collection/report';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { expectNear, OPENING, openScene, openTheatre, type Scene } from './html5-scene';
import type { Browser } from './kit';

let browser: Browser;
let scene: Scene;
beforeAll(async () => {
  browser = await openTheatre();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  scene = await openScene(browser);
});
afterEach(() => scene.close());

/** What was shown goes on with the clock from the first frame to the last, and none of it was buffering. */
function expectSteady(seconds: number): void {
  const events = scene.events();
  const first = events.find(({ eventType }) => eventType === 'play')!.playerTime;
  for (const { playerTime } of events.filter(({ playerTime }) => playerTime.ts > first.ts))
    expectNear(playerTime.playhead - first.playhead, (playerTime.ts - first.ts) / 1_000, 0.5);
  const { metrics } = report(events);
  expectNear(metrics.contentTimeSpent, seconds, 0.5);
}

/** Records a picture of some seconds in the page: a file of which nothing in it says how long it is. */
const record = (seconds: number): Promise<number[]> =>
  scene.page.evaluate(async (seconds) => {
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d')!;
    const recorder = new MediaRecorder(canvas.captureStream(25));
    const parts: Blob[] = [];
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
    // In parts, of which the first is made before anybody knows how long it will be.
    recorder.start(500);
    const draw = setInterval(() => context.fillText(String(performance.now()), Math.random() * 90, 50), 40);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    clearInterval(draw);
    await new Promise((resolve) => {
      recorder.addEventListener('stop', resolve);
      recorder.stop();
    });
    return Array.from(new Uint8Array(await new Blob(parts).arrayBuffer()));
  }, seconds);

/** Follows, plays a recording, and waits for its end. */
const play = (src: string, edge: number): Promise<void> =>
  scene.page.evaluate(
    async ([src, edge]) => {
      const { element, follow, heard, said } = window.scene;
      follow({ media: { params: { 'media.id': 'recorded' } } });
      element.src = src;
      await heard('loadedmetadata');
      const { duration, seekable } = element;
      const end = seekable.length ? seekable.end(0) : 0;
      if (duration !== Infinity || end !== edge)
        throw new Error(`This browser says ${duration}, and that it can seek up to ${end}.`);
      void element.play();
      await said('sessionComplete');
    },
    [src, edge] as const,
  );

test('a stream that is sent without a length is heard as it comes, by the second of the day', async () => {
  const bytes = Buffer.from(await record(5));
  const radio = createServer(async (_, response) => {
    response.writeHead(200, { 'content-type': 'video/webm', 'access-control-allow-origin': '*' });
    for (let at = 0; at < bytes.length && !response.destroyed; at += bytes.length / 40) {
      response.write(bytes.subarray(at, at + bytes.length / 40));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    response.end();
  }).listen(0, '127.0.0.1');
  await once(radio, 'listening');
  await play(`http://127.0.0.1:${(radio.address() as AddressInfo).port}/`, Infinity);
  radio.close();
  await scene.settle();
  expect(scene.lines()).toEqual([`${OPENING} sessionComplete`]);
  expect(scene.events()[0]!.params).toMatchObject({ 'media.contentType': 'live', 'media.length': 86_400 });
  const [{ playhead, ts }] = scene.events().map(({ playerTime }) => playerTime) as [{ playhead: number; ts: number }];
  expectNear(playhead, (ts / 1_000) % 86_400, 1);
  expectSteady(5);
});

test('what a MediaRecorder made, and no page mended, is shown to its end', async () => {
  const bytes = await record(4);
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
    const { element, follow, heard, at, said } = window.scene;
    follow();
    element.src = `${at.media}/live/media_0.m3u8?win=8&ends=6`;
    void element.play();
    await said('play', 2);
    await heard('durationchange', () => Number.isFinite(element.duration));
    await heard('timeupdate');
    element.pause();
    await said('pauseStart');
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
