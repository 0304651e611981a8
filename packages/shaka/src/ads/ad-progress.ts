import { createShownTime } from '@media-collection/html5';
import { isInStream } from './ad-data';
import type { ShakaAd } from '../player';

/** What is read of an element that shows an ad. */
export type AdElement = Pick<HTMLMediaElement, 'currentTime' | 'seeking'>;

/** How much of the current ad was shown. */
export interface AdProgress {
  /** Another ad begins. */
  begin(ad: ShakaAd): void;
  /** Not more of it is played than so many seconds. */
  limit(seconds: number): void;
  /** The element shows the ad, and stands where it stands. */
  read(element: AdElement): void;
  /** A jump begins. */
  jump(): void;
  /** Whether the ad was shown for its length (D35); undefined where that is not known. */
  isComplete(): boolean | undefined;
}

/** Creates an {@link AdProgress}. */
export function createAdProgress(): AdProgress {
  const shown = createShownTime();
  let current: ShakaAd | undefined;
  /** Seconds of the ad that are played if nobody skips it; and at most. */
  let length = NaN;
  let limit = Infinity;
  return {
    begin: (ad) => {
      current = ad;
      length = NaN;
      limit = Infinity;
      shown.begin();
    },
    limit: (seconds) => {
      limit = seconds;
    },
    read: ({ currentTime, seeking }) => {
      const start = isInStream(current) ? current!.getTimeOffset?.() : 0;
      if (!current || seeking || start === undefined) return;
      const duration = current.getDuration();
      if (duration > 0) length = Math.min(duration, limit);
      shown.pass(Math.min(currentTime - start, length || Infinity));
    },
    jump: shown.jump,
    isComplete: () => shown.isComplete(length),
  };
}
