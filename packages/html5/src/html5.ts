import type { Adapter } from '@media-collection/core';
import { checkOptions, isMedia, refuse } from './check';
import { followElement, type FollowOptions } from './follow-element';

/** The options of `html5()`. */
export type Html5Options = FollowOptions;

/** A custom element that plays in a media element of its own: `nativeEl` of custom-media-element (media-chrome, Mux), `target` of Video.js 10. */
interface MediaHost {
  readonly nativeEl?: unknown;
  readonly target?: unknown;
  readonly src?: unknown;
}

/**
 * Follows a `<video>` or `<audio>` element, in the document or not; of a custom media element, the one in which it plays.
 * @throws TypeError when it is given something else, or an option is wrong.
 */
export function html5(element: HTMLMediaElement, options?: Html5Options): Adapter {
  checkOptions('html5', options);
  const host = (element ?? {}) as MediaHost;
  const media = [element, host.nativeEl, host.target].find(isMedia);
  if (!media)
    return refuse(
      'html5',
      'a <video> or <audio> element',
      element,
      '; other elements that play are followed by follow() of @media-collection/element',
    );
  // What plays in a custom element has the address of its engine.
  const owner = media === element ? undefined : { source: () => (typeof host.src === 'string' && host.src) || media.currentSrc };
  return { name: 'html5', ...followElement(media, options, owner) };
}
