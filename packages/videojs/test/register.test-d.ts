import videojs from 'video.js';
import type Player from 'video.js/dist/types/player';
import { expectTypeOf, test } from 'vitest';
import type { BaseParams, MakeWire, Tracker } from '@media-collection/core';
import {
  mediaCollection,
  register,
  type ImaAd,
  type MediaCollectionOptions,
  type VideojsAdGuess,
  type VideojsGuess,
} from '../src/index';

declare const player: Player;
const options: MediaCollectionOptions = {
  endpoint: 'https://acme.hb-api.omtrdc.net',
  params: {
    'analytics.trackingServer': 'acme.sc.omtrdc.net',
    'analytics.reportSuite': 'acme',
    'visitor.marketingCloudOrgId': '0123456789@AdobeOrg',
  },
  bitrateUnit: 'bps',
  chapters: [{ start: 0, title: 'Intro' }],
  states: [],
};

test('a player is followed by a method of its own', () => {
  expectTypeOf(player.mediaCollection(options)).toEqualTypeOf<Tracker>();
  expectTypeOf(player.mediaCollection()).toEqualTypeOf<Tracker | undefined>();
  // @ts-expect-error an option is missing
  player.mediaCollection({ params: options.params });
  // @ts-expect-error no such option
  player.mediaCollection({ ...options, bitrate: 'bps' });
});

test('or by what is registered', () => {
  expectTypeOf(mediaCollection('player', options)).toEqualTypeOf<Tracker>();
  const wired: MediaCollectionOptions = {
    wire: (() => {}) as unknown as MakeWire,
    params: { 'media.channel': 'acme' },
    states: [],
  };
  expectTypeOf(mediaCollection('player', wired)).toEqualTypeOf<Tracker>();
  expectTypeOf((either: MediaCollectionOptions) => mediaCollection('player', either)).returns.toEqualTypeOf<Tracker>();
  expectTypeOf(register(videojs).mediaCollection(player, options)).toEqualTypeOf<Tracker>();
});

test('the functions of its options are checked key by key', () => {
  player.mediaCollection({ ...options, params: async () => options.params as BaseParams, media: async () => null });
  // @ts-expect-error a key of params that does not exist
  player.mediaCollection({ ...options, params: async () => ({ ...(options.params as BaseParams), 'media.chanel': 'x' }) });
  // @ts-expect-error a key of media that does not exist
  mediaCollection(player, { ...options, media: () => ({ params: { 'media.id': 'x', 'media.shw': 'x' } }) });
  // @ts-expect-error a value of another type
  register(videojs).mediaCollection(player, { ...options, media: () => ({ params: { 'media.length': '60' } }) });
});

test('and know the player and its ad', () => {
  player.mediaCollection({
    ...options,
    media: ({ native }) => (native.loop() ? null : { params: { 'media.id': native.currentSrc() } }),
    ad: ({ native }) => {
      expectTypeOf(native).not.toBeUnknown();
      return null;
    },
  });
  mediaCollection('player', { ...options, media: ({ native }) => ({ params: { 'media.id': native.currentSrc() } }) });
  mediaCollection('player', {
    ...options,
    media: ({ native }: VideojsGuess<Player>) => ({ params: { 'media.name': native.id() } }),
    ad: ({ native }: VideojsAdGuess<ImaAd>) => ({ params: { 'media.ad.podPosition': native.getAdPodInfo()?.getAdPosition() } }),
  });
  // @ts-expect-error not a method of the player
  player.mediaCollection({ ...options, media: ({ native }) => ({ params: { 'media.id': native.currentUri() } }) });
});
