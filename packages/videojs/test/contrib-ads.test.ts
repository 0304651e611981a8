import { describe, expect, test, vi } from 'vitest';
import type { Intent } from '@media-collection/core';
import type { PlaybackPosition } from '@media-collection/html5';
import { createAdTable, type AdEvents } from '../src/contrib-ads';
import { followIma, imaIntents } from '../src/ima';
import { playerIntents } from '../src/player-intents';
import type { Ads, VideoJsPlayer } from '../src/player';

const CONTENT = 'https://media.example/film.mp4';
const AD = 'https://ads.example/spot.mp4?token=7';

interface Changes {
  ads?: Partial<Ads>;
  [method: string]: unknown;
}

/** A player in a break in the middle of its content, unless it is told otherwise, and what its events mean. */
function tableOf(changes: Changes = {}) {
  const state: Record<string, unknown> = {
    currentSrc: AD,
    currentTime: 8,
    duration: 4,
    ended: false,
    error: null,
    loop: false,
    muted: true,
    volume: 1,
    networkState: 1,
    paused: false,
    playbackRate: 1,
    readyState: 4,
    scrubbing: false,
    seeking: false,
  };
  const el = { isConnected: true };
  const ads = { inAdBreak: () => true, isInAdMode: () => true, contentSrc: CONTENT, adType: 'midroll' };
  const player = { ads, el: () => el } as Record<string, unknown>;
  for (const method of Object.keys(state)) player[method] = () => state[method];
  const set = ({ ads: more = {}, ima, ...methods }: Changes): void => {
    Object.assign(ads, more);
    Object.assign(state, methods);
    if (ima) player.ima = ima;
  };
  set(changes);
  const place = { last: 8, now: () => 8, length: () => 20, chapter: () => null } as PlaybackPosition;
  const of = player as unknown as VideoJsPlayer;
  const table = createAdTable(of, place, playerIntents(of, place, true));
  return {
    table,
    el,
    say: (type: keyof AdEvents, more: Changes = {}): Intent[] => {
      set(more);
      return [table.intents[type]!({} as Event) ?? []].flat() as Intent[];
    },
  };
}
const say = (type: keyof AdEvents, changes?: Changes): Intent[] => tableOf(changes).say(type);
const typesOf = (intents: readonly Intent[]): string[] => intents.map(({ type }) => type);
const outside = { inAdBreak: () => false };

test('an ad in the player’s own element begins when frames run of its source, not of the content’s', () => {
  expect(typesOf(say('adplaying'))).toEqual(['adUpdated', 'playing']);
  expect(say('adplaying', { currentSrc: CONTENT })).toEqual([]);
  expect(say('adplaying', { paused: true })).toEqual([]);
});

test('of an ad in the player’s own element, what its plugin says of it counts, then its source without its query', () => {
  const params = {
    'media.ad.id': 'https://ads.example/spot.mp4',
    'media.ad.length': 4,
    'media.ad.creativeURL': 'https://ads.example/spot.mp4',
  };
  expect(say('adplaying')[0]).toMatchObject({ guess: { params } });
  const ad = { id: 'spot-7', duration: 3.9 };
  expect(say('adplaying', { ads: { ad } })[0]).toMatchObject({
    guess: { params: { ...params, 'media.ad.id': 'spot-7', 'media.ad.length': 3.9 }, native: ad },
  });
});

test('a pause is the ad’s if the ad is in the player’s own element and has not ended', () => {
  expect(say('adpause')).toEqual([{ type: 'paused' }]);
  expect(say('adpause', { currentSrc: CONTENT })).toEqual([]);
  expect(say('adpause', { ended: true })).toEqual([]);
});

test('an ad plugin that plays elsewhere tells of its ad; an overlay is none, and IMA’s manager knows better', () => {
  expect(typesOf(say('ads-ad-started', { currentSrc: CONTENT }))).toEqual(['adAnnounced', 'playing']);
  expect(say('ads-ad-started', { currentSrc: CONTENT, ads: outside })).toEqual([]);
  Object.assign(globalThis, { google: { ima: { AdEvent: { Type: {} } } } });
  expect(say('ads-ad-started', { currentSrc: CONTENT, ima: { getAdsManager: () => ({}) } })).toEqual([]);
  Object.assign(globalThis, { google: undefined });
});

test('a break is named by where it stands; after the content it ends the viewing', () => {
  const name = (more: object) => (say('adstart', { currentSrc: CONTENT, ...more }).at(-1) as { guess: object }).guess;
  expect(name({})).toEqual({ params: { 'media.ad.podFriendlyName': 'midroll' } });
  expect(name({ ended: true })).toEqual({ params: { 'media.ad.podFriendlyName': 'postroll' } });
  expect(name({ ads: { adType: 'stitched' } })).toEqual({ params: {} });
  expect(typesOf(say('adstart', { currentSrc: CONTENT }))).toEqual(['playRequested', 'durationKnown', 'adBreakStarted']);
});

describe('an ad in the player’s own element', () => {
  /** Shows an ad of 4 s up to a second. */
  const show = (until: number, ads: Partial<Ads> = {}) => {
    const { say, ...rest } = tableOf({ currentTime: 0, ads });
    say('adloadstart');
    say('adplaying');
    for (let second = 0.25; second <= until; second += 0.25) say('adtimeupdate', { currentTime: second });
    return { say, ...rest };
  };
  const ends = { ended: true, currentTime: 4 };

  test('that ran to its end is complete, even if its plugin ends the break first', () => {
    expect(show(4).say('adended', ends)).toEqual([{ type: 'adEnded', skipped: false }]);
    expect(typesOf(show(4).say('adend', { ...ends, ads: outside }))).toEqual(['adEnded', 'adBreakEnded']);
    expect(typesOf(say('adend', { ads: outside }))).toEqual(['adBreakEnded']);
  });

  test('that was sought to its end is skipped', () => {
    const { say } = show(1);
    say('adseeking', { seeking: true, currentTime: 4 });
    say('adtimeupdate');
    expect(say('adended', { ...ends, seeking: false })).toEqual([{ type: 'adEnded', skipped: true }]);
  });

  test('that its plugin cuts after the length that it gave is complete, else it is cut off', () => {
    const ads = { ad: { id: 'one', duration: 2 } };
    expect(typesOf(show(2, ads).say('adend', { ads: outside }))).toEqual(['adEnded', 'adBreakEnded']);
    expect(typesOf(show(2, ads).say('adloadstart', { currentTime: 0 }))).toEqual(['adEnded', 'adAnnounced']);
    expect(typesOf(show(1, ads).say('adend', { ads: outside }))).toEqual(['adBreakEnded']);
    expect(typesOf(show(2).say('adend', { ads: outside }))).toEqual(['adBreakEnded']);
  });

  test('that the viewer resumes is wished for, and may have no data', () => {
    const { say } = show(2);
    expect([say('adpause', { paused: true }), say('adplay', { paused: false }), say('adwaiting')].flat()).toEqual([
      { type: 'paused' },
      { type: 'playRequested' },
      { type: 'waiting' },
    ]);
    expect(say('adplay', { currentSrc: CONTENT })).toEqual([]);
  });

  test('stands while its rate is 0', () => {
    const { say } = show(2);
    expect(say('adratechange', { playbackRate: 0 })).toEqual([{ type: 'paused' }]);
    expect(typesOf(say('adratechange', { playbackRate: 1 }))).toEqual(['playRequested', 'playing']);
    expect(say('adratechange', { playbackRate: 2 })).toEqual([]);
  });

  test('may return with its player to the document', () => {
    const { say, el } = show(2);
    el.isConnected = false;
    expect(say('adpause')).toEqual([{ type: 'unloaded', mayReturn: true }]);
  });
});

test('an ad in another element is complete when its plugin says so, or after its length by the page’s clock', () => {
  vi.useFakeTimers();
  const { say } = tableOf({ currentSrc: CONTENT, ads: { ad: { id: 'one', duration: 4 } } });
  expect(say('ads-ad-ended')).toEqual([{ type: 'adEnded', skipped: false }]);
  for (const [pause, words] of [
    [0, ['adEnded', 'adBreakEnded']],
    [1_500, ['adBreakEnded']],
  ] as const) {
    say('ads-ad-started', { ads: { inAdBreak: () => true } });
    vi.advanceTimersByTime(1_900);
    say('ads-pause');
    vi.advanceTimersByTime(pause);
    expect(typesOf(say('ads-play'))).toEqual(['playRequested', 'playing']);
    vi.advanceTimersByTime(1_900 - pause);
    expect(typesOf(say('adend', { ads: outside }))).toEqual(words);
  }
  vi.useRealTimers();
});

test('the end of the content is one although a post-roll may follow', () => {
  expect(typesOf(say('contentended', { currentSrc: CONTENT, ads: outside }))).toEqual(['contentEnded']);
});

describe('a player that is reset in a break', () => {
  const reset = () => {
    const { say, ...rest } = tableOf();
    say('playerreset', { currentSrc: '' });
    return { say, ...rest };
  };
  const other = { currentSrc: 'https://media.example/other.mp4' };

  test('shows other content, whatever videojs-contrib-ads calls it', () => {
    const { say, table } = reset();
    expect([table.isAd(), table.isLent()]).toEqual([false, false]);
    const words = (['adloadstart', 'adplay', 'adloadeddata', 'adplaying', 'adtimeupdate', 'adpause'] as const).map((type) =>
      typesOf(say(type, other)).join(' '),
    );
    expect(words).toEqual(['state', 'playRequested', 'durationKnown', 'playing', 'progress', 'paused']);
    expect(typesOf(say('ademptied'))).toEqual(['unloaded']);
  });

  test('gives that back when its plugin ends the break, or has shown it to its end', () => {
    const { say, table } = reset();
    expect(typesOf(say('adend', { ...other, ads: outside }))).toEqual(['unloaded']);
    expect(table.isAd()).toBe(true);
    expect(typesOf(reset().say('adend', { ...other, ended: true, ads: outside }))).toEqual(['ended']);
    expect(reset().say('adend', { ads: { ...outside, disableNextSnapshotRestore: true } })).toEqual([]);
  });
});

test('other content comes in a break only if the page says so, else where no ad is shown', () => {
  expect(say('ademptied')).toEqual([]);
  expect(typesOf(say('ademptied', { ads: { disableNextSnapshotRestore: true } }))).toEqual(['unloaded']);
  expect(typesOf(say('contentemptied', { ads: outside }))).toEqual(['unloaded']);
  expect(say('contentemptied', { currentSrc: CONTENT, ads: outside })).toEqual([]);
});

test('what breaks while an ad is awaited is the content, else the ad, even if its plugin has ended the break', () => {
  const error = { code: 4 };
  expect(say('aderror', { error })).toEqual([{ type: 'adEnded', skipped: true }]);
  expect(say('aderror', { error, ads: outside })).toEqual([{ type: 'adEnded', skipped: true }]);
  const ads = { ...outside, isWaitingForAdBreak: () => true };
  expect(say('aderror', { error, ads })).toMatchObject([{ type: 'failed', id: 'videojs.4' }]);
});

test('what IMA does not say of its ad is left out', () => {
  const ad = { getAdId: () => '7', getTitle: () => '', getDuration: () => 15, isLinear: () => true, getAdPodInfo: () => null };
  expect(imaIntents.STARTED!({ getAd: () => ad as never })).toEqual([
    { type: 'adAnnounced', guess: { params: { 'media.ad.id': '7', 'media.ad.length': 15 }, native: ad } },
    { type: 'playing' },
  ]);
});

test('an ad of IMA waits for data until it goes on, and an overlay waits for nothing', () => {
  const types = ['STARTED', 'PAUSED', 'RESUMED', 'AD_BUFFERING', 'AD_PROGRESS', 'DURATION_CHANGE', 'COMPLETE', 'SKIPPED'];
  Object.assign(globalThis, { google: { ima: { AdEvent: { Type: Object.fromEntries(types.map((type) => [type, type])) } } } });
  const manager = new EventTarget();
  const ads = { inAdBreak: () => true };
  const said: Intent[] = [];
  const player = { ads, ima: { getAdsManager: () => manager } } as unknown as VideoJsPlayer;
  followIma(player, (intent) => void said.push(intent), new AbortController().signal);
  const fire = (...all: string[]): void => all.forEach((type) => manager.dispatchEvent(new Event(type)));
  fire('AD_PROGRESS', 'AD_BUFFERING', 'AD_PROGRESS', 'AD_PROGRESS', 'AD_BUFFERING', 'PAUSED', 'AD_PROGRESS', 'RESUMED');
  expect(typesOf(said)).toEqual(['waiting', 'playing', 'waiting', 'paused', 'playRequested', 'playing']);
  ads.inAdBreak = () => false;
  said.length = 0;
  fire('AD_BUFFERING', 'AD_PROGRESS');
  expect(said).toEqual([]);
});
