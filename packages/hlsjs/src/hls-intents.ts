import type { Intent, Intents } from '@media-collection/core';
import { bitrateOf, plays, wishOf, type BitrateUnit } from '@media-collection/html5';
import type { HlsEvents, HlsPlayer } from './player';

/** The element that hls.js plays in, while it does. */
export interface Screen {
  /** Undefined while nobody is followed. */
  readonly element: HTMLMediaElement | undefined;
  /** Seconds of the content, or of the day; NaN while nobody is followed. */
  playhead(): number;
  /** Follows the player's element; one that is followed already goes on being followed. */
  follow(): void;
  /** Stops following. */
  leave(): void;
  /** Other content comes: nothing is known of it. */
  forget(): void;
  /** The element is lent to ads while the content stands at a second of it, by default where it is. */
  lend(content?: number): void;
}

/** The bitrate of a level. */
export const levelBitrate = ({ levels }: HlsPlayer, level: number, unit?: BitrateUnit): Intent =>
  bitrateOf(levels[level]?.bitrate ?? 0, unit);

/** What the words of hls.js mean (players.md, sections 2 and 7), over those of its element. */
export const hlsIntents = (hls: HlsPlayer, screen: Screen, unit?: BitrateUnit): Intents<HlsEvents> => {
  const said = (): Intent => ({ type: 'unload', playhead: screen.playhead() });
  const leave = (): Intent => {
    const last = said();
    screen.leave();
    return last;
  };

  return {
    hlsMediaAttaching: () => {
      screen.follow();
      return wishOf(screen.element);
    },
    hlsMediaAttached: () => void screen.follow(),
    // Interstitials borrow the element with this very event.
    hlsMediaDetaching: ({ transferMedia }) =>
      transferMedia !== undefined || hls.interstitialsManager?.playingAsset ? undefined : leave(),
    hlsManifestLoading: () => {
      const gone = said();
      screen.forget();
      return [gone, ...wishOf(screen.element)];
    },
    // Later the element has forgotten where it was.
    hlsDestroying: leave,
    hlsLevelSwitched: ({ level }) => levelBitrate(hls, level, unit),
    hlsError: ({ fatal, details, type }) =>
      fatal
        ? { type: 'fail', id: `hlsjs.${details}`, external: type === 'networkError', plays: plays(screen.element) }
        : undefined,
    // It was retried, and the buffer had not run dry yet.
    hlsFragBuffered: () => ({ type: 'mend' }),
  };
};
