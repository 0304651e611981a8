import { listen, type Adapter, type Emit } from '@media-collection/core';
import { createSeat, DAY_S, followElement, secondOfDay, type BitrateUnit, type FollowOptions } from '@media-collection/html5';
import { hlsIntents, levelBitrate, type Screen } from './hls-intents';
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
  let live = false;
  /** Where the content was when its element was taken away, until it moves on: in another one, or after the ads that borrowed it. */
  let left = NaN;
  /** A live programme that ends remains one to who watches it. */
  const isLive = (): boolean => (live ||= !!hls.latestLevelDetails?.live);
  const seat = createSeat((next) => followElement(next, options, { isLive, shownSecond: () => shownSecond(hls, next) }));
  const content = (): number => {
    const known = seat.playhead();
    if (!seat.element || !Number.isNaN(known)) return known;
    return isLive() ? NaN : hls.startPosition;
  };
  const playhead = (): number => (Number.isNaN(left) ? content() : left);
  const leave = (): void => {
    left = playhead();
    seat.leave();
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
      const params = { ...seat.media().params, ...(hls.url && { 'media.id': hls.url.replace(/[?#].*/, '') }) };
      const { totalduration } = hls.latestLevelDetails ?? {};
      // The element knows the length of the ad that it plays.
      if (isInBreak(hls)) delete params['media.length'];
      if (isInBreak(hls) && totalduration) params['media.length'] = isLive() ? DAY_S : totalduration;
      return { params, native: hls };
    },
    qoe: seat.qoe,
    subscribe: (tell, signal) => {
      const emit: Emit = (intent) => {
        if (intent.type !== 'start') tell(intent);
        // A wish to play is told when there is a source.
        else if (hls.url) tell(seat.element?.readyState ? intent : { ...intent, playhead: playhead() });
      };
      const ofElement: Emit = (intent) => {
        if (/^(run|move)$/.test(intent.type) && !isInBreak(hls)) left = NaN;
        emit(intent);
      };
      const screen: Screen = {
        get element() {
          return seat.element;
        },
        playhead,
        follow: () => seat.follow(hls.media),
        leave,
        forget,
        lend: (second) => {
          left = second ?? content();
        },
      };
      seat.open(ofContent(hls, ofElement, playhead), signal);
      listen(hls, hlsIntents(hls, screen, bitrateUnit), emit, signal);
      listen(hls, interstitialIntents(hls, screen), emit, signal);
      emit(levelBitrate(hls, hls.currentLevel, bitrateUnit));
      alreadyPlaying(hls).forEach(emit);
      seat.follow(hls.media ?? first);
    },
  };
}
