import { describe, expect, test } from 'vitest';
import { expectNear, OPENING, openScene, openSceneBrowser, playheadOf } from './html5-scene';
import { byteOf } from './browser';
import { scene, useScenes } from './scenes';

useScenes(openSceneBrowser, openScene);

describe('an element that is put back into the document', () => {
  test.each([30, 300])('after %d ms goes on playing in its session, and the gap is buffering', async (ms) => {
    await scene.page.evaluate(async (ms) => {
      const { element, perform, past } = window.scene;
      await perform();
      element.remove();
      await new Promise((resolve) => setTimeout(resolve, ms));
      document.body.append(element);
      await element.play();
      await past(element.currentTime + 0.5);
    }, ms);
    await scene.finish();
    expect(scene.lines()).toEqual([`${OPENING} bufferStart play sessionEnd`]);
    const [, , , , wait, play] = scene.events().map(({ playerTime }) => playerTime);
    expectNear((play!.ts - wait!.ts) / 1_000, ms / 1_000, 0.3);
    expectNear(play!.playhead, wait!.playhead, 0.1);
  });

  test.each([30, 300])('after %d ms, and was paused, is paused in its session', async (ms) => {
    await scene.page.evaluate(async (ms) => {
      const { element, perform, untilMade } = window.scene;
      await perform();
      element.pause();
      await untilMade('pauseStart');
      element.remove();
      await new Promise((resolve) => setTimeout(resolve, ms));
      document.body.append(element);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await element.play();
      await untilMade('play', 3);
    }, ms);
    await scene.finish();
    expect(scene.lines()).toHaveLength(1);
    expect(scene.line()).toMatch(/^sessionStart stateStart:mute play play pauseStart (bufferStart pauseStart )?play sessionEnd$/);
  });

  test('too late is another session, of content that goes on', async () => {
    await scene.page.evaluate(async () => {
      const { element, perform, untilMade } = window.scene;
      await perform();
      element.remove();
      await untilMade('sessionEnd');
      document.body.append(element);
      await element.play();
      await untilMade('play', 4);
    });
    await scene.finish();
    expect(scene.lines()).toEqual([`${OPENING} sessionEnd`, `${OPENING} sessionEnd`]);
    expect(scene.events(1)[0]!.params).toMatchObject({ 'media.resume': true });
    expectNear(scene.events()[4]!.playerTime.ts, scene.events()[3]!.playerTime.ts, 400);
  });
});

describe('an element that is paused and leaves', () => {
  test.each([
    ['without a box: an <audio> without controls', '<audio></audio>', 'audio.m4a'],
    ['without a box: what is around it is not displayed', '<div style="display: none"><video></video></div>', 'clip.mp4'],
    ['although it was put into the document only when it was followed', '', 'clip.mp4'],
    ['without a box, and put into the document only then', '', 'audio.m4a'],
    ['in a page with an element that is called on', '<audio></audio><button id="on"></button>', 'audio.m4a'],
  ])('ends its session, %s', async (_, html, file) => {
    const left = await scene.page.evaluate(
      async ([html, file]) => {
        const { perform, past, untilMade } = window.scene;
        document.body.innerHTML = html;
        const made = document.createElement(file.endsWith('.m4a') ? 'audio' : 'video');
        const element = document.querySelector<HTMLVideoElement>('video, audio') ?? (made as HTMLVideoElement);
        window.scene.element = element;
        element.muted = true;
        element.addEventListener('loadstart', () => element.isConnected || document.body.append(element));
        await perform(file);
        await past(1.5);
        element.pause();
        await untilMade('pauseStart');
        const left = Date.now();
        element.remove();
        await untilMade('sessionEnd');
        return left;
      },
      [html, file] as const,
    );
    await scene.settle();
    expect(scene.lines()).toEqual([expect.stringMatching(/ pauseStart sessionEnd$/)]);
    expectNear(scene.events().at(-1)!.playerTime.ts, left, 300);
  });
});

describe('an element whose document goes', () => {
  test.each(['frame', 'window of picture-in-picture'])('with its %s ends its session where it was', async (place) => {
    const [left, at] = await scene.page.evaluate(async (place) => {
      const { element, perform, past, untilMade } = window.scene;
      const frame = document.createElement('iframe');
      const isFrame = place === 'frame';
      window.scene.element = element;
      if (isFrame) {
        document.body.append(frame);
        frame.contentDocument!.body.append(element);
      }
      await perform();
      const { documentPictureInPicture } = window as unknown as {
        documentPictureInPicture: { requestWindow(): Promise<Window> };
      };
      const opened = isFrame ? undefined : await documentPictureInPicture.requestWindow();
      opened?.document.body.append(element);
      await past(element.currentTime + 1);
      const [left, at] = [Date.now(), element.currentTime];
      if (opened) opened.close();
      else frame.remove();
      await untilMade('sessionEnd');
      return [left, at] as const;
    }, place);
    await scene.settle();
    expect(scene.lines()).toEqual([expect.stringMatching(/ play sessionEnd$/)]);
    const { ts, playhead } = scene.events().at(-1)!.playerTime;
    expectNear(ts, left, 500);
    expectNear(playhead, at, 0.4);
  });

  test('is taken back by its page goes on in its session', async () => {
    await scene.page.evaluate(async () => {
      const { element, perform, past } = window.scene;
      await perform();
      const { documentPictureInPicture } = window as unknown as {
        documentPictureInPicture: { requestWindow(): Promise<Window> };
      };
      const opened = await documentPictureInPicture.requestWindow();
      opened.document.body.append(element);
      await past(element.currentTime + 0.5);
      opened.addEventListener('pagehide', () => document.body.append(element));
      opened.close();
      await past(element.currentTime + 1.5);
    });
    await scene.finish();
    expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
  });
});

test('another file of the same content goes on where the first broke off, as content that goes on', async () => {
  await scene.page.evaluate(async () => {
    const { element, at, follow, load, past, untilMade, nextEvent } = window.scene;
    follow({ media: { params: { 'media.id': 'ep-1' } } });
    await load('clip.mp4', 5);
    await element.play();
    await past(6.5);
    const second = element.currentTime;
    element.src = `${at.media}/clip.mp4?better`;
    await nextEvent('loadedmetadata');
    element.currentTime = second;
    await element.play();
    await untilMade('play', 4);
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`, `${OPENING} sessionEnd`]);
  expect(scene.events(1)[0]!.params).toMatchObject({ 'media.resume': true });
  expectNear(playheadOf(scene, 0, 1), playheadOf(scene, 4));
});

test.each([
  ['a fragment of its address', 'clip.mp4#t=8', 0],
  ['its page, once the metadata are known', 'clip.mp4', 8],
])('content begins where %s says', async (_, file, second) => {
  await scene.page.evaluate(
    async ([file, second]) => {
      const { element, at, follow, past } = window.scene;
      follow();
      element.addEventListener('loadedmetadata', () => {
        if (second) element.currentTime = second;
      });
      element.src = `${at.media}/${file}`;
      await element.play();
      await past(9.5);
    },
    [file, second] as const,
  );
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
  for (const index of [0, 1, 2]) expectNear(playheadOf(scene, index), 8, 0.1);
});

test('content begins where its page says before there are metadata, also content that goes on', async () => {
  await scene.page.evaluate(async () => {
    const { element, at, follow, past } = window.scene;
    follow();
    const play = async (file: string, second: number): Promise<void> => {
      element.src = `${at.media}/${file}`;
      if (second) element.currentTime = second;
      void element.play();
      await past(second + 1.5);
    };
    await play('clip.mp4', 8);
    const broken = element.currentTime;
    await play('short.mp4', 0);
    await play('clip.mp4', broken);
  });
  await scene.finish();
  expect(scene.lines()).toEqual([1, 2, 3].map(() => `${OPENING} sessionEnd`));
  for (const index of [0, 1, 2]) expectNear(playheadOf(scene, index), 8, 0.1);
  expectNear(playheadOf(scene, 0, 2), playheadOf(scene, 4), 0.1);
  expect(scene.events(2)[0]!.params).toMatchObject({ 'media.resume': true });
});

test('a jump while data are missing is a seek from when it began', async () => {
  const held = scene.media.fault({ match: 'clip.mp4', afterBytes: byteOf(3), holdMs: Infinity });
  await scene.page.exposeFunction('release', held.release);
  const jumped = await scene.page.evaluate(async () => {
    const { element, nextEvent, past, perform } = window.scene;
    const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    await perform();
    await nextEvent('waiting');
    await wait(1_200);
    const jumped = Date.now();
    element.currentTime = 12;
    await wait(2_000);
    (window as unknown as { release(): void }).release();
    await past(13.5);
    return jumped;
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} bufferStart pauseStart play sessionEnd`]);
  expectNear(scene.events()[5]!.playerTime.ts, jumped, 100);
  expectNear(playheadOf(scene, 6), 12, 0.1);
});

test('an element that is taken out during a seek, and put back, goes on in its session', async () => {
  const held = scene.media.fault({ match: 'clip.mp4', afterBytes: byteOf(6), holdMs: Infinity });
  await scene.page.exposeFunction('release', held.release);
  await scene.page.evaluate(async () => {
    const { element, past, perform } = window.scene;
    const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    await perform();
    element.currentTime = 12;
    await wait(500);
    element.remove();
    await wait(300);
    document.body.append(element);
    void element.play();
    await wait(1_000);
    (window as unknown as { release(): void }).release();
    await past(13.2);
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} pauseStart bufferStart play sessionEnd`]);
});

test('a rate of 0 is a pause', async () => {
  const [stood, ran] = await scene.page.evaluate(async () => {
    const { element, perform, untilMade, past } = window.scene;
    await perform();
    element.playbackRate = 0;
    await untilMade('pauseStart');
    const stood = element.currentTime;
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    element.playbackRate = 1;
    await untilMade('play', 3);
    await past(element.currentTime + 0.5);
    return [stood, element.currentTime] as const;
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} pauseStart play sessionEnd`]);
  const [, , , , pause, play, end] = scene.events().map(({ playerTime }) => playerTime);
  expectNear((play!.ts - pause!.ts) / 1_000, 2.5, 0.4);
  for (const { playhead } of [pause!, play!]) expectNear(playhead, stood, 0.1);
  expectNear(end!.playhead, ran);
});

test('a viewer who resumes while data are missing waits for them', async () => {
  const held = scene.media.fault({ match: 'clip.mp4', afterBytes: byteOf(3), holdMs: Infinity });
  await scene.page.exposeFunction('release', held.release);
  await scene.page.evaluate(async () => {
    const { element, nextEvent, perform, untilMade } = window.scene;
    await perform();
    await nextEvent('waiting');
    await new Promise((resolve) => setTimeout(resolve, 700));
    element.pause();
    await untilMade('pauseStart');
    await new Promise((resolve) => setTimeout(resolve, 700));
    void element.play().catch(() => undefined);
    await untilMade('bufferStart', 2);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    (window as unknown as { release(): void }).release();
    await untilMade('play', 3);
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} bufferStart pauseStart bufferStart play sessionEnd`]);
  const [, , , , , , wait, play] = scene.events().map(({ playerTime }) => playerTime);
  expectNear((play!.ts - wait!.ts) / 1_000, 1.5, 0.5);
});

test('an end that is sought in a pause completes nothing, and closes no chapter', async () => {
  await scene.page.evaluate(async () => {
    const { options, load, element, nextEvent, untilMade } = window.scene;
    const { createTracker, html5 } = window.mediaCollection;
    window.scene.tracker = createTracker(options());
    window.scene.detach = window.scene.tracker.attach(html5(element, { chapters: [{ start: 0, title: 'All' }] }));
    await load('clip.mp4');
    void element.play();
    await untilMade('play', 2);
    element.pause();
    await untilMade('pauseStart');
    for (const end of [20, 21]) {
      const ended = nextEvent('ended');
      element.currentTime = 15;
      await nextEvent('seeked');
      element.currentTime = end;
      await Promise.race([ended, nextEvent('seeked').then(() => new Promise((resolve) => setTimeout(resolve, 500)))]);
    }
  });
  await scene.finish();
  expect(scene.line()).toMatch(/pauseStart chapterSkip sessionEnd$/);
});
