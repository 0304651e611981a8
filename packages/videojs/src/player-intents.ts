import type { Intent, Intents } from '@media-collection/core';
import {
  mediaIntents,
  MOMENT_S,
  muteOf,
  playerState,
  type MediaElementEvents,
  type MediaLike,
  type PlaybackPosition,
} from '@media-collection/html5';
import type { VideoJsPlayer } from './player';

/** Native events of a Video.js player that the table speaks of. */
export type PlayerEvents = MediaElementEvents &
  Record<'ready' | 'loadstart' | 'fullscreenchange' | 'enterFullWindow' | 'exitFullWindow' | 'playerreset' | 'dispose', Event>;

const isFull = (player: VideoJsPlayer): boolean => !!(player.isFullscreen() || player.isFullWindow);

/** The full-screen state as it stands; a page that is full screen as a whole is none. */
export const fullScreenOf = (player: VideoJsPlayer): Intent => playerState('fullScreen', isFull(player));

/** A player as the table of a media element reads it; middleware may change each value. */
export const mediumOf = (player: VideoJsPlayer): MediaLike => ({
  get currentTime() {
    return player.currentTime() ?? 0;
  },
  get playbackRate() {
    return player.playbackRate() ?? 1;
  },
  get duration() {
    return player.duration() || NaN;
  },
  get paused() {
    return player.paused();
  },
  get ended() {
    return player.ended();
  },
  get seeking() {
    return player.seeking();
  },
  get readyState() {
    return player.readyState();
  },
  get networkState() {
    return player.networkState();
  },
  get muted() {
    return !!player.muted();
  },
  get volume() {
    return player.volume() ?? 1;
  },
  get loop() {
    return !!player.loop();
  },
  get error() {
    return (player.error() ?? null) as MediaError | null;
  },
  get isConnected() {
    return player.el().isConnected;
  },
});

/**
 * Where the content begins, in seconds of the media: at its first frame, which may have been a moment ago, and on a busy page a while;
 * undefined while none was shown. `hasJumped`: a place was set before.
 */
export const beginOf = (player: VideoJsPlayer, hasJumped = true): number | undefined => {
  // A position that is still to be set: in its ad mode videojs-contrib-ads keeps the event from the player with which it would be.
  const asked = !player.ads?.isInAdMode?.() && player.getCache?.().initTime;
  if (asked) return asked;
  const played = player.played();
  if (!played.length) return undefined;
  const now = player.currentTime() ?? 0;
  const first = played.start(0);
  const element = (player.tech?.(true) || undefined)?.el() as Partial<HTMLMediaElement> | null | undefined;
  // Middleware may not shift what was played, and Chromium calls what lies before a position played if that was set before the metadata.
  if (!hasJumped && element?.currentTime !== undefined) return first + now - element.currentTime;
  return Math.abs(now - first) < MOMENT_S ? first : now;
};

/**
 * The intents of the events of Video.js (P-1 to P-15): its media events, and those of its own.
 * `inserted`: the player stood in the document, so that its removal ends the session, unless it is put back at once.
 */
export const playerIntents = (player: VideoJsPlayer, place: PlaybackPosition, inserted = false): Intents<PlayerEvents> => {
  const medium = mediumOf(player);
  const media = mediaIntents(medium, place, inserted);
  const full = (): Intent => fullScreenOf(player);
  const techNow = () => player.tech?.(true);
  let tech = techNow();
  let source = player.currentSrc?.();
  return {
    ...media,
    play: (event) => {
      const intents = [media.play!(event) ?? []].flat() as Intent[];
      // Before the length is known nobody knows whether it is live, and so what its place is.
      return intents.map((intent) => (medium.duration ? intent : { ...intent, playhead: undefined }));
    },
    // A plugin that is set up with its player finds it neither silent nor loud.
    loadstart: () => {
      source = player.currentSrc();
      return muteOf(medium);
    },
    // Another source may need another tech; the one before is disposed of and fires nothing.
    ready: (event) => {
      const before = tech;
      tech = techNow();
      const isOther = !!before && tech !== before && player.currentSrc() !== source && !player.ads?.isInAdMode?.();
      return isOther ? media.emptied!(event) : undefined;
    },
    pause: (event) => {
      // The seek bar pauses while it is dragged: that pause is the seek.
      if (player.scrubbing() && !player.ended()) return { type: 'seeking' };
      // After an error what was buffered is over, too.
      return media.pause!(event) ?? { type: 'paused' };
    },
    seeked: (event) => (player.scrubbing() || player.paused() ? undefined : media.seeked!(event)),
    error: () => {
      const { code } = player.error() ?? {};
      const stillPlaying = !player.paused() && player.readyState() > 2;
      return code ? { type: 'failed', id: `videojs.${code}`, isNetwork: code === 2, stillPlaying } : undefined;
    },
    fullscreenchange: full,
    enterFullWindow: full,
    exitFullWindow: full,
    // The element is replaced; its own events do not come any more.
    playerreset: media.emptied!,
    dispose: media.emptied!,
  };
};
