import type { Guess } from '@media-collection/core';

/** What the option `media` of a tracker is given of an element, for functions that read `native`. */
export interface Html5Guess<E extends HTMLMediaElement = HTMLMediaElement> extends Guess<'sessionStart'> {
  native: E;
}
