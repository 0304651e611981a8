import videojs from 'video.js';
import type Player from 'video.js/dist/types/player';
import { expectTypeOf, test } from 'vitest';
import type { Tracker } from '@media-collection/core';
import { mediaCollection, register, type MediaCollectionOptions } from '../src/index';

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
  expectTypeOf(register(videojs).mediaCollection(player, options)).toEqualTypeOf<Tracker>();
});
