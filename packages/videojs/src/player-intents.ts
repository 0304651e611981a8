import type { Intent, Intents } from '@media-collection/core';
import { mediaIntents, muteOf, state, type MediaEvents, type Medium, type Place } from '@media-collection/html5';
import type { VideoJsPlayer } from './player';

/** Native events of a Video.js player that the table speaks of. */
export type PlayerEvents = MediaEvents &
  Record<'loadstart' | 'fullscreenchange' | 'enterFullWindow' | 'exitFullWindow' | 'playerreset' | 'dispose', Event>;

const isFull = (player: VideoJsPlayer): boolean => !!(player.isFullscreen() || player.isFullWindow);

/** The full-screen state as it stands; a page that is full screen as a whole is none. */
export const fullScreenOf = (player: VideoJsPlayer): Intent => state('fullScreen', isFull(player));

/** A player as the table of a media element reads it; middleware has its say in all of it. */
export const mediumOf = (player: VideoJsPlayer): Medium & { readonly playbackRate: number } => ({
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
  NETWORK_NO_SOURCE: 3,
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
  isConnected: true,
});

/** What the words of Video.js mean (players.md, sections 1 and 7): its media events, and where it says them in its own way. */
export const playerIntents = (player: VideoJsPlayer, place: Place): Intents<PlayerEvents> => {
  const medium = mediumOf(player);
  const media = mediaIntents(medium, place, false);
  const full = (): Intent => fullScreenOf(player);
  const unload = media.emptied as () => Intent;
  return {
    ...media,
    // Before there are data, the engine may have gone to the live edge already.
    play: (event) => {
      const start = media.play!(event) as Intent | undefined;
      return start && { ...start, playhead: medium.readyState || medium.currentTime ? place.now() : undefined };
    },
    // A plugin that is set up with its player finds it neither silent nor loud.
    loadstart: () => muteOf(medium),
    // The seek bar pauses while it is dragged: that pause is the seek. After an error what was buffered is over, too.
    pause: () => (player.ended() ? undefined : { type: player.scrubbing() ? 'seek' : 'halt' }),
    seeked: (event) => (player.scrubbing() || player.paused() ? undefined : media.seeked!(event)),
    error: () => {
      const { code } = player.error() ?? {};
      const plays = !player.paused() && player.readyState() > 2;
      return code ? { type: 'fail', id: `videojs.${code}`, external: code === 2, plays } : undefined;
    },
    fullscreenchange: full,
    enterFullWindow: full,
    exitFullWindow: full,
    // The element is replaced; its own words do not come any more.
    playerreset: unload,
    dispose: unload,
  };
};
