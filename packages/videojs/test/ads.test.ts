import { expect, test } from 'vitest';
import type { Intent } from '@media-collection/core';
import type { Place } from '@media-collection/html5';
import { createAdTable, imaIntents, type AdEvents } from '../src/ads';
import { playerIntents } from '../src/player-intents';
import type { Ads, VideoJsPlayer } from '../src/player';

const CONTENT = 'https://media.example/film.mp4';
const AD = 'https://ads.example/spot.mp4?token=7';

/** A player in a break in the middle of its content, unless it is told otherwise. */
function say(type: keyof AdEvents, { ads = {}, ...more }: { ads?: Partial<Ads>; [method: string]: unknown } = {}): Intent[] {
  const state = {
    currentSrc: AD,
    currentTime: 8,
    duration: 4,
    ended: false,
    error: null,
    loop: false,
    networkState: 1,
    paused: false,
    readyState: 4,
    seeking: false,
    ...more,
  };
  const player = {
    ...Object.fromEntries(Object.entries(state).map(([method, value]) => [method, () => value])),
    ads: { inAdBreak: () => true, isInAdMode: () => true, contentSrc: CONTENT, adType: 'midroll', ...ads },
    ...('ima' in more && { ima: more.ima }),
  } as unknown as VideoJsPlayer;
  const place = { last: 8, now: () => 8, length: () => 20, chapter: () => null } as Place;
  const { intents } = createAdTable(player, place, playerIntents(player, place));
  return [intents[type]!({} as Event) ?? []].flat();
}
const typesOf = (intents: readonly Intent[]): string[] => intents.map(({ type }) => type);
const outside = { inAdBreak: () => false };

test('an ad in the player’s own element begins when frames run of its source, not of the content’s', () => {
  expect(typesOf(say('adplaying'))).toEqual(['adData', 'run']);
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
  expect(say('adpause')).toEqual([{ type: 'halt' }]);
  expect(say('adpause', { currentSrc: CONTENT })).toEqual([]);
  expect(say('adpause', { ended: true })).toEqual([]);
});

test('an ad plugin that plays elsewhere tells of its ad; an overlay is none, and IMA’s manager knows better', () => {
  expect(typesOf(say('ads-ad-started', { currentSrc: CONTENT }))).toEqual(['ad', 'run']);
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
  expect(typesOf(say('adstart', { currentSrc: CONTENT }))).toEqual(['start', 'breakStart']);
});

test('an ad that ran to its end is complete, even if its plugin ends the break first', () => {
  expect(typesOf(say('adend', { ended: true, ads: outside }))).toEqual(['adEnd', 'breakEnd']);
  expect(typesOf(say('adend', { ads: outside }))).toEqual(['breakEnd']);
});

test('other content comes in a break only if the page says so, else where no ad is shown', () => {
  expect(say('ademptied')).toEqual([]);
  expect(typesOf(say('ademptied', { ads: { disableNextSnapshotRestore: true } }))).toEqual(['unload']);
  expect(typesOf(say('contentemptied', { ads: outside }))).toEqual(['unload']);
  expect(say('contentemptied', { currentSrc: CONTENT, ads: outside })).toEqual([]);
});

test('what breaks while an ad is awaited is the content, else the ad, even if its plugin has ended the break', () => {
  const error = { code: 4 };
  expect(say('aderror', { error })).toEqual([{ type: 'adEnd', skipped: true }]);
  expect(say('aderror', { error, ads: outside })).toEqual([{ type: 'adEnd', skipped: true }]);
  const ads = { ...outside, isWaitingForAdBreak: () => true };
  expect(say('aderror', { error, ads })).toMatchObject([{ type: 'fail', id: 'videojs.4' }]);
});

test('what IMA does not say of its ad is left out', () => {
  const ad = { getAdId: () => '7', getTitle: () => '', getDuration: () => 15, isLinear: () => true, getAdPodInfo: () => null };
  expect(imaIntents.STARTED!({ getAd: () => ad as never })).toEqual([
    { type: 'ad', guess: { params: { 'media.ad.id': '7', 'media.ad.length': 15 }, native: ad } },
    { type: 'run' },
  ]);
});
