import type { Intents } from '@media-collection/core';
import type { HlsEvents, HlsInterstitial, HlsPlayer } from './player';

/** The interstitial that interrupts the content, or that awaits its assets. */
export const interstitialOf = ({ interstitialsManager }: HlsPlayer): HlsInterstitial | undefined =>
  interstitialsManager?.playingItem?.event;

/** Until its assets are known it has nothing to play: the element plays what it has of the content, and then stalls. */
export const isAwaited = ({ assetListLoaded }: HlsInterstitial): boolean => assetListLoaded === false;

/** Whether an interstitial plays, in the player's own element or in place of its content. */
export const isInBreak = (hls: HlsPlayer): boolean => {
  const event = interstitialOf(hls);
  return !!event && !isAwaited(event);
};

/** The element of a player, also while an ad plays in it, whose player has it then. */
export const elementOf = ({ media, interstitialsManager }: HlsPlayer): HTMLMediaElement | null | undefined =>
  media ?? interstitialsManager?.playerQueue?.find((player) => player.media)?.media;

/** Interstitials borrow the element with the event of a detachment; those in place transfer its media. */
export const isLending = (
  hls: HlsPlayer,
  { transferMedia }: Parameters<NonNullable<Intents<HlsEvents>['hlsMediaDetaching']>>[0],
): boolean =>
  transferMedia !== undefined || (!!hls.interstitialsManager?.playingAsset && !(hls.media && interstitialOf(hls)?.appendInPlace));
