import type { Page } from 'playwright-core';
import type { Scene } from '../browser/html5-scene';
import type { Player } from './cast';

/** Where a scenario is acted. */
export interface Stage {
  readonly page: Page;
  readonly scene: Scene;
}

/** What a viewer or a page does, and what every player must make of it. */
export interface Scenario {
  act(stage: Stage): Promise<void>;
  /** The events of its sessions, in order, with the names of states. */
  readonly lines: readonly string[];
  /** From this second of the content on the segments do not come until the page calls `release()`. */
  readonly dry?: number;
  /** Part of the short list that every player acts in `npm test`. */
  readonly core?: boolean;
  /** Where a player makes something else of it, and why that is right. */
  readonly but?: Partial<Record<Player, { lines: readonly string[]; why: string }>>;
  /** Where a player has no such thing. */
  readonly without?: Partial<Record<Player, string>>;
  /** Why what was shown cannot be held against what was told. */
  readonly unjudged?: string;
}

/** The segments of the adaptive set from a second on. */
export const segmentsFrom = (second: number): RegExp => {
  const numbers = Array.from({ length: 30 }, (_, index) => index + 1).filter((number) => (number - 1) * 2 >= second);
  return new RegExp(`c-\\d-0*(${numbers.join('|')})\\.m4s`);
};

const OPENING = 'sessionStart stateStart:mute play play';

/** Acts wholly in the page. */
const inPage =
  (act: () => Promise<void>) =>
  ({ page }: Stage): Promise<void> =>
    page.evaluate(act);

declare global {
  interface Window {
    release(): void;
  }
}

/** What every player is shown, one viewing each. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  'plays by itself': {
    core: true,
    act: inPage(async () => {
      const { actor, scene } = window;
      scene.tracker = actor.follow(scene.options());
      actor.autoplay();
      const said = scene.said('play', 2);
      actor.load(`${scene.at.media}/cut/20/main.m3u8?only=1`);
      await said;
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
      await scene.said('pauseStart');
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
      actor.seek(13);
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
  'stalls for 4 s': {
    core: true,
    dry: 4,
    act: inPage(async () => {
      const { begin, scene } = window;
      await begin();
      await scene.heard('waiting');
      setTimeout(window.release, 4_000);
      await scene.past(6);
    }),
    lines: [`${OPENING} bufferStart play sessionEnd`],
  },
  'is switched to another rendition': {
    without: {
      html5: "Chromium's own HLS player has no such word.",
      videojs: 'Told to switch, it empties its buffer and stalls or not; proven apart (`test/browser/videojs.hls.test.ts`).',
    },
    act: async ({ page, scene }) => {
      // Not faster than it must be, or what is switched to lies a long buffer ahead.
      scene.media.fault({ match: '.m4s', bytesPerSecond: 150_000 });
      await page.evaluate(async () => {
        const { actor, begin, scene } = window;
        const known = scene.heard('loadedmetadata').then(() => actor.rendition!(0));
        await begin('adaptive/main.m3u8');
        await known;
        await scene.past(3);
        actor.rendition!(1);
        await scene.said('bitrateChange');
      });
    },
    lines: [`${OPENING} bitrateChange sessionEnd`],
  },
  'plays to the end, and again': {
    core: true,
    act: inPage(async () => {
      const { actor, begin, scene } = window;
      await begin('cut/4/main.m3u8?only=1');
      await scene.said('sessionComplete');
      const said = scene.said('play', 4);
      actor.play();
      await said;
    }),
    lines: [`${OPENING} sessionComplete`, `${OPENING} sessionEnd`],
  },
  'plays to the end and jumps back': {
    act: inPage(async () => {
      const { actor, begin, scene } = window;
      await begin('cut/4/main.m3u8?only=1');
      await scene.said('sessionComplete');
      const arrived = scene.heard('seeked');
      actor.seek(1);
      await arrived;
    }),
    lines: [`${OPENING} sessionComplete`],
  },
  'changes to other content': {
    core: true,
    act: inPage(async () => {
      const { actor, begin, scene } = window;
      await begin();
      await scene.past(3);
      const said = scene.said('play', 4);
      const known = scene.heard('loadedmetadata');
      actor.load(`${scene.at.media}/cut/10/main.m3u8?only=1`);
      await known;
      actor.play();
      await said;
    }),
    lines: [`${OPENING} sessionEnd`, `${OPENING} sessionEnd`],
  },
  'finds nothing to play': {
    unjudged: 'Nothing is shown.',
    act: async ({ page, scene }) => {
      // What fails before the player has passed on the wish to play opens no session.
      scene.media.fault({ match: '/missing/', delayMs: 500 });
      await page.evaluate(async () => {
        const { actor, scene } = window;
        scene.tracker = actor.follow(scene.options());
        const said = scene.said('sessionEnd');
        actor.load(`${scene.at.media}/missing/main.m3u8`);
        actor.play();
        await said;
      });
      scene.forgive(/Failed to load resource|^VIDEOJS: ERROR/);
    },
    lines: ['sessionStart stateStart:mute error sessionEnd'],
  },
  'gets a segment that is none': {
    without: { html5: "Chromium's own HLS player does not start where a later segment is none." },
    act: async ({ page, scene }) => {
      // Not faster than it must be, or the player finds it before it has played for a second.
      scene.media.fault({ match: '.m4s', bytesPerSecond: 60_000 });
      scene.media.fault({ match: /c-[012]-0*4\.m4s/, corrupt: true, afterBytes: 600 });
      await page.evaluate(async () => {
        const said = window.scene.said('sessionEnd');
        await window.begin();
        await said;
      });
      scene.forgive(/^VIDEOJS: ERROR/);
    },
    lines: [`${OPENING} error sessionEnd`],
  },
  'loses the network for 3 s': {
    without: { html5: "Chromium's own HLS player does not start where later segments are missing." },
    act: async ({ page, scene }) => {
      const lost = scene.media.fault({ match: segmentsFrom(6), destroy: true });
      await page.evaluate(async () => {
        const waiting = window.scene.heard(
          'waiting',
          () => !window.scene.element.seeking && window.scene.element.currentTime > 3,
        );
        await window.begin();
        await waiting;
      });
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 3_000)));
      lost.release();
      await page.evaluate(() => window.scene.past(8));
      scene.forgive(/Failed to load resource/);
    },
    lines: [`${OPENING} bufferStart play sessionEnd`],
  },
  'is muted, and not': {
    act: inPage(async () => {
      const { actor, begin, scene } = window;
      await begin();
      const ended = scene.said('stateEnd');
      actor.mute(false);
      await ended;
      const started = scene.said('stateStart', 2);
      actor.mute(true);
      await started;
    }),
    lines: [`${OPENING} stateEnd:mute stateStart:mute sessionEnd`],
  },
  'reads captions': {
    act: inPage(async () => {
      const { actor, begin, scene } = window;
      await begin();
      const started = scene.said('stateStart', 2);
      actor.captions(true);
      await started;
      const ended = scene.said('stateEnd');
      actor.captions(false);
      await ended;
    }),
    lines: [`${OPENING} stateStart:closedCaptioning stateEnd:closedCaptioning sessionEnd`],
  },
  'plays through a chapter and skips another': {
    act: inPage(async () => {
      const { actor, begin, scene } = window;
      const chapters = [
        { start: 0, end: 3, title: 'One' },
        { start: 3, end: 8, title: 'Two' },
        { start: 8, end: 20, title: 'Three' },
      ];
      await begin(undefined, { chapters });
      await scene.said('chapterStart', 2);
      actor.seek(9);
      await scene.said('chapterStart', 3);
    }),
    lines: [
      'sessionStart stateStart:mute play chapterStart play chapterComplete chapterStart pauseStart play chapterSkip chapterStart chapterSkip sessionEnd',
    ],
  },
  'goes full screen': {
    act: async ({ page, scene }) => {
      await page.evaluate(() => window.begin());
      await page.evaluate(() => {
        const button = document.createElement('button');
        button.textContent = 'Full';
        button.id = 'full';
        button.onclick = () => window.actor.fullScreen();
        document.body.prepend(button);
      });
      await page.click('#full');
      await scene.until(({ params }) => params?.['media.state.name' as never] === 'fullScreen');
      await page.evaluate(() => document.exitFullscreen());
      await scene.until('stateEnd');
    },
    lines: [`${OPENING} stateStart:fullScreen stateEnd:fullScreen sessionEnd`],
  },
  'watches in a picture': {
    act: async ({ page, scene }) => {
      await page.evaluate(() => window.begin());
      await page.evaluate(() => {
        const button = document.createElement('button');
        button.textContent = 'Picture';
        button.id = 'picture';
        button.onclick = () => void window.actor.element.requestPictureInPicture();
        document.body.prepend(button);
      });
      await page.click('#picture');
      await scene.until(({ params }) => params?.['media.state.name' as never] === 'pictureInPicture');
      await page.evaluate(() => document.exitPictureInPicture());
      await scene.until('stateEnd');
    },
    lines: [`${OPENING} stateStart:pictureInPicture stateEnd:pictureInPicture sessionEnd`],
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
  'watches live, and goes back 20 s': {
    without: { html5: "Chromium's own HLS player cannot seek in a live stream." },
    act: inPage(async () => {
      const { actor, scene } = window;
      scene.tracker = actor.follow(scene.options());
      const said = scene.said('play', 2);
      actor.load(`${scene.at.media}/live/main.m3u8?win=30&only=1`);
      // Some load nothing of a live stream before somebody wants to see it.
      actor.play();
      await said;
      const from = scene.element.currentTime;
      actor.seek(from - 20);
      await scene.past(from - 18);
    }),
    lines: [`${OPENING} pauseStart play sessionEnd`],
  },
  'has two players on a page': {
    act: inPage(async () => {
      const { actor, begin, cast, player, scene } = window;
      await begin();
      const other = cast[player]();
      const tracker = other.follow(scene.options());
      other.load(`${scene.at.media}/cut/10/main.m3u8?only=1`);
      other.play();
      await scene.said('play', 4);
      actor.pause();
      await scene.said('pauseStart');
      tracker.destroy();
      await scene.said('sessionEnd');
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
      const said = scene.said('sessionEnd');
      actor.destroy();
      await said;
    }),
    lines: [`${OPENING} sessionEnd`],
  },
  'is followed when it plays already': {
    act: inPage(async () => {
      const { actor, scene } = window;
      actor.load(`${scene.at.media}/cut/20/main.m3u8?only=1`);
      actor.play();
      await scene.past(2);
      const said = scene.said('play', 2);
      scene.tracker = actor.follow(scene.options());
      await said;
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
