import shakaPlayer from 'shaka-player';
import { expectTypeOf, test } from 'vitest';
import { createTracker, type Adapter, type BaseParams } from '@media-collection/core';
import { shaka, type ShakaAdGuess, type ShakaGuess, type ShakaOptions } from '../src/index';

test('a player is followed', () => {
  expectTypeOf(shaka(new shakaPlayer.Player())).toEqualTypeOf<Adapter>();
  expectTypeOf(shaka(new shakaPlayer.Player(), {})).toEqualTypeOf<Adapter>();
});

test('with options that exist', () => {
  shaka(new shakaPlayer.Player(), { states: ['mute'], chapters: [{ start: 0, title: 'Intro' }], bitrateUnit: 'bps' });
  expectTypeOf<ShakaOptions['bitrateUnit']>().toEqualTypeOf<'kbps' | 'bps' | undefined>();
  // @ts-expect-error no such unit
  shaka(new shakaPlayer.Player(), { bitrateUnit: 'mbps' });
});

test('and nothing else is', () => {
  // @ts-expect-error an element is no player
  shaka(document.createElement('video'));
  // @ts-expect-error the class is no player
  shaka(shakaPlayer.Player);
});

declare const params: BaseParams;
const endpoint = '';

test('a page reads the player and its ad without a cast', () => {
  createTracker({
    endpoint,
    params,
    media: ({ native }: ShakaGuess) => (native.isLive() ? null : { params: { 'media.id': native.getAssetUri() ?? '' } }),
    ad: ({ native }: ShakaAdGuess) => ({ params: { 'media.ad.name': native.getTitle?.() } }),
  });
  createTracker({
    endpoint,
    params,
    media: ({ native }: ShakaGuess<shakaPlayer.Player>) => ({ params: { 'media.name': native.getManifestType() ?? undefined } }),
    ad: ({ native }: ShakaAdGuess<shakaPlayer.extern.IAd>) => ({ params: { 'media.ad.name': native.getDescription() } }),
  });
  // @ts-expect-error not a method of the player
  createTracker({ endpoint, params, media: ({ native }: ShakaGuess) => ({ params: { 'media.id': native.getUri() } }) });
});
