import { inPage, OPENING, type Scenario } from './scenario';

/** What a viewer hears, reads and sees it in. */
export const states: Readonly<Record<string, Scenario>> = {
  'is muted, and not': {
    act: inPage(async () => {
      const { actor, begin, scene } = window;
      await begin();
      const ended = scene.untilMade('stateEnd');
      actor.mute(false);
      await ended;
      const started = scene.untilMade('stateStart', 2);
      actor.mute(true);
      await started;
    }),
    lines: [`${OPENING} stateEnd:mute stateStart:mute sessionEnd`],
  },
  'reads captions': {
    act: inPage(async () => {
      const { actor, begin, scene } = window;
      await begin();
      const started = scene.untilMade('stateStart', 2);
      actor.captions(true);
      await started;
      const ended = scene.untilMade('stateEnd');
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
      await scene.untilMade('chapterStart', 2);
      actor.seek(9);
      await scene.untilMade('chapterStart', 3);
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
};
