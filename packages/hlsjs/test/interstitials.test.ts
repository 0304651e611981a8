import { expect, test } from 'vitest';
import type { Intent } from '@media-collection/core';
import { createContentPosition, type ElementSlot } from '@media-collection/html5';
import { createInterstitials } from '../src/interstitials';
import type { HlsAsset, HlsInterstitial } from '../src/player';
import type { HlsPlayer } from '../src/index';

const assetOf = (identifier: string, more: Partial<HlsAsset> = {}): HlsAsset => ({
  identifier,
  uri: `https://a.example/${identifier}.m3u8?token=1`,
  duration: 4,
  timelineStart: 8,
  startOffset: 0,
  ...more,
});
const breakOf = (more: Partial<HlsInterstitial> = {}): HlsInterstitial => ({
  identifier: 'break',
  cue: { pre: false, post: false },
  startTime: 8,
  resumeTime: 8,
  timelineStart: 8,
  duration: 4,
  appendInPlace: false,
  playoutLimit: NaN,
  dateRange: { attr: {} },
  ...more,
});

/** Follows a player's interstitials in its element; what was emitted. */
function follow(event: HlsInterstitial) {
  const element = { currentTime: 0, ended: false, paused: false, playbackRate: 1, readyState: 4, seeking: false };
  const hls = {
    latestLevelDetails: { live: false, edge: 20, age: 0, totalduration: 20 },
    interstitialsManager: { playingItem: { event } as { event?: HlsInterstitial | undefined }, playingAsset: null },
    media: element as object | null,
  };
  const position = createContentPosition(() => event.startTime);
  const slot = { element } as unknown as ElementSlot;
  const { intents, closing, close, ofContent, alreadyPlaying } = createInterstitials(hls as unknown as HlsPlayer, {
    slot,
    position,
    ofElement: () => (element.currentTime < 4 ? 5 : 99),
  });
  const emitted: Intent[] = [];
  const content = ofContent((intent) => emitted.push(intent));
  type Table = Record<string, (data: object) => Intent | readonly Intent[] | undefined>;
  return {
    element,
    hls,
    position,
    emitted,
    alreadyPlaying,
    fires: (type: string, data: object = {}) => {
      for (const table of [closing, intents] as Table[]) {
        const means = table[type]?.({ event, schedule: [], scheduleIndex: 1, ...data });
        emitted.push(...([means].flat() as (Intent | undefined)[]).filter((intent) => !!intent));
      }
    },
    content,
    close: () => emitted.push(...close()),
    /** It plays on to seconds of its media. */
    plays: (...seconds: number[]) => {
      for (const second of seconds) {
        element.currentTime = second;
        content({ type: 'progress' });
      }
    },
    jumps: (second: number) => {
      element.currentTime = second;
      content({ type: 'seeking' });
      content({ type: 'seeked' });
    },
    types: () => emitted.map(({ type }) => type),
    ends: () => emitted.filter(({ type }) => type === 'adEnded').map((intent) => (intent as { skipped: boolean }).skipped),
  };
}

/** An ad in an element of its own, from its first frame on. */
function own(event = breakOf(), asset = assetOf('adAnnounced'), live = false) {
  const scene = follow(event);
  scene.hls.latestLevelDetails.live = live;
  scene.fires('hlsInterstitialStarted');
  scene.fires('hlsInterstitialAssetStarted', { asset });
  // Of the content, as it was when it gave up its element.
  scene.element.currentTime = 8;
  scene.content({ type: 'progress' });
  scene.element.currentTime = 0.02;
  scene.content({ type: 'playing' });
  return { ...scene, end: () => scene.fires('hlsInterstitialAssetEnded', { asset }) };
}

test.each([
  ['was shown', [1, 2, 3, 4], breakOf(), false],
  ['is left early', [1, 2], breakOf(), true],
  ['is cut by a limit', [1, 2.01], breakOf({ playoutLimit: 2 }), false],
  ['is left before its limit', [1], breakOf({ playoutLimit: 2 }), true],
])('an ad that %s', (_, seconds, event, skipped) => {
  const { plays, end, ends } = own(event);
  plays(...seconds);
  end();
  expect(ends()).toEqual([skipped]);
});

test('a limit is that of the whole break', () => {
  const { plays, end, ends } = own(breakOf({ playoutLimit: 6 }), assetOf('two', { startOffset: 4 }));
  plays(1, 1.9);
  end();
  expect(ends()).toEqual([false]);
});

test('an ad that jumps to its own end is skipped, in place, too', () => {
  const { plays, jumps, end, ends } = own();
  plays(1);
  jumps(3.9);
  plays(4);
  end();
  expect(ends()).toEqual([true]);

  const scene = follow(breakOf({ appendInPlace: true }));
  const asset = assetOf('adAnnounced');
  scene.element.currentTime = 8.1;
  scene.fires('hlsInterstitialStarted');
  scene.fires('hlsInterstitialAssetStarted', { asset });
  scene.plays(9);
  scene.jumps(11.9);
  scene.plays(12.1);
  scene.fires('hlsInterstitialAssetEnded', { asset });
  expect(scene.ends()).toEqual([true]);
});

test('in place an ad begins and ends where the stream passed its borders', () => {
  const scene = follow(breakOf({ appendInPlace: true }));
  const asset = assetOf('adAnnounced');
  scene.element.currentTime = 8.1;
  scene.fires('hlsInterstitialStarted');
  scene.fires('hlsInterstitialAssetStarted', { asset });
  scene.plays(9, 10, 11, 11.9);
  scene.element.currentTime = 12.2;
  scene.fires('hlsInterstitialAssetEnded', { asset });
  scene.fires('hlsInterstitialEnded');
  expect(scene.emitted.filter(({ type }) => type !== 'progress')).toMatchObject([
    { type: 'adBreakStarted', agoMs: expect.closeTo(100) as number },
    { type: 'adAnnounced', agoMs: expect.closeTo(100) as number },
    { type: 'playing', agoMs: expect.closeTo(100) as number },
    { type: 'adEnded', skipped: false, agoMs: expect.closeTo(200) as number },
    { type: 'adBreakEnded', agoMs: expect.closeTo(200) as number, playhead: 8 },
    { type: 'playing' },
  ]);
});

test('the ad before ends with the next one, and the last one with its break, where no other event reports it', () => {
  const { plays, fires, types, ends } = own();
  plays(1, 2, 3, 4);
  fires('hlsInterstitialAssetStarted', { asset: assetOf('two') });
  fires('hlsInterstitialEnded');
  expect(types().filter((type) => type !== 'progress')).toEqual([
    ...['adBreakStarted', 'adAnnounced', 'playing', 'adEnded', 'adAnnounced', 'adEnded', 'adBreakEnded'],
  ]);
  expect(ends()[0]).toBe(false);
});

test('an ad that failed was not shown to its end', () => {
  const { plays, end, ends } = own(breakOf(), assetOf('adAnnounced', { error: new Error('none') }));
  plays(1, 2, 3, 4);
  end();
  expect(ends()).toEqual([true]);
});

test.each([
  ['that is called one', breakOf({ cue: { pre: false, post: true }, startTime: 20 })],
  ['that stands at the end of the content', breakOf({ startTime: 20 })],
])('before a post-roll %s the content is over, and so is its last chapter', (_, event) => {
  const { fires, emitted, types } = follow(event);
  fires('hlsInterstitialStarted');
  expect(types()).toEqual(['chapter', 'contentEnded', 'adBreakStarted']);
  expect(emitted.at(-1)).toMatchObject({ guess: { params: { 'media.ad.podFriendlyName': 'postroll' } } });
  fires('hlsInterstitialEnded', { scheduleIndex: -1 });
  expect(types().slice(3)).toEqual(['adBreakEnded', 'ended']);
});

test.each([
  ['before the content', breakOf({ cue: { pre: true, post: false }, startTime: 0 }), 5],
  ['in the content', breakOf(), 8],
  ['behind it, whatever its date', breakOf({ cue: { pre: false, post: true }, startTime: 3 }), 20],
])('the content stands where it did %s', (_, event, second) => {
  const { fires, position } = follow(event);
  fires('hlsInterstitialStarted');
  expect(position.isFrozen).toBe(true);
  expect(position.now()).toBe(second);
});

test.each([
  ['before the content', { cue: { pre: true, post: false }, startTime: 0, resumeTime: 0 }, false, 0],
  ['in a live programme', { startTime: 9, resumeTime: 9 }, true, 5],
])('between two breaks %s the content stands, and the element shows an ad', (_, more, live, second) => {
  const { element, fires, position, hls, end } = own(breakOf(more), undefined, live);
  element.currentTime = 4;
  end();
  fires('hlsInterstitialEnded');
  hls.interstitialsManager.playingItem.event = breakOf(more);
  fires('hlsInterstitialStarted', hls.interstitialsManager.playingItem);
  expect(position.now()).toBe(second);
});

test('between two post-rolls the content stands at its end', () => {
  const { fires, emitted } = own(breakOf({ cue: { pre: false, post: true }, startTime: 20, resumeTime: 24 }));
  fires('hlsInterstitialEnded');
  expect(emitted.at(-1)).toMatchObject({ type: 'adBreakEnded', playhead: 20 });
});

test('an interstitial that plays already stands where its content does', () => {
  const { alreadyPlaying, position } = follow(breakOf({ appendInPlace: true }));
  expect(alreadyPlaying()).toMatchObject([{ type: 'adBreakStarted' }]);
  expect(position.isFrozen).toBe(true);
  expect(position.now()).toBe(8);
});

test('an ad that ends is not the end of the content, to which its player has given the element back by then', () => {
  const { element, hls, content, types } = own();
  const from = types().length;
  hls.interstitialsManager.playingItem.event = undefined;
  element.readyState = 0;
  content({ type: 'chapter' });
  content({ type: 'ended' });
  expect(types().slice(from)).toEqual([]);
  element.readyState = 4;
  content({ type: 'ended' });
  expect(types().slice(from)).toEqual(['ended']);
});

test('content whose end is sought in a pause is not complete, although a post-roll follows', () => {
  const { element, fires, hls, content, types } = follow(breakOf({ cue: { pre: false, post: true }, startTime: 20 }));
  element.paused = element.seeking = true;
  fires('hlsInterstitialStarted');
  expect(types()).toEqual(['seeking', 'adBreakStarted']);
  fires('hlsInterstitialEnded', { scheduleIndex: -1 });
  expect(types().slice(2)).toEqual(['adBreakEnded', 'paused']);
  hls.interstitialsManager.playingItem.event = undefined;
  for (const type of ['ended', 'seeking', 'ended'] as const) content({ type });
  expect(types().slice(4)).toEqual(['paused', 'seeking', 'ended']);
});

test('what a jump in an ad waits for is no stall', () => {
  const { element, content, types } = own();
  const from = types().length;
  element.seeking = true;
  content({ type: 'seeking' });
  content({ type: 'waiting' });
  element.seeking = false;
  content({ type: 'waiting' });
  expect(types().slice(from)).toEqual(['waiting']);
});

test('in a break, a request to play and a stall are about the ad; lengths, jumps and the end are not about the content', () => {
  const { content, emitted } = follow(breakOf());
  for (const type of ['playRequested', 'waiting', 'paused', 'seeking', 'seeked', 'ended'] as const) content({ type });
  content({ type: 'durationKnown', seconds: 4 });
  content({ type: 'unloaded', playhead: 3 });
  expect(emitted).toEqual(['playRequested', 'waiting', 'paused'].map((type) => ({ type, playhead: 8 })));
});

test('an ad that is begun again is the same one, until its content goes', () => {
  const { fires, types, hls } = own();
  const from = types().length;
  fires('hlsInterstitialStarted');
  expect(types().length).toBe(from);
  hls.interstitialsManager.playingAsset = null;
  fires('hlsMediaDetaching');
  fires('hlsInterstitialStarted');
  expect(types().slice(from)).toEqual(['adEnded', 'adBreakStarted']);
});

test('a player that is followed again behind a break reports that break when it plays once more', () => {
  const event = breakOf();
  const hls = {
    interstitialsManager: { playingItem: null, playingAsset: null },
    latestLevelDetails: null,
  } as unknown as HlsPlayer;
  const view = {
    slot: {} as ElementSlot,
    position: createContentPosition(() => 8),
    ofElement: () => 8,
  };
  const start = () => [createInterstitials(hls, view).intents.hlsInterstitialStarted!({ event } as never)].flat();
  for (const round of [start(), start()]) expect(round).toEqual([expect.objectContaining({ type: 'adBreakStarted' })]);
});

/** An interstitial whose list of assets is still loaded. */
const awaits = (more: Partial<HlsInterstitial> = {}) => {
  const event = { ...breakOf(more), assetListLoaded: false };
  const scene = follow(event);
  scene.fires('hlsInterstitialStarted');
  const from = scene.types().length;
  return { ...scene, event, before: scene.types(), since: () => scene.types().slice(from) };
};

test('while its assets are awaited the content plays on and stalls; its break begins with its first ad', () => {
  const { event, before, content, fires, since, position } = awaits();
  for (const type of ['progress', 'waiting', 'paused', 'seeking'] as const) content({ type });
  event.assetListLoaded = true;
  fires('hlsInterstitialAssetStarted', { asset: assetOf('one') });
  expect([before, since()]).toEqual([[], ['progress', 'waiting', 'paused', 'seeking', 'adBreakStarted', 'adAnnounced']]);
  expect(position.now()).toBe(8);
});

const LIST_FAILED = { details: 'assetListLoadError' };
const POST = { cue: { pre: false, post: true }, startTime: 20 };

test.each([
  ['before the content', { cue: { pre: true, post: false }, startTime: 0 }, []],
  ['in the content', {}, []],
  ['behind the content', POST, ['ended']],
])('without assets %s there is no break, and the content goes on or is over', (_, more, ends) => {
  for (const word of ['hlsInterstitialEnded', 'hlsError']) {
    const { content, element, fires, since, hls } = awaits(more);
    element.currentTime = 20;
    if (ends.length) content({ type: 'ended' });
    fires('hlsError', LIST_FAILED);
    expect(since(), 'it is still awaited').toEqual([]);
    hls.interstitialsManager.playingItem.event = undefined;
    fires('hlsError', { details: 'bufferStalledError' });
    expect(since(), 'an error of something else').toEqual([]);
    fires(word, { scheduleIndex: -1, ...LIST_FAILED });
    expect(since()).toEqual(ends);
    content({ type: 'playing' });
    expect(since()).toEqual([...ends, 'playing']);
  }
});

test.each(['hlsInterstitialEnded', 'hlsError'])(
  'a post-roll without assets ends no content that the viewer has jumped back in: %s',
  (word) => {
    const { content, element, fires, since, hls } = awaits(POST);
    element.currentTime = 20;
    content({ type: 'ended' });
    element.currentTime = 3;
    content({ type: 'playing' });
    hls.interstitialsManager.playingItem.event = undefined;
    fires(word, { scheduleIndex: -1, ...LIST_FAILED });
    content({ type: 'ended' });
    expect(since()).toEqual(['playing', 'ended']);
  },
);

test('a post-roll whose assets are awaited follows content that is over, or whose end was sought in a pause', () => {
  const played = awaits(POST);
  played.element.currentTime = 20;
  played.content({ type: 'ended' });
  played.event.assetListLoaded = true;
  played.fires('hlsInterstitialAssetStarted', { asset: assetOf('one') });
  played.fires('hlsInterstitialEnded', { scheduleIndex: -1 });
  expect([...played.before, ...played.since()]).toEqual([
    'chapter',
    'contentEnded',
    'adBreakStarted',
    'adAnnounced',
    'adEnded',
    'adBreakEnded',
    'ended',
  ]);

  const event = { ...breakOf(POST), assetListLoaded: false };
  const sought = follow(event);
  sought.element.paused = sought.element.seeking = true;
  sought.fires('hlsInterstitialStarted');
  sought.content({ type: 'seeking' });
  sought.content({ type: 'ended' });
  event.assetListLoaded = true;
  sought.fires('hlsInterstitialAssetStarted', { asset: assetOf('one') });
  sought.fires('hlsInterstitialEnded', { scheduleIndex: -1 });
  expect(sought.types()).toEqual(['seeking', 'adBreakStarted', 'adAnnounced', 'adEnded', 'adBreakEnded', 'paused']);
});

test('a post-roll whose list comes when the viewer has jumped back stands where the content does, and completes nothing', () => {
  const { content, element, event, fires, since, position } = awaits(POST);
  element.currentTime = 20;
  content({ type: 'ended' });
  element.currentTime = 3;
  content({ type: 'playing' });
  event.assetListLoaded = true;
  fires('hlsInterstitialAssetStarted', { asset: assetOf('one') });
  expect(position.now()).toBe(5);
  fires('hlsInterstitialEnded', { scheduleIndex: -1 });
  expect(since()).toEqual(['playing', 'adBreakStarted', 'adAnnounced', 'adEnded', 'adBreakEnded', 'paused']);
});

test('while a list is awaited behind another ad, which its player still has no element for, there is no break', () => {
  const event = { ...breakOf(), assetListLoaded: false };
  const { fires, types, hls } = follow(event);
  hls.media = null;
  fires('hlsInterstitialStarted');
  fires('hlsInterstitialEnded');
  expect(types()).toEqual([]);
});

test('a break that leaves the schedule with its assets is followed by its content, the last one of the schedule by the end', () => {
  for (const [schedule, ends] of [
    [[], []],
    [[{ event: undefined }], []],
  ] as const) {
    const { fires, types } = own();
    fires('hlsInterstitialEnded', { scheduleIndex: -1, schedule });
    expect(types().slice(-1)).toEqual(['adBreakEnded', ...ends]);
  }
  const event = breakOf();
  const { fires, types } = own(event);
  fires('hlsInterstitialEnded', { scheduleIndex: -1, schedule: [{ event }] });
  expect(types().slice(-2)).toEqual(['adBreakEnded', 'ended']);
});

test('the page takes the element away in an ad in place, whose media its player has back', () => {
  const { element, fires, hls, plays, ends } = follow(breakOf({ appendInPlace: true }));
  const asset = assetOf('one');
  element.currentTime = 8.1;
  fires('hlsInterstitialStarted');
  fires('hlsInterstitialAssetStarted', { asset });
  plays(9, 10);
  Object.assign(hls.interstitialsManager, { playingAsset: asset });
  hls.media = null;
  fires('hlsMediaDetaching');
  expect(ends(), 'it is lent').toEqual([]);
  hls.media = element;
  fires('hlsMediaDetaching', { transferMedia: null });
  expect(ends(), 'its media are').toEqual([]);
  fires('hlsMediaDetaching');
  expect(ends()).toEqual([true]);
});

test.each(['hlsManifestLoading', 'hlsDestroying', 'hlsMediaDetaching'])(
  'an ad that was shown whole is complete, although its content goes: %s',
  (type) => {
    const { plays, fires, ends } = own();
    plays(1, 2, 3, 3.9);
    fires(type);
    expect(ends()).toEqual([false]);
  },
);

test.each([
  ['was shown whole', 3.8, false],
  ['was not', 3.2, true],
])('an ad that %s ends so as nobody listens any more', (_, second, skipped) => {
  const { plays, element, close, ends } = own();
  plays(1, 2, 3);
  element.currentTime = second;
  close();
  expect(ends()).toEqual([skipped]);
});

test('an ad in place that the element has passed before its list came is not shown', () => {
  const { element, event, fires, since } = awaits({ appendInPlace: true });
  element.currentTime = 12.5;
  event.assetListLoaded = true;
  fires('hlsInterstitialAssetStarted', { asset: assetOf('one') });
  expect(since()).toEqual(['adBreakStarted', 'adAnnounced']);
  fires('hlsInterstitialAssetStarted', { asset: assetOf('two', { timelineStart: 12 }) });
  expect(since().slice(2)).toEqual(['adEnded', 'adAnnounced', 'playing']);
});
