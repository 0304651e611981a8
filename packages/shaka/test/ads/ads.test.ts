import { describe, expect, test, vi } from 'vitest';
import { listen, type Intent } from '@media-collection/core';
import { createContentPosition } from '@media-collection/html5';
import { contentSecondOf } from '../../src/ads/ad-data';
import { createAds } from '../../src/ads/ads';
import type { ShakaAd, ShakaAdEvent, ShakaPlayer } from '../../src/index';

/** An ad as a manager describes it. */
const adOf = (id: string, position = 1, total = 1, more: Partial<ShakaAd> = {}): ShakaAd => ({
  getAdId: () => id,
  getDuration: () => 4,
  getPositionInSequence: () => position,
  getSequenceLength: () => total,
  ...more,
});

/** Follows an ad manager and the content beside it; what they emitted. */
function follow(cuepoints: readonly { start: number; end?: number }[] = []) {
  const element = { currentTime: 0, playbackRate: 1, live: false };
  const limits = { playRangeEnd: Infinity };
  const own = Object.assign(new EventTarget(), { seeking: false, paused: false, readyState: 4, currentTime: 0 });
  const manager = Object.assign(new EventTarget(), {
    getCuePoints: () => cuepoints,
    getCurrentAd: (): ShakaAd | null => null,
    getInterstitialPlayer: () => ({ getMediaElement: () => own, getConfiguration: () => limits }),
  });
  const player = {
    getAdManager: () => manager,
    getManifestType: () => 'HLS',
    getMediaElement: () => element,
    isLive: () => element.live,
  } as unknown as ShakaPlayer;
  const emitted: Intent[] = [];
  const emit = (intent: Intent): void => void emitted.push(intent);
  const watching = new AbortController();
  const position = createContentPosition(() => element.currentTime);
  const ads = createAds(player, position, () => element.live, emit);
  listen(manager, ads.intents, emit, watching.signal);
  const content = ads.ofContent(emit);
  return {
    player,
    manager,
    ads,
    element,
    limits,
    /** The interstitials' own element fires an event in a state. */
    own: (type: string, state: Partial<HTMLMediaElement>) => {
      Object.assign(own, state);
      own.dispatchEvent(new Event(type));
    },
    content: (...types: Intent['type'][]) => types.forEach((type) => content({ type } as Intent)),
    fires: (type: string, event: ShakaAdEvent = {}) => void manager.dispatchEvent(Object.assign(new Event(type), event)),
    position,
    emitted,
    types: () =>
      emitted.map((intent) => {
        const id = intent.type === 'adAnnounced' ? `:${(intent.guess!.params as Record<string, string>)['media.ad.id']}` : '';
        return intent.type + id + (intent.type === 'adEnded' && intent.skipped ? ':skipped' : '');
      }),
  };
}
const google = (type: string) => ({ originalEvent: { type } });

/** client_side_ad_manager.js of Shaka Player 5.2.12: 354 to 371, 397 to 433 and 480 to 538. */
test("a pod of Google's is one break, however often its first ad begins and its end is emitted", () => {
  const { content, fires, types } = follow();
  const [one, two] = [adOf('one', 1, 2), adOf('two', 2, 2)];
  fires('ad-started', { ad: one, ...google('contentPauseRequested') });
  content('paused');
  fires('ad-started', { ad: one, ...google('playRequested') });
  fires('ad-paused', google('pause'));
  fires('ad-resumed', google('resume'));
  fires('ad-complete', google('complete'));
  fires('ad-started', { ad: two, ...google('playRequested') });
  fires('ad-skipped', google('skip'));
  fires('ad-stopped', google('contentResumeRequested'));
  fires('ad-stopped', google('allAdsCompleted'));
  content('playing');
  expect(types()).toEqual([
    ...['adBreakStarted', 'adAnnounced:one', 'adAnnounced:one', 'playing', 'paused', 'playing', 'adEnded'],
    ...['adAnnounced:two', 'playing', 'adEnded:skipped', 'adEnded', 'adBreakEnded', 'playing'],
  ]);
});

test("Google's post-roll comes before the end, and one that does not come does not hold it", () => {
  const { content, fires, types } = follow([{ start: -1 }]);
  content('playing', 'ended');
  fires('ad-started', { ad: adOf('post'), ...google('contentPauseRequested') });
  fires('ad-started', { ad: adOf('post'), ...google('playRequested') });
  fires('ad-complete', google('complete'));
  fires('ad-stopped', google('contentResumeRequested'));
  expect(types()).toEqual([
    ...[
      'playing',
      'contentEnded',
      'adBreakStarted',
      'adAnnounced:post',
      'adAnnounced:post',
      'playing',
      'adEnded',
      'adEnded',
      'adBreakEnded',
      'ended',
    ],
  ]);
  const other = follow([{ start: -1 }]);
  other.content('playing', 'ended');
  other.fires('ad-error');
  expect(other.types()).toEqual(['playing', 'contentEnded', 'ended']);
});

test('a post-roll that is slow to come, and an end without one, are told where and when the content was over', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const over = { playhead: 20, agoMs: 800 };
  const end = () => {
    const { element, ...scene } = follow([{ start: -1 }]);
    element.currentTime = 20;
    scene.content('playing', 'ended');
    vi.advanceTimersByTime(800);
    element.currentTime = 0;
    return scene;
  };
  const { fires, emitted } = end();
  fires('ad-break-started', { timeOffset: -1, startedAt: 19.9 });
  fires('ad-started', { ad: adOf('post') });
  vi.advanceTimersByTime(4_000);
  fires('ad-stopped');
  fires('ad-break-ended');
  expect(emitted.filter(({ type }) => /^(adBreak|ended)/.test(type))).toMatchObject([
    { type: 'adBreakStarted', ...over },
    {},
    { type: 'ended' },
  ]);
  expect(emitted.at(-1)).toEqual({ type: 'ended' });
  const other = end();
  other.content('seeking');
  expect(other.emitted).toEqual([
    { type: 'playing' },
    { type: 'contentEnded', playhead: 20 },
    { type: 'ended', ...over },
    { type: 'seeking' },
  ]);
  vi.useRealTimers();
});

test.each(['playRequested', 'seeking', 'unloaded'] as const)('an end that waits for a post-roll comes before %s', (type) => {
  const { content, types } = follow([{ start: -1 }]);
  content('playing', 'ended', type);
  expect(types()).toEqual(['playing', 'contentEnded', 'ended', type]);
});

/** interstitial_ad_manager.js of Shaka Player 5.2.12: 210 to 233. */
describe('frames of content in front of which a pre-roll is to come', () => {
  test('were none of the content when it comes', () => {
    const { content, fires, types } = follow([{ start: 0 }]);
    // A segment that was loaded meanwhile fires nothing of what is shown.
    content('playRequested', 'playing', 'chapter', 'state', 'recovered', 'progress');
    fires('ad-started', { ad: adOf('pre') });
    content('paused');
    fires('ad-stopped');
    content('playing', 'progress');
    expect(types()).toEqual([
      'playRequested',
      'state',
      'recovered',
      'adBreakStarted',
      'adAnnounced:pre',
      'adEnded',
      'adBreakEnded',
      'playing',
      'progress',
    ]);
  });

  test('were content when none comes in a second', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { content, element, emitted, types } = follow([{ start: 0 }]);
    element.currentTime = 0.5;
    content('playRequested', 'playing', 'playing');
    vi.advanceTimersByTime(1_000);
    content('progress', 'progress', 'progress', 'progress');
    expect(types()).toEqual(['playRequested']);
    content('progress', 'progress', 'playing');
    expect(emitted.slice(1)).toEqual([
      { type: 'playing', playhead: 0.5, agoMs: 1_000 },
      ...['progress', 'progress', 'playing'].map((type) => ({ type })),
    ]);
    vi.useRealTimers();
  });

  test('are the first that are shown, of content or of an ad, until other content comes', () => {
    const { content, fires, types } = follow([{ start: 0 }]);
    content('playRequested', 'playing', 'progress', 'progress', 'progress', 'progress', 'progress');
    content('ended', 'playRequested', 'playing', 'unloaded');
    fires('ad-cue-points-changed', { cuepoints: [{ start: 0 }] });
    content('playRequested', 'playing');
    expect(types()).toEqual([
      'playRequested',
      'playing',
      'progress',
      'ended',
      'playRequested',
      'playing',
      'unloaded',
      'playRequested',
    ]);
    fires('ad-started', { ad: adOf('pre') });
    fires('ad-stopped');
    content('playRequested', 'playing');
    expect(types().slice(8)).toEqual([
      'adBreakStarted',
      'adAnnounced:pre',
      'adEnded',
      'adBreakEnded',
      'playRequested',
      'playing',
    ]);
  });

  test.each(['paused', 'waiting', 'seeking', 'ended', 'unloaded', 'failed'] as const)('were content when it fires %s', (type) => {
    const { content, types } = follow([{ start: 0 }]);
    content('playRequested', 'playing', 'progress', type);
    expect(types()).toEqual(['playRequested', 'playing', type]);
  });

  test('were content when another ad begins; where none is to come they are told at once', () => {
    const { content, fires, types } = follow([{ start: 0 }, { start: 0.4 }]);
    content('playRequested', 'playing', 'progress');
    fires('ad-break-started', { timeOffset: 0.4 });
    fires('ad-started', { ad: adOf('mid') });
    expect(types()).toEqual(['playRequested', 'playing', 'adBreakStarted', 'adAnnounced:mid']);
    const other = follow([{ start: 4 }]);
    other.content('playRequested', 'playing', 'progress');
    expect(other.types()).toEqual(['playRequested', 'playing', 'progress']);
    const late = follow([{ start: 0 }]);
    late.content('playing', 'progress');
    expect(late.types()).toEqual(['playing', 'progress']);
  });
});

test('an interstitial that is put to its start begins when it is there, and did not run dry on the way', () => {
  const { own, fires, emitted } = follow();
  fires('ad-started', { ad: adOf('one') });
  fires('ads-loaded');
  const from = emitted.length;
  own('playing', { seeking: true, readyState: 1 });
  own('seeking', {});
  own('waiting', {});
  own('seeked', { seeking: false, readyState: 2 });
  expect(emitted.length).toBe(from);
  own('playing', { readyState: 4 });
  own('waiting', { readyState: 2 });
  // One that had all its data fires no other `playing`.
  own('seeked', { readyState: 4 });
  own('seeked', { paused: true });
  expect(emitted.slice(from).map(({ type }) => type)).toEqual(['adUpdated', 'playing', 'waiting', 'adUpdated', 'playing']);
});

/** server_side_ad_manager.js of Shaka Player 5.2.12: 108 to 171. */
test('ads that are in the stream are shown as they begin, and their pod is over with the last of them', () => {
  const { content, fires, types } = follow();
  content('playing');
  for (const position of [1, 2]) {
    fires('ad-started', { ad: adOf(`in-${position}`, position, 2, { isClientRendering: () => false }) });
    content('progress');
    fires('ad-complete');
    fires('ad-stopped');
  }
  content('progress');
  expect(types()).toEqual([
    'playing',
    'adBreakStarted',
    'adAnnounced:in-1',
    'playing',
    'adEnded',
    'adAnnounced:in-2',
    'playing',
    'adEnded',
    'adBreakEnded',
    'progress',
  ]);
});

test('ads that are in the stream do not count as content, and begin and end where the stream passed their borders', () => {
  const { player, element, fires, emitted } = follow([
    { start: 4, end: 6 },
    { start: 10, end: 14 },
    { start: -1, end: 0 },
  ]);
  expect([0, 4, 5, 6, 9, 12, 20].map((second) => contentSecondOf(player, second))).toEqual([0, 4, 4, 4, 7, 8, 14]);
  const ad = adOf('in', 1, 1, { isClientRendering: () => false, getTimeOffset: () => 10 });
  element.currentTime = 10.2;
  element.playbackRate = 2;
  fires('ad-started', { ad });
  element.currentTime = 14.1;
  fires('ad-stopped');
  const at = { playhead: 8, agoMs: expect.closeTo(100) as number };
  expect(emitted).toMatchObject([
    { type: 'adBreakStarted', ...at },
    { type: 'adAnnounced', ...at },
    { type: 'playing', ...at },
    ...['adEnded', 'adBreakEnded', 'playing'].map((type) => ({
      type,
      ...(type !== 'adBreakEnded' && { playhead: 8, agoMs: expect.closeTo(50) as number }),
    })),
  ]);
  // A live stream's place is the second of the day, which its ads do not change.
  element.live = true;
  element.currentTime = 10.2;
  fires('ad-started', { ad });
  expect(emitted.at(-1)).toEqual({ type: 'playing', playhead: undefined, agoMs: expect.closeTo(100) as number });
  // A jump into it passed no border.
  element.currentTime = 12;
  fires('ad-started', { ad });
  expect(emitted.at(-1)).toEqual({ type: 'playing' });
});

test("an ad of Google's waits for data until it goes on; of other ads their element reports that", () => {
  const { fires, types } = follow();
  fires('ad-started', { ad: adOf('one', 1, 1), ...google('playRequested') });
  fires('ad-progress', google('adProgress'));
  fires('ad-buffering', google('adBuffering'));
  fires('ad-progress', google('adProgress'));
  fires('ad-progress', google('adProgress'));
  fires('ad-buffering', google('adBuffering'));
  fires('ad-paused', google('pause'));
  fires('ad-progress', google('adProgress'));
  expect(types()).toEqual(['adBreakStarted', 'adAnnounced:one', 'playing', 'waiting', 'playing', 'waiting', 'paused']);
  const stream = follow();
  stream.element.currentTime = 10.2;
  stream.fires('ad-started', { ad: adOf('in', 1, 1, { isClientRendering: () => false, getTimeOffset: () => 10 }) });
  stream.emitted.length = 0;
  for (const type of ['ad-buffering', 'ad-progress']) stream.fires(type);
  expect(stream.emitted).toEqual([]);
});

test('a pause and a stall in an ad that is in the stream are what the element reports, and a jump out of it skips it', () => {
  const { element, content, fires, types } = follow();
  const ad = adOf('in', 1, 1, { isClientRendering: () => false, getTimeOffset: () => 10 });
  element.currentTime = 10.2;
  fires('ad-started', { ad });
  content('paused');
  fires('ad-paused');
  fires('ad-resumed');
  content('playRequested', 'waiting', 'playing', 'seeking');
  element.currentTime = 13.9;
  content('seeked', 'playing', 'progress');
  element.currentTime = 14.1;
  fires('ad-stopped');
  expect(types()).toEqual([
    ...['adBreakStarted', 'adAnnounced:in', 'playing', 'paused', 'playRequested', 'waiting', 'playing', 'playing'],
    ...['adEnded:skipped', 'adBreakEnded', 'playing'],
  ]);
});

/** D35; the limit is cut by a timer that calls it a skip: interstitial_ad_manager.js, 1466 to 1477. */
describe('an interstitial', () => {
  const show = (seconds: readonly number[], limit = Infinity, ends = ['ad-stopped']) => {
    const { own, fires, emitted, limits } = follow();
    limits.playRangeEnd = limit;
    fires('ad-started', { ad: adOf('one') });
    fires('ads-loaded');
    own('playing', { currentTime: 0.02 });
    for (const currentTime of seconds) own('timeupdate', { currentTime });
    return { own, end: () => (ends.forEach((type) => fires(type)), emitted.find(({ type }) => type === 'adEnded')) };
  };
  test('that was shown for its length is complete', () => {
    expect(show([1, 2, 3, 3.8]).end()).toEqual({ type: 'adEnded' });
  });
  test('that reaches its end 0.26 s after its last timeupdate is complete, though the player has paused it', () => {
    const { own, end } = show([1, 2, 3, 3.74]);
    own('pause', { currentTime: 4, paused: true });
    expect(end()).toEqual({ type: 'adEnded' });
  });
  test('that a limit cuts is complete, whoever calls that a skip', () => {
    expect(show([1, 1.8], 2).end()).toEqual({ type: 'adEnded' });
    expect(show([1, 1.8], 2, ['ad-skipped', 'ad-stopped']).end()).toEqual({ type: 'adEnded' });
  });
  test('that is left early, or jumps to its own end, is skipped', () => {
    expect(show([1, 1.8]).end()).toEqual({ type: 'adEnded', skipped: true });
    const { own, end } = show([1, 2]);
    own('seeking', { seeking: true, currentTime: 3.9 });
    own('seeked', { seeking: false });
    own('timeupdate', { currentTime: 4 });
    expect(end()).toEqual({ type: 'adEnded', skipped: true });
  });
  test('that begins in its middle is complete when it was shown from there', () => {
    const { own, end } = show([]);
    own('seeking', { currentTime: 3, seeking: true });
    own('playing', { seeking: false });
    expect(end()).toEqual({ type: 'adEnded', skipped: true });
    const other = follow();
    other.fires('ad-started', { ad: adOf('late') });
    other.fires('ads-loaded');
    for (const currentTime of [3, 3.5, 3.9]) other.own(currentTime > 3 ? 'timeupdate' : 'playing', { currentTime });
    other.fires('ad-stopped');
    expect(other.types().at(-2)).toBe('adEnded');
  });
  test('that is resumed without data stalls then', () => {
    const { own, fires, emitted } = follow();
    fires('ad-started', { ad: adOf('one') });
    fires('ads-loaded');
    own('playing', {});
    const from = emitted.length;
    own('waiting', { readyState: 2 });
    fires('ad-paused');
    fires('ad-resumed');
    own('waiting', {});
    own('playing', { readyState: 4 });
    expect(emitted.slice(from).map(({ type }) => type)).toEqual([
      'waiting',
      'paused',
      'playRequested',
      'waiting',
      'adUpdated',
      'playing',
    ]);
  });
});

test('a pod that ends too early is over as the content goes on', () => {
  const { content, fires, types } = follow();
  fires('ad-started', { ad: adOf('one', 1, 3, { isClientRendering: () => false }) });
  fires('ad-skipped');
  fires('ad-stopped');
  content('waiting', 'progress');
  expect(types()).toEqual([
    'adBreakStarted',
    'adAnnounced:one',
    'playing',
    'adEnded:skipped',
    'adEnded',
    'adBreakEnded',
    'progress',
  ]);
});

test('content that ends with an ad in it is over after its break', () => {
  const { content, fires, types } = follow();
  fires('ad-started', { ad: adOf('last', 1, 1, { isClientRendering: () => false }) });
  content('ended');
  fires('ad-stopped');
  expect(types()).toEqual(['adBreakStarted', 'adAnnounced:last', 'playing', 'contentEnded', 'adEnded', 'adBreakEnded', 'ended']);
});

/** interstitial_ad_manager.js of Shaka Player 5.2.12: 948 to 1000. */
test.each([
  ['goes on further on, to which the manager moves it as the ads begin', 8, 5, 5],
  ['begins where its page says, before a pre-roll', 10, undefined, 10],
  ['begins at its start, of which some frames were shown before a pre-roll', 0.3, undefined, 0],
])('content that %s stands where it stopped while its ads are shown', (_, second, startTime, stands) => {
  const { element, fires, content, emitted, position } = follow();
  element.currentTime = startTime ?? second;
  content('playRequested', 'playing');
  fires('ad-break-started', { timeOffset: startTime ?? 0, startedAt: element.currentTime });
  fires('ad-started', { ad: adOf('a') });
  element.currentTime = second;
  expect(emitted.find(({ type }) => type === 'adBreakStarted')!.playhead).toBe(stands);
  expect(position.now()).toBe(stands);
  fires('ad-stopped');
  fires('ad-break-ended');
  expect(position.now()).toBe(second);
});

test.each([
  ['at its start', 0, 0],
  ['where its page says', 10, 10],
])(
  'content that begins %s stands there while its pre-roll is shown, however late a busy page begins that',
  (_, begins, stands) => {
    const { element, fires, content, emitted, position } = follow([{ start: 0 }]);
    element.currentTime = begins;
    content('playRequested', 'playing');
    element.currentTime = begins + 1.5;
    fires('ad-break-started', { timeOffset: 0, startedAt: element.currentTime });
    fires('ad-started', { ad: adOf('pre') });
    expect(emitted.find(({ type }) => type === 'adBreakStarted')!.playhead).toBe(stands);
    expect(position.now()).toBe(stands);
  },
);

test('what lies over the content is no ad, and the content goes on', () => {
  const { content, fires, types } = follow();
  fires('ad-break-started', { timeOffset: 4, startedAt: 4 });
  fires('ad-started', { ad: adOf('banner', 1, 1, { isLinear: () => false }) });
  content('progress', 'paused', 'playing');
  fires('ad-stopped');
  fires('ad-break-ended', { timeOffset: 4 });
  expect(types()).toEqual(['progress', 'paused', 'playing']);
});

test('content that has lent its element is not unloaded, until it plays again', () => {
  const { ads, content, element, position, fires, types } = follow();
  element.currentTime = 8;
  fires('ad-content-pause-requested');
  element.currentTime = 1;
  expect([position.isFrozen, position.now()]).toEqual([true, 8]);
  content('unloaded', 'durationKnown');
  ads.detach();
  fires('ad-started', { ad: adOf('one'), ...google('playRequested') });
  content('durationKnown', 'playing');
  fires('ad-content-resume-requested');
  fires('ad-stopped', google('contentResumeRequested'));
  content('unloaded', 'playing');
  expect(position.isFrozen).toBe(false);
  ads.detach();
  content('unloaded');
  expect(types()).toEqual(['adBreakStarted', 'adAnnounced:one', 'playing', 'adEnded', 'adBreakEnded', 'playing', 'unloaded']);
});

test('content that has lent its element is unloaded by the page in an ad, and what comes after it is other content', () => {
  const { ads, content, position, fires, types } = follow();
  fires('ad-content-pause-requested');
  content('unloaded');
  ads.detach();
  fires('ad-started', { ad: adOf('one') });
  content('unloaded');
  expect(position.isFrozen).toBe(false);
  content('durationKnown', 'failed');
  expect(types()).toEqual(['adBreakStarted', 'adAnnounced:one', 'unloaded', 'durationKnown', 'failed']);
});

test('what calls itself a pre-roll when the content plays already is reported where it stands', () => {
  const { content, fires, emitted } = follow();
  content('playRequested', 'playing', ...Array.from({ length: 5 }, () => 'progress' as const));
  fires('ad-break-started', { timeOffset: 0 });
  fires('ad-started', { ad: adOf('late') });
  expect(emitted.find(({ type }) => type === 'adBreakStarted')).toEqual({
    type: 'adBreakStarted',
    playhead: undefined,
    guess: { params: { 'media.ad.podFriendlyName': 'midroll' } },
  });
});

test('a pre-roll may find some frames of the content before it', () => {
  const { content, fires, emitted } = follow();
  content('playRequested', 'playing', 'progress');
  fires('ad-break-started', { timeOffset: 0 });
  fires('ad-started', { ad: adOf('first') });
  expect(emitted.find(({ type }) => type === 'adBreakStarted')).toMatchObject({
    playhead: 0,
    guess: { params: { 'media.ad.podFriendlyName': 'preroll' } },
  });
});

describe('an ad that is shown already when somebody begins to listen', () => {
  const shown = (more: Partial<ShakaAd>, second = 10): [string[], ReturnType<typeof follow>] => {
    const scene = follow();
    scene.element.currentTime = second;
    scene.manager.getCurrentAd = () => adOf('a', 1, 1, { getTimeOffset: () => 10, ...more });
    return [scene.ads.alreadyShown().map(({ type }) => type), scene];
  };

  test('runs in the element of interstitials, in that of Google, or in the stream', () => {
    expect(shown({})[0]).toEqual(['adBreakStarted', 'adAnnounced', 'adUpdated', 'playing']);
    // Its element reports the frames itself.
    expect(shown({ isClientRendering: () => false })[0]).toEqual(['adBreakStarted', 'adAnnounced']);
    // Google's may still be on its way: it began when it progresses.
    const [types, { fires, types: all }] = shown({ needsSkipUI: () => false });
    expect(types).toEqual(['adBreakStarted', 'adAnnounced']);
    fires('ad-started', { ad: adOf('a'), ...google('playRequested') });
    fires('ad-progress');
    expect(all()).toEqual(['adAnnounced:a', 'playing']);
    const [, later] = shown({ needsSkipUI: () => false });
    later.fires('ad-progress');
    later.fires('ad-progress');
    expect(later.types()).toEqual(['playing']);
  });

  test('is complete when the rest of it was shown', () => {
    const [, { own, fires, emitted }] = shown({});
    own('timeupdate', { currentTime: 1.5 });
    own('timeupdate', { currentTime: 3.9 });
    fires('ad-stopped');
    fires('ad-break-ended');
    expect(emitted).toEqual([{ type: 'adEnded' }, { type: 'adBreakEnded' }]);
  });

  test('comes after the content, which then ends with it', () => {
    const [types, { own, fires, emitted }] = shown({ getTimeOffset: () => -1 }, 20);
    expect(types).toEqual(['contentEnded', 'adBreakStarted', 'adAnnounced', 'adUpdated', 'playing']);
    own('timeupdate', { currentTime: 3.9 });
    fires('ad-stopped');
    fires('ad-break-ended');
    expect(emitted.map(({ type }) => type)).toEqual(['adEnded', 'adBreakEnded', 'ended']);
  });

  test('shows its first frame when it is resumed, where it is paused', () => {
    const [types, { fires, types: all }] = shown({ isPaused: () => true, needsSkipUI: () => false });
    expect(types).toEqual(['adBreakStarted', 'adAnnounced']);
    fires('ad-progress');
    expect(all()).toEqual([]);
    fires('ad-resumed');
    expect(all()).toEqual(['playing']);
  });

  test('is none where it lies over the content', () => {
    const [types, { content, types: all }] = shown({ isLinear: () => false });
    content('playing');
    expect([types, all()]).toEqual([[], ['playing']]);
  });
});
