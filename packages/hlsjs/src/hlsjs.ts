import { listen, type Adapter, type Emit } from '@media-collection/core';
import { DAY_S, followElement, secondOfDay, type FollowOptions } from '@media-collection/html5';
import { bitrateOf, hlsIntents, type BitrateUnit, type Screen } from './hls-intents';
import { alreadyPlaying, interstitialIntents, isInBreak, ofContent } from './interstitials';
import type { HlsPlayer } from './player';

/** How a player is followed. */
export interface HlsjsOptions extends FollowOptions {
  /** The media element, where it is known before the player has one. */
  element?: HTMLMediaElement;
  /** What the report counts bitrates in; kilobits per second unless it was always given bits. */
  bitrateUnit?: BitrateUnit;
}

/** The second of the day of what a live stream shows, by its own dates, else by when its playlist last moved on. */
function shownSecond({ playingDate, latestLevelDetails }: HlsPlayer, { currentTime }: HTMLMediaElement): number | undefined {
  if (playingDate) return secondOfDay(+playingDate);
  const { edge, age } = latestLevelDetails ?? {};
  return age === undefined ? age : secondOfDay(Date.now() - (edge! + age - currentTime) * 1_000);
}

/**
 * Follows an hls.js player, and the media elements that it is attached to one after the other.
 * @throws TypeError when it is given something else, or a player that was destroyed.
 */
export function hlsjs(hls: HlsPlayer, { element: first, bitrateUnit, ...options }: HlsjsOptions = {}): Adapter {
  if (!hls?.on || !hls.off || !('levels' in hls) || !hls.userConfig)
    throw new TypeError(`@media-collection/hlsjs: expected an hls.js player that is not destroyed, got ${String(hls)}`);
  let element: HTMLMediaElement | undefined;
  let last: HTMLMediaElement | undefined;
  let follower: ReturnType<typeof followElement> | undefined;
  let watching = new AbortController();
  let live = false;
  /** Where the content was when its element was taken away, until it moves on: in another one, or after the ads that borrowed it. */
  let left = NaN;
  /** A live programme that ends remains one to who watches it. */
  const isLive = (): boolean => (live ||= !!hls.latestLevelDetails?.live);
  const content = (): number => {
    const known = element ? follower!.playhead() : NaN;
    if (!element || !Number.isNaN(known)) return known;
    return isLive() ? NaN : hls.startPosition;
  };
  const playhead = (): number => (Number.isNaN(left) ? content() : left);
  const leave = (): void => {
    left = playhead();
    element = undefined;
    watching.abort();
  };
  const forget = (): void => {
    left = NaN;
    live = false;
  };

  return {
    name: 'hls.js',
    version: (hls.constructor as { version?: string }).version ?? '',
    playhead,
    media: () => {
      const params = { ...follower?.media().params, ...(hls.url && { 'media.id': hls.url.replace(/[?#].*/, '') }) };
      const { totalduration } = hls.latestLevelDetails ?? {};
      // The element knows the length of the ad that it plays.
      if (isInBreak(hls)) delete params['media.length'];
      if (isInBreak(hls) && totalduration) params['media.length'] = isLive() ? DAY_S : totalduration;
      return { params, native: hls };
    },
    qoe: () => follower?.qoe?.() ?? {},
    subscribe: (tell, signal) => {
      const emit: Emit = (intent) => {
        if (intent.type !== 'start') tell(intent);
        // A wish to play is told when there is a source.
        else if (hls.url) tell(element?.readyState ? intent : { ...intent, playhead: playhead() });
      };
      const follow = (next: HTMLMediaElement | null | undefined): void => {
        if (!next || next === element) return;
        watching.abort();
        watching = new AbortController();
        signal.addEventListener('abort', () => watching.abort(), { signal: watching.signal });
        // The same element counts its frames on.
        if (next !== last) follower = followElement(next, options, { isLive, shownSecond: () => shownSecond(hls, next) });
        element = last = next;
        const emitOfElement: Emit = (intent) => {
          if (/^(run|move)$/.test(intent.type) && !isInBreak(hls)) left = NaN;
          emit(intent);
        };
        follower!.subscribe(ofContent(hls, emitOfElement, playhead), watching.signal);
      };
      const screen: Screen = {
        get element() {
          return element;
        },
        playhead,
        follow: () => follow(hls.media),
        leave,
        forget,
        lend: (second) => {
          left = second ?? content();
        },
      };
      element = undefined;
      listen(hls, hlsIntents(hls, screen, bitrateUnit), emit, signal);
      listen(hls, interstitialIntents(hls, screen), emit, signal);
      emit(bitrateOf(hls, hls.currentLevel, bitrateUnit));
      alreadyPlaying(hls).forEach(emit);
      follow(hls.media ?? first);
    },
  };
}
