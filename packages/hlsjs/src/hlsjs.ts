import { listen, type Adapter, type Emit } from '@media-collection/core';
import {
  checkOptions,
  createLiveClock,
  createReturn,
  createElementSlot,
  DAY_S,
  followElement,
  refuse,
  type BitrateUnit,
  type FollowOptions,
  type LiveMedium,
} from '@media-collection/html5';
import { at, hlsIntents, levelBitrate, type Screen } from './hls-intents';
import { createInterstitials, isInBreak } from './interstitials';
import type { HlsPlayer } from './player';

/** How a player is followed. */
export interface HlsjsOptions extends FollowOptions {
  /** The media element, where it is known before the player has one. */
  element?: HTMLMediaElement;
  /** What the report counts bitrates in; kilobits per second unless it was always given bits. */
  bitrateUnit?: BitrateUnit;
}

/** Second 0 of a live stream without dates, by when its playlist last moved on. */
const zeroByPlaylist = ({ edge, age }: NonNullable<HlsPlayer['latestLevelDetails']>): number => Date.now() - (edge + age) * 1_000;

/**
 * Follows an hls.js player, and the media elements that it is attached to one after the other.
 * @throws TypeError when it is given something else, or a player that was destroyed.
 */
export function hlsjs(hls: HlsPlayer, options: HlsjsOptions = {}): Adapter {
  checkOptions('hlsjs', options);
  if (!hls?.on || !hls.off || !('levels' in hls) || !hls.userConfig)
    refuse('hlsjs', 'an hls.js player that is not destroyed', hls);
  const { element: first, bitrateUnit, ...followed } = options;
  /** Where the content stood when it lost its element, to another one or to ads, until it plays on; else NaN. */
  let frozenAt = NaN;
  let source = hls.url;
  /** Where the content starts, as far as a page or a playlist defines it. */
  let start: number | undefined;
  /** The epoch time, in ms, of second 0 of a live stream; without dates it is taken once, for playlists move in steps. */
  let zero: number | undefined;
  const medium: LiveMedium = {
    get currentTime() {
      return seat.element?.currentTime ?? NaN;
    },
    get seekable() {
      return seat.element!.seekable;
    },
  };
  const clock = createLiveClock(
    medium,
    () => !!hls.latestLevelDetails?.live,
    () => {
      const { latestLevelDetails: details, playingDate } = hls;
      if (playingDate) zero = +playingDate - medium.currentTime * 1_000;
      return (zero ??= details?.live ? zeroByPlaylist(details) : undefined);
    },
  );
  const { isLive } = clock;
  const seat = createElementSlot((next) => followElement(next, followed, { isLive, shownSecond: clock.second }));
  /** Where the content is: where its element is, or where it starts. */
  const placeOf = (known: number): number => {
    const begins = start ?? hls.userConfig?.startPosition ?? NaN;
    return !Number.isNaN(known) || !seat.element || isLive() || begins < 0 ? known : begins;
  };
  // In a break the element is in an ad.
  const content = (): number => placeOf(isInBreak(hls) ? NaN : seat.playhead());
  const playhead = (): number => (Number.isNaN(frozenAt) ? content() : frozenAt);
  const screen: Screen = {
    get element() {
      return seat.element;
    },
    get source() {
      return source;
    },
    playhead,
    follow: () => seat.follow(hls.media),
    leave: () => {
      frozenAt = playhead();
      seat.leave();
    },
    forget: () => {
      frozenAt = NaN;
      start = zero = undefined;
      source = hls.url;
    },
    // With the first fragment it becomes the place that is loaded next.
    learnStart: () => {
      start ??= hls.startPosition;
    },
    lend: (second) => {
      frozenAt = second ?? placeOf(seat.playhead());
    },
  };

  return {
    name: 'hls.js',
    version: (hls.constructor as { version?: string }).version ?? '',
    target: hls,
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
    subscribe: (emit, signal) => {
      const interstitials = createInterstitials(hls, screen);
      const isPlaced = (): boolean => !Number.isNaN(frozenAt) || seat.element!.readyState > 1;
      const back = createReturn(isPlaced, (intent) => {
        if (!isInBreak(hls)) clock.follow(intent);
        if (intent.type !== 'playRequested') emit(intent);
        // A request to play is reported when there is a source.
        else if (hls.url) emit(seat.element?.readyState ? intent : at(playhead(), intent));
      });
      const ofElement: Emit = (intent) => {
        if (/^(playing|progress)$/.test(intent.type) && !isInBreak(hls)) frozenAt = NaN;
        back.ofElement(intent);
      };
      source = hls.url;
      seat.open(interstitials.ofContent(ofElement), signal);
      listen(hls, hlsIntents(hls, screen, bitrateUnit), back.ofPlayer, signal);
      listen(hls, interstitials.intents, back.ofPlayer, signal);
      emit(levelBitrate(hls, hls.currentLevel, bitrateUnit));
      interstitials.alreadyPlaying().forEach(emit);
      seat.follow(hls.media ?? first);
    },
  };
}
