import type { Adapter } from '@media-collection/core';
import { ADAPTERS } from './adapters';
import { createElementClass, type MediaCollectionClass } from './element-class';
import { followWith, type FollowOptions } from './follow';

export type { ElementOptions, MediaCollectionClass, TagAttributes } from './element-class';
export type { FollowOptions } from './follow';

/**
 * Follows whatever plays: a media element, a custom element with one inside, whatever player loads for it, or an hls.js, dash.js, Shaka or
 * Video.js player. No player is imported.
 * @throws TypeError when it is given something else, or an option is wrong.
 */
export const follow = (media: unknown, options?: FollowOptions): Adapter => followWith(ADAPTERS, media, options);

/** The class of `<media-collection>`, for who defines it under another name. */
export const MediaCollectionElement: MediaCollectionClass = /* @__PURE__ */ createElementClass(follow);
