import { inPage, OPENING, segmentsFrom, type Scenario } from './scenario';

/** What comes between a viewer and the content. */
export const trouble: Readonly<Record<string, Scenario>> = {
  'stalls for 4 s': {
    core: true,
    dry: 4,
    act: inPage(async () => {
      const { begin, scene } = window;
      // Listened for from the start: on a busy machine the element runs dry before the page goes on.
      const dry = scene.nextEvent('waiting', () => scene.element.currentTime > 1);
      await begin();
      await dry;
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
        const known = scene.nextEvent('loadedmetadata').then(() => actor.rendition!(0));
        await begin('adaptive/main.m3u8');
        await known;
        await scene.past(3);
        actor.rendition!(1);
        await scene.untilMade('bitrateChange');
      });
    },
    lines: [`${OPENING} bitrateChange sessionEnd`],
  },
  'finds nothing to play': {
    without: { videojs10: 'Its engine reports no error where a playlist is missing, and waits.' },
    unjudged: 'Nothing is shown.',
    act: async ({ page, scene }) => {
      // What fails before the player has passed on the wish to play opens no session.
      scene.media.fault({ match: '/missing/', delayMs: 500 });
      await page.evaluate(async () => {
        const { actor, scene } = window;
        scene.tracker = actor.follow(scene.options());
        const made = scene.untilMade('sessionEnd');
        actor.load(`${scene.at.media}/missing/main.m3u8`);
        actor.play();
        await made;
      });
      scene.forgive(/Failed to load resource|^VIDEOJS: ERROR|^Error code/);
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
        const made = window.scene.untilMade('sessionEnd');
        await window.begin();
        await made;
      });
      scene.forgive(/^VIDEOJS: ERROR|^Error code|^SourceBuffer operation failed/);
    },
    lines: [`${OPENING} error sessionEnd`],
  },
  'loses the network for 3 s': {
    without: {
      html5: "Chromium's own HLS player does not start where later segments are missing.",
      videojs10: 'Its engine does not request a segment again that failed, and stands where its buffer ends.',
    },
    act: async ({ page, scene }) => {
      const lost = scene.media.fault({ match: segmentsFrom(6), destroy: true });
      await page.evaluate(async () => {
        const waiting = window.scene.nextEvent(
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
};
