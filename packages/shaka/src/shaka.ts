import { listen, type Adapter, type Emit } from '@media-collection/core';
import {
  bitrateOf,
  createSeat,
  doubtEnds,
  followElement,
  secondOfDay,
  type BitrateUnit,
  type ChapterOption,
  type FollowOptions,
} from '@media-collection/html5';
import { createAds, type Ads } from './ads';
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
export function shaka(player: ShakaPlayer, { bitrateUnit, ...options }: ShakaOptions = {}): Adapter {
  if (!player?.addEventListener || !player.getNetworkingEngine?.())
    throw new TypeError(`@media-collection/shaka: expected a Shaka Player that is not destroyed, got ${String(player)}`);
  const choices = createChoices();
  let live = false;
  let chapters: readonly ChapterOption[] = [];
  /** Where the content stands while its element is lent to ads. */
  let left = NaN;
  let ads: Ads | undefined;
  /** A live programme that ends remains one to who watches it. */
  const isLive = (): boolean => (live ||= player.isLive());
  const shownSecond = (): number | undefined => {
    const date = player.isLive() && player.getPlayheadTimeAsDate();
    return date ? secondOfDay(+date) : undefined;
  };
  const owner = { isLive, shownSecond, captions: () => isCaptioned(player) };
  const seat = createSeat((element) => followElement(element, { chapters: () => chapters, ...options }, owner));
  const content = (second: number): number => (ads && !live ? ads.content(second) : second);
  const playhead = (): number => (ads?.lent ? left : content(seat.playhead()));

  return {
    name: 'shaka-player',
    version: (player.constructor as { version?: string }).version?.replace(/^v/, '') ?? '',
    playhead,
    media: () => {
      const uri = player.getAssetUri();
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
    subscribe: (tell, signal) => {
      const judged = doubtEnds('shaka.shortened', () => seat.element?.duration, tell);
      const lend = (): void => {
        left = playhead();
      };
      ads = createAds(player, lend, tell);
      const emit = ads.ofContent((intent) => {
        // A wish to play is told when there is a source.
        if (intent.type === 'start' && !player.getAssetUri()) return;
        judged(intent);
        if (intent.type === 'seek') choices.jump();
        const shown = /^(run|move)$/.test(intent.type) && choices.reach(seat.element!.currentTime);
        if (shown) tell(bitrateOf(shown, bitrateUnit));
      });
      const screen: Screen = {
        get element() {
          return seat.element;
        },
        playhead,
        follow: () => seat.follow(player.getMediaElement()),
        leave: () => {
          ads!.detached();
          seat.leave();
        },
        forget: () => {
          if (ads!.lent) return;
          live = false;
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
      // What the element says of its place and its length counts ads that are in the stream.
      const place: Emit = (intent) => {
        if (intent.type === 'length') emit({ ...intent, seconds: content(intent.seconds) });
        else emit(intent.playhead === undefined ? intent : { ...intent, playhead: content(intent.playhead) });
      };
      seat.open(place, signal);
      listen(player, shakaIntents(player, screen, choices, bitrateUnit), emit, signal);
      const manager = player.getAdManager?.() as ShakaAdManager | null | undefined;
      if (manager) listen(manager, ads.intents, judged, signal);
      signal.addEventListener('abort', ads.forget);
      const shown = player.getVariantTracks().find(({ active }) => active);
      if (shown) emit(bitrateOf(shown.bandwidth, bitrateUnit));
      if (player.getAssetUri()) screen.askChapters();
      screen.follow();
    },
  };
}
