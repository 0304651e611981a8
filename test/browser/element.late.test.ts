import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openBrowser, openStage, type Browser, type Stage } from './browser';

let browser: Browser;
let stage: Stage;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());
afterEach(() => stage?.close());

/** A page whose video has a source of its own, and no Video.js player until its script makes one. */
const open = async (more = ''): Promise<void> => {
  stage = await openStage({
    browser,
    html: ({ endpoint, media }) =>
      `<media-collection endpoint="${endpoint}" tracking-server="acme.sc.omtrdc.net" report-suite="acme" org-id="0123456789@AdobeOrg" channel="acme.example" media-id="ep-1">
        <video class="video-js" src="${media}/clip.mp4" muted playsinline ${more}></video>
      </media-collection>`,
    scripts: ['/node_modules/video.js/dist/video.min.js', '/element.min.js'],
  });
};

/** Removes the tag, and returns the name of the player of each session and what happened in it. */
async function finish(sessions = 1): Promise<readonly string[]> {
  await stage.page.evaluate(() => document.querySelector('media-collection')!.remove());
  await stage.until('sessionEnd', { count: sessions });
  const names = ['play', 'pauseStart', 'sessionEnd'];
  return Array.from({ length: sessions }, (_, session) => {
    const { params } = stage.events(session)[0]! as { params: Record<string, unknown> };
    const types = stage.eventTypes(session).filter((type) => names.includes(type));
    return `${String(params['media.playerName'])}: ${types.join(' ')}`;
  });
}

/** Makes the player when the tag has found the plain element, and uses it when it is ready: Video.js forgets a play() before that. */
const make = (use: 'play' | 'pause', options?: object): Promise<void> =>
  stage.page.evaluate(
    async ([use, options]) => {
      const pass = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 300));
      const video = document.querySelector('video')!;
      await pass();
      const player = window.videojs(video, options);
      await pass();
      void player[use]();
    },
    [use, options] as const,
  );

test.each([
  ['later', '', { muted: true }],
  ['later, of a video that loads nothing before it plays', 'preload="none"', { muted: true }],
  ['by the markup', `data-setup='{"muted":true}'`, undefined],
])('one session of Video.js, where its player is made %s', async (_, more, options) => {
  await open(more);
  await make('play', options);
  await stage.until('play', { count: 2 });
  expect(await finish()).toEqual(['videojs: play play sessionEnd']);
  expect(stage.breaches()).toEqual([]);
});

test('a viewing goes on where Video.js is made of a video that plays', async () => {
  await open();
  await stage.page.evaluate(() => document.querySelector('video')!.play());
  await stage.until('play', { count: 2 });
  await make('pause', { muted: true });
  await stage.until('pauseStart');
  expect(await finish()).toEqual(['html5: play play pauseStart sessionEnd']);
});

test('a player of Video.js that is disposed of ends its session and throws nothing, and what is put in then is followed', async () => {
  await open();
  await make('play', { muted: true });
  await stage.until('play', { count: 2 });
  await stage.page.evaluate((src) => {
    const video = document.querySelector('video')!;
    window.videojs(video).dispose();
    const next = Object.assign(document.createElement('video'), { src, muted: true });
    document.querySelector('media-collection')!.append(next);
    void next.play();
  }, `${stage.media.url}/short.mp4`);
  await stage.until('play', { count: 4 });
  expect(await finish(2)).toEqual(['videojs: play play sessionEnd', 'html5: play play sessionEnd']);
  expect(stage.pageErrors).toEqual([]);
});

test.each([
  ['a plain element', 'html5'],
  ['Video.js', 'videojs'],
])('a custom element that puts %s into its shadow root late is followed', async (_, name) => {
  stage = await openStage({
    browser,
    html: ({ endpoint }) =>
      `<x-video></x-video><media-collection endpoint="${endpoint}" tracking-server="acme.sc.omtrdc.net" report-suite="acme" org-id="0123456789@AdobeOrg" channel="acme.example" media-id="ep-1"></media-collection>`,
    scripts: ['/node_modules/video.js/dist/video.min.js', '/element.min.js'],
  });
  await stage.page.evaluate(
    async ({ name, src }) => {
      const host = document.querySelector('x-video')!;
      const root = host.attachShadow({ mode: 'open' });
      customElements.define('x-video', class extends HTMLElement {});
      await new Promise((resolve) => setTimeout(resolve, 300));
      root.innerHTML = `<video class="video-js" muted></video>`;
      const video = root.querySelector('video')!;
      if (name === 'videojs') window.videojs(video, { muted: true, autoplay: true, sources: [{ src, type: 'video/mp4' }] });
      else Object.assign(video, { muted: true, autoplay: true, src });
    },
    { name, src: `${stage.media.url}/clip.mp4` },
  );
  await stage.until('play', { count: 2 });
  expect(await finish()).toEqual([`${name}: play play sessionEnd`]);
});
