import { expect, test } from 'vitest';
import { OPENING } from './html5-scene';
import { openHlsBrowser, openHlsScene } from './hlsjs-scene';
import { scene, useScenes } from './scenes';

useScenes(openHlsBrowser, openHlsScene);

/** Gives up after the second failure. */
const HASTY = {
  fragLoadPolicy: {
    default: {
      maxTimeToFirstByteMs: 5_000,
      maxLoadTimeMs: 5_000,
      timeoutRetry: null,
      errorRetry: { maxNumRetry: 1, retryDelayMs: 100, maxRetryDelayMs: 100 },
    },
  },
};

const forgive = () => scene.forgive(/404/);
const errorsOf = (session = 0) =>
  scene
    .events(session)
    .filter(({ eventType }) => eventType === 'error')
    .map(({ qoeData }) => `${qoeData!['media.qoe.errorID']} ${qoeData!['media.qoe.errorSource']}`);

test('a playlist that is not there, before anybody wished to play, opens nothing, until other content comes', async () => {
  await scene.page.evaluate(async () => {
    const { at, element, nextEvent, untilMade } = window.scene;
    window.hls = window.createHls();
    window.hls.attachMedia(element);
    window.watch();
    const failed = window.nextHlsEvent('hlsError');
    window.hls.loadSource(`${at.media}/none.m3u8`);
    await failed;
    const played = nextEvent('play');
    void element.play().catch(() => undefined);
    await played;
    window.hls.loadSource(`${at.media}/cut/20/main.m3u8`);
    void element.play();
    await untilMade('play', 2);
  });
  forgive();
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
  expect(scene.events()[0]!.params!['media.id']).toBe(`${scene.media.url}/cut/20/main.m3u8`);
});

test('a request to play a playlist that is not there is a session of no length, its error and its end; the next one plays', async () => {
  // Or it fails before the element has said that it shall play.
  scene.media.fault({ match: 'none.m3u8', delayMs: 500 });
  await scene.page.evaluate(async () => {
    const { at, element, untilMade } = window.scene;
    window.hls = window.createHls();
    window.hls.attachMedia(element);
    window.watch();
    window.hls.loadSource(`${at.media}/none.m3u8`);
    void element.play().catch(() => undefined);
    await untilMade('sessionEnd');
    window.hls.loadSource(`${at.media}/cut/20/main.m3u8`);
    void element.play();
    await untilMade('play', 2);
  });
  forgive();
  await scene.finish();
  expect(scene.lines()).toEqual(['sessionStart stateStart:mute error sessionEnd', `${OPENING} sessionEnd`]);
  expect(scene.events()[0]!.params).toMatchObject({ 'media.length': 0, 'media.id': `${scene.media.url}/none.m3u8` });
  expect(errorsOf()).toEqual(['hlsjs.manifestLoadError external']);
});

test('a playlist that is tried again with success is another session, though nobody wished again', async () => {
  const missing = scene.media.fault({ match: 'main.m3u8', status: 404, delayMs: 500 });
  await scene.page.evaluate(async () => {
    const { at, element, untilMade } = window.scene;
    window.hls = window.createHls();
    window.hls.attachMedia(element);
    window.watch();
    window.hls.loadSource(`${at.media}/cut/20/main.m3u8`);
    void element.play().catch(() => undefined);
    await untilMade('sessionEnd');
  });
  missing.release();
  await scene.page.evaluate(async () => {
    const { at, untilMade } = window.scene;
    window.hls.loadSource(`${at.media}/cut/20/main.m3u8`);
    await untilMade('play', 2);
  });
  forgive();
  await scene.finish();
  expect(scene.lines()).toEqual(['sessionStart stateStart:mute error sessionEnd', `${OPENING} sessionEnd`]);
});

test('a segment that is missing for ever is an error while the buffer plays, the end when it is empty, and a session when it is there after all', async () => {
  const missing = scene.media.fault({ match: /c-1-0000[3-9]/, status: 404 });
  await scene.page.evaluate(async (config) => {
    const { untilMade } = window.scene;
    await window.perform('cut/20/main.m3u8?only=1', config);
    await untilMade('sessionEnd');
  }, HASTY);
  missing.release();
  const ended = await scene.page.evaluate(async () => {
    const { element, untilMade } = window.scene;
    const { currentTime } = element;
    window.hls.startLoad();
    await untilMade('play', 4);
    return currentTime;
  });
  forgive();
  await scene.finish();
  expect(errorsOf()).toEqual(['hlsjs.fragLoadError external']);
  expect(scene.lines().length).toBe(2);
  expect(scene.line()).toMatch(/^sessionStart stateStart:mute( play){0,2} error( play){0,2} sessionEnd$/);
  expect(scene.line(1)).toBe(`${OPENING} sessionEnd`);
  const [start] = scene.events(1);
  expect(Math.abs(start!.playerTime.playhead - ended)).toBeLessThan(0.5);
});

test('a segment that is there again before the buffer is empty is an error, and nothing else', async () => {
  const missing = scene.media.fault({ match: /c-1-0000[5-9]/, status: 404 });
  await scene.page.evaluate(async (config) => {
    const { untilMade } = window.scene;
    await window.perform('cut/20/main.m3u8?only=1', config);
    await untilMade('error');
  }, HASTY);
  missing.release();
  await scene.page.evaluate(async () => {
    window.hls.startLoad();
    const { element, past, untilMade } = window.scene;
    await past(9);
    const paused = untilMade('pauseStart');
    element.pause();
    await paused;
  });
  forgive();
  await scene.finish();
  expect(scene.lines().length).toBe(1);
  expect(scene.line().replace(' error', '')).toBe(`${OPENING} pauseStart sessionEnd`);
  expect(errorsOf()).toEqual(['hlsjs.fragLoadError external']);
});

test('a listener of the page that recovers media before anybody else knows of the error keeps its session', async () => {
  await scene.page.evaluate(async () => {
    const { at, element, past, untilMade } = window.scene;
    window.hls = window.createHls();
    window.hls.on(
      'hlsError' as never,
      ((_: unknown, { fatal }: { fatal: boolean }) => {
        if (!fatal) return;
        window.hls.recoverMediaError();
        void element.play();
      }) as never,
    );
    window.hls.attachMedia(element);
    window.watch();
    window.hls.loadSource(`${at.media}/cut/20/main.m3u8?only=1`);
    void element.play();
    await untilMade('play', 2);
    await past(1.5);
    const error = { type: 'mediaError', details: 'bufferAppendError', fatal: true, error: new Error('The append failed') };
    window.hls.trigger('hlsError' as never, error as never);
    await untilMade('play', 3);
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} error bufferStart play sessionEnd`]);
});

test('segments that cannot be read are an error, and the end when the buffer is empty, whatever was loaded before', async () => {
  scene.media.fault({ match: /c-1-0000[45]/, corrupt: true });
  await scene.page.evaluate(async () => {
    await window.perform('cut/20/main.m3u8?only=1');
    await window.scene.untilMade('sessionEnd');
  });
  await scene.settle();
  expect(scene.line()).toMatch(/^sessionStart stateStart:mute( play){0,2} error( play){0,2} sessionEnd$/);
  expect(errorsOf()).toEqual(['hlsjs.fragParsingError player']);
});
