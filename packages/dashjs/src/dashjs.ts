import { listen, type Adapter, type Emit } from '@media-collection/core';
import {
  bitrateOf,
  createSeat,
  doubtEnds,
  followElement,
  secondOfDay,
  type BitrateUnit,
  type FollowOptions,
} from '@media-collection/html5';
import { dashIntents, type Screen } from './dash-intents';
import type { DashPlayer } from './player';

/** How a player is followed. */
export interface DashjsOptions extends FollowOptions {
  /** The media element, where it is known before the player has one. */
  element?: HTMLMediaElement;
  /** What the report counts bitrates in; kilobits per second unless it was always given bits. */
  bitrateUnit?: BitrateUnit;
}

/** What the player knows; its getters throw while it knows nothing. */
const ask = <T>(getter: () => T): T | undefined => {
  try {
    return getter();
  } catch {
    return undefined;
  }
};

/**
 * Follows a dash.js player, and the media elements that it is attached to one after the other.
 * @throws TypeError when it is given something else.
 */
export function dashjs(player: DashPlayer, { element: first, bitrateUnit, ...options }: DashjsOptions = {}): Adapter {
  if (!player?.on || !player.off || !player.getVideoElement || !player.getVersion)
    throw new TypeError(`@media-collection/dashjs: expected a dash.js player, got ${String(player)}`);
  let live = false;
  /** A live programme that ends remains one to who watches it. */
  const isLive = (): boolean => (live ||= !!ask(() => player.isDynamic()));
  const shownSecond = (): number | undefined => {
    const seconds = ask(() => player.timeAsUTC());
    return seconds ? secondOfDay(seconds * 1_000) : undefined;
  };
  const captions = (): boolean => !!ask(() => player.isTextEnabled() && player.getCurrentTextTrackIndex() >= 0);
  const seat = createSeat((element) => followElement(element, options, { isLive, shownSecond, captions }));
  const source = (): unknown => ask(() => player.getSource());

  return {
    name: 'dash.js',
    version: player.getVersion(),
    playhead: seat.playhead,
    media: () => {
      const uri = source();
      const id = typeof uri === 'string' && { 'media.id': uri.replace(/[?#].*/, '') };
      return { params: { ...seat.media().params, ...id }, native: player };
    },
    qoe: seat.qoe,
    subscribe: (tell, signal) => {
      const judged = doubtEnds('dashjs.shortened', () => seat.element?.duration, tell);
      const emit: Emit = (intent) => {
        // A wish to play is told when there is a source.
        if (intent.type === 'start' && !source()) return;
        if (intent.type === 'unload') live = false;
        judged(intent);
      };
      // Between periods the element may be emptied, too, and it says so late: the player knows when the content goes.
      const ofElement: Emit = (intent) => (intent.type === 'unload' && 'playhead' in intent) || emit(intent);
      const screen: Screen = {
        get element() {
          return seat.element;
        },
        playhead: seat.playhead,
        follow: () => seat.follow(ask(() => player.getVideoElement())),
      };
      seat.open(ofElement, signal);
      listen(player, dashIntents(screen, bitrateUnit), emit, signal);
      const shown = ask(() => player.getCurrentRepresentationForType('video'));
      if (shown) emit(bitrateOf(shown.bandwidth, bitrateUnit));
      seat.follow(ask(() => player.getVideoElement()) ?? first);
    },
  };
}
