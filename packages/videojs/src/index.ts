import type { AdAnswer, MediaAnswer, StartParams, Tracker } from '@media-collection/core';
import videojs from 'video.js';
import { register, type CheckedMediaCollection, type MediaCollectionOf } from './register';

export type { VideojsOptions } from './adapter';
export type { ContribAd, VideojsAdGuess, VideojsGuess, VideojsNative } from './native';
export type { ImaAd, VideoJsPlayer } from './player';
export { playerIntents, type PlayerEvents } from './player-intents';
export {
  register,
  type CheckedMediaCollection,
  type MediaCollection,
  type MediaCollectionOf,
  type MediaCollectionOptions,
  type VideoJs,
} from './register';

declare module 'video.js/dist/types/player' {
  // eslint-disable-next-line no-restricted-exports -- Video.js declares it so, and a declaration merges by its name
  export default interface Player {
    // Methods, for a program may load these types as those of a module and of CommonJS, and only methods may be declared twice.
    mediaCollection<const P extends StartParams, const M extends MediaAnswer, const A extends AdAnswer>(
      options: CheckedMediaCollection<P, M, A>,
    ): Tracker;
    mediaCollection(): Tracker | undefined;
  }
}

/**
 * Follows a player, or the one of an element or of its id; the same as `videojs.mediaCollection`, with types.
 * @throws TypeError when there is no such player, or an option is missing or wrong.
 */
export const mediaCollection: MediaCollectionOf = (player, options) => register(videojs).mediaCollection(player, options);

// A script tag may come before that of Video.js.
if (videojs as unknown) register(videojs);
else console.warn('@media-collection/videojs: load Video.js before this script.');
