import { expect, test } from 'vitest';
import { OPENING } from './html5-scene';
import { openVideojsBrowser, openVideojsScene } from './videojs-scene';
import { scene, useScenes } from './scenes';

useScenes(openVideojsBrowser, openVideojsScene);

test('captions that are shown are a state', async () => {
  await scene.page.evaluate(async () => {
    const { show } = window.stage;
    const { untilMade } = window.scene;
    await show();
    const told = untilMade('stateStart', 2);
    const track = window.stage.player.addTextTrack('captions', 'English', 'en') as unknown as TextTrack;
    track.mode = 'showing';
    await told;
    track.mode = 'disabled';
    await untilMade('stateEnd');
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} stateStart:closedCaptioning stateEnd:closedCaptioning sessionEnd`]);
});

test('the cues of a chapters track are chapters, played through or skipped', async () => {
  await scene.page.evaluate(async () => {
    const { create, follow, nextEvent, source } = window.stage;
    create();
    follow();
    const known = nextEvent('loadedmetadata');
    window.stage.player.src(source('clip.mp4'));
    await known;
    const src = `${window.scene.at.media}/chapters.vtt`;
    const { track } = window.stage.player.addRemoteTextTrack({ kind: 'chapters', src }, false) as unknown as { track: TextTrack };
    await new Promise((resolve) => track.addEventListener('loadeddata', resolve));
    window.stage.player.currentTime(4);
    const through = window.scene.untilMade('chapterStart', 2);
    void window.stage.player.play();
    await through;
    const skipped = window.scene.untilMade('chapterStart', 3);
    window.stage.player.currentTime(13);
    await skipped;
  });
  await scene.finish();
  const chapters = scene.events().filter(({ eventType }) => eventType.startsWith('chapter'));
  expect(chapters.map(({ eventType, params = {} }) => [eventType, params['media.chapter.friendlyName' as never]])).toEqual([
    ['chapterStart', 'Intro'],
    ['chapterComplete', undefined],
    ['chapterStart', 'Middle'],
    ['chapterSkip', undefined],
    ['chapterStart', 'End'],
    ['chapterSkip', undefined],
  ]);
});

test('while an ad plugin is in its ad mode, what the player says of its ads is not reported', async () => {
  await scene.page.evaluate(async () => {
    const { show } = window.stage;
    let inAdMode = false;
    await show();
    Object.assign(window.stage.player, { ads: { isInAdMode: () => inAdMode } });
    inAdMode = true;
    for (const type of ['pause', 'waiting', 'seeking', 'playing', 'ended']) window.stage.player.trigger(type);
    inAdMode = false;
    window.stage.player.pause();
    await window.scene.untilMade('pauseStart');
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} pauseStart sessionEnd`]);
});
