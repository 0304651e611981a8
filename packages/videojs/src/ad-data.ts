import type { Guess, PartialParams } from '@media-collection/core';
import { bare } from './ima';
import type { VideoJsPlayer } from './player';

/** The metadata that an ad plugin has of its ad, and the player of one that it plays itself. */
export const adOf = (player: VideoJsPlayer, isLent: boolean): Guess<'adStart'> => {
  const { ad } = player.ads!;
  const source = isLent ? bare(player.currentSrc()) : '';
  const id = ad?.id || source;
  const length = ad?.duration || (isLent && player.duration());
  return {
    params: {
      ...(id && { 'media.ad.id': id }),
      ...(length && { 'media.ad.length': length }),
      ...(source && { 'media.ad.creativeURL': source }),
    },
    native: ad,
  };
};

/** The name of a break by its type; videojs-contrib-ads calls a post-roll that begins too early a mid-roll. */
export const nameOf = (type: string | null | undefined): PartialParams<'adBreakStart'> =>
  /^(pre|mid|post)roll$/.test(type!) ? { 'media.ad.podFriendlyName': type! } : {};
