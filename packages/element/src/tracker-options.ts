import type { Guess, TrackerOptions, WiredOptions } from '@media-collection/core';
import { mediaOf, paramsOf } from './attributes';
import type { FollowOptions } from './follow';

/** The property `options`: those of `createTracker`, also with `wire`, and of the adapters. What has an attribute may be left out. */
export type ElementOptions = Partial<Omit<TrackerOptions, 'params' | 'wire'> & Pick<WiredOptions, 'params'>> & {
  wire?: WiredOptions['wire'] | undefined;
} & FollowOptions;

type MetadataLike = { readonly params?: object } | null | undefined;

/** An object or a promise of one, merged over the attributes. */
const merge = (fromAttributes: () => object, media: unknown): unknown => {
  if (typeof (media as PromiseLike<unknown> | null | undefined)?.then === 'function')
    return (media as PromiseLike<unknown>).then((value) => merge(fromAttributes, value));
  if (media !== undefined && (media === null || typeof media !== 'object')) return media;
  return { ...(media as object), params: { ...fromAttributes(), ...(media as MetadataLike)?.params } };
};

/**
 * The options of a tracker, from the attributes of its element and from its property; `warn` is called with a sentence about an
 * attribute that is left out. `getElement`: the element whose attributes count when a session starts.
 * @throws TypeError when a datastream is named, and nothing sends to it.
 */
export function trackerOptions(
  getElement: () => Element,
  options: ElementOptions,
  warn: (sentence: string) => void,
): TrackerOptions {
  const element = getElement();
  const { params, media } = options;
  const own = paramsOf(element);
  const endpoint = element.getAttribute('endpoint');
  const datastreamId = element.getAttribute('datastream-id');
  const { edge } = ((globalThis as { mediaCollection?: object }).mediaCollection ?? {}) as { edge?: (of: object) => unknown };
  if (datastreamId && !edge && !options.wire)
    throw TypeError('datastream-id: expected the script edge.min.js before it, or options.wire, got neither');
  return {
    ...(endpoint && { endpoint }),
    ...(datastreamId && edge && { wire: edge({ datastreamId, ...(endpoint && { endpoint }) }) }),
    ...(element.hasAttribute('consent') && { consent: element.getAttribute('consent') }),
    ...options,
    params: typeof params === 'function' ? async () => ({ ...own, ...(await params()) }) : { ...own, ...params },
    // Read at each session start: what plays may change without a new tracker.
    media: (guess: Guess<'sessionStart'>) =>
      merge(() => mediaOf(getElement(), warn), typeof media === 'function' ? media(guess as never) : media),
  } as unknown as TrackerOptions;
}
