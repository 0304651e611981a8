import type { Intent, Intents } from '@media-collection/core';
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

/** What a report counts bitrates in. */
export type BitrateUnit = 'kbps' | 'bps';

/** The bitrate of a level; 0 where the player does not know. */
export const bitrateOf = ({ levels }: HlsPlayer, level: number, unit?: BitrateUnit): Intent => ({
  type: 'bitrate',
  kbps: (levels[level]?.bitrate ?? 0) / (unit === 'bps' ? 1 : 1_000),
});

/** The wish to play, which may be older than what there is to play. */
const wish = (element: HTMLMediaElement | undefined): Intent[] =>
  element && !element.paused && !element.ended ? [{ type: 'start' }] : [];

/** What is buffered plays on for a while after the player gave up. */
const plays = (element: HTMLMediaElement | undefined): boolean =>
  !!element && !element.paused && element.readyState > 2 && !element.error;

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
      return wish(screen.element);
    },
    hlsMediaAttached: () => void screen.follow(),
    // Interstitials borrow the element with this very event.
    hlsMediaDetaching: ({ transferMedia }) =>
      transferMedia !== undefined || hls.interstitialsManager?.playingAsset ? undefined : leave(),
    hlsManifestLoading: () => {
      const gone = said();
      screen.forget();
      return [gone, ...wish(screen.element)];
    },
    // Later the element has forgotten where it was.
    hlsDestroying: leave,
    hlsLevelSwitched: ({ level }) => bitrateOf(hls, level, unit),
    hlsError: ({ fatal, details, type }) =>
      fatal
        ? { type: 'fail', id: `hlsjs.${details}`, external: type === 'networkError', plays: plays(screen.element) }
        : undefined,
    // It was retried, and the buffer had not run dry yet.
    hlsFragBuffered: () => ({ type: 'mend' }),
  };
};
