import { listen, type Adapter, type Emit, type Intent } from '@media-collection/core';
import {
  bitrateIntent,
  checkOptions,
  createContentPosition,
  createLiveClock,
  createReturn,
  createElementSlot,
  detectTruncatedEnd,
  followElement,
  refuse,
  type BitrateUnit,
  type ChapterOption,
  type FollowOptions,
} from '@media-collection/html5';
import { contentSecondOf } from './ads/ad-data';
import { createAds } from './ads/ads';
import { createPendingVariants } from './pending-variants';
import type { ShakaAdManager, ShakaPlayer } from './player';
import { isCaptioned, shakaIntents, type Content } from './shaka-intents';

/** The options of `shaka()`. */
export interface ShakaOptions extends FollowOptions {
  /** `'kbps'` (the default), or `'bps'` for a report suite that has always received bits per second. */
  bitrateUnit?: BitrateUnit;
}

/**
 * Follows a Shaka Player, and the media elements that it is attached to one after the other.
 * @throws TypeError when it is given something else, or a player that was destroyed.
 */
export function shaka(player: ShakaPlayer, options: ShakaOptions = {}): Adapter {
  checkOptions('shaka', options);
  if (!player?.addEventListener || !player.getNetworkingEngine?.())
    refuse('shaka', 'a Shaka Player that is not destroyed', player);
  const { bitrateUnit, ...followed } = options;
  const variants = createPendingVariants();
  let chapters: readonly ChapterOption[] = [];
  const clock = createLiveClock(
    () => slot.element!,
    () => player.isLive(),
    ({ currentTime }) => {
      const date = player.isLive() && player.getPlayheadTimeAsDate();
      return date ? +date - currentTime * 1_000 : undefined;
    },
  );
  const { isLive } = clock;
  const owner = {
    clock,
    reportsUnload: true as const,
    captions: () => isCaptioned(player),
    holds: () => !!player.getConfiguration().streaming.rebufferingGoal && player.isBuffering(),
  };
  const slot = createElementSlot((element) => followElement(element, { chapters: () => chapters, ...followed }, owner));
  /** The playhead of the content at a playhead of the element, which counts ads that are in the stream. */
  const toContent = (playhead: number): number => (isLive() ? playhead : contentSecondOf(player, playhead));
  const position = createContentPosition(() => toContent(slot.playhead()));
  const content: Content = { source: player.getAssetUri(), isLoaded: player.getAssetUri() !== null };

  return {
    name: 'shaka-player',
    version: (player.constructor as { version?: string }).version?.replace(/^v/, '') ?? '',
    target: player,
    element: () => player.getMediaElement(),
    playhead: position.now,
    media: () => {
      // The player names what it will load before it has unloaded what was there.
      const uri = (content.isLoaded && content.source) || player.getAssetUri();
      const { params } = slot.media();
      const length = params?.['media.length'];
      return {
        params: {
          ...params,
          ...(length && { 'media.length': toContent(length) }),
          ...(uri && { 'media.id': uri.replace(/[?#].*/, '') }),
        },
        native: player,
      };
    },
    qoe: slot.qoe,
    subscribe: (emit, signal) => {
      const emitChecked = detectTruncatedEnd('shaka.shortened', () => slot.element?.duration, emit);
      let already: Intent[] = [];
      /** Playback of the ad that was shown already was not reported to be requested. */
      let joins = false;
      /** The first frame of such an ad begins the session, where its content did not. */
      const emitAd: Emit = (intent) => {
        if (joins && intent.type === 'playing') emitContent({ type: 'playRequested', isLate: true });
        if (intent.type === 'adBreakEnded') joins = false;
        emitChecked(intent);
      };
      const ads = createAds(player, position, isLive, emitAd);
      const emitContent = ads.ofContent((intent) => {
        const { type } = intent;
        if (/^(playRequested|unloaded)$/.test(type)) joins = false;
        // A request to play is reported when there is a source.
        if (type === 'playRequested' && !content.isLoaded) return void (content.isRequested = true);
        clock.follow(intent);
        if (type === 'unloaded') slot.finish().forEach(emitChecked);
        if (type === 'unloaded' && !intent.mayReturn) slot.forget();
        emitChecked(intent);
        if (type === 'playRequested') already.splice(0).forEach(emitChecked);
        if (type === 'seeking') variants.jump();
        const shown = /^(playing|progress)$/.test(type) && variants.reach(slot.element!.currentTime);
        if (shown) emit(bitrateIntent(shown, bitrateUnit));
      });
      const askChapters = (): void => {
        const uri = player.getAssetUri();
        const [track] = player.getChaptersTracks();
        if (!track || options.chapters) return;
        player.getChaptersAsync(track.language).then(
          (list) => {
            if (uri !== player.getAssetUri()) return;
            chapters = list.map(({ title, startTime, endTime }) => ({ title, start: startTime, end: endTime }));
          },
          () => {},
        );
      };
      const forget = (): void => {
        chapters = [];
        variants.forget();
      };
      const back = createReturn(() => (slot.element?.readyState ?? 0) > 1, emitContent);
      /** The length, until it is known where a file begins: the player goes there after `canplay` (src_equals_playhead.js). */
      let length: Intent | undefined;
      const emitElement: Emit = (intent) => {
        const { type, playhead } = intent;
        // It fires `emptied` late, when the next content may be on its way: the player knows when the content goes.
        if (type === 'unloaded' && 'playhead' in intent) return void (length = undefined);
        const isStream = player.getManifestType() !== null;
        if (type === 'durationKnown') {
          // Where a file is now it may not begin.
          const begin = isStream && playhead !== undefined ? toContent(playhead) : undefined;
          length = { type, seconds: toContent(intent.seconds), playhead: begin };
        }
        if (length && (isStream || /^(playing|seeked|progress)$/.test(type))) {
          back.ofElement(length);
          length = undefined;
        }
        if (type !== 'durationKnown')
          back.ofElement(playhead === undefined ? intent : { ...intent, playhead: toContent(playhead) });
      };
      content.source = player.getAssetUri();
      content.isLoaded = content.source !== null;
      position.resume();
      slot.open(emitElement, signal);
      const view = { slot, position, content, ads, forget, askChapters };
      listen(player, shakaIntents(player, view, variants, bitrateUnit), back.ofPlayer, signal);
      const manager = player.getAdManager?.() as ShakaAdManager | null | undefined;
      if (manager) listen(manager, ads.intents, emitAd, signal);
      signal.addEventListener('abort', ads.stop);
      const shown = player.getVariantTracks().find(({ active }) => active);
      if (shown) emitContent(bitrateIntent(shown.bandwidth, bitrateUnit));
      if (content.isLoaded) askChapters();
      try {
        if (content.isLoaded) already = ads.alreadyShown();
      } finally {
        joins = already.length > 0;
        slot.follow(player.getMediaElement());
        already.splice(0).forEach(emitAd);
      }
    },
  };
}
