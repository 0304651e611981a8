import { createTracker, type BaseParams } from '@media-collection/core';
import { expectTypeOf, test } from 'vitest';
import type { Html5Guess } from '../src/index';

declare const params: BaseParams;
const endpoint = '';

test('a page reads the element without a cast', () => {
  createTracker({
    endpoint,
    params,
    media: ({ native }: Html5Guess) => (native.loop ? null : { params: { 'media.id': native.id } }),
  });
  createTracker({
    endpoint,
    params,
    media: ({ native }: Html5Guess<HTMLVideoElement>) => ({ params: { 'media.name': native.poster } }),
  });
  expectTypeOf<Html5Guess['native']>().toEqualTypeOf<HTMLMediaElement>();
  // @ts-expect-error not every element has a poster
  createTracker({ endpoint, params, media: ({ native }: Html5Guess) => ({ params: { 'media.name': native.poster } }) });
});
