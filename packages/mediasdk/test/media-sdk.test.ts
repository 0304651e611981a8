import { afterEach, beforeEach, describe, expect, test, vi, type MockInstance } from 'vitest';
import { createMediaSdk, type MediaTracker } from '../src/index';
import { appMeasurement, createFakeAdapter, createPage } from './page';

let warn: MockInstance<typeof console.warn>;
beforeEach(() => {
  warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});
const sentences = () => warn.mock.calls.map(([sentence]) => String(sentence).replace('media-collection: ', ''));

test('the constants are those of Adobe’s script', () => {
  const { Media, MediaConfig } = createMediaSdk();
  const lower = (...names: string[]) => Object.fromEntries(names.map((name) => [name, name[0]!.toLowerCase() + name.slice(1)]));
  const media = (...names: string[]) => Object.fromEntries(Object.entries(lower(...names)).map(([k, v]) => [k, `a.media.${v}`]));
  expect(Media).toMatchObject({
    Event: lower(
      ...['AdBreakStart', 'AdBreakComplete', 'AdStart', 'AdComplete', 'AdSkip', 'ChapterStart', 'ChapterComplete', 'ChapterSkip'],
      ...['SeekStart', 'SeekComplete', 'BufferStart', 'BufferComplete', 'BitrateChange', 'StateStart', 'StateEnd'],
    ),
    MediaType: { Video: 'video', Audio: 'audio' },
    StreamType: { VOD: 'vod', Live: 'live', Linear: 'linear', Podcast: 'podcast', Audiobook: 'audiobook', AOD: 'aod' },
    PlayerState: {
      ...{ FullScreen: 'fullScreen', ClosedCaption: 'closedCaptioning', Mute: 'mute' },
      ...{ PictureInPicture: 'pictureInPicture', InFocus: 'inFocus' },
    },
    TrackerConfig: { Channel: 'media.channel', PlayerName: 'media.playerName' },
    MediaObjectKey: { MediaResumed: 'media.resumed', GranularAdTracking: 'media.granularadtracking' },
    VideoMetadataKeys: {
      ...media('Show', 'Season', 'Episode', 'Genre', 'Rating', 'Originator', 'Network', 'AdLoad', 'DayPart', 'Feed'),
      ...{ AssetId: 'a.media.asset', FirstAirDate: 'a.media.airDate', FirstDigitalDate: 'a.media.digitalDate' },
      ...{ ShowType: 'a.media.type', MVPD: 'a.media.pass.mvpd', Authorized: 'a.media.pass.auth', StreamFormat: 'a.media.format' },
    },
    AudioMetadataKeys: media('Artist', 'Album', 'Label', 'Author', 'Station', 'Publisher'),
    AdMetadataKeys: {
      ...{ Advertiser: 'a.media.ad.advertiser', CampaignId: 'a.media.ad.campaign', CreativeId: 'a.media.ad.creative' },
      ...{ PlacementId: 'a.media.ad.placement', SiteId: 'a.media.ad.site', CreativeUrl: 'a.media.ad.creativeURL' },
    },
    version: expect.any(String),
  });
  expect(Object.keys(Media.VideoMetadataKeys)).toHaveLength(17);
  expect(new MediaConfig().ssl).toBe(true);
});

describe('a call in vain', () => {
  const cases: [name: string, call: (page: ReturnType<typeof createPage>) => unknown, sentence: RegExp][] = [
    ['createMediaObject', ({ Media }) => Media.createMediaObject('', 'id', 1, 'vod', 'video'), /media\.name to be a string/],
    ['createMediaObject', ({ Media }) => Media.createMediaObject('n', 'id', NaN, 'vod', 'video'), /a number from 0, got 'NaN'/],
    ['createMediaObject', ({ Media }) => Media.createMediaObject('n', 'id', '60' as never, 'vod', 'video'), /got '60'/],
    ['createMediaObject', ({ Media }) => Media.createMediaObject('n', 'id', 'null' as never, 'vod', 'video'), /got 'null'/],
    [
      'createChapterObject',
      ({ Media }) => Media.createChapterObject('c', 1, null as never, 0),
      /chapter\.length to be a number from 0/,
    ],
    [
      'createAdObject',
      ({ Media }) => Media.createAdObject('a', 'id', '1' as never, 1),
      /ad\.position to be an integer from 1, got '1'/,
    ],
    ['createAdBreakObject', ({ Media }) => Media.createAdBreakObject('p', 0, 0), /adbreak\.position to be an integer from 1/],
    ['createAdObject', ({ Media }) => Media.createAdObject('a', 'id', 1.5, 1), /ad\.position to be an integer from 1, got '1.5'/],
    ['createChapterObject', ({ Media }) => Media.createChapterObject('c', 1, -1, 0), /chapter\.length to be a number from 0/],
    [
      'createStateObject',
      ({ Media }) => Media.createStateObject('bad name'),
      /customstate\.name to be letters, digits, _ and \./,
    ],
    ['createQoEObject', ({ Media }) => Media.createQoEObject(-1, 0, 0, 0), /qoe\.bitrate to be a number from 0/],
    [
      'configure',
      ({ Media, MediaConfig }) => Media.configure(new MediaConfig(), appMeasurement),
      /one call, with trackingServer/,
    ],
    ['trackSessionStart', ({ tracker }) => tracker.trackSessionStart(null), /expected the Media object, got 'null'/],
    ['trackSessionStart', ({ tracker }) => tracker.trackSessionStart({} as never), /media\.name to be a string, got 'undefined'/],
    ['trackEvent', ({ tracker }) => tracker.trackEvent('adStart', {} as never), /ad\.name to be a string/],
    ['trackEvent', ({ tracker }) => tracker.trackEvent('chapterStart', null), /expected the Chapter object/],
    ['trackEvent', ({ tracker }) => tracker.trackEvent('notAnEvent' as never), /one of ADB\.Media\.Event, got 'notAnEvent'/],
    ['trackEvent', ({ tracker }) => tracker.trackEvent(undefined as never), /one of ADB\.Media\.Event/],
    ['updatePlayhead', ({ tracker }) => tracker.updatePlayhead('7' as never), /expected seconds from 0, got '7'/],
    ['updateQoEObject', ({ tracker }) => tracker.updateQoEObject(null), /expected the QoE object/],
  ];
  test.each(cases)('of %s returns nothing and is named once (%#)', (name, call, sentence) => {
    const page = createPage();
    warn.mockClear();
    expect(call(page) ?? null).toBeNull();
    call(page);
    expect(sentences()).toEqual([expect.stringMatching(new RegExp(`^${name} is ignored: .*${sentence.source}.*\\.$`))]);
  });

  test.each<[string, (tracker: MediaTracker) => void]>([
    ['play is ignored: track sessionStart first', (tracker) => tracker.trackPlay()],
    ['sessionEnd is ignored', (tracker) => tracker.trackSessionEnd()],
    ['error is ignored', (tracker) => tracker.trackError('x')],
    ['attach is ignored', (tracker) => void tracker.attach(5 as never)],
  ])('in the wrong order is named: %s', (sentence, call) => {
    const { tracker } = createPage();
    expect(() => call(tracker)).not.toThrow();
    expect(sentences()).toEqual([expect.stringContaining(sentence)]);
  });

  test('before configure() there is no tracker, and configure() without what it needs is named', () => {
    const { Media, MediaConfig } = createMediaSdk();
    expect(Media.getInstance()).toBeNull();
    Media.configure(undefined as never, appMeasurement);
    Media.configure(new MediaConfig(), appMeasurement);
    Media.configure(Object.assign(new MediaConfig(), { trackingServer: 'a.example' }), null as never);
    expect(Media.getInstance()).toBeNull();
    expect(sentences()).toEqual([
      expect.stringMatching(/^getInstance is ignored: expected ADB\.Media\.configure\(\) before/),
      expect.stringMatching(/^configure is ignored: .*trackingServer/),
      expect.stringMatching(/^configure is ignored: .*trackingServer/),
    ]);
  });

  test('a tracking server that is no host makes no tracker, and is named', () => {
    const { Media, MediaConfig } = createMediaSdk();
    Media.configure(Object.assign(new MediaConfig(), { trackingServer: 'a b' }), appMeasurement);
    expect(Media.getInstance()).toBeNull();
    expect(sentences()).toEqual([expect.stringMatching(/^getInstance is ignored: .*endpoint/)]);
  });

  test('of a page whose AppMeasurement or metadata throw does not throw either', async () => {
    const broken = {
      ...appMeasurement,
      get account(): string {
        throw new Error('no');
      },
    };
    const { go, lines, start, tracker, Media } = createPage({}, broken);
    const media = Media.createMediaObject('Film', 'film', 60, 'vod', 'video');
    expect(() => start(tracker)).not.toThrow();
    expect(() => tracker.trackSessionStart(media, { x: Object.create(null) })).not.toThrow();
    await go(500);
    expect(lines()).toEqual([]);
    expect(sentences().length).toBeGreaterThan(0);
  });

  test('does not throw, whatever the page throws: null, too', () => {
    const nothing = {
      get plan(): string {
        throw null;
      },
    };
    const { tracker, Media } = createPage();
    const media = Media.createMediaObject('Film', 'film', 60, 'vod', 'video');
    expect(() => tracker.trackSessionStart(media, nothing)).not.toThrow();
    expect(sentences()).toEqual(['trackSessionStart is ignored: something was thrown.']);
  });
});

describe('AppMeasurement', () => {
  test('is waited for until it is ready, and no event loses its time', async () => {
    let ready = false;
    const app = { ...appMeasurement, marketingCloudVisitorID: '', isReadyToTrack: () => ready };
    const { events, go, lines, start, tracker } = createPage({}, app);
    start(tracker);
    await go(300);
    tracker.trackPlay();
    await go(3_000);
    tracker.updatePlayhead(3);
    expect(lines()).toEqual([]);
    ready = true;
    app.marketingCloudVisitorID = 'late';
    await go(200);
    expect(lines()).toEqual(['0 sessionStart 0', '300 play 0', expect.stringMatching(/^1300 play (0\.9|1)/)]);
    expect(events[0]!.params).toMatchObject({ 'visitor.marketingCloudUserId': 'late' });
  });

  test('gives the secure tracking server with ssl, and leaves out what it does not know', async () => {
    const app = {
      ...appMeasurement,
      trackingServerSecure: 'secure.example',
      visitorID: '',
      audienceManagerLocationHint: 'none',
      visitor: { ...appMeasurement.visitor, getCustomerIDs: () => ({ crm: { id: 'u1' }, no: { id: '' } }) },
    };
    const { events, go, start, tracker } = createPage({ appVersion: '1.2' }, app);
    start(tracker);
    await go(0);
    const { params } = events[0]!;
    expect(params).toMatchObject({
      'analytics.trackingServer': 'secure.example',
      'visitor.customerIDs': { crm: { id: 'u1', authState: 0 } },
      'media.sdkVersion': '1.2',
    });
    expect(Object.keys(params!)).not.toEqual(expect.arrayContaining(['analytics.visitorId']));
    expect(Object.keys(params!)).not.toEqual(expect.arrayContaining(['visitor.aamLocationHint']));
  });

  test('without ssl, and a MediaConfig without it, events are sent by http', async () => {
    const urls: string[] = [];
    const { Media, MediaConfig } = createMediaSdk({
      fetch: (url) => {
        urls.push(url);
        return Promise.resolve(new Response(null, { status: 500 }));
      },
    });
    Media.configure(Object.assign(new MediaConfig(), { trackingServer: 'a.example/path', ssl: false }), {
      ...appMeasurement,
      ssl: false,
    });
    const tracker = Media.getInstance()!;
    tracker.trackSessionStart(Media.createMediaObject('Film', 'film', 60, 'vod', 'video'));
    expect(urls).toEqual(['http://a.example/path/api/v1/sessions']);
    tracker.destroy();
  });
});

describe('the opt-in service of the page', () => {
  const stub = (permission: boolean | undefined) => {
    const optIn = {
      isComplete: permission !== undefined,
      approved: permission,
      isApproved: (category: string) => category === 'mediaaa' && !!optIn.approved,
      decide: () => {},
      fetchPermissions: (run: () => void) => void (optIn.decide = run),
    };
    vi.stubGlobal('adobe', { optIn });
    return (approved: boolean) => {
      Object.assign(optIn, { isComplete: true, approved });
      optIn.decide();
    };
  };

  test.each<[boolean | undefined, number]>([
    [true, 2],
    [undefined, 0],
    [false, 0],
  ])('that is %s lets %i events go', async (permission, count) => {
    stub(permission);
    const { events, go, start, tracker } = createPage();
    start(tracker);
    tracker.trackPlay();
    await go(500);
    expect(events.length).toBe(count);
  });

  test('is heeded when the visitor decides later', async () => {
    const decide = stub(undefined);
    const { go, lines, start, tracker } = createPage();
    start(tracker);
    tracker.trackPlay();
    await go(500);
    decide(true);
    await go(0);
    expect(lines()).toEqual(['0 sessionStart 0', '1 play 0']);
    decide(false);
    tracker.trackPause();
    tracker.trackSessionEnd();
    await go(1_000);
    expect(lines()).toHaveLength(2);
  });
});

describe('a session', () => {
  test('has its own pre-roll wait and ad granularity', async () => {
    const { Media, go, lines, start, tracker } = createPage();
    const session = async (more: object) => {
      const before = lines().length;
      start(tracker, more);
      tracker.trackPlay();
      await go(500);
      tracker.trackEvent(Media.Event.AdBreakStart, Media.createAdBreakObject('pre', 1, 0));
      tracker.trackEvent(Media.Event.AdStart, Media.createAdObject('Ad', 'adAnnounced', 1, 30));
      await go(3_000);
      tracker.trackSessionEnd();
      await go(0);
      return lines()
        .slice(before)
        .map((line) => line.split(' ')[1]);
    };
    const end = ['adSkip', 'adBreakComplete', 'sessionEnd'];
    expect(await session({ 'media.prerollwaittime': 1_000 })).toEqual([
      'sessionStart',
      'adBreakStart',
      'adStart',
      'play',
      ...end,
    ]);
    expect(await session({ 'media.prerollwaittime': -5, 'media.granularadtracking': true })).toEqual([
      ...['sessionStart', 'play', 'adBreakStart', 'adStart', 'play', 'ping', 'ping', 'ping'],
      ...end,
    ]);
    expect(await session({})).toEqual(['sessionStart', 'play', 'adBreakStart', 'adStart', 'play', ...end]);
  });

  test('that resumes is marked so, and one whose length is infinite has that of a day', async () => {
    const { Media, events, go, tracker } = createPage();
    const media = Media.createMediaObject('Live', 'live', Infinity, Media.StreamType.Live, Media.MediaType.Audio)!;
    media[Media.MediaObjectKey.MediaResumed] = true;
    tracker.trackSessionStart(JSON.parse(JSON.stringify(media)));
    await go(0);
    expect(events[0]!.params).toMatchObject({
      'media.resume': true,
      'media.length': 86_400,
      'media.contentType': 'live',
      'media.streamType': 'audio',
    });
  });

  test('begins where the page names it, and not where the one before ended', async () => {
    const { go, lines, start, tracker } = createPage();
    tracker.updatePlayhead(600);
    start(tracker);
    tracker.updatePlayhead(1_200);
    tracker.trackSessionEnd();
    // Pages report where the element stands for as long as it stands there.
    tracker.updatePlayhead(1_200.5);
    start(tracker);
    tracker.trackSessionEnd();
    await go(0);
    expect(lines().filter((line) => line.includes('sessionStart'))).toEqual(['0 sessionStart 600', '0 sessionStart 0']);
  });

  test('of one tracker are none of another’s, whose channel and player are its own', async () => {
    const { Media, events, go, start, tracker } = createPage();
    const other = Media.getInstance({ [Media.TrackerConfig.Channel]: 'other', [Media.TrackerConfig.PlayerName]: 'second' })!;
    start(tracker);
    start(other, { 'media.id': 'other' });
    other.trackEvent('adBreakStart', Media.createAdBreakObject('pre', 1, 0));
    other.trackEvent('adStart', Media.createAdObject('Ad', 'adAnnounced', 1, 30));
    tracker.trackSessionEnd();
    await go(0);
    const starts = events.filter(({ eventType }) => eventType === 'sessionStart').map(({ params }) => params);
    expect(starts).toMatchObject([
      { 'media.id': 'film', 'media.channel': 'web', 'media.playerName': 'player' },
      { 'media.id': 'other', 'media.channel': 'other', 'media.playerName': 'second' },
    ]);
    expect(events.find(({ eventType }) => eventType === 'adStart')!.params).toMatchObject({ 'media.ad.playerName': 'player' });
  });

  test('takes of its tracker’s configuration the channel and the player, and nothing that the service would refuse', async () => {
    const { Media, events, go, start } = createPage();
    const [odd, none] = [{ 'media.channel': 'other', 'media.unknown': 'x', debug: true } as object, null as never];
    for (const config of [odd, none]) start(Media.getInstance(config)!);
    await go(0);
    expect(events.map(({ params }) => params)).toMatchObject([
      { 'media.channel': 'other', 'media.playerName': 'player' },
      { 'media.channel': 'web', 'media.playerName': 'player' },
    ]);
    expect(events.flatMap(({ params }) => Object.keys(params!)).filter((key) => /unknown|debug/.test(key))).toEqual([]);
  });

  test('sends metadata with what has metadata only, and no error that has no id', async () => {
    const { Media, events, go, start, tracker } = createPage();
    const track = tracker.trackEvent as (...args: unknown[]) => void;
    start(tracker, { 'media.prerollwaittime': 0 });
    track('adBreakStart', Media.createAdBreakObject('pre', 1, 0), { mine: 'x' });
    track('adStart', Media.createAdObject('Ad', 'adAnnounced', 1, 30), {
      [Media.AdMetadataKeys.Advertiser]: 'Acme',
      [Media.VideoMetadataKeys.Show]: 'of the content',
      mine: 7,
      none: null,
    });
    track('adComplete', null, { mine: 'x' });
    track('stateStart', Media.createStateObject('mute'), { mine: 'x' });
    for (const id of ['', 5, null, undefined]) tracker.trackError(id as string);
    await go(0);
    expect(events.filter(({ customMetadata }) => customMetadata).map((event) => [event.eventType, event.customMetadata])).toEqual(
      [['adStart', { mine: '7' }]],
    );
    expect(events.find(({ eventType }) => eventType === 'adStart')!.params).toMatchObject({ 'media.ad.advertiser': 'Acme' });
    expect(events.map(({ eventType }) => eventType)).toEqual([
      ...['sessionStart', 'adBreakStart', 'adStart', 'play', 'adComplete', 'stateStart'],
    ]);
  });

  test('takes the names of the other methods in trackEvent, as Adobe’s script does', async () => {
    const { go, lines, start, tracker } = createPage();
    const trackEvent = tracker.trackEvent as (event: string) => void;
    start(tracker, { 'media.prerollwaittime': 0 });
    for (const event of ['play', 'pause', 'sessionComplete']) trackEvent(event);
    await go(0);
    expect(lines().map((line) => line.split(' ')[1])).toEqual(['sessionStart', 'play', 'pauseStart', 'sessionComplete']);
  });

  test('is not ended by destroy(), after which nothing is tracked; what is queued is still sent', async () => {
    const { clock, go, lines, start, tracker } = createPage();
    start(tracker, { 'media.prerollwaittime': 0 });
    tracker.trackPlay();
    tracker.destroy();
    tracker.trackPause();
    start(tracker);
    await go(60_000);
    expect(lines()).toEqual(['0 sessionStart 0', '1 play 0']);
    expect(clock.timers).toBe(0);
  });
});

describe('with an adapter attached', () => {
  test('the page’s own trackSessionStart names what plays, whichever comes first, and the rest is automatic', async () => {
    const { events, go, lines, start, tracker } = createPage();
    const adapter = createFakeAdapter();
    const detach = tracker.attach(adapter);
    adapter.emit({ type: 'playRequested' });
    adapter.emit({ type: 'playing' });
    start(tracker);
    await go(500);
    adapter.position = 0.5;
    adapter.emit({ type: 'paused' });
    // What a page still calls is no news.
    tracker.updatePlayhead(99);
    tracker.trackPause();
    await go(0);
    detach();
    await go(0);
    expect(events[0]!.params).toMatchObject({ 'media.id': 'film', 'media.playerName': 'player' });
    expect(lines().map((line) => line.replace(/^\d+ /, ''))).toEqual([
      'sessionStart 0',
      'play 0',
      'pauseStart 0.5',
      'sessionEnd 0.5',
    ]);
  });

  test('a page that calls nothing else tracks what the player knows', async () => {
    const { events, go, lines, tracker } = createPage();
    const adapter = createFakeAdapter();
    tracker.attach(adapter);
    adapter.emit({ type: 'playRequested' });
    adapter.emit({ type: 'playing' });
    await go(950);
    adapter.emit({ type: 'ended' });
    await go(0);
    expect(events[0]!.params).toMatchObject({ 'media.id': 'guessed', 'media.playerName': 'player' });
    expect(lines()).toEqual(['0 sessionStart 0', '1 play 0', '950 sessionComplete 0']);
  });

  test('destroy() ends the session', async () => {
    const { go, lines, start, tracker } = createPage();
    tracker.attach(createFakeAdapter());
    start(tracker);
    tracker.destroy();
    await go(0);
    expect(lines().map((line) => line.split(' ')[1])).toEqual(['sessionStart', 'sessionEnd']);
  });
});

test('register puts it on window.ADB, beside what is there', async () => {
  const va = {};
  vi.stubGlobal('window', { ADB: { va } });
  vi.resetModules();
  const { ADB } = await import('../src/register');
  const page = window as unknown as { ADB: Record<string, unknown> };
  expect(page.ADB).toEqual({ va, Media: ADB.Media, MediaConfig: ADB.MediaConfig });
});

test('register does nothing on a server', async () => {
  vi.resetModules();
  const { ADB } = await import('../src/register');
  expect(ADB.Media.getInstance()).toBeNull();
  expect('ADB' in globalThis).toBe(false);
});
