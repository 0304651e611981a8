import { expect, test } from 'vitest';
import { attributes, open, openBare, stage, useTagPages, VIDEO, WHOLE } from './tag-page';

useTagPages();

test.each([
  ['around', (tag: string, video: string) => `<media-collection ${tag}>${video}</media-collection>`],
  ['before', (tag: string, video: string) => `<div><media-collection ${tag}></media-collection>${video}</div>`],
  ['behind', (tag: string, video: string) => `<p>${video}<media-collection ${tag}></media-collection></p>`],
  [
    'elsewhere than, and for,',
    (tag: string, video: string) => `<p><media-collection for="it" ${tag}></media-collection></p>${video}`,
  ],
])('a page without a script of its own tracks a viewing by a tag %s its video', async (_, page) => {
  await open(({ media, endpoint }) =>
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
  await open(
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

test('a strict Content-Security-Policy and Trusted Types are fine', async () => {
  await openBare(({ media, endpoint }) => {
    const policy = `default-src 'none'; script-src 'self'; connect-src ${endpoint}; media-src ${media}; style-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;
    const tag = attributes(endpoint);
    return `<meta http-equiv="Content-Security-Policy" content="${policy}"><media-collection ${tag}>${VIDEO(media, 'autoplay')}</media-collection>`;
  });
  await stage.until('sessionComplete');
  expect(stage.eventTypes()).toEqual(WHOLE);
  expect(stage.pageErrors).toEqual([]);
  // The policy stands.
  await stage.page.evaluate(() => document.body.append(Object.assign(document.createElement('img'), { src: '/none.png' })));
  await expect.poll(() => stage.pageErrors.join()).toContain('Content Security Policy');
});

test('ads that are stitched into the stream are the option ads', async () => {
  await open(({ media, endpoint }) => `<media-collection ${attributes(endpoint)}>${VIDEO(media)}</media-collection>`);
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
