import shakaPlayer from 'shaka-player';
import { expectTypeOf, test } from 'vitest';
import type { Adapter } from '@media-collection/core';
import { shaka, type ShakaOptions } from '../src/index';

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
