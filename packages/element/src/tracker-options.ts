import type { Guess, TrackerOptions } from '@media-collection/core';
import { mediaOf, paramsOf } from './attributes';
import type { FollowOptions } from './follow';

/** The property `options`: those of createTracker and of the adapters; what has an attribute may be left out. */
export type ElementOptions = Partial<TrackerOptions> & FollowOptions;

type Told = { readonly params?: object } | null | undefined;

/** An object or a promise of one, merged over the attributes. */
const join = (element: Element, told: unknown): unknown => {
  if (typeof (told as PromiseLike<unknown> | null | undefined)?.then === 'function')
    return (told as PromiseLike<unknown>).then((value) => join(element, value));
  if (told !== undefined && (told === null || typeof told !== 'object')) return told;
  return { ...(told as object), params: { ...mediaOf(element), ...(told as Told)?.params } };
};

/**
 * The options of a tracker, from the attributes of its element and from its property.
 * @throws TypeError when a datastream is named, and nothing sends to it.
 */
export function trackerOptions(element: Element, options: ElementOptions): TrackerOptions {
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
    media: (guess: Guess<'sessionStart'>) => join(element, typeof media === 'function' ? media(guess as never) : media),
  } as unknown as TrackerOptions;
}
