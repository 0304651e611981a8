import type { Guess } from '@media-collection/core';
import type { DashPlayer } from './player';

/** What the option `media` of a tracker is given of a dash.js player, for functions that read `native`: `DashjsGuess<MediaPlayerClass>` has all of it. */
export interface DashjsGuess<P extends DashPlayer = DashPlayer> extends Guess<'sessionStart'> {
  native: P;
}
