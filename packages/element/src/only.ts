import type { Adapter } from '@media-collection/core';
import { defineElement } from './define-element';
import { createElementClass } from './element-class';
import { followWith, type FollowOptions, type MakeAdapter } from './follow';

export type { ElementOptions, MediaCollectionElement } from './element-class';
export type { FollowOptions, MakeAdapter } from './follow';

/** What follows media with a page's own choice of adapters. */
export interface OnlyOptions extends FollowOptions {
  /** The adapters that the page needs beside that of plain elements, which is always there. */
  adapters?: readonly MakeAdapter[];
}

/**
 * Follows whatever plays, as `follow` of `@media-collection/element` does, with the adapters that are named.
 * @throws TypeError when it is given something that none of them follows, or an option is wrong.
 */
export const follow = (media: unknown, { adapters = [], ...options }: OnlyOptions = {}): Adapter =>
  followWith(adapters, media, options);

/** Defines `<media-collection>` with the adapters that are named. */
export const define = (...adapters: readonly MakeAdapter[]): void =>
  defineElement(createElementClass((media, options) => followWith(adapters, media, options)));
