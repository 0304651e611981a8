import { listen, type Adapter, type Emit } from '@media-collection/core';
import {
  bitrateIntent,
  checkOptions,
  createLiveClock,
  createReturn,
  createElementSlot,
  detectTruncatedEnd,
  followElement,
  refuse,
  type BitrateUnit,
  type ChapterOption,
  type FollowOptions,
  type LiveMedium,
} from '@media-collection/html5';
import { createAds, type Ads } from './ads/ads';
import { createChoices } from './choices';
import type { ShakaAdManager, ShakaPlayer } from './player';
import { isCaptioned, shakaIntents, type Screen } from './shaka-intents';

/** How a player is followed. */
export interface ShakaOptions extends FollowOptions {
  /** What the report counts bitrates in; kilobits per second unless it was always given bits. */
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
  const choices = createChoices();
  let source = player.getAssetUri();
  let loaded = source !== null;
  let chapters: readonly ChapterOption[] = [];
  /** Where the content stands while its element shows ads. */
  let frozenAt = NaN;
  let ads: Ads | undefined;
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
    () => player.isLive(),
    () => {
      const date = player.isLive() && player.getPlayheadTimeAsDate();
      return date ? +date - medium.currentTime * 1_000 : undefined;
    },
  );
  const { isLive } = clock;
  const owner = {
    isLive,
    shownSecond: clock.second,
    captions: () => isCaptioned(player),
    holds: () => !!player.getConfiguration().streaming.rebufferingGoal && player.isBuffering(),
  };
  const seat = createElementSlot((element) => followElement(element, { chapters: () => chapters, ...followed }, owner));
  const content = (second: number): number => (ads && !isLive() ? ads.content(second) : second);
  const playhead = (): number => (ads?.isElementLent ? frozenAt : content(seat.playhead()));

  return {
    name: 'shaka-player',
    version: (player.constructor as { version?: string }).version?.replace(/^v/, '') ?? '',
    target: player,
    playhead,
    media: () => {
      // The player names what it will load before it has unloaded what was there.
      const uri = (loaded && source) || player.getAssetUri();
      const { params } = seat.media();
      const length = params?.['media.length'];
      return {
        params: {
          ...params,
          ...(length && { 'media.length': content(length) }),
          ...(uri && { 'media.id': uri.replace(/[?#].*/, '') }),
        },
        native: player,
      };
    },
    qoe: seat.qoe,
    subscribe: (emit, signal) => {
      const judged = detectTruncatedEnd('shaka.shortened', () => seat.element?.duration, emit);
      const freeze = (): void => {
        frozenAt = playhead();
      };
      ads = createAds(player, { isLive, freeze }, emit);
      const ofContent = ads.ofContent((intent) => {
        // A request to play is reported when there is a source.
        if (intent.type === 'playRequested' && !loaded) return;
        if (!ads!.isElementLent) clock.follow(intent);
        judged(intent);
        if (intent.type === 'seeking') choices.jump();
        const shown = /^(playing|progress)$/.test(intent.type) && choices.reach(seat.element!.currentTime);
        if (shown) emit(bitrateIntent(shown, bitrateUnit));
      });
      const screen: Screen = {
        get element() {
          return seat.element;
        },
        get source() {
          return source;
        },
        get loaded() {
          return loaded;
        },
        set loaded(is) {
          loaded = is;
        },
        get keepsContent() {
          return ads!.keepsContent;
        },
        playhead,
        follow: () => seat.follow(player.getMediaElement()),
        leave: () => {
          ads!.detach();
          seat.leave();
        },
        begin: (next) => {
          // Other content in an ad ends the ad, too.
          ads!.detach();
          source = next;
          chapters = [];
          choices.forget();
        },
        askChapters: () => {
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
        },
      };
      const back = createReturn(() => (seat.element?.readyState ?? 0) > 1, ofContent);
      // What the element reports of its place and its length counts ads that are in the stream.
      const ofElement: Emit = (intent) => {
        // It fires `emptied` late, when the next content may be on its way: the player knows when the content goes.
        if (intent.type === 'unloaded' && 'playhead' in intent) return;
        if (intent.type === 'durationKnown') back.ofElement({ ...intent, seconds: content(intent.seconds) });
        else back.ofElement(intent.playhead === undefined ? intent : { ...intent, playhead: content(intent.playhead) });
      };
      source = player.getAssetUri();
      loaded = source !== null;
      seat.open(ofElement, signal);
      listen(player, shakaIntents(player, screen, choices, bitrateUnit), back.ofPlayer, signal);
      const manager = player.getAdManager?.() as ShakaAdManager | null | undefined;
      if (manager) listen(manager, ads.intents, judged, signal);
      signal.addEventListener('abort', ads.reset);
      const shown = player.getVariantTracks().find(({ active }) => active);
      if (shown) ofContent(bitrateIntent(shown.bandwidth, bitrateUnit));
      if (source) screen.askChapters();
      screen.follow();
    },
  };
}
