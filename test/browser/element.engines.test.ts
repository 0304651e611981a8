import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openBrowser, openStage, type Browser, type Stage } from './browser';

/** What plays on the page. */
type Host = HTMLElement & { src: string; play(): Promise<void>; nativeEl?: HTMLVideoElement; target?: HTMLVideoElement };

declare global {
  interface Window {
    host: Host;
  }
}

const bundle = (name: string): string => `/node_modules/.cache/dist/${name}.js`;
const tag = (endpoint: string, more = ''): string =>
  `<media-collection endpoint="${endpoint}" tracking-server="acme.sc.omtrdc.net" report-suite="acme" org-id="0123456789@AdobeOrg" channel="acme.example" ${more}></media-collection>`;
const WATCH = `<script>var warnings = []; console.warn = function (sentence) { warnings.push(sentence); };</script>`;

let browser: Browser;
let stage: Stage;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());
afterEach(() => stage?.close());

/** A page with a player in which a tag stands beside the media. */
async function open(player: string, host: string, around: string, more = ''): Promise<void> {
  stage = await openStage({
    browser,
    html: ({ endpoint }) =>
      `${WATCH}<${around}><${host} slot="media" muted playsinline></${host}>${tag(endpoint, more)}</${around}><script>var host = document.querySelector('${host}');</script>`,
    scripts: [bundle(player), '/element.min.js'],
  });
}

const load = (file: string): Promise<void> =>
  stage.page.evaluate((src) => {
    (window.host.nativeEl ?? window.host.target)!.muted = true;
    window.host.src = src;
    // In one task, as pages do; what comes too early for a player is tried again.
    void Promise.resolve(window.host.play()).catch(() => undefined);
    window.host.addEventListener('loadedmetadata', () => void window.host.play(), { once: true });
  }, `${stage.media.url}/${file}`);

const paramOf = (session: number, key: string): unknown => (stage.events(session)[0]!.params as Record<string, unknown>)[key];

test.each([
  ['hls-video', 'hls-video', 'media-controller', 'm3u8', 'hls.js'],
  ['dash-video', 'dash-video', 'media-controller', 'mpd', 'dash.js'],
  ['shaka-video', 'shaka-video', 'media-controller', 'm3u8', 'shaka-player'],
  ['videojs10', 'hls-video', 'video-player', 'm3u8', 'html5'],
])(
  'a tag follows the player of %s, which is made late or anew with other content',
  async (player, host, around, ending, name) => {
    await open(player, host, around);
    await load(`cut/20/main.${ending}?token=1`);
    await stage.until('play', { count: 2 });
    await load(`cut/10/main.${ending}`);
    await stage.until('sessionStart', { count: 2 });
    await stage.until('play', { count: 4 });
    await stage.page.evaluate(() => document.querySelector('media-collection')!.remove());
    await stage.until('sessionEnd', { count: 2 });
    for (const [session, file] of ['cut/20', 'cut/10'].entries()) {
      expect(stage.eventTypes(session).filter((type) => !/^(state|buffer|bitrate)/.test(type))).toEqual([
        ...['sessionStart', 'play', 'play', 'sessionEnd'],
      ]);
      expect(paramOf(session, 'media.playerName')).toBe(name);
      expect(paramOf(session, 'media.id')).toBe(`${stage.media.url}/${file}/main.${ending}`);
      expect(paramOf(session, 'media.length')).toBeCloseTo(session ? 10 : 20, 0);
      expect(stage.events(session)[0]!.playerTime.playhead).toBeLessThan(0.5);
    }
    expect(
      await stage.page.evaluate(() =>
        (window as unknown as { warnings: string[] }).warnings.filter((sentence) => !/media\.id is taken/.test(sentence)),
      ),
    ).toEqual([]);
    expect(stage.pageErrors).toEqual([]);
  },
);

test('a manifest that fails before anybody plays opens no session, and the next content does', async () => {
  await open('hls-video', 'hls-video', 'media-controller');
  await stage.page.evaluate((src) => {
    window.host.src = src;
    return new Promise((resolve) => setTimeout(resolve, 500));
  }, `${stage.media.url}/none/main.m3u8`);
  await load('cut/10/main.m3u8');
  await stage.until('play', { count: 2 });
  expect(paramOf(0, 'media.id')).toBe(`${stage.media.url}/cut/10/main.m3u8`);
});

test('the media of Video.js 10 are those that its player gives, also others that are put in later', async () => {
  await open('videojs10', 'hls-video', 'video-player');
  await load('cut/20/main.m3u8');
  await stage.until('play', { count: 2 });
  await stage.page.evaluate((src) => {
    const video = Object.assign(document.createElement('video'), { src, muted: true, slot: 'media' });
    window.host.replaceWith(video);
    void video.play();
  }, `${stage.media.url}/short.mp4`);
  await stage.until('sessionComplete');
  expect(paramOf(1, 'media.id')).toBe(`${stage.media.url}/short.mp4`);
});

test('a player of Video.js 8 is followed by its own adapter, whether it is made before or after the tag', async () => {
  stage = await openStage({
    browser,
    html: ({ endpoint }) => `${WATCH}<div><video id="player" class="video-js" muted playsinline></video>${tag(endpoint)}</div>`,
    scripts: ['/node_modules/video.js/dist/video.min.js', '/element.min.js'],
  });
  await stage.page.evaluate(
    (src) =>
      new Promise<void>((resolve) =>
        // After the tag has found the plain element.
        setTimeout(() => {
          const player = window.videojs(document.querySelector('#player')!, { muted: true });
          player.src({ src, type: 'video/mp4' });
          void player.play();
          resolve();
        }, 100),
      ),
    `${stage.media.url}/short.mp4`,
  );
  await stage.until('sessionComplete');
  expect(stage.eventTypes()).toEqual(['sessionStart', 'stateStart', 'play', 'play', 'sessionComplete']);
  expect(paramOf(0, 'media.playerName')).toBe('videojs');
  expect(paramOf(0, 'media.sdkVersion')).toMatch(/^8\./);
});
