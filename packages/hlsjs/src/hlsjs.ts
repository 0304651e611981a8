import { listen, type Adapter, type Emit } from '@media-collection/core';
import {
  checkOptions,
  createContentPosition,
  createLiveClock,
  createReturn,
  createElementSlot,
  DAY_S,
  followElement,
  OF_MEDIA,
  refuse,
  type BitrateUnit,
  type FollowOptions,
} from '@media-collection/html5';
import { hlsIntents, levelBitrate, type ContentView } from './hls-intents';
import { createInterstitials } from './interstitials';
import { elementOf, interstitialOf, isInBreak } from './lending';
import type { HlsPlayer } from './player';

/** The options of `hlsjs()`. */
export interface HlsjsOptions extends FollowOptions {
  /** The media element, if it is known before the player has it: playback requests and states are tracked from then on. */
  element?: HTMLMediaElement;
  /** `'kbps'` (the default), or `'bps'` for a report suite that has always received bits per second. */
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
  /** The element that the page named, until it is followed. */
  let named = first;
  const clock = createLiveClock(
    () => slot.element!,
    () => !!hls.latestLevelDetails?.live,
    ({ currentTime }) => {
      const { latestLevelDetails: details, playingDate } = hls;
      const { content } = view;
      if (playingDate) content.zero = +playingDate - currentTime * 1_000;
      return (content.zero ??= details?.live ? zeroByPlaylist(details) : undefined);
    },
  );
  const { isLive } = clock;
  const slot = createElementSlot((next) => followElement(next, followed, { clock, reportsUnload: true }));
  /** Where the content is: where its element is, or where it starts. */
  const placeOf = (known: number): number => {
    const start = view.content.start ?? hls.userConfig?.startPosition ?? NaN;
    return !Number.isNaN(known) || !slot.element || isLive() || start < 0 ? known : start;
  };
  /** Until it is given to the player, what an element holds that the page named is of others. */
  const isForeign = (): boolean => !!slot.element?.readyState && !elementOf(hls) && !interstitialOf(hls);
  const ofElement = (): number => placeOf(isForeign() ? NaN : slot.playhead());
  // In a break the element is in an ad.
  const position = createContentPosition(() => (isInBreak(hls) ? placeOf(NaN) : ofElement()));
  const view: ContentView = { slot, position, ofElement, content: { source: hls.url } };

  return {
    name: 'hls.js',
    version: (hls.constructor as { version?: string }).version ?? '',
    target: hls,
    element: () => slot.element ?? elementOf(hls) ?? named,
    playhead: position.now,
    media: () => {
      const params = { ...slot.media().params, ...(hls.url && { 'media.id': hls.url.replace(/[?#].*/, '') }) };
      const { totalduration } = hls.latestLevelDetails ?? {};
      // The element knows the length of what it plays.
      const isLent = !!interstitialOf(hls) || isForeign();
      if (isLent) delete params['media.length'];
      if (isLent && totalduration) params['media.length'] = isLive() ? DAY_S : totalduration;
      return { params, native: hls };
    },
    qoe: slot.qoe,
    subscribe: (emit, signal) => {
      const interstitials = createInterstitials(hls, view);
      const isPlaced = (): boolean => position.isFrozen || slot.element!.readyState > 1;
      /** The content ended in a stall. Its element is not paused, so that a jump plays it again without a request. */
      let endedInStall = false;
      let hasJumped = false;
      const pass: Emit = (intent) => {
        const { type } = intent;
        if (type === 'seeking') hasJumped = endedInStall;
        if (type === 'playing' && hasJumped) pass({ type: 'playRequested', isLate: true });
        if (type === 'playRequested' || type === 'unloaded') endedInStall = hasJumped = false;
        if (!isInBreak(hls)) clock.follow(intent);
        if (intent.type === 'unloaded' && !intent.mayReturn) slot.forget();
        if (intent.type !== 'playRequested') emit(intent);
        // A request to play is reported when there is a source; before its element has data it begins where the content is.
        else if (hls.url && !isForeign()) emit(slot.element?.readyState ? intent : { ...intent, playhead: position.now() });
      };
      const back = createReturn(isPlaced, pass);
      const emitElement: Emit = (intent) => {
        if (isForeign() && OF_MEDIA.test(intent.type)) return;
        if (/^(playing|progress)$/.test(intent.type) && !isInBreak(hls)) position.resume();
        back.ofElement(intent);
      };
      view.content = { ...view.content, source: hls.url };
      // Before the element is no longer followed: the ad may be over by now.
      signal.addEventListener('abort', () => interstitials.close().forEach(emit));
      slot.open(interstitials.ofContent(emitElement), signal);
      const emitPlayer: Emit = (intent) => {
        back.ofPlayer(intent);
        endedInStall ||= intent.type === 'ended';
      };
      listen(hls, interstitials.closing, back.ofPlayer, signal);
      listen(hls, hlsIntents(hls, view, bitrateUnit), emitPlayer, signal);
      listen(hls, interstitials.intents, back.ofPlayer, signal);
      emit(levelBitrate(hls, hls.currentLevel, bitrateUnit));
      interstitials.alreadyPlaying().forEach(emit);
      slot.follow(elementOf(hls) ?? first);
      named = undefined;
    },
  };
}
