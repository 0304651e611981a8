import type { Intent, Intents } from '@media-collection/core';
import {
  bitrateIntent,
  isStillPlaying,
  pendingPlayRequest,
  unloadIntents,
  type BitrateUnit,
  type ElementSlot,
} from '@media-collection/html5';
import type { DashEvents } from './player';

/** `dashjs.MediaPlayer.errors`: what does not come over the network. */
const EXTERNAL: readonly number[] = [11, 15, 17, 25, 26, 27, 28];
/** And what playback goes on without: a clock, an XLink, captions. */
const HARMLESS: readonly number[] = [12, 16, 29, 33];

/** An element is at its end within so many seconds of it. */
const END_S = 1;
/** The property `ended` may be true although the event never comes. */
const isAtEnd = (element?: HTMLMediaElement): boolean => !!element && element.duration - element.currentTime < END_S;

/** The content of a player, and the element that it plays in. */
export interface ContentView {
  readonly slot: Pick<ElementSlot, 'element' | 'end' | 'playhead'>;
  /** The content; undefined while there is none. */
  source: unknown;
  /** What the player is given to play now; undefined where that is nothing. */
  next(): unknown;
  /** Follows the player's element, while it has one; one that is followed already goes on being followed. */
  follow(): void;
}

/** The intents of the events of dash.js (P-1 to P-15), beside those of its element. */
export const dashIntents = (view: ContentView, unit?: BitrateUnit): Intents<DashEvents> => {
  /** Where the content stood before the player emptied its element. */
  let frozenAt: number | undefined;
  /** The content was unloaded, and may return (D27). */
  let mayReturn = false;
  /** What could not be loaded: sound that goes on without its picture is no recovery. */
  let failed: string | undefined;
  /** Follows the element, which may have been asked to play before it was the player's. */
  const follow = (): Intent[] => {
    view.follow();
    return pendingPlayRequest(view.slot.element);
  };

  return {
    manifestLoadingStarted: () => {
      // Manifests are also refreshed.
      const isOther = view.next() !== view.source;
      const ends = isOther && mayReturn ? unloadIntents(frozenAt, false) : [];
      mayReturn = false;
      view.source = view.next();
      return [...ends, ...follow()];
    },
    // A player that has loaded already takes its element without another event: `attachView()` fires this one.
    playbackInitialized: follow,
    streamInitializing: () => view.follow() as undefined,
    // Fired for each period, too: the content is unloaded only after `streamTeardownComplete`.
    streamDeactivated: () => {
      frozenAt = view.slot.playhead();
      return undefined;
    },
    // It is the same content in another element, or the same source loaded once more (D27).
    streamTeardownComplete: () => {
      mayReturn = view.source !== undefined && view.next() === view.source;
      const last = unloadIntents(frozenAt, mayReturn);
      frozenAt = undefined;
      view.follow();
      return last;
    },
    // It looks five times a second whether the element stands beyond the end of the content. If it sees that before the element has fired
    // `ended`, it jumps back and pauses, and `ended` never comes: PlaybackController.js, _onPlaybackEnded. Given another element it says
    // so in the middle, too.
    playbackEnded: ({ isLast }) => (isLast && isAtEnd(view.slot.element) ? view.slot.end() : undefined),
    qualityChangeRendered: ({ mediaType, newRepresentation }) =>
      mediaType === 'video' ? bitrateIntent(newRepresentation.bandwidth, unit) : undefined,
    error: ({ error }) => {
      const code = typeof error === 'object' ? error.code : NaN;
      if (HARMLESS.includes(code)) return undefined;
      failed = typeof error === 'object' ? error.data?.request?.mediaType : undefined;
      return {
        type: 'failed',
        id: `dashjs.${code || error}`,
        isNetwork: EXTERNAL.includes(code),
        stillPlaying: isStillPlaying(view.slot.element),
      };
    },
    // It was retried, and the buffer had not run dry yet.
    fragmentLoadingCompleted: ({ error, request }) =>
      error || (failed && request?.mediaType !== failed) ? undefined : { type: 'recovered' },
  };
};
