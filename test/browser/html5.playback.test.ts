import { expect, test } from 'vitest';
import { expectNear, OPENING, openScene, openSceneBrowser, playheadOf } from './html5-scene';
import { scene, useScenes } from './scenes';

useScenes(openSceneBrowser, openScene);

test('a muted element that plays by itself opens a session with what it knows', async () => {
  const measured = await scene.page.evaluate(async () => {
    const { element, follow, untilMade, at } = window.scene;
    follow();
    // Before the adapter, whose first work may take a slow machine a while.
    const first = (type: string) =>
      new Promise<number>((resolve) => element.addEventListener(type, () => resolve(Date.now()), { capture: true, once: true }));
    const times = Promise.all([first('play'), first('playing')]);
    element.autoplay = true;
    element.src = `${at.media}/clip.mp4?token=secret#t=0`;
    await untilMade('play', 2);
    const [wished, ran] = await times;
    return ran - wished;
  });
  await scene.finish();
  expect(scene.line()).toBe(`${OPENING} sessionEnd`);
  const [sessionStart, , play, again] = scene.events();
  expect(sessionStart).toMatchObject({
    params: {
      'media.id': `${scene.media.url}/clip.mp4`,
      'media.length': 20,
      'media.contentType': 'vod',
      'media.streamType': 'video',
      'media.playerName': 'html5',
      'media.channel': 'test',
      'media.resume': false,
    },
  });
  expectNear(sessionStart!.playerTime.playhead, 0);
  expectNear(play!.playerTime.playhead, 0);
  expectNear(again!.playerTime.playhead, 1);
  expectNear(again!.playerTime.ts - play!.playerTime.ts, 1_000, 100);
  expectNear(Number(play!.qoeData!['media.qoe.timeToStart']), measured, 50);
  // Where it plays at once, that is 0.
  expect(scene.events().find(({ qoeData }) => qoeData?.['media.qoe.timeToStart'] !== undefined)).toEqual(play);
  expect(await scene.page.evaluate(() => window.scene.warnings)).toEqual([expect.stringContaining('media.id')]);
});

test('nothing is sent before the viewer clicks, and the time to start counts from the click', async () => {
  await scene.page.evaluate(() => {
    const { element, follow, load } = window.scene;
    follow();
    element.insertAdjacentHTML('afterend', '<button>Play</button>');
    document.querySelector('button')!.onclick = () => element.play();
    return load('clip.mp4');
  });
  expect(await scene.page.evaluate(() => window.scene.made)).toEqual([]);
  expect(scene.calls).toEqual([]);
  await scene.page.click('button');
  await scene.page.evaluate(() => window.scene.untilMade('play', 2));
  await scene.finish();
  expect(scene.line()).toBe(`${OPENING} sessionEnd`);
  expect(scene.events()[2]!.qoeData!['media.qoe.timeToStart']).toBeLessThan(1_000);
});

test('a pause and a resume are reported where they happen', async () => {
  const at = await scene.page.evaluate(async () => {
    const { element, nextEvent, perform } = window.scene;
    await perform();
    const paused = nextEvent('pause');
    element.pause();
    await paused;
    const playing = nextEvent('playing');
    void element.play();
    await playing;
    return element.currentTime;
  });
  await scene.finish();
  expect(scene.line()).toBe(`${OPENING} pauseStart play sessionEnd`);
  expectNear(playheadOf(scene, 4), at);
  expectNear(playheadOf(scene, 5), at);
});

test('an element that plays already is followed from where it is, without a time to start', async () => {
  const at = await scene.page.evaluate(async () => {
    const { element, follow, load, past, untilMade } = window.scene;
    await load('clip.mp4', 5);
    void element.play();
    await past(5.5);
    follow();
    const at = element.currentTime;
    await untilMade('play', 2);
    return at;
  });
  await scene.finish();
  expect(scene.line()).toBe(`${OPENING} sessionEnd`);
  expectNear(playheadOf(scene, 0), at);
  expectNear(playheadOf(scene, 2), at);
  expectNear(playheadOf(scene, 3), at + 1);
  expect(scene.events().filter(({ qoeData }) => qoeData?.['media.qoe.timeToStart'])).toEqual([]);
});

test('an element that was asked to play before its data came is followed like any other', async () => {
  await scene.page.evaluate(async () => {
    const { element, follow, untilMade, at } = window.scene;
    element.src = `${at.media}/clip.mp4`;
    void element.play();
    follow();
    await untilMade('play', 2);
  });
  await scene.finish();
  expect(scene.line()).toBe(`${OPENING} sessionEnd`);
  expect(scene.events()[0]!.params).toMatchObject({ 'media.id': `${scene.media.url}/clip.mp4`, 'media.length': 20 });
  expect(scene.events()[2]!.qoeData).toMatchObject({ 'media.qoe.timeToStart': expect.any(Number) });
});

test('play and pause in one task is no play', async () => {
  await scene.page.evaluate(async () => {
    const { element, follow, nextEvent, load } = window.scene;
    follow();
    await load('clip.mp4');
    const paused = nextEvent('pause');
    element.play().catch(() => undefined);
    element.pause();
    await paused;
  });
  await scene.finish();
  expect(scene.line()).toBe('sessionStart stateStart:mute pauseStart sessionEnd');
});

test('an <audio> element and one that was never inserted are audio', async () => {
  await scene.page.evaluate(async () => {
    const { element, perform, untilMade, follow, at } = window.scene;
    const audio = document.createElement('audio');
    audio.muted = true;
    element.replaceWith(audio);
    await perform('audio.m4a');
    window.scene.detach();
    const loose = new Audio(`${at.media}/audio.m4a`);
    follow({}, loose);
    void loose.play();
    await untilMade('play', 4);
    loose.pause();
    await window.scene.untilMade('pauseStart');
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`, 'sessionStart play play pauseStart sessionEnd']);
  for (const session of [0, 1])
    expect(scene.events(session)[0]!.params).toMatchObject({
      'media.id': `${scene.media.url}/audio.m4a`,
      'media.length': 12,
      'media.streamType': 'audio',
      'media.contentType': 'aod',
    });
});

test('a <video> that has no picture is audio', async () => {
  await scene.page.evaluate(() => window.scene.perform('audio.m4a'));
  await scene.finish();
  expect(scene.line()).toBe(`${OPENING} sessionEnd`);
  expect(scene.events()[0]!.params).toMatchObject({ 'media.streamType': 'audio', 'media.contentType': 'aod' });
});

test('content that the page does not want tracked costs no request', async () => {
  await scene.page.evaluate(async () => {
    const { element, follow, nextEvent, load, past } = window.scene;
    follow({ media: () => null });
    await load('short.mp4', 3);
    const ended = nextEvent('ended');
    void element.play();
    await past(3.5);
    element.pause();
    void element.play();
    await ended;
    window.scene.tracker.destroy();
  });
  await scene.settle();
  expect(scene.calls).toEqual([]);
});

test('the page names the content, adds states by hand, and knows the id of the session', async () => {
  const id = await scene.page.evaluate(async () => {
    const { element, follow, load, untilMade } = window.scene;
    follow({
      media: ({ params, native }) => ({
        params: { 'media.id': `episode of ${params!['media.length']} s`, 'media.name': (native as Element).localName },
        customMetadata: { site: 'acme' },
      }),
    });
    await load('clip.mp4');
    void element.play();
    await untilMade('play', 2);
    window.scene.tracker.track('stateStart', { 'media.state.name': 'theatre' });
    window.scene.tracker.track('stateEnd', { 'media.state.name': 'theatre' });
    return window.scene.tracker.sessionId;
  });
  await scene.finish();
  expect(scene.line()).toBe(`${OPENING} stateStart:theatre stateEnd:theatre sessionEnd`);
  expect(scene.events()[0]).toMatchObject({
    params: { 'media.id': 'episode of 20 s', 'media.name': 'video' },
    customMetadata: { site: 'acme' },
  });
  expect(id).toBe(scene.calls.find(({ status }) => status === 201)!.sessionId);
});
