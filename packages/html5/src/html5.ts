import type { Adapter } from '@media-collection/core';
import { followElement, type FollowOptions } from './follow-element';

/** How an element is followed. */
export type Html5Options = FollowOptions;

/**
 * Follows a plain `<video>` or `<audio>` element, in the document or not.
 * @throws TypeError when it is given something else.
 */
export function html5(element: HTMLMediaElement, options?: Html5Options): Adapter {
  if (!element?.addEventListener || !('currentTime' in element))
    throw new TypeError(`@media-collection/html5: expected a <video> or <audio> element, got ${String(element)}`);
  return { name: 'html5', ...followElement(element, options) };
}
