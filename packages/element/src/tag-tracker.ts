import { createTracker, type Adapter, type Consent, type Tracker } from '@media-collection/core';
import { attempt } from './attempt';
import { CONNECTION } from './attributes';
import { isSame, latest } from './same';
import { trackerOptions, type ElementOptions } from './tracker-options';

/** A `<media-collection>`, as its tracker reads it. */
export interface Tag extends Element {
  readonly options: ElementOptions;
}

/** The tracker of a tag, which goes to the tag that takes the place of its own. */
export interface TagTracker {
  readonly tracker: Tracker;
  /** The options of the tag that it serves, also for adapters. */
  readonly options: ElementOptions;
  /** Tracks a player; returns what detaches it, undefined where that is refused because another tracker tracks it. */
  attach(adapter: Adapter): (() => void) | undefined;
  /** Whether a tag asks for this tracker: another one is necessary where a value is another. */
  isOf(tag: Tag): boolean;
  /** The attributes and options of this tag count from now on; its consent, if it was changed. */
  serve(tag: Tag): void;
}

const givenOf = (tag: Tag): readonly unknown[] => [
  CONNECTION.map((name) => tag.getAttribute(name)),
  // A tracker takes another consent.
  { ...tag.options, consent: undefined },
];

const consentOf = (tag: Tag): readonly unknown[] => [tag.getAttribute('consent'), tag.options.consent];

/**
 * Creates the tracker of a tag; `warn` is called with a sentence about an attribute that is left out.
 * @throws TypeError when an option is missing or wrong.
 */
export function createTagTracker(tag: Tag, warn: (sentence: string) => void): TagTracker {
  let owner = tag;
  const given = givenOf(tag);
  let consent = consentOf(tag);
  const options = latest(() => owner.options);
  const tracker = createTracker(trackerOptions(() => owner, options, warn) as never);
  return {
    tracker,
    options,
    attach: (adapter) => {
      let isTaken = false;
      // Its members may be getters, which a copy would not keep.
      const noticed = Object.assign(Object.create(adapter) as Adapter, {
        subscribe: (...subscriber: Parameters<Adapter['subscribe']>) => {
          isTaken = true;
          adapter.subscribe(...subscriber);
        },
      });
      const detach = tracker.attach(noticed);
      return isTaken ? detach : undefined;
    },
    isOf: (next) => !!attempt(() => isSame(given, givenOf(next))),
    serve: (next) => {
      owner = next;
      const before = consent;
      const [attribute, own] = (consent = attempt(() => consentOf(next)) ?? before);
      const isAttribute = attribute !== before[0];
      // What was changed last counts.
      const decision = isAttribute ? (attribute ?? own) : (own ?? attribute);
      if ((isAttribute || own !== before[1]) && typeof decision !== 'function') tracker.consent((decision ?? 'in') as Consent);
    },
  };
}
