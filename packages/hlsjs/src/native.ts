import type { Guess } from '@media-collection/core';
import type { HlsPlayer } from './player';

/** What the option `media` of a tracker is given of an hls.js player, for functions that read `native`: `HlsjsGuess<Hls>` has all of it. */
export interface HlsjsGuess<P extends HlsPlayer = HlsPlayer> extends Guess<'sessionStart'> {
  native: P;
}

/** What the option `ad` is given of an interstitial: `native` holds the attributes of its `EXT-X-DATERANGE`. */
export interface HlsjsAdGuess extends Guess<'adStart'> {
  native: Readonly<Record<string, string | undefined>>;
}
