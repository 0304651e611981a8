import type { Adapter, Emit, Guess, Intent, QoeData } from '@media-collection/core';
import type { Follower } from './follow-element';

/** What an element reports of media, whosever they are. */
export const OF_MEDIA = /^(durationKnown|playing|progress|paused|waiting|seek|ended|contentEnded|chapter|ad)/;

/** What is followed of one element. */
type ElementFollower = Pick<Adapter, 'subscribe' | 'playhead' | 'qoe'> & Follower;

/** The elements that a player is given, one after the other. */
export interface ElementSlot {
  /** Undefined while nobody is followed. */
  readonly element: HTMLMediaElement | undefined;
  /** Seconds of the content, or of the day; NaN while nobody is followed. */
  playhead(): number;
  media(): Guess<'sessionStart'>;
  qoe(): QoeData;
  /** Emits the intents of the elements that are followed from now on, until the signal aborts. */
  open(emit: Emit, signal: AbortSignal): void;
  /** Follows an element, and the one before no longer; one that is followed already goes on being followed. */
  follow(next: HTMLMediaElement | null | undefined): void;
  /** Stops following. */
  leave(): void;
  /** The intents of an ad that is part of the stream and was shown whole, as the content goes. */
  finish(): readonly Intent[];
  /** The content is gone, with the ads that are part of its stream. */
  forget(): void;
  /** The intents of the end of the content, which the element does not report. */
  end(): readonly Intent[];
}

/** Follows a player's elements; `make` follows one, and that once: it counts its frames on. */
export function createElementSlot(make: (element: HTMLMediaElement) => ElementFollower): ElementSlot {
  let element: HTMLMediaElement | undefined;
  let last: HTMLMediaElement | undefined;
  let follower: ElementFollower | undefined;
  let emitter: Emit;
  let watching = new AbortController();
  const leave = (): void => {
    element = undefined;
    watching.abort();
  };
  return {
    get element() {
      return element;
    },
    playhead: () => (element ? follower!.playhead() : NaN),
    media: () => follower?.media() ?? {},
    qoe: () => follower?.qoe?.() ?? {},
    open: (emit, signal) => {
      leave();
      follower?.forget();
      emitter = emit;
      // `element` stays: after the abort the tracker reads the playhead once more.
      signal.addEventListener('abort', () => watching.abort());
    },
    follow: (next) => {
      if (!next || next === element) return;
      leave();
      watching = new AbortController();
      if (next !== last) follower = make(next);
      element = last = next;
      follower!.subscribe(emitter, watching.signal);
    },
    leave,
    finish: () => follower?.finish() ?? [],
    forget: () => follower?.forget(),
    end: () => follower?.end() ?? [],
  };
}
