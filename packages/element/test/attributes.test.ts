import { createTracker, type Tracker } from '@media-collection/core';
import { expect, test, vi } from 'vitest';
import { isKnown, lacking, mediaOf, paramsOf } from '../src/attributes';
import { trackerOptions, type ElementOptions } from '../src/tracker-options';

/** An element that has attributes and no more. */
const elementOf = (attributes: Readonly<Record<string, string>>): Element =>
  ({
    attributes: Object.entries(attributes).map(([name, value]) => ({ name, value })),
    getAttribute: (name: string) => attributes[name] ?? null,
    hasAttribute: (name: string) => name in attributes,
  }) as unknown as Element;
const IDENTITY = { endpoint: 'https://a.example', 'tracking-server': 't', 'report-suite': 'r', 'org-id': 'O@AdobeOrg' };

test('attributes are the keys of the API, by their names', () => {
  const element = elementOf({
    ...IDENTITY,
    channel: 'c',
    'player-name': 'p',
    'media-id': 'ep-1',
    'media-length': '60',
    'media-first-air-date': '2026-11-28',
    'media-asset-id': 'a',
    'media-resume': '',
    'media-stream-format': '4k',
    'media-stream-type': 'audio',
    'media-empty': 'x',
  });
  expect(paramsOf(element)).toEqual({
    'analytics.trackingServer': 't',
    'analytics.reportSuite': 'r',
    'visitor.marketingCloudOrgId': 'O@AdobeOrg',
    'media.channel': 'c',
    'media.playerName': 'p',
  });
  const warn = vi.fn();
  expect(mediaOf(element, warn)).toEqual({
    'media.id': 'ep-1',
    'media.length': 60,
    'media.firstAirDate': '2026-11-28',
    'media.assetId': 'a',
    'media.resume': true,
    'media.streamFormat': '4k',
    'media.streamType': 'audio',
  });
  expect(warn).not.toHaveBeenCalled();
});

test('a stream type that Adobe does not know is left out, and named with what was expected', () => {
  const warn = vi.fn();
  const element = elementOf({ ...IDENTITY, 'media-id': 'ep-1', 'media-stream-type': 'live' });
  const { media } = trackerOptions(() => element, {}, warn) as unknown as { media(guess: object): unknown };
  expect(warn).not.toHaveBeenCalled();
  expect(media({})).toEqual({ params: { 'media.id': 'ep-1' } });
  expect(warn.mock.calls).toEqual([['media-stream-type is left out: expected video or audio, got "live"']]);
});

test.each([
  'id',
  'class',
  'style',
  'slot',
  'data-x',
  'aria-hidden',
  'data-v-7ba5bd90',
  '_ngcontent-x',
  ':key',
  'endpoint',
  'for',
  'consent',
  'media-show',
  'media-pass.mvpd',
])('%s is an attribute that may stand there', (name) => expect(isKnown(name)).toBe(true));
test.each(['mediaid', 'tracking', 'media-nmae', 'src', 'datastream'])('%s is none', (name) => expect(isKnown(name)).toBe(false));

test.each<[string | undefined, Record<string, string>, ElementOptions]>([
  [undefined, IDENTITY, {}],
  ['endpoint', {}, {}],
  ['report-suite', { ...IDENTITY, 'report-suite': '' }, {}],
  [undefined, {}, { endpoint: 'https://a.example', params: async () => ({}) as never }],
  ['org-id', { ...IDENTITY, 'org-id': '' }, { params: {} as never }],
])('what lacks is %s', (name, attributes, options) => expect(lacking(elementOf(attributes), options)).toBe(name));

test('the options count over the attributes, also where it is promised', async () => {
  const element = elementOf({ ...IDENTITY, 'media-id': 'by attribute', 'media-name': 'by attribute' });
  const params = { 'media.id': 'by option' };
  const joined = { params: { 'media.id': 'by option', 'media.name': 'by attribute' } };
  const mediaBy = (media: unknown): unknown => {
    const options = trackerOptions(() => element, { media } as ElementOptions, vi.fn()) as unknown as {
      media(guess: object): unknown;
    };
    return options.media({});
  };
  expect(mediaBy({ params })).toEqual(joined);
  expect(mediaBy(() => ({ params }))).toEqual(joined);
  expect(await mediaBy(async () => ({ params }))).toEqual(joined);
  expect(mediaBy(undefined)).toEqual({ params: { 'media.id': 'by attribute', 'media.name': 'by attribute' } });
  expect(mediaBy(() => null)).toBe(null);
  expect(mediaBy(() => 5)).toBe(5);
  const { params: all } = trackerOptions(
    () => element,
    { params: async () => ({ 'visitor.marketingCloudUserId': '1' }) as never },
    vi.fn(),
  );
  expect(await (all as () => Promise<object>)()).toMatchObject({
    'analytics.reportSuite': 'r',
    'visitor.marketingCloudUserId': '1',
  });
});

test('a datastream without the script that sends to it is named', () => {
  const element = elementOf({ 'datastream-id': 'd' });
  const options = (property: object): unknown => trackerOptions(() => element, property as ElementOptions, vi.fn());
  expect(() => options({})).toThrow(
    new TypeError('datastream-id: expected the script edge.min.js before it, or options.wire, got neither'),
  );
  expect(options({ wire: 'mine' })).toMatchObject({ wire: 'mine' });
  vi.stubGlobal('mediaCollection', { edge: (of: object) => of });
  expect(options({})).toMatchObject({ wire: { datastreamId: 'd' } });
  vi.unstubAllGlobals();
});

test('values that are wrong are named with what was expected, as they stand in the tag', async () => {
  const warnings: string[] = [];
  const track = (attributes: Readonly<Record<string, string>>): Tracker => {
    const options = trackerOptions(
      () => elementOf({ ...IDENTITY, ...attributes }),
      {
        onWarning: (sentence) => warnings.push(sentence),
        fetch: () => new Promise(() => {}),
      },
      vi.fn(),
    );
    const tracker = createTracker(options as never);
    tracker.attach({ name: 'a', playhead: () => 0, subscribe: (emit) => emit({ type: 'playRequested', playhead: 0 }) });
    return tracker;
  };
  expect(() => track({ consent: 'maybe' })).toThrow(
    new TypeError("media-collection: consent: expected 'in', 'out', 'pending' or a function, got \"maybe\""),
  );
  expect(() => track({ endpoint: 'acme' })).toThrow(
    new TypeError('media-collection: endpoint: expected an https URL, or insecure: true, got "acme"'),
  );
  const tracker = track({ channel: 'c', 'media-id': 'ep-1', 'media-content-type': 'vod', 'media-length': 'long' });
  await Promise.resolve();
  tracker.consent('perhaps' as never);
  tracker.destroy();
  expect(warnings.slice(0, 2)).toEqual([
    'sessionStart: media.length is left out: "long" is not a valid value.',
    `consent is pending: expected 'in' or 'out', got "perhaps".`,
  ]);
});
