import type { Intent, Intents } from '@media-collection/core';
import { bitrateIntent, isStillPlaying, pendingPlayRequest, type BitrateUnit } from '@media-collection/html5';
import type { DashEvents } from './player';

/** `dashjs.MediaPlayer.errors`: what does not come over the network. */
const EXTERNAL: readonly number[] = [11, 15, 17, 25, 26, 27, 28];
/** And what playback goes on without: a clock, an XLink, captions. */
const HARMLESS: readonly number[] = [12, 16, 29, 33];

/** The element that the player plays in, while it does. */
export interface Screen {
  /** Undefined while nobody is followed. */
  readonly element: HTMLMediaElement | undefined;
  /** Seconds of the content, or of the day; NaN while nobody is followed. */
  playhead(): number;
  /** The content; undefined while there is none. */
  readonly source: unknown;
  /** What the player is given to play now; undefined where that is nothing. */
  next(): unknown;
  /** Other content comes, or the same once more. */
  begin(): void;
  /** Follows the player's element, while it has one; one that is followed already goes on being followed. */
  follow(): void;
}

/** The intents of the events of dash.js (P-1 to P-15), beside those of its element. */
export const dashIntents = (screen: Screen, unit?: BitrateUnit): Intents<DashEvents> => {
  /** Where the content stood before the player emptied its element; else NaN. */
  let frozenAt = NaN;
  /** The content was unloaded, and may return (D27). */
  let mayReturn = false;
  /** A page may load the content again to recover from an error. */
  const unload = (mayReturn: boolean): Intent[] => {
    const unloaded: Intent = { type: 'unloaded', ...(!Number.isNaN(frozenAt) && { playhead: frozenAt }) };
    return mayReturn ? [{ type: 'recovered' }, { ...unloaded, mayReturn }] : [unloaded];
  };

  return {
    manifestLoadingStarted: () => {
      // Manifests are also refreshed.
      const isOther = screen.next() !== screen.source;
      const ends = isOther && mayReturn ? unload(false) : [];
      mayReturn = false;
      screen.begin();
      screen.follow();
      return [...ends, ...pendingPlayRequest(screen.element)];
    },
    streamInitializing: () => screen.follow() as undefined,
    // Fired for each period, too: the content is unloaded only after `streamTeardownComplete`.
    streamDeactivated: () => {
      frozenAt = screen.playhead();
      return undefined;
    },
    // It is the same content in another element, or the same source loaded once more (D27).
    streamTeardownComplete: () => {
      const { source } = screen;
      mayReturn = source !== undefined && screen.next() === source;
      const last = unload(mayReturn);
      frozenAt = NaN;
      screen.follow();
      return last;
    },
    qualityChangeRendered: ({ mediaType, newRepresentation }) =>
      mediaType === 'video' ? bitrateIntent(newRepresentation.bandwidth, unit) : undefined,
    error: ({ error }) => {
      const code = typeof error === 'object' ? error.code : NaN;
      if (HARMLESS.includes(code)) return undefined;
      return {
        type: 'failed',
        id: `dashjs.${code || error}`,
        isNetwork: EXTERNAL.includes(code),
        stillPlaying: isStillPlaying(screen.element),
      };
    },
    // It was retried, and the buffer had not run dry yet.
    fragmentLoadingCompleted: ({ error }) => (error ? undefined : { type: 'recovered' }),
  };
};
