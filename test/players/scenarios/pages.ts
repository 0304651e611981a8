import { inPage, OPENING, type Scenario } from './scenario';

/** What a page does with its players. */
export const pages: Readonly<Record<string, Scenario>> = {
  'changes to other content': {
    core: true,
    act: inPage(async () => {
      const { actor, begin, scene } = window;
      await begin();
      await scene.past(3);
      const made = scene.untilMade('play', 4);
      const known = scene.nextEvent('loadedmetadata');
      actor.load(`${scene.at.media}/cut/10/main.m3u8?only=1`);
      await known;
      actor.play();
      await made;
    }),
    lines: [`${OPENING} sessionEnd`, `${OPENING} sessionEnd`],
  },
  'has two players on a page': {
    act: inPage(async () => {
      const { actor, begin, cast, player, scene } = window;
      await begin();
      const other = cast[player]();
      const tracker = other.follow(scene.options());
      other.load(`${scene.at.media}/cut/10/main.m3u8?only=1`);
      other.play();
      await scene.untilMade('play', 4);
      actor.pause();
      await scene.untilMade('pauseStart');
      tracker.destroy();
      await scene.untilMade('sessionEnd');
    }),
    lines: [`${OPENING} pauseStart sessionEnd`, `${OPENING} sessionEnd`],
    unjudged: 'The witness watches one of them.',
  },
  'comes to a page that mounts its player twice': {
    act: inPage(async () => {
      const { actor, begin, scene } = window;
      // As React does in its strict mode: what an effect made is taken back, and made again, in one task.
      const tracker = actor.follow(scene.options());
      scene.detach();
      tracker.destroy();
      await begin();
    }),
    lines: [`${OPENING} sessionEnd`],
  },
  'leaves a page that destroys its player': {
    core: true,
    act: inPage(async () => {
      const { actor, begin, scene } = window;
      await begin();
      await scene.past(3);
      const made = scene.untilMade('sessionEnd');
      actor.destroy();
      await made;
    }),
    lines: [`${OPENING} sessionEnd`],
    unjudged: 'The session is kept for a second in which the content might return (D27); its end is dated to when it went.',
  },
  'is followed when it plays already': {
    act: inPage(async () => {
      const { actor, scene } = window;
      actor.load(`${scene.at.media}/cut/20/main.m3u8?only=1`);
      actor.play();
      await scene.past(2);
      const made = scene.untilMade('play', 2);
      scene.tracker = actor.follow(scene.options());
      await made;
    }),
    lines: [`${OPENING} sessionEnd`],
    unjudged: 'What was shown before it was followed is nobody’s to tell.',
  },
  'plays what the page does not want tracked': {
    act: inPage(async () => {
      const { actor, scene } = window;
      scene.tracker = actor.follow({ ...scene.options(), media: () => null });
      actor.load(`${scene.at.media}/cut/20/main.m3u8?only=1`);
      actor.play();
      await scene.past(2);
    }),
    lines: [],
    unjudged: 'Nothing is told.',
  },
};
