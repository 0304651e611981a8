import type { Intent, Intents } from '@media-collection/core';
import { muteOf, playerState, type PlaybackPosition } from '@media-collection/html5';
import { adOf, nameOf } from './ad-data';
import { IN_BREAK, RETURNED, type AdEvents, type InBreak } from './ad-events';
import { imaOf } from './ima';
import { mediumOf, type PlayerEvents } from './player-intents';
import type { VideoJsPlayer } from './player';
import { createShownAd } from './shown-ad';

/** The intents of the events that ad plugins cause. */
export interface AdTable {
  /** The player's events are not those of its content: it shows an ad, or returns from one. */
  isAd(): boolean;
  /** The ad plays in the player's own element. */
  isLent(): boolean;
  /** The break that is shown already when somebody begins to listen, and its ad, as far as it is known. */
  alreadyShown(): Intent[];
  readonly intents: Intents<AdEvents>;
}

/**
 * The intents of the events of videojs-contrib-ads (P-1 to P-15.10), and of the player while it is in its ad mode.
 * `length` is that of the content, in seconds, as soon as it is known.
 */
export function createAdTable(
  player: VideoJsPlayer,
  place: PlaybackPosition,
  content: Intents<PlayerEvents>,
  length: () => number | undefined = place.length,
): AdTable {
  /** The player was reset in a break: videojs-contrib-ads does not notice it, and takes what is loaded next for an ad (7.5.2). */
  let abandoned = false;
  const inBreak = (): boolean => !!player.ads?.inAdBreak?.() && !abandoned;
  const hasOther = (): boolean => player.currentSrc() !== player.ads?.contentSrc;
  const isLent = (): boolean => inBreak() && hasOther();
  /** What the player shows, if anything, is its content: where videojs-contrib-ads did not hold that back, it plays until the ad comes. */
  const isAwaited = (): boolean =>
    !!player.ads?.isWaitingForAdBreak?.() && !player.ads.isContentResuming?.() && !inBreak() && !hasOther();
  /** The source whose frames run meanwhile. */
  let running = '';
  /** The last break came after the content. */
  let post = false;
  /** As the last break ended, the content stood or played in its element: nothing is restored that would fire `playing`. */
  let contentStayed = false;
  const isOver = (): boolean => contentStayed && !inBreak();
  /** How much of the open ad was shown: by its own time, or by the page's clock where it plays in another element. */
  const measure = createShownAd();
  let byClock = false;
  const measured = (): number => (byClock ? performance.now() / 1_000 : (player.currentTime() ?? NaN));
  /** The length of the open ad in seconds, by its plugin or its source. */
  let expected = Infinity;
  /** So much of it was shown before somebody listened, in seconds. */
  let missed = 0;
  let standing = false;

  const start = content.play as (event: Event) => Intent | undefined;
  const unload = content.emptied!;
  const failed = content.error as (event: Event) => Intent | undefined;
  /** Live content plays on behind the ads, and videojs-contrib-ads turns its volume down. */
  const mute = (): Intent =>
    inBreak() && player.ads!.shouldPlayContentBehindAd?.() ? playerState('mute', !!player.muted()) : muteOf(mediumOf(player));
  const lengthKnown = (): Intent[] => {
    const seconds = length();
    return seconds === undefined ? [] : [{ type: 'durationKnown', seconds }];
  };
  const data = (): Intent => {
    expected = Math.min(player.ads?.ad?.duration || Infinity, (isLent() && player.duration()) || Infinity);
    return { type: 'adUpdated', guess: adOf(player, isLent()) };
  };
  const begin = (): void => {
    expected = Infinity;
    missed = 0;
    byClock = !isLent();
    measure.begin(byClock ? measured() : 0);
  };
  /** An ad that was shown for its length is complete, whoever ended it; one that was sought to its end is not (D35). */
  const isShown = (): boolean => {
    if (byClock) measure.tick(measured());
    const shown = measure.isComplete(expected - missed);
    expected = Infinity;
    return shown;
  };
  const ended = (): Intent => ({ type: 'adEnded', skipped: isLent() && !isShown() });
  /** The next ad, or the end of the break, ends the open ad. */
  const cut = (): Intent[] => (isShown() ? [{ type: 'adEnded', skipped: false }] : []);
  const run = (): Intent[] => {
    measure.tick(measured());
    return [{ type: 'playing' }];
  };
  const halt = (): Intent => {
    measure.tick(measured());
    measure.pause();
    return { type: 'paused' };
  };
  /** Other content comes while an ad is awaited, or while the content comes back; in a break only if the page says that it is no ad. */
  const emptied = (event: Event): ReturnType<typeof unload> =>
    abandoned || (hasOther() && (!inBreak() || player.ads!.disableNextSnapshotRestore)) ? unload(event) : undefined;

  const meanwhile = (type: InBreak, event: Event): ReturnType<typeof start> => {
    const source = player.currentSrc();
    if (type === 'pause') {
      // Where no frame was shown it is videojs-contrib-ads that pauses: it holds the content back.
      if (running !== source && player.el().isConnected) return undefined;
      running = '';
    } else if (/^(playing|timeupdate)$/.test(type) && !player.paused()) running = source;
    return content[type]!(event as never) as ReturnType<typeof start>;
  };

  const ads: Intents<Record<`ad${InBreak}`, Event>> = {
    adloadstart: () => {
      const cuts = cut();
      begin();
      return [...cuts, { type: 'adAnnounced' }];
    },
    addurationchange: () => (isLent() ? data() : lengthKnown()),
    adplay: () => (isLent() ? { type: 'playRequested' } : undefined),
    adplaying: () => (isLent() && !player.paused() ? [data(), ...run()] : undefined),
    adtimeupdate: () => {
      if (isLent() && !player.seeking()) measure.tick(measured());
      return undefined;
    },
    adseeking: () => {
      measure.pause();
      return undefined;
    },
    adpause: (event) => {
      if (!player.el().isConnected) return content.pause!(event);
      if (!isLent()) return undefined;
      if (!player.ended()) return halt();
      measure.tick(measured());
      return undefined;
    },
    adwaiting: () => {
      if (!isLent() || player.seeking()) return undefined;
      measure.pause();
      return { type: 'waiting' };
    },
    adratechange: () => {
      const stood = standing;
      standing = isLent() && player.playbackRate() === 0;
      if (stood === standing || player.paused()) return undefined;
      return standing ? halt() : [{ type: 'playRequested' }, ...run()];
    },
    adended: () => (isLent() ? ended() : undefined),
    // While an ad is awaited the error belongs to the content. Outside of a break it belongs to an ad that a plugin has ended already.
    aderror: (event) => (player.ads!.isWaitingForAdBreak?.() ? failed(event) : { type: 'adEnded', skipped: true }),
  };

  return {
    // After a break in another element contrib-ads waits for a `playing` that does not come where the content played on behind its ads,
    // and after such a post-roll for an `ended`. It stays in its ad mode and renames the events of the content, and of a replay.
    isAd: () => !abandoned && !!player.ads?.isInAdMode?.() && !isAwaited() && !(isOver() && player.ads.isContentResuming?.()),
    isLent,
    alreadyShown: () => {
      running = player.paused() ? '' : player.currentSrc();
      if (!inBreak()) return [];
      const { ad, adType } = player.ads!;
      contentStayed = post = adType === 'postroll';
      begin();
      data();
      measure.begin(measured());
      missed = byClock ? 0 : measured();
      return [
        ...(post ? [{ type: 'contentEnded' } as const] : []),
        { type: 'adBreakStarted', guess: { params: nameOf(adType) } },
        ...(isLent() || (ad?.id && !imaOf(player)) ? [{ type: 'adAnnounced', guess: adOf(player, isLent()) } as const] : []),
        ...(!isLent() || (!player.paused() && player.readyState() > 2) ? [{ type: 'playing' } as const] : []),
      ];
    },
    intents: {
      ...Object.fromEntries(
        RETURNED.map((type) => [`content${type}`, (event: Event) => (isOver() ? content[type]!(event as never) : undefined)]),
      ),
      ...Object.fromEntries(
        IN_BREAK.map((type) => [
          `ad${type}`,
          (event: Event) =>
            abandoned ? content[type]!(event as never) : isAwaited() ? meanwhile(type, event) : ads[`ad${type}`]?.(event),
        ]),
      ),
      playerreset: () => {
        abandoned = inBreak();
        return undefined;
      },
      adstart: (event) => {
        abandoned = false;
        contentStayed = post = player.ended();
        expected = Infinity;
        // `play`, which may have caused the break, is fired after it.
        const request = start(event);
        // The content may have no data yet, and its element will load an ad.
        const playhead = (place.last = place.now());
        return [
          ...[request ?? []].flat(),
          ...lengthKnown(),
          { type: 'adBreakStarted', playhead, guess: { params: nameOf(post ? 'postroll' : player.ads!.adType) } },
        ];
      },
      'ads-ad-started': () => {
        // videojs-ima fires it for overlays too, and without data: its manager has them.
        if (!inBreak() || imaOf(player)) return undefined;
        if (isLent()) return data();
        const cuts = cut();
        begin();
        data();
        return [...cuts, { type: 'adAnnounced', guess: adOf(player, false) }, { type: 'playing' }];
      },
      'ads-pause': () => (inBreak() ? halt() : undefined),
      'ads-play': () => (inBreak() ? [{ type: 'playRequested' }, ...run()] : undefined),
      'ads-ad-ended': ended,
      'ads-ad-skipped': () => {
        expected = Infinity;
        return { type: 'adEnded', skipped: true };
      },
      adend: (event) => {
        if (abandoned) {
          abandoned = false;
          if (player.ended()) return content.ended!(event);
          // The content from before the reset comes back.
          return player.ads!.disableNextSnapshotRestore ? undefined : unload(event);
        }
        const plays = !post && !hasOther() && !player.ended() && player.readyState() > 2;
        contentStayed ||= !hasOther();
        return [
          // A plugin that receives the end of the ad before this table may end the break at once.
          ...cut(),
          { type: 'adBreakEnded' },
          // Content that plays on behind its ads may have come to its end there.
          ...(post || (!hasOther() && player.ended()) ? [{ type: 'ended' } as const] : []),
          ...((plays && (content.playing!(event) as Intent[] | undefined)) || []),
        ];
      },
      // The last chapter was played through; a post-roll may come before the viewing is over.
      contentended: (event) =>
        (content.ended!(event) as Intent[]).map((intent) => (intent.type === 'ended' ? { type: 'contentEnded' } : intent)),
      // What `ended` becomes while contrib-ads still waits for the content.
      resumeended: (event) => (isOver() && !post ? content.ended!(event) : undefined),
      contentplay: start,
      contenterror: failed,
      contentemptied: emptied,
      ademptied: emptied,
      contentdurationchange: content.durationchange!,
      contentloadeddata: content.loadeddata!,
      contentcanplay: content.canplay!,
      contentvolumechange: mute,
      advolumechange: mute,
    },
  };
}
