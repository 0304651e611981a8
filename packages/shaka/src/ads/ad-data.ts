import type { Guess } from '@media-collection/core';
import { contentSecond } from '@media-collection/html5';
import type { ShakaAd, ShakaAdEvent, ShakaAdManager, ShakaPlayer } from '../player';

/** What the player knows of an ad. */
export function guessOf(ad: ShakaAd): Guess<'adStart'> {
  const known = {
    'media.ad.id': ad.getAdId?.(),
    'media.ad.name': ad.getTitle?.(),
    'media.ad.advertiser': ad.getAdvertiserName?.(),
    'media.ad.creativeId': ad.getCreativeAdId?.(),
    // Query and fragment may hold tokens.
    'media.ad.creativeURL': ad.getMediaUrl?.()?.replace(/[?#].*/, ''),
  };
  return {
    params: {
      ...Object.fromEntries(Object.entries(known).filter(([, value]) => value)),
      'media.ad.podPosition': ad.getPositionInSequence(),
      'media.ad.length': ad.getDuration(),
    },
    native: ad,
  };
}

/** Where a break stands in the content. */
export const nameOf = (offset: number): string => (offset > 0 ? 'midroll' : offset < 0 ? 'postroll' : 'preroll');

/** It is part of the stream, whoever put it there. */
export const isInStream = (ad: ShakaAd | undefined): boolean => ad?.isClientRendering?.() === false;

/** It plays in an element by the manager's own player; others are Google's to show, or part of the stream. */
export const isInterstitial = ({ ad, originalEvent }: ShakaAdEvent): boolean => !originalEvent && !isInStream(ad);

/** A break is over with the last ad of its sequence. */
export const isLast = (ad: ShakaAd): boolean => ad.getPositionInSequence() >= ad.getSequenceLength();

/** The second of the content at a second of the media: ads that are in the stream do not count. */
export function contentSecondOf(player: ShakaPlayer, second: number): number {
  const manager = player.getAdManager?.() as ShakaAdManager | null | undefined;
  // Cue points of other kinds have no end (ad_manager.js of 5.2.12, 890).
  const ads = (manager?.getCuePoints?.() ?? []).filter(({ start, end }) => end && start >= 0);
  return contentSecond(second, ads as { start: number; end: number }[]);
}
