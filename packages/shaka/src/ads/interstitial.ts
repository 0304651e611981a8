import { listen, type Emit, type Intent, type Intents } from '@media-collection/core';
import type { MediaElementEvents } from '@media-collection/html5';
import type { ShakaAdManager } from '../player';
import type { AdProgress } from './ad-progress';

type AdElementEvents = Pick<MediaElementEvents, 'playing' | 'seeking' | 'seeked' | 'timeupdate' | 'waiting'>;

/** The element that an interstitial plays in. */
export interface Interstitial {
  /** The interstitial is loaded: follows its element until it stops. */
  follow(manager: ShakaAdManager): void;
  /** Its intents where it runs already when somebody begins to listen. */
  alreadyRunning(): Intent[];
  /** Reads where the element stands, once more before the ad ends. */
  read(): void;
  /** Stops following. */
  stop(): void;
}

/** Follows the element of interstitials, one after the other; `data` is what the player knows of the current one. */
export function createInterstitial(progress: AdProgress, data: () => Intent | undefined, emit: Emit): Interstitial {
  let element: HTMLMediaElement | null | undefined;
  let watching = new AbortController();
  const run = (): Intent[] => {
    progress.read(element!);
    return [data()!, { type: 'playing' }];
  };
  const runIfReady = (): Intent[] => (!element || element.paused || element.readyState < 3 ? [] : run());
  const intents = (element: HTMLMediaElement): Intents<AdElementEvents> => ({
    // Now and then the player puts it to its start after `playing`.
    playing: () => (element.seeking ? undefined : run()),
    seeking: () => void progress.jump(),
    seeked: runIfReady,
    timeupdate: () => (element.paused ? undefined : progress.read(element)) as undefined,
    waiting: () => (element.seeking ? undefined : { type: 'waiting' }),
  });
  const stop = (): void => {
    watching.abort();
    element = undefined;
  };
  return {
    follow: (manager) => {
      stop();
      watching = new AbortController();
      const player = manager.getInterstitialPlayer?.();
      progress.limit(player?.getConfiguration?.().playRangeEnd ?? Infinity);
      element = player?.getMediaElement();
      if (element) listen(element, intents(element), emit, watching.signal);
    },
    alreadyRunning: runIfReady,
    read: () => {
      // Chromium fires `timeupdate` every 0.25 to 0.27 s, and the player may end the ad that much later than the last one.
      if (element?.currentTime && progress.isComplete() !== undefined) progress.read(element);
    },
    stop,
  };
}
