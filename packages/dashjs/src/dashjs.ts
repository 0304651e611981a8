import { listen, type Adapter, type Emit } from '@media-collection/core';
import { doubtEnds, followElement, secondOfDay, type FollowOptions } from '@media-collection/html5';
import { bitrateOf, dashIntents, type BitrateUnit, type Screen } from './dash-intents';
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
  let element: HTMLMediaElement | undefined;
  let follower: ReturnType<typeof followElement> | undefined;
  let watching = new AbortController();
  let live = false;
  /** A live programme that ends remains one to who watches it. */
  const isLive = (): boolean => (live ||= !!ask(() => player.isDynamic()));
  const shownSecond = (): number | undefined => {
    const seconds = ask(() => player.timeAsUTC());
    return seconds ? secondOfDay(seconds * 1_000) : undefined;
  };
  const captions = (): boolean => !!ask(() => player.isTextEnabled() && player.getCurrentTextTrackIndex() >= 0);
  const playhead = (): number => (element ? follower!.playhead() : NaN);
  const source = (): unknown => ask(() => player.getSource());

  return {
    name: 'dash.js',
    version: player.getVersion(),
    playhead,
    media: () => {
      const uri = source();
      const id = typeof uri === 'string' && { 'media.id': uri.replace(/[?#].*/, '') };
      return { params: { ...follower?.media().params, ...id }, native: player };
    },
    qoe: () => follower?.qoe?.() ?? {},
    subscribe: (tell, signal) => {
      const judged = doubtEnds('dashjs.shortened', () => element?.duration, tell);
      const emit: Emit = (intent) => {
        // A wish to play is told when there is a source.
        if (intent.type === 'start' && !source()) return;
        if (intent.type === 'unload') live = false;
        judged(intent);
      };
      // Between periods the element may be emptied, too, and it says so late: the player knows when the content goes.
      const ofElement: Emit = (intent) => (intent.type === 'unload' && 'playhead' in intent) || emit(intent);
      const follow = (next: HTMLMediaElement | null | undefined): void => {
        if (!next || next === element) return;
        watching.abort();
        watching = new AbortController();
        signal.addEventListener('abort', () => watching.abort(), { signal: watching.signal });
        follower = followElement(next, options, { isLive, shownSecond, captions });
        element = next;
        follower.subscribe(ofElement, watching.signal);
      };
      const screen: Screen = {
        get element() {
          return element;
        },
        playhead,
        follow: () => follow(ask(() => player.getVideoElement())),
      };
      element = undefined;
      listen(player, dashIntents(screen, bitrateUnit), emit, signal);
      const shown = ask(() => player.getCurrentRepresentationForType('video'));
      if (shown) emit(bitrateOf(shown.bandwidth, bitrateUnit));
      follow(ask(() => player.getVideoElement()) ?? first);
    },
  };
}
