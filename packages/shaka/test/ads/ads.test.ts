import { describe, expect, test, vi } from 'vitest';
import { listen, type Intent } from '@media-collection/core';
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

/** Follows an ad manager and the content beside it; what they said, in words. */
function follow(cuepoints: readonly { start: number; end?: number }[] = []) {
  const element = { currentTime: 0, playbackRate: 1, live: false };
  const limits = { playRangeEnd: Infinity };
  const own = Object.assign(new EventTarget(), { seeking: false, paused: false, readyState: 4, currentTime: 0 });
  const manager = Object.assign(new EventTarget(), {
    getCuePoints: () => cuepoints,
    getInterstitialPlayer: () => ({ getMediaElement: () => own, getConfiguration: () => limits }),
  });
  const player = {
    getAdManager: () => manager,
    getManifest: () => ({}),
    getMediaElement: () => element,
    isLive: () => element.live,
  } as unknown as ShakaPlayer;
  const said: Intent[] = [];
  const tell = (intent: Intent): void => void said.push(intent);
  const watching = new AbortController();
  let lendings = 0;
  const ads = createAds(player, { isLive: () => element.live, freeze: () => void lendings++ }, tell);
  listen(manager, ads.intents, tell, watching.signal);
  const content = ads.ofContent(tell);
  return {
    ads,
    element,
    limits,
    /** The interstitials' own element says a word in a state. */
    own: (word: string, state: Partial<HTMLMediaElement>) => {
      Object.assign(own, state);
      own.dispatchEvent(new Event(word));
    },
    content: (...types: Intent['type'][]) => types.forEach((type) => content({ type } as Intent)),
    says: (type: string, event: ShakaAdEvent = {}) => void manager.dispatchEvent(Object.assign(new Event(type), event)),
    get lendings() {
      return lendings;
    },
    said,
    words: () =>
      said.map((intent) => {
        const id = intent.type === 'adAnnounced' ? `:${(intent.guess!.params as Record<string, string>)['media.ad.id']}` : '';
        return intent.type + id + (intent.type === 'adEnded' && intent.skipped ? ':skipped' : '');
      }),
  };
}
const google = (type: string) => ({ originalEvent: { type } });

/** client_side_ad_manager.js of Shaka Player 5.2.12: 354 to 371, 397 to 433 and 480 to 538. */
test("a pod of Google's is one break, however often its first ad begins and its end is said", () => {
  const { content, says, words } = follow();
  const [one, two] = [adOf('one', 1, 2), adOf('two', 2, 2)];
  says('ad-started', { ad: one, ...google('contentPauseRequested') });
  content('paused');
  says('ad-started', { ad: one, ...google('playRequested') });
  says('ad-paused', google('pause'));
  says('ad-resumed', google('resume'));
  says('ad-complete', google('complete'));
  says('ad-started', { ad: two, ...google('playRequested') });
  says('ad-skipped', google('skip'));
  says('ad-stopped', google('contentResumeRequested'));
  says('ad-stopped', google('allAdsCompleted'));
  content('playing');
  expect(words()).toEqual([
    ...['adBreakStarted', 'adAnnounced:one', 'adAnnounced:one', 'playing', 'paused', 'playing', 'adEnded'],
    ...['adAnnounced:two', 'playing', 'adEnded:skipped', 'adEnded', 'adBreakEnded', 'playing'],
  ]);
});

test("Google's post-roll comes before the end, and one that does not come does not hold it", () => {
  const { content, says, words } = follow([{ start: -1 }]);
  content('playing', 'ended');
  says('ad-started', { ad: adOf('post'), ...google('contentPauseRequested') });
  says('ad-started', { ad: adOf('post'), ...google('playRequested') });
  says('ad-complete', google('complete'));
  says('ad-stopped', google('contentResumeRequested'));
  expect(words()).toEqual([
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
  other.says('ad-error');
  expect(other.words()).toEqual(['playing', 'contentEnded', 'ended']);
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
  const { says, said } = end();
  says('ad-break-started', { timeOffset: -1, startedAt: 19.9 });
  says('ad-started', { ad: adOf('post') });
  vi.advanceTimersByTime(4_000);
  says('ad-stopped');
  says('ad-break-ended');
  expect(said.filter(({ type }) => /^(adBreak|ended)/.test(type))).toMatchObject([
    { type: 'adBreakStarted', ...over },
    {},
    { type: 'ended' },
  ]);
  expect(said.at(-1)).toEqual({ type: 'ended' });
  const other = end();
  other.content('seeking');
  expect(other.said).toEqual([
    { type: 'playing' },
    { type: 'contentEnded', playhead: 20 },
    { type: 'ended', ...over },
    { type: 'seeking' },
  ]);
  vi.useRealTimers();
});

test.each(['playRequested', 'seeking', 'unloaded'] as const)('an end that waits for a post-roll comes before %s', (type) => {
  const { content, words } = follow([{ start: -1 }]);
  content('playing', 'ended', type);
  expect(words()).toEqual(['playing', 'contentEnded', 'ended', type]);
});

/** interstitial_ad_manager.js of Shaka Player 5.2.12: 210 to 233. */
describe('frames of content in front of which a pre-roll is to come', () => {
  test('were none of the content when it comes', () => {
    const { content, says, words } = follow([{ start: 0 }]);
    // A segment that was loaded meanwhile says nothing of what is shown.
    content('playRequested', 'playing', 'chapter', 'state', 'recovered', 'progress');
    says('ad-started', { ad: adOf('pre') });
    content('paused');
    says('ad-stopped');
    content('playing', 'progress');
    expect(words()).toEqual([
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
    const { content, element, said, words } = follow([{ start: 0 }]);
    element.currentTime = 0.5;
    content('playRequested', 'playing', 'playing');
    vi.advanceTimersByTime(1_000);
    content('progress', 'progress', 'progress', 'progress');
    expect(words()).toEqual(['playRequested']);
    content('progress', 'progress', 'playing');
    expect(said.slice(1)).toEqual([
      { type: 'playing', playhead: 0.5, agoMs: 1_000 },
      ...['progress', 'progress', 'playing'].map((type) => ({ type })),
    ]);
    vi.useRealTimers();
  });

  test('are the first that are shown, of content or of an ad, until other content comes', () => {
    const { content, says, words } = follow([{ start: 0 }]);
    content('playRequested', 'playing', 'progress', 'progress', 'progress', 'progress', 'progress');
    content('ended', 'playRequested', 'playing', 'unloaded');
    says('ad-cue-points-changed', { cuepoints: [{ start: 0 }] });
    content('playRequested', 'playing');
    expect(words()).toEqual([
      'playRequested',
      'playing',
      'progress',
      'ended',
      'playRequested',
      'playing',
      'unloaded',
      'playRequested',
    ]);
    says('ad-started', { ad: adOf('pre') });
    says('ad-stopped');
    content('playRequested', 'playing');
    expect(words().slice(8)).toEqual([
      'adBreakStarted',
      'adAnnounced:pre',
      'adEnded',
      'adBreakEnded',
      'playRequested',
      'playing',
    ]);
  });

  test.each(['paused', 'waiting', 'seeking', 'ended', 'unloaded', 'failed'] as const)('were content when it says %s', (type) => {
    const { content, words } = follow([{ start: 0 }]);
    content('playRequested', 'playing', 'progress', type);
    expect(words()).toEqual(['playRequested', 'playing', type]);
  });

  test('were content when another ad begins; where none is to come they are told at once', () => {
    const { content, says, words } = follow([{ start: 0 }, { start: 0.4 }]);
    content('playRequested', 'playing', 'progress');
    says('ad-break-started', { timeOffset: 0.4 });
    says('ad-started', { ad: adOf('mid') });
    expect(words()).toEqual(['playRequested', 'playing', 'adBreakStarted', 'adAnnounced:mid']);
    const other = follow([{ start: 4 }]);
    other.content('playRequested', 'playing', 'progress');
    expect(other.words()).toEqual(['playRequested', 'playing', 'progress']);
    const late = follow([{ start: 0 }]);
    late.content('playing', 'progress');
    expect(late.words()).toEqual(['playing', 'progress']);
  });
});

test('an interstitial that is put to its start begins when it is there, and did not run dry on the way', () => {
  const { own, says, said } = follow();
  says('ad-started', { ad: adOf('one') });
  says('ads-loaded');
  const from = said.length;
  own('playing', { seeking: true, readyState: 1 });
  own('seeking', {});
  own('waiting', {});
  own('seeked', { seeking: false, readyState: 2 });
  expect(said.length).toBe(from);
  own('playing', { readyState: 4 });
  own('waiting', { readyState: 2 });
  // One that had all its data says no other `playing`.
  own('seeked', { readyState: 4 });
  own('seeked', { paused: true });
  expect(said.slice(from).map(({ type }) => type)).toEqual(['adUpdated', 'playing', 'waiting', 'adUpdated', 'playing']);
});

/** server_side_ad_manager.js of Shaka Player 5.2.12: 108 to 171. */
test('ads that are in the stream are shown as they begin, and their pod is over with the last of them', () => {
  const { content, says, words } = follow();
  content('playing');
  for (const position of [1, 2]) {
    says('ad-started', { ad: adOf(`in-${position}`, position, 2, { isClientRendering: () => false }) });
    content('progress');
    says('ad-complete');
    says('ad-stopped');
  }
  content('progress');
  expect(words()).toEqual([
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
  const { ads, element, says, said } = follow([
    { start: 4, end: 6 },
    { start: 10, end: 14 },
    { start: -1, end: 0 },
  ]);
  expect([0, 4, 5, 6, 9, 12, 20].map(ads.content)).toEqual([0, 4, 4, 4, 7, 8, 14]);
  const ad = adOf('in', 1, 1, { isClientRendering: () => false, getTimeOffset: () => 10 });
  element.currentTime = 10.2;
  element.playbackRate = 2;
  says('ad-started', { ad });
  element.currentTime = 14.1;
  says('ad-stopped');
  const at = { playhead: 8, agoMs: expect.closeTo(100) as number };
  expect(said).toMatchObject([
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
  says('ad-started', { ad });
  expect(said.at(-1)).toEqual({ type: 'playing', playhead: undefined, agoMs: expect.closeTo(100) as number });
  // A jump into it passed no border.
  element.currentTime = 12;
  says('ad-started', { ad });
  expect(said.at(-1)).toEqual({ type: 'playing' });
});

test("an ad of Google's waits for data until it goes on; of other ads their element reports that", () => {
  const { says, words } = follow();
  says('ad-started', { ad: adOf('one', 1, 1), ...google('playRequested') });
  says('ad-progress', google('adProgress'));
  says('ad-buffering', google('adBuffering'));
  says('ad-progress', google('adProgress'));
  says('ad-progress', google('adProgress'));
  says('ad-buffering', google('adBuffering'));
  says('ad-paused', google('pause'));
  says('ad-progress', google('adProgress'));
  expect(words()).toEqual(['adBreakStarted', 'adAnnounced:one', 'playing', 'waiting', 'playing', 'waiting', 'paused']);
  const stream = follow();
  stream.element.currentTime = 10.2;
  stream.says('ad-started', { ad: adOf('in', 1, 1, { isClientRendering: () => false, getTimeOffset: () => 10 }) });
  stream.said.length = 0;
  for (const type of ['ad-buffering', 'ad-progress']) stream.says(type);
  expect(stream.said).toEqual([]);
});

test('a pause and a stall in an ad that is in the stream are what the element reports, and a jump out of it skips it', () => {
  const { element, content, says, words } = follow();
  const ad = adOf('in', 1, 1, { isClientRendering: () => false, getTimeOffset: () => 10 });
  element.currentTime = 10.2;
  says('ad-started', { ad });
  content('paused');
  says('ad-paused');
  says('ad-resumed');
  content('playRequested', 'waiting', 'playing', 'seeking');
  element.currentTime = 13.9;
  content('seeked', 'playing', 'progress');
  element.currentTime = 14.1;
  says('ad-stopped');
  expect(words()).toEqual([
    ...['adBreakStarted', 'adAnnounced:in', 'playing', 'paused', 'playRequested', 'waiting', 'playing', 'playing'],
    ...['adEnded:skipped', 'adBreakEnded', 'playing'],
  ]);
});

/** D35; the limit is cut by a timer that calls it a skip: interstitial_ad_manager.js, 1466 to 1477. */
describe('an interstitial', () => {
  const show = (seconds: readonly number[], limit = Infinity, ends = ['ad-stopped']) => {
    const { own, says, said, limits } = follow();
    limits.playRangeEnd = limit;
    says('ad-started', { ad: adOf('one') });
    says('ads-loaded');
    own('playing', { currentTime: 0.02 });
    for (const currentTime of seconds) own('timeupdate', { currentTime });
    return { own, end: () => (ends.forEach((type) => says(type)), said.find(({ type }) => type === 'adEnded')) };
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
    other.says('ad-started', { ad: adOf('late') });
    other.says('ads-loaded');
    for (const currentTime of [3, 3.5, 3.9]) other.own(currentTime > 3 ? 'timeupdate' : 'playing', { currentTime });
    other.says('ad-stopped');
    expect(other.words().at(-2)).toBe('adEnded');
  });
  test('that is resumed without data stalls then', () => {
    const { own, says, said } = follow();
    says('ad-started', { ad: adOf('one') });
    says('ads-loaded');
    own('playing', {});
    const from = said.length;
    own('waiting', { readyState: 2 });
    says('ad-paused');
    says('ad-resumed');
    own('waiting', {});
    own('playing', { readyState: 4 });
    expect(said.slice(from).map(({ type }) => type)).toEqual([
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
  const { content, says, words } = follow();
  says('ad-started', { ad: adOf('one', 1, 3, { isClientRendering: () => false }) });
  says('ad-skipped');
  says('ad-stopped');
  content('waiting', 'progress');
  expect(words()).toEqual([
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
  const { content, says, words } = follow();
  says('ad-started', { ad: adOf('last', 1, 1, { isClientRendering: () => false }) });
  content('ended');
  says('ad-stopped');
  expect(words()).toEqual(['adBreakStarted', 'adAnnounced:last', 'playing', 'contentEnded', 'adEnded', 'adBreakEnded', 'ended']);
});

/** interstitial_ad_manager.js of Shaka Player 5.2.12: 948 to 1000. */
test('what lies over the content is no ad, and the content goes on', () => {
  const { content, says, words } = follow();
  says('ad-break-started', { timeOffset: 4, startedAt: 4 });
  says('ad-started', { ad: adOf('banner', 1, 1, { isLinear: () => false }) });
  content('progress', 'paused', 'playing');
  says('ad-stopped');
  says('ad-break-ended', { timeOffset: 4 });
  expect(words()).toEqual(['progress', 'paused', 'playing']);
});

test('content that has lent its element is not unloaded, until it plays again', () => {
  const followed = follow();
  const { ads, content, says, words } = followed;
  says('ad-content-pause-requested');
  expect([followed.lendings, ads.isElementLent]).toEqual([1, true]);
  content('unloaded', 'durationKnown');
  ads.detach();
  says('ad-started', { ad: adOf('one'), ...google('playRequested') });
  content('durationKnown', 'playing');
  says('ad-content-resume-requested');
  says('ad-stopped', google('contentResumeRequested'));
  content('unloaded', 'playing');
  expect(ads.isElementLent).toBe(false);
  ads.detach();
  content('unloaded');
  expect(words()).toEqual(['adBreakStarted', 'adAnnounced:one', 'playing', 'adEnded', 'adBreakEnded', 'playing', 'unloaded']);
});

test('content that has lent its element is unloaded by the page in an ad, and what comes after it is other content', () => {
  const { ads, content, says, words } = follow();
  says('ad-content-pause-requested');
  content('unloaded');
  ads.detach();
  says('ad-started', { ad: adOf('one') });
  content('unloaded');
  expect(ads.isElementLent).toBe(false);
  content('durationKnown', 'failed');
  expect(words()).toEqual(['adBreakStarted', 'adAnnounced:one', 'unloaded', 'durationKnown', 'failed']);
});

test('what calls itself a pre-roll when the content plays already is told where it stands', () => {
  const { content, says, said } = follow();
  content('playRequested', 'playing', ...Array.from({ length: 5 }, () => 'progress' as const));
  says('ad-break-started', { timeOffset: 0 });
  says('ad-started', { ad: adOf('late') });
  expect(said.find(({ type }) => type === 'adBreakStarted')).toEqual({
    type: 'adBreakStarted',
    playhead: undefined,
    guess: { params: { 'media.ad.podFriendlyName': 'midroll' } },
  });
});

test('a pre-roll may find some frames of the content before it', () => {
  const { content, says, said } = follow();
  content('playRequested', 'playing', 'progress');
  says('ad-break-started', { timeOffset: 0 });
  says('ad-started', { ad: adOf('first') });
  expect(said.find(({ type }) => type === 'adBreakStarted')).toMatchObject({
    playhead: 0,
    guess: { params: { 'media.ad.podFriendlyName': 'preroll' } },
  });
});
