import { listen } from '@media-collection/core';
import { createElementSlot, followElement, playerState } from '@media-collection/html5';

/** Plyr keeps its element in its container, and replaces it for another source; a destroyed player has neither. */
const mediaOf = (player) => player.elements?.container.querySelector('video, audio');

/** Follows a Plyr player that plays `<video>` or `<audio>`; those of YouTube and Vimeo have no element of the page. */
export function plyr(player, options) {
  const owner = { captions: () => player.currentTrack >= 0 };
  const slot = createElementSlot((element) => followElement(element, options, owner));
  return {
    name: 'plyr',
    target: player,
    element: () => mediaOf(player),
    playhead: slot.playhead,
    media: () => ({ ...slot.media(), native: player }),
    qoe: slot.qoe,
    subscribe: (emit, signal) => {
      const follow = () => {
        const next = mediaOf(player);
        // Other content; the element that was replaced reports it too late.
        if (slot.element && next !== slot.element) emit({ type: 'unloaded' });
        slot.follow(next);
      };
      const intents = {
        ready: () => void follow(),
        // Plyr fills the window where the browser has no full screen.
        enterfullscreen: () => playerState('fullScreen', true),
        exitfullscreen: () => playerState('fullScreen', false),
        captionsenabled: () => playerState('closedCaptioning', true),
        captionsdisabled: () => playerState('closedCaptioning', false),
      };
      slot.open(emit, signal);
      listen(player, intents, emit, signal);
      follow();
    },
  };
}
