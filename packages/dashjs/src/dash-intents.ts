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

/** What the words of dash.js mean (P-1 to P-15), over those of its element. */
export const dashIntents = (screen: Screen, unit?: BitrateUnit): Intents<DashEvents> => {
  /** Where the content was before the player emptied its element. */
  let left = NaN;
  /** And it may return. */
  let away = false;
  /** A page that recovers from an error takes the content up again, too. */
  const gone = (mayReturn: boolean): Intent[] => {
    const unload: Intent = { type: 'unloaded', ...(!Number.isNaN(left) && { playhead: left }) };
    return mayReturn ? [{ type: 'recovered' }, { ...unload, mayReturn }] : [unload];
  };

  return {
    manifestLoadingStarted: () => {
      // Manifests are also refreshed.
      const isOther = screen.next() !== screen.source;
      const ends = isOther && away ? gone(false) : [];
      away = false;
      screen.begin();
      screen.follow();
      return [...ends, ...pendingPlayRequest(screen.element)];
    },
    streamInitializing: () => screen.follow() as undefined,
    // Of each period, too: only when all is torn down is the content gone.
    streamDeactivated: () => {
      left = screen.playhead();
      return undefined;
    },
    // What goes on is the same content: another element, or the same source once more (D27).
    streamTeardownComplete: () => {
      const { source } = screen;
      away = source !== undefined && screen.next() === source;
      const last = gone(away);
      left = NaN;
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
