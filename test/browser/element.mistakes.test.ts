import { expect, test } from 'vitest';
import { attributes, open, stage, useTagPages, VIDEO } from './tag-page';

useTagPages();

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
  await open(({ media }) => `<div><media-collection ${tag}></media-collection>${hasVideo ? VIDEO(media) : ''}</div>`);
  // A page that changes all the time.
  await stage.page.evaluate(() => void setInterval(() => window.tag.before(document.createElement('i')), 200));
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
  await open(({ media, endpoint }) => {
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
  await open(
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

test('whatever a page throws as the tag looks around, nothing reaches the page, and the tag looks again', async () => {
  await open(
    ({ media, endpoint }) => `<section>${VIDEO(media)}</section><script>
      var section = document.querySelector('section');
      Object.defineProperty(section, 'media', { get: function () { throw null; }, configurable: true });
      section.insertAdjacentHTML('beforeend', '<media-collection ${attributes(endpoint)}></media-collection>');
    </script>`,
  );
  await stage.page.waitForFunction(() => window.warnings.length > 0);
  await stage.page.evaluate(() => {
    Object.defineProperty(document.querySelector('section'), 'media', { value: undefined });
    window.tag.after(document.createElement('p'));
    void window.video.play();
  });
  await stage.until('play', { count: 2 });
  expect(await stage.page.evaluate(() => window.warnings)).toEqual([
    '<media-collection>: it tracks nothing: something was thrown.',
  ]);
  expect(stage.pageErrors).toEqual([]);
});
