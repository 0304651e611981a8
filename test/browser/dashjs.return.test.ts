import { expect, test } from 'vitest';
import { openDashBrowser, openDashScene } from './dashjs-scene';
import { expectNear, OPENING, playheadOf } from './html5-scene';
import { scene, useScenes } from './scenes';

useScenes(openDashBrowser, openDashScene);

const play = (file: string, start?: number) =>
  scene.page.evaluate(
    async ([file, start]) => {
      const { at, element, untilMade } = window.scene;
      window.dash.attachSource(`${at.media}/${file}`, start);
      element.play().catch(() => undefined);
      await untilMade('play', 2);
    },
    [file, start] as const,
  );

test.each([
  ['at the second that is given with its source', 'cut/60/main.mpd?only=1', 30],
  ['at the second that its address names', 'cut/60/main.mpd?only=1#t=30', undefined],
])('a session begins %s', async (_, file, start) => {
  await play(file, start);
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
  for (const index of [0, 2]) expectNear(playheadOf(scene, index), 30, 0.1);
});

test('the same source once more, where it was, goes on in its session', async () => {
  await play('cut/20/main.mpd?only=1');
  const at = await scene.page.evaluate(async () => {
    const { at, element, past, untilMade } = window.scene;
    await past(1.5);
    const { currentTime } = element;
    window.dash.attachSource(`${at.media}/cut/20/main.mpd?only=1`, currentTime);
    element.play().catch(() => undefined);
    await untilMade('play', 3);
    return currentTime;
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} bufferStart play sessionEnd`]);
  for (const index of [4, 5]) expectNear(playheadOf(scene, index), at);
});

test('an ad of the stream that was shown to its end is complete, although other content comes just then', async () => {
  await scene.page.evaluate(() => {
    const { mediaCollection, scene } = window as unknown as {
      mediaCollection: typeof import('@media-collection/dashjs');
      scene: typeof window.scene;
    };
    scene.detach();
    const ads = [{ start: 2, end: 4, params: { 'media.ad.id': 'a' } }];
    scene.detach = scene.tracker.attach(mediaCollection.dashjs(window.dash, { ads }));
  });
  await play('cut/20/main.mpd?only=1');
  await scene.page.evaluate(async () => {
    const { at, element, untilMade } = window.scene;
    await untilMade('adStart');
    while (element.currentTime < 3.97) await new Promise(requestAnimationFrame);
    window.dash.attachSource(`${at.media}/cut/12/main.mpd?only=1`);
    await untilMade('sessionEnd');
  });
  await scene.finish();
  expect(scene.line()).toBe(`${OPENING} adBreakStart adStart play adComplete adBreakComplete sessionEnd`);
});

test('another element goes on in the session', async () => {
  await play('cut/20/main.mpd?only=1');
  await scene.page.evaluate(async () => {
    const { element, past, untilMade } = window.scene;
    await past(1.5);
    const next = element.cloneNode() as HTMLVideoElement;
    element.after(next);
    next.muted = true;
    window.dash.attachView(next);
    next.play().catch(() => undefined);
    await untilMade('bufferStart');
    await new Promise((resolve) => setTimeout(resolve, 500));
    void next.play();
    await untilMade('play', 3);
  });
  await scene.finish();
  // dash.js pauses what it is told to play while it begins.
  expect(scene.lines()).toEqual([expect.stringMatching(`^${OPENING} bufferStart play( pauseStart play)? sessionEnd$`) as string]);
});

test('an element that is taken away ends the session then, whatever it plays on', async () => {
  await play('cut/20/main.mpd?only=1');
  const [now, at] = await scene.page.evaluate(async () => {
    const { element, past, untilMade } = window.scene;
    await past(1.5);
    const at = [Date.now(), element.currentTime] as const;
    window.dash.attachView(null);
    await untilMade('sessionEnd');
    return at;
  });
  await scene.settle();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
  const { ts, playhead } = scene.events()[4]!.playerTime;
  expectNear(playhead, at);
  expect(Math.abs(ts - now)).toBeLessThan(100);
});

test('sources that are abandoned at once bear their own names, and the last one is one session', async () => {
  await scene.page.evaluate(async () => {
    const { at, element, past } = window.scene;
    for (const seconds of [20, 10, 6]) {
      window.dash.attachSource(`${at.media}/cut/${seconds}/main.mpd?only=1`);
      element.play().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    // One that is abandoned may have played, too.
    await past(2);
  });
  await scene.finish();
  const ids = scene.lines().map((_, session) => String(scene.events(session)[0]!.params!['media.id']));
  expect(ids.at(-1)).toContain('/cut/6/');
  expect(new Set(ids).size).toBe(ids.length);
  expect(scene.lines().at(-1)).toBe(`${OPENING} sessionEnd`);
});

test('a page that loads other content at the end, before anybody else knows of it, has completed the first one', async () => {
  await scene.page.evaluate(() => {
    const { at, element } = window.scene;
    const next = () => {
      window.dash.attachSource(`${at.media}/cut/20/main.mpd?only=1`);
      element.play().catch(() => undefined);
    };
    element.addEventListener('ended', next, { capture: true, once: true });
  });
  await play('cut/4/main.mpd?only=1');
  await scene.page.evaluate(() => window.scene.untilMade('play', 4));
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionComplete`, `${OPENING} sessionEnd`]);
});

test('a picture that is not there ends the session when the buffer is empty, although its sound goes on', async () => {
  scene.media.fault({ match: /c-1-0000[4-9]/, status: 404 });
  await scene.page.evaluate(() => window.dash.updateSettings({ streaming: { retryAttempts: { MediaSegment: 0 } } }));
  await play('cut/20/main.mpd?only=1');
  await scene.page.evaluate(() => window.scene.untilMade('sessionEnd'));
  scene.forgive(/404/);
  await scene.settle();
  expect(scene.line()).toMatch(/^sessionStart stateStart:mute( play){0,2} error( play){0,2} sessionEnd$/);
});
