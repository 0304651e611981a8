import { inPage, OPENING, type Scenario } from './scenario';

/** What a viewer does with content that plays as it should. */
export const playing: Readonly<Record<string, Scenario>> = {
  'plays by itself': {
    core: true,
    act: inPage(async () => {
      const { actor, scene } = window;
      scene.tracker = actor.follow(scene.options());
      actor.autoplay();
      const made = scene.untilMade('play', 2);
      actor.load(`${scene.at.media}/cut/20/main.m3u8?only=1`);
      await made;
      await scene.past(3);
    }),
    lines: [`${OPENING} sessionEnd`],
  },
  'pauses and goes on': {
    core: true,
    act: inPage(async () => {
      const { actor, begin, scene } = window;
      await begin();
      await scene.past(2);
      actor.pause();
      await scene.untilMade('pauseStart');
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      actor.play();
      await scene.past(4);
    }),
    lines: [`${OPENING} pauseStart play sessionEnd`],
  },
  'jumps within what is loaded': {
    core: true,
    act: inPage(async () => {
      const { actor, begin, scene } = window;
      await begin();
      await scene.past(2);
      actor.seek(5);
      await scene.past(7);
    }),
    lines: [`${OPENING} pauseStart play sessionEnd`],
  },
  'jumps beyond what is loaded': {
    dry: 10,
    act: inPage(async () => {
      const { actor, begin, scene } = window;
      await begin();
      await scene.past(2);
      // Early in a segment: Shaka Player asks for the next one a second later, and plays in between.
      actor.seek(12.3);
      setTimeout(window.release, 2_000);
      await scene.past(15);
    }),
    lines: [`${OPENING} pauseStart play sessionEnd`],
  },
  'scrubs: ten jumps in 0.8 s': {
    act: inPage(async () => {
      const { actor, begin, scene } = window;
      await begin();
      await scene.past(2);
      for (let jump = 1; jump <= 10; jump++) {
        actor.seek(2 + jump);
        await new Promise((resolve) => setTimeout(resolve, 80));
      }
      await scene.past(14);
    }),
    lines: [`${OPENING} pauseStart play sessionEnd`],
  },
  'plays at twice the speed': {
    act: inPage(async () => {
      const { actor, begin, scene } = window;
      await begin();
      actor.speed(2);
      await scene.past(7);
    }),
    lines: [`${OPENING} sessionEnd`],
  },
  'plays to the end, and again': {
    act: inPage(async () => {
      const { actor, begin, scene } = window;
      await begin('cut/4/main.m3u8?only=1');
      await scene.untilMade('sessionComplete');
      const made = scene.untilMade('play', 4);
      actor.play();
      await made;
    }),
    lines: [`${OPENING} sessionComplete`, `${OPENING} sessionEnd`],
  },
  'plays to the end and jumps back': {
    act: inPage(async () => {
      const { actor, begin, scene } = window;
      await begin('cut/4/main.m3u8?only=1');
      await scene.untilMade('sessionComplete');
      const arrived = scene.nextEvent('seeked');
      actor.seek(1);
      await arrived;
    }),
    lines: [`${OPENING} sessionComplete`],
  },
  'watches live, and goes back 20 s': {
    without: {
      html5: "Chromium's own HLS player cannot seek in a live stream.",
      videojs10: 'Its engine loads the oldest segments of a live window of 60 s, seeks to the newest, and never plays.',
    },
    act: inPage(async () => {
      const { actor, scene } = window;
      scene.tracker = actor.follow(scene.options());
      const made = scene.untilMade('play', 2);
      actor.load(`${scene.at.media}/live/main.m3u8?win=30&only=1`);
      // Some load nothing of a live stream before somebody wants to see it.
      actor.play();
      await made;
      // Early in a segment of 2 s, as above.
      const to = 2 * Math.floor((scene.element.currentTime - 20) / 2) + 0.3;
      actor.seek(to);
      await scene.past(to + 2);
    }),
    lines: [`${OPENING} pauseStart play sessionEnd`],
  },
  'plays across a seam of the stream': {
    without: { videojs10: 'Its engine stands at the seam (`EXT-X-DISCONTINUITY`).' },
    act: inPage(async () => {
      const { begin, scene } = window;
      await begin('cut/8/main.m3u8?only=1&parts=4');
      await scene.untilMade('sessionComplete');
    }),
    lines: [`${OPENING} sessionComplete`],
  },
};
