import type { Guess } from '@media-collection/core';
import type { ShakaAd, ShakaPlayer } from './player';

/** What the option `media` of a tracker is given of a Shaka Player, for functions that read `native`: `ShakaGuess<shaka.Player>` has all of it. */
export interface ShakaGuess<P extends ShakaPlayer = ShakaPlayer> extends Guess<'sessionStart'> {
  native: P;
}

/** What the option `ad` is given of an ad of its ad manager: `ShakaAdGuess<shaka.extern.IAd>` has all of it. */
export interface ShakaAdGuess<A extends ShakaAd = ShakaAd> extends Guess<'adStart'> {
  native: A;
}
