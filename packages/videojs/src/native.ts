import type { Guess } from '@media-collection/core';
import type Player from 'video.js/dist/types/player';
import type { Ads, ImaAd } from './player';

/** What an ad plugin on videojs-contrib-ads may say of its ad: `player.ads.ad`. */
export type ContribAd = Ads['ad'];

/** What the option `media` is given of a player of Video.js: the plugin's options know it by themselves. */
export interface VideojsGuess extends Guess<'sessionStart'> {
  native: Player;
}

/** What the option `ad` is given: `VideojsAdGuess<ImaAd>` where all ads come from Google's IMA. */
export interface VideojsAdGuess<A extends ContribAd | ImaAd = ContribAd | ImaAd> extends Guess<'adStart'> {
  native: A;
}
