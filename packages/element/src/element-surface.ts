import type { Consent, Tracker } from '@media-collection/core';
import type { ElementOptions } from './tracker-options';

/** `<media-collection>`: tracks what plays beside it in its player, or in it. */
export interface MediaCollectionElement extends HTMLElement {
  /** What is followed: an element or a player; without it the element looks for it around itself. */
  media: unknown;
  /** The options of `createTracker` and of the adapters, which override the attributes. */
  options: ElementOptions;
  /** Its tracker, while it has what it needs; it fires `ready` when it follows. */
  readonly tracker: Tracker | undefined;
}

/** What stands in the tag, for frameworks that type it: attributes, and properties where they set those. */
export type TagAttributes = Readonly<
  Record<
    | 'endpoint'
    | 'tracking-server'
    | 'report-suite'
    | 'org-id'
    | 'channel'
    | 'player-name'
    | 'datastream-id'
    | 'for'
    | `media-${string}`,
    string
  > & { consent: Consent; media: unknown; options: ElementOptions }
>;

/** The class of `<media-collection>`. */
export type MediaCollectionClass = new () => MediaCollectionElement;
