import Hls from 'hls.js';
import { expectTypeOf, test } from 'vitest';
import type { Adapter } from '@media-collection/core';
import { hlsjs, type HlsjsOptions } from '../src/index';

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
