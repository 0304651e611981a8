import type { MakeWire } from '@media-collection/core';
import { test } from 'vitest';
import type { ElementOptions, TagAttributes } from '../src/index';

declare const wire: MakeWire;

test('the property options takes another service, and params whose identity stands in attributes', () => {
  const options: ElementOptions = { wire, media: { params: { 'media.id': 'ep-1' } }, states: [] };
  ({ options }) satisfies Partial<TagAttributes>;
  ({ params: { 'media.channel': 'acme.example' } }) satisfies ElementOptions;
  ({ params: () => Promise.resolve({ 'visitor.marketingCloudUserId': '1' }) }) satisfies ElementOptions;
  // @ts-expect-error: a key that params do not have.
  ({ params: { 'media.chanel': 'acme.example' } }) satisfies ElementOptions;
});
