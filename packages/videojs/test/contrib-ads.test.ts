import { describe, expect, test, vi } from 'vitest';
import type { Intent } from '@media-collection/core';
import type { PlaybackPosition } from '@media-collection/html5';
import type { AdEvents } from '../src/ad-events';
import { createAdTable } from '../src/contrib-ads';
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
  const first = (): number | undefined => undefined;
  const at = (second: number): number => second;
  const place: PlaybackPosition = { last: 8, now: () => 8, at, first, length: () => 20, chapter: () => null };
  const of = player as unknown as VideoJsPlayer;
  const table = createAdTable(of, place, playerIntents(of, place, true));
  return {
    table,
    el,
    fire: (type: keyof AdEvents, more: Changes = {}): Intent[] => {
      set(more);
      return [table.intents[type]!({} as Event) ?? []].flat() as Intent[];
    },
  };
}
const fire = (type: keyof AdEvents, changes?: Changes): Intent[] => tableOf(changes).fire(type);
const typesOf = (intents: readonly Intent[]): string[] => intents.map(({ type }) => type);
const outside = { inAdBreak: () => false };

test('an ad in the player’s own element begins when frames run of its source, not of the content’s', () => {
  expect(typesOf(fire('adplaying'))).toEqual(['adUpdated', 'playing']);
  expect(fire('adplaying', { currentSrc: CONTENT })).toEqual([]);
  expect(fire('adplaying', { paused: true })).toEqual([]);
});

test('of an ad in the player’s own element, what its plugin knows of it counts, then its source without its query', () => {
  const params = {
    'media.ad.id': 'https://ads.example/spot.mp4',
    'media.ad.length': 4,
    'media.ad.creativeURL': 'https://ads.example/spot.mp4',
  };
  expect(fire('adplaying')[0]).toMatchObject({ guess: { params } });
  const ad = { id: 'spot-7', duration: 3.9 };
  expect(fire('adplaying', { ads: { ad } })[0]).toMatchObject({
    guess: { params: { ...params, 'media.ad.id': 'spot-7', 'media.ad.length': 3.9 }, native: ad },
  });
});

test('a pause is the ad’s if the ad is in the player’s own element and has not ended', () => {
  expect(fire('adpause')).toEqual([{ type: 'paused' }]);
  expect(fire('adpause', { currentSrc: CONTENT })).toEqual([]);
  expect(fire('adpause', { ended: true })).toEqual([]);
});

test('an ad plugin that plays elsewhere reports its ad; an overlay is none, and IMA’s manager knows better', () => {
  expect(typesOf(fire('ads-ad-started', { currentSrc: CONTENT }))).toEqual(['adAnnounced', 'playing']);
  expect(fire('ads-ad-started', { currentSrc: CONTENT, ads: outside })).toEqual([]);
  Object.assign(globalThis, { google: { ima: { AdEvent: { Type: {} } } } });
  expect(fire('ads-ad-started', { currentSrc: CONTENT, ima: { getAdsManager: () => ({}) } })).toEqual([]);
  Object.assign(globalThis, { google: undefined });
});

test('a break is named by where it stands; after the content it ends the viewing', () => {
  const name = (more: object) => (fire('adstart', { currentSrc: CONTENT, ...more }).at(-1) as { guess: object }).guess;
  expect(name({})).toEqual({ params: { 'media.ad.podFriendlyName': 'midroll' } });
  expect(name({ ended: true })).toEqual({ params: { 'media.ad.podFriendlyName': 'postroll' } });
  expect(name({ ads: { adType: 'stitched' } })).toEqual({ params: {} });
  expect(typesOf(fire('adstart', { currentSrc: CONTENT }))).toEqual(['playRequested', 'durationKnown', 'adBreakStarted']);
});

describe('an ad in the player’s own element', () => {
  /** Shows an ad of 4 s up to a second. */
  const show = (until: number, ads: Partial<Ads> = {}) => {
    const { fire, ...rest } = tableOf({ currentTime: 0, ads });
    fire('adloadstart');
    fire('adplaying');
    for (let second = 0.25; second <= until; second += 0.25) fire('adtimeupdate', { currentTime: second });
    return { fire, ...rest };
  };
  const ends = { ended: true, currentTime: 4 };

  test('that ran to its end is complete, even if its plugin ends the break first', () => {
    expect(show(4).fire('adended', ends)).toEqual([{ type: 'adEnded', skipped: false }]);
    expect(typesOf(show(4).fire('adend', { ...ends, ads: outside }))).toEqual(['adEnded', 'adBreakEnded']);
    expect(typesOf(fire('adend', { ads: outside }))).toEqual(['adBreakEnded']);
  });

  test('that was sought to its end is skipped', () => {
    const { fire } = show(1);
    fire('adseeking', { seeking: true, currentTime: 4 });
    fire('adtimeupdate');
    expect(fire('adended', { ...ends, seeking: false })).toEqual([{ type: 'adEnded', skipped: true }]);
  });

  test('that its plugin cuts after the length that it gave is complete, else it is cut off', () => {
    const ads = { ad: { id: 'one', duration: 2 } };
    expect(typesOf(show(2, ads).fire('adend', { ads: outside }))).toEqual(['adEnded', 'adBreakEnded']);
    expect(typesOf(show(2, ads).fire('adloadstart', { currentTime: 0 }))).toEqual(['adEnded', 'adAnnounced']);
    expect(typesOf(show(1, ads).fire('adend', { ads: outside }))).toEqual(['adBreakEnded']);
    expect(typesOf(show(2).fire('adend', { ads: outside }))).toEqual(['adBreakEnded']);
  });

  test('that the viewer resumes is requested, and may have no data', () => {
    const { fire } = show(2);
    expect([fire('adpause', { paused: true }), fire('adplay', { paused: false }), fire('adwaiting')].flat()).toEqual([
      { type: 'paused' },
      { type: 'playRequested' },
      { type: 'waiting' },
    ]);
    expect(fire('adplay', { currentSrc: CONTENT })).toEqual([]);
  });

  test('stands while its rate is 0', () => {
    const { fire } = show(2);
    expect(fire('adratechange', { playbackRate: 0 })).toEqual([{ type: 'paused' }]);
    expect(typesOf(fire('adratechange', { playbackRate: 1 }))).toEqual(['playRequested', 'playing']);
    expect(fire('adratechange', { playbackRate: 2 })).toEqual([]);
  });

  test('may return with its player to the document', () => {
    const { fire, el } = show(2);
    el.isConnected = false;
    expect(fire('adpause')).toEqual([{ type: 'unloaded', mayReturn: true }]);
  });
});

test('an ad in another element is complete when its plugin ends it, or after its length by the page’s clock', () => {
  vi.useFakeTimers();
  const { fire } = tableOf({ currentSrc: CONTENT, ads: { ad: { id: 'one', duration: 4 } } });
  expect(fire('ads-ad-ended')).toEqual([{ type: 'adEnded', skipped: false }]);
  for (const [pause, types] of [
    [0, ['adEnded', 'adBreakEnded']],
    [1_500, ['adBreakEnded']],
  ] as const) {
    fire('ads-ad-started', { ads: { inAdBreak: () => true } });
    vi.advanceTimersByTime(1_900);
    fire('ads-pause');
    vi.advanceTimersByTime(pause);
    expect(typesOf(fire('ads-play'))).toEqual(['playRequested', 'playing']);
    vi.advanceTimersByTime(1_900 - pause);
    // Its plugin paused the content.
    expect(typesOf(fire('adend', { paused: true, ads: outside }))).toEqual(types);
  }
  vi.useRealTimers();
});

describe('content that plays on behind its ads', () => {
  const behind = { currentSrc: CONTENT, volume: 0, muted: false, ads: { shouldPlayContentBehindAd: () => true } };
  const returning = { inAdBreak: () => false, isContentResuming: () => true };

  test('is reported as soon as the break is over, for nobody fires `playing` then', () => {
    const { fire, table } = tableOf(behind);
    fire('adstart');
    expect(table.isAd()).toBe(true);
    expect(fire('contentpause')).toEqual([]);
    expect(typesOf(fire('adend', { ads: returning }))).toEqual(['adBreakEnded', 'playing']);
    expect(table.isAd()).toBe(false);
    expect(typesOf(fire('contenttimeupdate'))).toEqual(['progress']);
    expect(typesOf(fire('contentpause', { paused: true }))).toEqual(['paused']);
    expect(typesOf(fire('resumeended', { ended: true }))).toEqual(['ended']);
  });

  test('is over with the break where it came to its end there, for nobody fires `ended` then', () => {
    const { fire } = tableOf(behind);
    fire('adstart');
    expect(typesOf(fire('adended', { ended: true }))).toEqual([]);
    expect(typesOf(fire('adend', { ads: returning }))).toEqual(['adBreakEnded', 'ended']);
  });

  test('is not muted by the viewer while its volume is turned down', () => {
    const { fire } = tableOf(behind);
    const mutes = (changes: Changes = {}) => fire('advolumechange', changes);
    expect(mutes()).toEqual([{ type: 'state', name: 'mute', on: false }]);
    expect(mutes({ muted: true })).toEqual([{ type: 'state', name: 'mute', on: true }]);
  });
});

test('what the element fires while it is given back after an ad is none of the content', () => {
  const { fire, table } = tableOf();
  fire('adstart');
  expect(typesOf(fire('adend', { ads: { inAdBreak: () => false, isContentResuming: () => true } }))).toEqual(['adBreakEnded']);
  expect(table.isAd()).toBe(true);
  expect(fire('contenttimeupdate', { currentSrc: CONTENT })).toEqual([]);
  expect(fire('resumeended')).toEqual([]);
});

test('the length that becomes known in a break in another element is that of the content', () => {
  expect(fire('addurationchange', { currentSrc: CONTENT })).toEqual([{ type: 'durationKnown', seconds: 20 }]);
});

test('an ad whose last `timeupdate` was long ago is complete where it ended by itself', () => {
  vi.useFakeTimers();
  const { fire } = tableOf({ currentTime: 0 });
  fire('adloadstart');
  fire('adplaying', { currentTime: 0.3 });
  fire('adtimeupdate', { currentTime: 3 });
  vi.advanceTimersByTime(1_000);
  expect(fire('adpause', { currentTime: 4, ended: true })).toEqual([]);
  expect(fire('adended')).toEqual([{ type: 'adEnded', skipped: false }]);
  vi.useRealTimers();
});

test('the end of the content is one although a post-roll may follow', () => {
  expect(typesOf(fire('contentended', { currentSrc: CONTENT, ads: outside }))).toEqual(['contentEnded']);
});

describe('a player that is reset in a break', () => {
  const reset = () => {
    const { fire, ...rest } = tableOf();
    fire('playerreset', { currentSrc: '' });
    return { fire, ...rest };
  };
  const other = { currentSrc: 'https://media.example/other.mp4' };

  test('shows other content, whatever videojs-contrib-ads calls it', () => {
    const { fire, table } = reset();
    expect([table.isAd(), table.isLent()]).toEqual([false, false]);
    const types = (['adloadstart', 'adplay', 'adloadeddata', 'adplaying', 'adtimeupdate', 'adpause'] as const).map((type) =>
      typesOf(fire(type, other)).join(' '),
    );
    expect(types).toEqual(['state', 'playRequested', 'durationKnown', 'playing', 'progress', 'paused']);
    expect(typesOf(fire('ademptied'))).toEqual(['unloaded']);
  });

  test('gives that back when its plugin ends the break, or has shown it to its end', () => {
    const { fire, table } = reset();
    expect(typesOf(fire('adend', { ...other, ads: outside }))).toEqual(['unloaded']);
    expect(table.isAd()).toBe(true);
    expect(typesOf(reset().fire('adend', { ...other, ended: true, ads: outside }))).toEqual(['ended']);
    expect(reset().fire('adend', { ads: { ...outside, disableNextSnapshotRestore: true } })).toEqual([]);
  });
});

describe('while an ad is awaited', () => {
  const ads = { ...outside, isWaitingForAdBreak: () => true, isContentResuming: () => false };
  const wait = (more: Changes = {}) => tableOf({ currentSrc: CONTENT, ...more, ads: { ...ads, ...more.ads } });

  test('what plays all the same is content', () => {
    const { fire, table } = wait();
    expect(table.isAd()).toBe(false);
    const types = ['adplaying', 'adtimeupdate', 'adwaiting', 'adseeking', 'adseeked', 'adpause', 'adended'] as const;
    expect(types.map((type) => typesOf(fire(type)).join(' '))).toEqual([
      'playing',
      'progress',
      'waiting',
      'seeking',
      'seeked',
      'paused',
      'ended',
    ]);
  });

  test('content that is held back has not been paused by its viewer', () => {
    const { fire } = wait({ paused: true });
    expect([fire('adplaying'), fire('adtimeupdate'), fire('adpause')].flat()).toEqual([]);
  });

  test('content that comes meanwhile has not been paused by its viewer, either', () => {
    const { fire } = wait();
    fire('adtimeupdate');
    const next = 'https://media.example/next.mp4';
    expect(fire('adpause', { currentSrc: next, ads: { contentSrc: next } })).toEqual([]);
  });

  test('content that played already when somebody began to listen can be paused', () => {
    const { fire, table } = wait();
    expect(table.alreadyShown()).toEqual([]);
    expect(fire('adpause', { paused: true })).toEqual([{ type: 'paused' }]);
  });

  test('a source that is not the content’s is none, and nor is content that comes back', () => {
    expect(wait({ currentSrc: AD }).table.isAd()).toBe(true);
    expect(wait({ ads: { isContentResuming: () => true } }).table.isAd()).toBe(true);
  });
});

test('other content comes in a break only if the page marks it, else where no ad is shown', () => {
  expect(fire('ademptied')).toEqual([]);
  expect(typesOf(fire('ademptied', { ads: { disableNextSnapshotRestore: true } }))).toEqual(['unloaded']);
  expect(typesOf(fire('contentemptied', { ads: outside }))).toEqual(['unloaded']);
  expect(fire('contentemptied', { currentSrc: CONTENT, ads: outside })).toEqual([]);
});

test('what breaks while an ad is awaited is the content, else the ad, even if its plugin has ended the break', () => {
  const error = { code: 4 };
  expect(fire('aderror', { error })).toEqual([{ type: 'adEnded', skipped: true }]);
  expect(fire('aderror', { error, ads: outside })).toEqual([{ type: 'adEnded', skipped: true }]);
  const ads = { ...outside, isWaitingForAdBreak: () => true };
  expect(fire('aderror', { error, ads })).toMatchObject([{ type: 'failed', id: 'videojs.4' }]);
});

test('what IMA does not know of its ad is left out', () => {
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
  const emitted: Intent[] = [];
  const player = { ads, ima: { getAdsManager: () => manager } } as unknown as VideoJsPlayer;
  followIma(player, (intent) => void emitted.push(intent), new AbortController().signal);
  const fire = (...all: string[]): void => all.forEach((type) => manager.dispatchEvent(new Event(type)));
  fire('AD_PROGRESS', 'AD_BUFFERING', 'AD_PROGRESS', 'AD_PROGRESS', 'AD_BUFFERING', 'PAUSED', 'AD_PROGRESS', 'RESUMED');
  expect(typesOf(emitted)).toEqual(['waiting', 'playing', 'waiting', 'paused', 'playRequested', 'playing']);
  ads.inAdBreak = () => false;
  emitted.length = 0;
  fire('AD_BUFFERING', 'AD_PROGRESS');
  expect(emitted).toEqual([]);
});

describe('who begins to listen in a break is told', () => {
  const shown = (changes: Changes = {}): string[] => typesOf(tableOf(changes).table.alreadyShown());

  test('its ad, if that is known and runs', () => {
    expect(shown()).toEqual(['adBreakStarted', 'adAnnounced', 'playing']);
    expect(shown({ paused: true })).toEqual(['adBreakStarted', 'adAnnounced']);
    expect(shown({ ads: { adType: 'postroll' } })[0]).toBe('contentEnded');
    const elsewhere = { currentSrc: CONTENT };
    expect(shown({ ...elsewhere, ads: { ad: { id: 'a' } } })).toEqual(['adBreakStarted', 'adAnnounced', 'playing']);
    expect(shown(elsewhere)).not.toContain('adAnnounced');
    expect(shown({ ads: outside })).toEqual([]);
  });

  test('that its ad is complete when it is shown to its end', () => {
    const { table, fire } = tableOf({ currentTime: 2 });
    table.alreadyShown();
    for (const currentTime of [2.5, 3, 3.5, 3.9]) fire('adtimeupdate', { currentTime });
    expect(fire('adended')).toEqual([{ type: 'adEnded', skipped: false }]);
  });
});
