import { MediaPlayer } from 'dashjs';
import { expectTypeOf, test } from 'vitest';
import type { Adapter } from '@media-collection/core';
import { dashjs, type DashjsOptions } from '../src/index';

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
