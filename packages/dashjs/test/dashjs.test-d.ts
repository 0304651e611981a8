import { MediaPlayer, type MediaPlayerClass } from 'dashjs';
import { expectTypeOf, test } from 'vitest';
import { createTracker, type Adapter, type BaseParams } from '@media-collection/core';
import { dashjs, type DashjsGuess, type DashjsOptions } from '../src/index';

test('a player is followed', () => {
  expectTypeOf(dashjs(MediaPlayer().create())).toEqualTypeOf<Adapter>();
  expectTypeOf(dashjs(MediaPlayer().create(), {})).toEqualTypeOf<Adapter>();
});

test('with options that exist', () => {
  dashjs(MediaPlayer().create(), { states: ['mute'], chapters: [{ start: 0, title: 'Intro' }], bitrateUnit: 'bps' });
  dashjs(MediaPlayer().create(), { element: document.createElement('video') });
  expectTypeOf<DashjsOptions['bitrateUnit']>().toEqualTypeOf<'kbps' | 'bps' | undefined>();
  // @ts-expect-error no such unit
  dashjs(MediaPlayer().create(), { bitrateUnit: 'mbps' });
});

test('and nothing else is', () => {
  // @ts-expect-error an element is no player
  dashjs(document.createElement('video'));
  // @ts-expect-error the factory is no player
  dashjs(MediaPlayer);
});

declare const params: BaseParams;
const endpoint = '';

test('a page reads the player without a cast', () => {
  createTracker({
    endpoint,
    params,
    media: ({ native }: DashjsGuess) => (native.isDynamic() ? null : { params: { 'media.id': String(native.getSource()) } }),
  });
  createTracker({
    endpoint,
    params,
    media: ({ native }: DashjsGuess<MediaPlayerClass>) => ({ params: { 'media.length': native.duration() } }),
  });
  // @ts-expect-error not a method of the player
  createTracker({ endpoint, params, media: ({ native }: DashjsGuess) => ({ params: { 'media.id': native.getUri() } }) });
});
