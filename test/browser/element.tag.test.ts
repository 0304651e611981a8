import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { TrackerOptions } from '@media-collection/core';
import { openBrowser, openStage, type Browser, type Stage } from './browser';

/** The element as a page has it. */
type Tag = HTMLElement & {
  media: unknown;
  options: Partial<TrackerOptions>;
  readonly tracker: { destroy(): void } | undefined;
};

declare global {
  interface Window {
    tag: Tag;
    video: HTMLVideoElement;
    /** What the console was told. */
    warnings: string[];
    readyCount: number;
  }
}

const attributes = (endpoint: string, more = ''): string =>
  `endpoint="${endpoint}" tracking-server="acme.sc.omtrdc.net" report-suite="acme" org-id="0123456789@AdobeOrg" channel="acme.example" media-id="ep-1" ${more}`;

/** What a test looks at: the page itself needs no script of its own. */
const WATCH = `<script>
  var warnings = [], readyCount = 0;
  console.warn = function (sentence) { warnings.push(sentence); };
  document.addEventListener('ready', function () { readyCount++; }, true);
</script>`;
const NAMES = `<script>var tag = document.querySelector('media-collection'), video = document.querySelector('video');</script>`;

let browser: Browser;
let stage: Stage;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());
afterEach(() => stage?.close());

const open = (html: (at: { media: string; endpoint: string }) => string, scripts = ['/element.min.js']): Promise<Stage> =>
  openStage({ browser, html: (at) => WATCH + html(at) + NAMES, scripts });

const VIDEO = (media: string, more = ''): string => `<video src="${media}/short.mp4" muted playsinline ${more}></video>`;
const WHOLE = ['sessionStart', 'stateStart', 'play', 'play', 'sessionComplete'];

test.each([
  ['around', (tag: string, video: string) => `<media-collection ${tag}>${video}</media-collection>`],
  ['before', (tag: string, video: string) => `<div><media-collection ${tag}></media-collection>${video}</div>`],
  ['behind', (tag: string, video: string) => `<p>${video}<media-collection ${tag}></media-collection></p>`],
  [
    'elsewhere than, and for,',
    (tag: string, video: string) => `<p><media-collection for="it" ${tag}></media-collection></p>${video}`,
  ],
])('a page without a script of its own tracks a viewing by a tag %s its video', async (_, page) => {
  stage = await open(({ media, endpoint }) =>
    page(attributes(endpoint, 'media-name="Pilot" media-first-air-date="2026-11-28"'), VIDEO(media, 'id="it" autoplay')),
  );
  await stage.until('sessionComplete');
  expect(stage.eventTypes()).toEqual(WHOLE);
  expect(stage.events()[0]!.params).toMatchObject({
    'media.id': 'ep-1',
    'media.name': 'Pilot',
    'media.firstAirDate': '2026-11-28',
    'media.channel': 'acme.example',
    'analytics.trackingServer': 'acme.sc.omtrdc.net',
    'media.playerName': 'html5',
  });
  expect(await stage.page.evaluate(() => [window.warnings, window.readyCount])).toEqual([[], 1]);
  expect(await stage.page.evaluate(() => [window.tag.getAttribute('style'), getComputedStyle(window.tag).display])).toEqual([
    null,
    'contents',
  ]);
  expect(stage.pageErrors).toEqual([]);
});

test('what is set before the tag is defined, and media that come later, count', async () => {
  stage = await open(
    ({ endpoint }) => `<div><media-collection></media-collection></div><script>
    document.querySelector('media-collection').options = {
      endpoint: '${endpoint}',
      params: { 'analytics.trackingServer': 'a', 'analytics.reportSuite': 'a', 'visitor.marketingCloudOrgId': 'A@AdobeOrg', 'media.channel': 'test' },
      media: { params: { 'media.id': 'by property' } },
      customMetadata: { plan: 'free' },
    };</script>`,
  );
  await stage.page.evaluate((media) => {
    window.tag.setAttribute('media-id', 'by attribute');
    window.tag.setAttribute('media-name', 'by attribute');
    const video = Object.assign(document.createElement('video'), { src: `${media}/short.mp4`, muted: true });
    const player = document.createElement('div');
    player.append(video);
    window.tag.parentElement!.append(player);
    void video.play();
  }, stage.media.url);
  await stage.until('sessionComplete');
  expect(stage.events()[0]).toMatchObject({
    params: { 'media.id': 'by property', 'media.name': 'by attribute' },
    customMetadata: { plan: 'free' },
  });
  expect(await stage.page.evaluate(() => window.warnings)).toEqual([]);
});

/** Plays a tagged video of 20 s. */
async function playing(more = ''): Promise<void> {
  stage = await open(
    ({ media, endpoint }) =>
      `<div><media-collection ${attributes(endpoint, more)}></media-collection>${VIDEO(media).replace('short', 'clip')}</div><section></section>`,
  );
  await stage.page.evaluate(() => window.video.play());
  await stage.until('play', { count: 2 });
}

test('moved within its task it goes on; removed it ends its session; put back it resumes it', async () => {
  await playing();
  await stage.page.evaluate(() => {
    document.querySelector('section')!.append(window.tag);
    window.video.parentElement!.append(window.tag);
  });
  await stage.page.evaluate(() => window.video.pause());
  await stage.until('pauseStart');
  await stage.page.evaluate(() => window.video.play());
  await stage.until('play', { count: 3 });
  await stage.page.evaluate(() => window.tag.remove());
  await stage.until('sessionEnd');
  expect(await stage.page.evaluate(() => window.tag.tracker)).toBe(undefined);
  await stage.page.evaluate(() => window.video.before(window.tag));
  await stage.until('sessionStart', { count: 2 });
  await stage.until('play', { count: 4 });
  await stage.page.evaluate(() => window.tag.remove());
  await stage.until('sessionEnd', { count: 2 });
  expect(stage.eventTypes()).toEqual(['sessionStart', 'stateStart', 'play', 'play', 'pauseStart', 'play', 'sessionEnd']);
  expect([0, 1].map((session) => stage.events(session)[0]!.params)).toMatchObject([
    { 'media.resume': false },
    { 'media.resume': true },
  ]);
  expect(await stage.page.evaluate(() => [window.warnings, window.readyCount])).toEqual([[], 2]);
  expect(stage.breaches()).toEqual([]);
});

test('removed with its player and put back soon it goes on with its session; put back later it resumes it', async () => {
  await playing();
  const outFor = (ms: number): Promise<void> =>
    stage.page.evaluate(async (ms) => {
      const player = window.tag.parentElement!;
      player.remove();
      await new Promise((resolve) => setTimeout(resolve, ms));
      document.querySelector('section')!.append(player);
      await window.video.play();
    }, ms);
  await outFor(200);
  await stage.until('play', { count: 3 });
  await outFor(2_500);
  await stage.until('sessionStart', { count: 2 });
  await stage.page.evaluate(() => window.tag.remove());
  await stage.until('sessionEnd', { count: 2 });
  expect(stage.eventTypes()).toEqual(['sessionStart', 'stateStart', 'play', 'play', 'bufferStart', 'play', 'sessionEnd']);
  expect(stage.events(1)[0]!.params).toMatchObject({ 'media.resume': true });
  expect(stage.breaches()).toEqual([]);
});

test('other media put in their place are followed', async () => {
  await playing();
  await stage.page.evaluate((media) => {
    const next = Object.assign(document.createElement('video'), { src: `${media}/short.mp4`, muted: true });
    window.video.replaceWith(next);
    window.tag.setAttribute('media-id', 'ep-2');
    void next.play();
  }, stage.media.url);
  await stage.until('sessionComplete');
  expect(stage.eventTypes()).toEqual(['sessionStart', 'stateStart', 'play', 'play', 'sessionEnd']);
  expect(stage.events(1)[0]!.params).toMatchObject({ 'media.id': 'ep-2' });
});

test('a change of media-id counts from the next session on; one of the report suite makes another tracker', async () => {
  await playing();
  await stage.page.evaluate(() => window.tag.setAttribute('media-id', 'ep-2'));
  await stage.page.evaluate(() => window.tag.setAttribute('report-suite', 'other'));
  await stage.until('sessionStart', { count: 2 });
  await stage.until('play', { count: 3 });
  await stage.page.evaluate(() => window.tag.remove());
  await stage.until('sessionEnd', { count: 2 });
  expect(
    [0, 1].map((session) => [stage.events(session)[0]!.params].map((params) => (params as Record<string, unknown>)['media.id'])),
  ).toEqual([['ep-1'], ['ep-2']]);
  expect(stage.events(1)[0]!.params).toMatchObject({ 'analytics.reportSuite': 'other' });
});

test('consent that is pending holds what is played until the attribute says otherwise', async () => {
  stage = await open(
    ({ media, endpoint }) =>
      `<media-collection ${attributes(endpoint, 'consent="pending"')}>${VIDEO(media, 'autoplay')}</media-collection>`,
  );
  await stage.page.evaluate(() => new Promise((resolve) => window.video.addEventListener('ended', resolve)));
  expect(stage.calls).toEqual([]);
  await stage.page.evaluate(() => window.tag.setAttribute('consent', 'in'));
  await stage.until('sessionComplete');
  expect(stage.eventTypes()).toEqual(WHOLE);
});

const LACKS = 'it tracks nothing';
test.each([
  [
    'no endpoint',
    'tracking-server="a" report-suite="a" org-id="A@AdobeOrg"',
    true,
    [`${LACKS}: expected the attribute endpoint, or the same in the property options, got none`],
  ],
  [
    'no report suite',
    'endpoint="https://acme.hb-api.omtrdc.net" tracking-server="a" org-id="A@AdobeOrg"',
    true,
    [`${LACKS}: expected the attribute report-suite, or the same in the property options, got none`],
  ],
  [
    'an endpoint that is none',
    'endpoint="acme" tracking-server="a" report-suite="a" org-id="A@AdobeOrg"',
    true,
    [`${LACKS}: media-collection: endpoint: expected an https URL, or insecure: true, got "acme"`],
  ],
  [
    'no media',
    'endpoint="https://acme.hb-api.omtrdc.net" tracking-server="a" report-suite="a" org-id="A@AdobeOrg"',
    false,
    [
      `${LACKS}: no media was found; looked at the property media, the element that the attribute for names, a Video.js 10 player, its children, its siblings`,
    ],
  ],
  [
    'an id of no element',
    'for="none" endpoint="https://acme.hb-api.omtrdc.net" tracking-server="a" report-suite="a" org-id="A@AdobeOrg"',
    true,
    [
      `${LACKS}: no media was found; looked at the property media, the element that the attribute for names, a Video.js 10 player, its children, its siblings`,
    ],
  ],
  [
    'an attribute that is none',
    'mediaid="ep-1" endpoint="https://acme.hb-api.omtrdc.net" tracking-server="a" report-suite="a" org-id="A@AdobeOrg" data-x="1" class="y"',
    true,
    [
      'mediaid is no attribute of it: expected endpoint, datastream-id, tracking-server, report-suite, org-id, channel, player-name, for, consent, or media-… (media-id, media-name)',
    ],
  ],
])('a tag with %s is named once, and nothing throws', async (_, tag, hasVideo, sentences) => {
  stage = await open(({ media }) => `<div><media-collection ${tag}></media-collection>${hasVideo ? VIDEO(media) : ''}</div>`);
  await stage.page.waitForFunction(() => window.warnings.length > 0);
  await stage.page.evaluate(() => {
    window.tag.title = 'again';
    window.tag.before(document.createElement('p'));
  });
  expect(await stage.page.evaluate(() => window.warnings)).toEqual(
    sentences.map((sentence) => `<media-collection>: ${sentence}.`),
  );
  expect(stage.pageErrors).toEqual([]);
});

test('a stream type that Adobe does not know is named once, and the sessions are of what plays', async () => {
  stage = await open(({ media, endpoint }) => {
    const tag = attributes(endpoint, 'media-stream-type="live"');
    return `<media-collection ${tag}>${VIDEO(media, 'autoplay')}</media-collection>`;
  });
  await stage.until('sessionComplete');
  await stage.page.evaluate(() => void window.video.play());
  await stage.until('sessionComplete', { count: 2 });
  expect(await stage.page.evaluate(() => window.warnings)).toEqual([
    '<media-collection>: media-stream-type is left out: expected video or audio, got "live".',
  ]);
  for (const session of [0, 1]) expect(stage.events(session)[0]!.params).toMatchObject({ 'media.streamType': 'video' });
});

test('a player given as a property, an id of what is no media, and follow(5) are named with what was expected', async () => {
  stage = await open(
    ({ media, endpoint }) =>
      `<i id="it"></i><media-collection for="it" ${attributes(endpoint)}></media-collection>${VIDEO(media)}`,
  );
  await stage.page.waitForFunction(() => window.warnings.length > 0);
  const expected =
    'expected a <video>, an <audio>, a custom element that plays in one, or an hls.js, dash.js, Shaka or Video.js player that is not destroyed, got';
  const [warnings, thrown] = await stage.page.evaluate(() => {
    const { follow } = window.mediaCollection as unknown as { follow(media: unknown, options?: unknown): unknown };
    const attempt = (...args: [unknown, unknown?]): string => {
      try {
        follow(...args);
        return 'nothing';
      } catch (error) {
        return String(error);
      }
    };
    return [
      window.warnings,
      [attempt(5), attempt(null), attempt(document.createElement('div')), attempt({}), attempt(window.video, { states: 'mute' })],
    ] as const;
  });
  expect(warnings).toEqual([
    `<media-collection>: it tracks nothing: @media-collection/element: ${expected} [object HTMLElement].`,
  ]);
  expect(thrown).toEqual([
    ...['5', 'null', '[object HTMLDivElement]', '[object Object]'].map(
      (got) => `TypeError: @media-collection/element: ${expected} ${got}`,
    ),
    'TypeError: @media-collection/element: expected states to be an array of names of states, got mute',
  ]);
});

test('a strict Content-Security-Policy and Trusted Types are fine', async () => {
  stage = await openStage({
    browser,
    html: ({ media, endpoint }) => {
      const policy = `default-src 'none'; script-src 'self'; connect-src ${endpoint}; media-src ${media}; style-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;
      const tag = attributes(endpoint);
      return `<meta http-equiv="Content-Security-Policy" content="${policy}"><media-collection ${tag}>${VIDEO(media, 'autoplay')}</media-collection>`;
    },
    scripts: ['/element.min.js'],
  });
  await stage.until('sessionComplete');
  expect(stage.eventTypes()).toEqual(WHOLE);
  expect(stage.pageErrors).toEqual([]);
  // The policy stands.
  await stage.page.evaluate(() => document.body.append(Object.assign(document.createElement('img'), { src: '/none.png' })));
  await expect.poll(() => stage.pageErrors.join()).toContain('Content Security Policy');
});

test('ads that are stitched into the stream are the option ads', async () => {
  stage = await open(({ media, endpoint }) => `<media-collection ${attributes(endpoint)}>${VIDEO(media)}</media-collection>`);
  await stage.page.evaluate(() => {
    window.tag.options = { ads: [{ start: 2, end: 3, params: { 'media.ad.id': 'ad-1', 'media.ad.name': 'Ad' } }] } as object;
    void window.video.play();
  });
  await stage.until('sessionComplete');
  expect(stage.eventTypes().filter((type) => !/^state/.test(type))).toEqual([
    ...[
      'sessionStart',
      'play',
      'play',
      'adBreakStart',
      'adStart',
      'play',
      'adComplete',
      'adBreakComplete',
      'play',
      'sessionComplete',
    ],
  ]);
  expect(stage.events().find(({ eventType }) => eventType === 'adStart')!.params).toMatchObject({ 'media.ad.id': 'ad-1' });
});
