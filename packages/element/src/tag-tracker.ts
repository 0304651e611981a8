import { createTracker, type Adapter, type Consent, type Tracker } from '@media-collection/core';
import { attempt } from './attempt';
import { CONNECTION, mediaOf } from './attributes';
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
  /** Whether a tag asks for this tracker. Another one is necessary where a value is another, and for a second tag with other content. */
  isOf(tag: Tag): boolean;
  /** The attributes and options of this tag count from now on; its consent, if it was changed. */
  serve(tag: Tag): void;
}

const givenOf = (tag: Tag): readonly unknown[] => [
  CONNECTION.map((name) => tag.getAttribute(name)),
  // A tracker takes another word, but asks no function that it was not made with.
  { ...tag.options, consent: typeof tag.options.consent === 'function' },
];

type GivenConsent = readonly [attribute: string | null, own: unknown, globalPrivacyControl: unknown];

const consentOf = (tag: Tag): GivenConsent => {
  const { consent, globalPrivacyControl } = tag.options;
  return [tag.getAttribute('consent'), consent, globalPrivacyControl];
};

/** Stands for a decision that a tracker asks for when it is made. */
const ask = (): void => {};

/** The decision after a change: what was changed last counts. A function where only a new tracker asks for it, undefined without a change. */
function decisionOf(before: GivenConsent, [attribute, own, globalPrivacyControl]: GivenConsent): unknown {
  const none = globalPrivacyControl ? ask : 'in';
  if (attribute !== before[0]) return attribute ?? own ?? none;
  return isSame(own, before[1]) ? undefined : (own ?? attribute ?? none);
}

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
    isOf: (next) =>
      !!attempt(
        () =>
          isSame(given, givenOf(next)) &&
          typeof decisionOf(consent, consentOf(next)) !== 'function' &&
          isSame(mediaOf(owner), mediaOf(next)),
      ),
    serve: (next) => {
      owner = next;
      const now = attempt(() => consentOf(next)) ?? consent;
      const decision = decisionOf(consent, now);
      if (decision === undefined || typeof decision === 'function') return;
      consent = now;
      tracker.consent(decision as Consent);
    },
  };
}
