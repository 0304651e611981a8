import Hls from 'hls.js';
import { expectTypeOf, test } from 'vitest';
import { createTracker, type Adapter, type BaseParams } from '@media-collection/core';
import { hlsjs, type HlsjsAdGuess, type HlsjsGuess, type HlsjsOptions } from '../src/index';

test('a player is followed', () => {
  expectTypeOf(hlsjs(new Hls())).toEqualTypeOf<Adapter>();
  expectTypeOf(hlsjs(new Hls(), {})).toEqualTypeOf<Adapter>();
});

test('with options that exist', () => {
  hlsjs(new Hls(), {
    states: ['mute'],
    chapters: [{ start: 0, title: 'Intro' }],
    bitrateUnit: 'bps',
    element: document.createElement('audio'),
  });
  expectTypeOf<HlsjsOptions['bitrateUnit']>().toEqualTypeOf<'kbps' | 'bps' | undefined>();
  // @ts-expect-error no such unit
  hlsjs(new Hls(), { bitrateUnit: 'mbps' });
  // @ts-expect-error no such option
  hlsjs(new Hls(), { bitrate: 'kbps' });
});

test('and nothing else is', () => {
  // @ts-expect-error an element is no player
  hlsjs(document.createElement('video'));
  // @ts-expect-error the class is no player
  hlsjs(Hls);
  // @ts-expect-error nothing to follow
  hlsjs();
});

declare const params: BaseParams;
const endpoint = '';

test('a page reads the player, and the attributes of an interstitial, without a cast', () => {
  createTracker({
    endpoint,
    params,
    media: ({ native }: HlsjsGuess) => (native.url ? { params: { 'media.id': native.url } } : null),
    ad: ({ native }: HlsjsAdGuess) => ({ params: { 'media.ad.advertiser': native['X-COM-ACME-ADVERTISER'] } }),
  });
  createTracker({
    endpoint,
    params,
    media: ({ native }: HlsjsGuess<Hls>) => ({ params: { 'media.name': native.audioTracks[native.audioTrack]?.name } }),
  });
  // @ts-expect-error not a property of the player
  createTracker({ endpoint, params, media: ({ native }: HlsjsGuess) => ({ params: { 'media.id': native.src } }) });
});
