import type { Intent, Intents } from '@media-collection/core';
import { bitrateIntent, isStillPlaying, pendingPlayRequest, type BitrateUnit } from '@media-collection/html5';
import { isInBreak, isLending } from './interstitials';
import type { HlsEvents, HlsPlayer } from './player';

/** The element that hls.js plays in, while it does. */
export interface Screen {
  /** Undefined while nobody is followed. */
  readonly element: HTMLMediaElement | undefined;
  /** The address of the content; null while there is none. */
  readonly source: string | null;
  /** Seconds of the content, or of the day; NaN while nothing is known. */
  playhead(): number;
  /** Follows the player's element; one that is followed already goes on being followed. */
  follow(): void;
  /** Stops following. */
  leave(): void;
  /** Other content comes: nothing is known of it. */
  forget(): void;
  /** Learns where the content is to start. */
  learnStart(): void;
  /** The element is lent to ads while the content stands at a second of it, by default where it is. */
  lend(content?: number): void;
}

/** An intent with its place, where that is known. */
export const at = (playhead: number, intent: Intent): Intent => (Number.isNaN(playhead) ? intent : { ...intent, playhead });

/** The bitrate of a level. */
export const levelBitrate = ({ levels }: HlsPlayer, level: number, unit?: BitrateUnit): Intent =>
  bitrateIntent(levels[level]?.bitrate ?? 0, unit);

/** What the events of hls.js mean (P-1 to P-15), over those of its element. */
export const hlsIntents = (hls: HlsPlayer, screen: Screen, unit?: BitrateUnit): Intents<HlsEvents> => {
  const unload = (more?: { readonly mayReturn: true }): Intent => at(screen.playhead(), { type: 'unloaded', ...more });
  /** A page that recovers from a fatal error takes the content up again, too. */
  const gone = (mayReturn: boolean): Intent[] => (mayReturn ? [{ type: 'recovered' }, unload({ mayReturn })] : [unload()]);
  const leave = (mayReturn: boolean): Intent[] => {
    const last = gone(mayReturn);
    screen.leave();
    return last;
  };

  return {
    hlsMediaAttaching: () => {
      screen.follow();
      return pendingPlayRequest(screen.element);
    },
    hlsMediaAttached: () => void screen.follow(),
    // What recovers media gives the element back in a moment (D27); an ad does not return with its content.
    hlsMediaDetaching: (data) => (isLending(hls, data) || !screen.element ? undefined : leave(!isInBreak(hls))),
    hlsManifestLoading: () => {
      const { source } = screen;
      const last = source === null ? [] : gone(hls.url === source);
      screen.forget();
      return [...last, ...pendingPlayRequest(screen.element)];
    },
    hlsLevelLoaded: () => void screen.learnStart(),
    // Later the element has forgotten where it was.
    hlsDestroying: () => leave(false),
    hlsLevelSwitched: ({ level }) => levelBitrate(hls, level, unit),
    hlsError: ({ fatal, details, type }) =>
      fatal
        ? {
            type: 'failed',
            id: `hlsjs.${details}`,
            isNetwork: type === 'networkError',
            stillPlaying: isStillPlaying(screen.element),
          }
        : undefined,
    // It was retried, and the buffer had not run dry yet.
    hlsFragBuffered: () => ({ type: 'recovered' }),
  };
};
