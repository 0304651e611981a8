import { inPage, OPENING, type Scenario } from './scenario';

/** What stops content besides a viewer who pauses it. */
export const interrupted: Readonly<Record<string, Scenario>> = {
  'pauses in a stall, and plays on in it': {
    dry: 4,
    act: inPage(async () => {
      const { actor, begin, scene } = window;
      await begin();
      await scene.untilMade('bufferStart');
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      actor.pause();
      await scene.untilMade('pauseStart');
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      actor.play();
      await scene.untilMade('bufferStart', 2);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      window.release();
      await scene.past(6);
    }),
    lines: [`${OPENING} bufferStart pauseStart bufferStart play sessionEnd`],
  },
  'is nudged by the page while data are missing': {
    dry: 4,
    act: inPage(async () => {
      const { actor, begin, scene } = window;
      await begin();
      await scene.untilMade('bufferStart');
      for (let nudge = 0; nudge < 2; nudge++) {
        await new Promise((resolve) => setTimeout(resolve, 700));
        actor.seek(scene.element.currentTime + 0.1);
      }
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      window.release();
      await scene.past(6);
    }),
    unjudged: 'To the witness each jump is a pause.',
    lines: [`${OPENING} bufferStart play sessionEnd`],
  },
  'stops it by a rate of 0': {
    act: inPage(async () => {
      const { actor, begin, scene } = window;
      await begin();
      await scene.past(2);
      actor.speed(0);
      await scene.untilMade('pauseStart');
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      actor.speed(1);
      await scene.past(4);
    }),
    unjudged: 'To the witness it is a stall, for the element does not say that it is paused.',
    lines: [`${OPENING} pauseStart play sessionEnd`],
  },
  'pauses, and jumps to the end': {
    act: inPage(async () => {
      const { actor, begin, scene } = window;
      await begin();
      await scene.past(2);
      actor.pause();
      await scene.untilMade('pauseStart');
      // A file fires `ended` with the second jump; not every player arrives there.
      for (let jump = 0; jump < 2; jump++) {
        actor.seek(scene.element.duration);
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
    }),
    unjudged: 'To the witness all is over at the end.',
    lines: [`${OPENING} pauseStart sessionEnd`],
  },
  'closes the lid for 8 s': {
    act: inPage(async () => {
      const { begin, scene } = window;
      await begin();
      await scene.past(3);
      const now = Date.now.bind(Date);
      Date.now = () => now() + 8_000;
      await scene.past(5);
    }),
    unjudged: 'The clock of the witness did not sleep.',
    lines: [`${OPENING} pauseStart play sessionEnd`],
  },
};
