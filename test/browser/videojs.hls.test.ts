import { expect, test } from 'vitest';
import { expectNear, OPENING, playheadOf } from './html5-scene';
import { openVideojsBrowser, openVideojsScene } from './videojs-scene';
import { scene, useScenes } from './scenes';

useScenes(openVideojsBrowser, openVideojsScene);

/** Kilobits per second of the lowest and of the highest rendition, with their sound, as the playlist says. */
const [LOWEST, HIGHEST] = [167, 467];
const rates = () => scene.events().map(({ eventType, qoeData }) => [eventType, Number(qoeData?.['media.qoe.bitrate'])] as const);

test.each(['kbps', 'bps'] as const)('a rendition that is shown is one change of the bitrate, in %s', async (bitrateUnit) => {
  // Not faster than it must be, or what is chosen lies a long buffer ahead.
  scene.media.fault({ match: '.m4s', bytesPerSecond: 90_000 });
  const shown = await scene.page.evaluate(async (bitrateUnit) => {
    const { create, follow, nextEvent, play } = window.stage;
    create();
    follow({ bitrateUnit });
    const only = (wanted: number): void => {
      const levels = Array.from(window.stage.player.qualityLevels()).toSorted((a, b) => a.bitrate - b.bitrate);
      for (const level of levels) level.enabled = false;
      levels[wanted]!.enabled = true;
    };
    const known = nextEvent('loadedmetadata').then(() => only(0));
    await play('adaptive/main.m3u8');
    await known;
    let tooEarly = false;
    const { qualityLevels } = window.stage.player as unknown as { qualityLevels(): { on(type: string, run: () => void): void } };
    qualityLevels.call(window.stage.player).on('change', () => (tooEarly ||= window.scene.made.includes('bitrateChange')));
    const made = window.scene.untilMade('bitrateChange');
    only(2);
    await made;
    const tracks = Array.from(window.stage.player.textTracks() as unknown as TextTrackList);
    const { activeCues } = tracks.find(({ label }) => label === 'segment-metadata')!;
    const shown = activeCues![0] as unknown as { value: { bandwidth: number } };
    return tooEarly ? NaN : shown.value.bandwidth;
  }, bitrateUnit);
  await scene.finish();
  const told = rates();
  expect(told.filter(([type]) => type === 'bitrateChange').length).toBe(1);
  expect(Math.trunc(told.find(([type]) => type === 'bitrateChange')![1] / (bitrateUnit === 'bps' ? 1_000 : 1))).toBe(HIGHEST);
  expect(Math.trunc(told.find(([type, rate]) => type === 'play' && rate)![1] / (bitrateUnit === 'bps' ? 1_000 : 1))).toBe(LOWEST);
  // It is told when it is shown, not when it is chosen.
  expect(Math.trunc(shown / 1_000)).toBe(HIGHEST);
});

/** The second of the day of the test's own clock. */
const now = () => (Date.now() / 1_000) % 86_400;

test.each([
  ['its dates', 'live/main.m3u8?win=30', 60],
  ['the live edge, without dates', 'live/main.m3u8?win=30&pdt=0', 20],
  ['its dates, in a window too short for the live tracker', 'live/main.m3u8', 60],
])('live, the playhead is the second of the day by %s', async (_, file, behind) => {
  // The playlists come before the wish to play, the segments after it: the engine goes to the live edge before there is any data.
  const held = scene.media.fault({ match: /\.m4s|\.mp4/, holdMs: Infinity });
  await scene.page.evaluate(async (file) => {
    const { create, follow, nextEvent, source } = window.stage;
    create();
    follow();
    const known = nextEvent('durationchange', () => window.stage.player.duration() === Infinity);
    window.stage.player.src(source(file));
    await known;
    const wished = nextEvent('play');
    void window.stage.player.play();
    // As the engine does it by itself when the playlist comes between the call and the event.
    window.stage.player.currentTime(window.stage.player.seekable().end(0));
    await wished;
  }, file);
  held.release();
  await scene.page.evaluate(async () => {
    await window.scene.untilMade('play', 2);
    window.stage.player.pause();
    await window.scene.untilMade('pauseStart');
  });
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} pauseStart sessionEnd`]);
  expect(scene.events()[0]!.params).toMatchObject({ 'media.contentType': 'live', 'media.length': 86_400 });
  for (const { playerTime } of scene.events()) {
    const late = (now() - playerTime.playhead + 86_400) % 86_400;
    expect(late).toBeLessThan(behind);
  }
  const [, , first, second] = scene.events().map(({ playerTime }) => playerTime);
  expectNear(second!.playhead - first!.playhead, (second!.ts - first!.ts) / 1_000);
});

test('a manifest that failed before the request to play opens no session, though play follows', async () => {
  await scene.page.evaluate(async () => {
    const { create, follow, nextEvent, play, source } = window.stage;
    create();
    follow();
    const failed = nextEvent('error');
    const waits = nextEvent('waiting');
    window.stage.player.src(source('missing/main.m3u8'));
    await failed;
    window.stage.player.play()?.catch(() => undefined);
    // An engine that failed before its media source opened lets the element try; one that failed later does not.
    await Promise.race([waits, new Promise((resolve) => setTimeout(resolve, 500))]);
    await play('cut/20/main.m3u8?only=1');
  });
  scene.forgive(/Failed to load resource|^VIDEOJS: ERROR|^AbortError/);
  await scene.finish();
  expect(scene.lines()).toEqual([`${OPENING} sessionEnd`]);
});

test('a manifest that fails after it is a session without length, an error, and its end', async () => {
  // Later than the media source opens: then the engine tells the element, which knows but one error before there is data.
  scene.media.fault({ match: '/missing/', delayMs: 500 });
  await scene.page.evaluate(async () => {
    const { create, follow, source } = window.stage;
    create();
    follow();
    const made = window.scene.untilMade('sessionEnd');
    window.stage.player.src(source('missing/main.m3u8'));
    window.stage.player.play()?.catch(() => undefined);
    await made;
  });
  scene.forgive(/Failed to load resource|^VIDEOJS: ERROR/);
  await scene.finish();
  expect(scene.lines()).toEqual(['sessionStart stateStart:mute error sessionEnd']);
  expect(playheadOf(scene, 0)).toBe(0);
  expect(scene.events()[0]!.params!['media.length' as never]).toBe(0);
  expect(scene.events()[2]!.qoeData).toMatchObject({ 'media.qoe.errorID': 'videojs.4', 'media.qoe.errorSource': 'player' });
});
