import type { Guess } from '@media-collection/core';
import type { Ads, ImaAd, VideoJsPlayer } from './player';

/** The data that an ad plugin on videojs-contrib-ads may have of its ad: `player.ads.ad`. */
export type ContribAd = Ads['ad'];

/** A player of Video.js, as far as it is known without its own types, which name these two in another way. */
export type VideojsNative = Omit<VideoJsPlayer, 'textTracks' | 'getMedia'>;

/** What the option `media` is given of a player. The plugin's options know it by themselves; `VideojsGuess<Player>` has all of it. */
export interface VideojsGuess<P extends VideojsNative = VideojsNative> extends Guess<'sessionStart'> {
  native: P;
}

/** What the option `ad` is given: `VideojsAdGuess<ImaAd>` where all ads come from Google's IMA. */
export interface VideojsAdGuess<A extends ContribAd | ImaAd = ContribAd | ImaAd> extends Guess<'adStart'> {
  native: A;
}
