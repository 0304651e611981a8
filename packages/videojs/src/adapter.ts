import { listen, type Adapter, type Emit, type Intent } from '@media-collection/core';
import {
  bitrateIntent,
  captionState,
  chapterAt,
  checkOptions,
  createFrames,
  createLiveClock,
  createStitchedAds,
  DAY_S,
  followFocus,
  guessOf,
  muteOf,
  filterStates,
  refuse,
  playerState,
  STATES,
  watchPresence,
  type BitrateUnit,
  type FollowOptions,
  type PlaybackPosition,
} from '@media-collection/html5';
import { createAdTable } from './contrib-ads';
import { followIma } from './ima';
import type { VideoJsPlayer } from './player';
import { beginOf, fullScreenOf, mediumOf, playerIntents } from './player-intents';
import { shownSegment } from './rendition';

/** The options of the adapter. */
export interface VideojsOptions extends FollowOptions {
  /** `'kbps'` (the default), or `'bps'` for a report suite that has always received bits per second. */
  bitrateUnit?: BitrateUnit;
}

/**
 * Follows a Video.js player: by its own events only, for it replaces its element, and through its own methods, for middleware counts.
 * @throws TypeError when an option is wrong.
 */
export function createAdapter(player: VideoJsPlayer, version: string, options: VideojsOptions = {}): Adapter {
  checkOptions('videojs', options);
  const { states = STATES, chapters, bitrateUnit } = options;
  const medium = mediumOf(player);
  const tracks = player.textTracks();
  const frames = createFrames();
  const dated = (): number | undefined => {
    const { startTime = 0, value } = shownSegment(tracks, medium.currentTime) ?? {};
    return value?.dateTimeObject && +value.dateTimeObject - startTime * 1_000;
  };
  const clock = createLiveClock(
    () => ({ currentTime: medium.currentTime, seekable: player.seekable() }),
    () => medium.duration === Infinity || !!player.liveTracker?.isLive(),
    dated,
  );
  const { isLive } = clock;
  const playheadAt = (second: number): number => (isLive() ? clock.second() - (medium.currentTime - second) : contentAt(second));
  const stitched = options.ads && createStitchedAds(medium, options.ads, playheadAt);
  const contentAt = stitched ? stitched.content : (second: number): number => second;
  const hasPlayed = (): boolean => player.played().length > 0;
  const length = (): number | undefined =>
    clock.startsLive() ? DAY_S : medium.duration > 0 ? contentAt(medium.duration) : undefined;
  const place: PlaybackPosition = {
    ...(stitched && { ads: stitched }),
    last: NaN,
    now: () => playheadAt(medium.currentTime),
    at: playheadAt,
    first: () => beginOf(player, place.sought !== undefined || medium.seeking),
    length: () => (ads.isLent() || !place.isReady ? undefined : length()),
    chapter: () => chapterAt(contentAt(medium.currentTime), contentAt(medium.duration), tracks, chapters),
  };
  const bandwidth = (): number => shownSegment(tracks, medium.currentTime)?.value.bandwidth ?? 0;
  const content = playerIntents(player, place, player.el().isConnected);
  const ads = createAdTable(player, place, content, length);

  return {
    name: 'videojs',
    version,
    target: player,
    element: () => (player.tech?.(true) || undefined)?.el(),
    playhead: () => ((medium.seeking && hasPlayed()) || !medium.readyState || ads.isAd() ? place.last : place.now()),
    media: () => {
      frames.restart();
      const audio = player.isAudio() || (medium.readyState > 0 && !player.videoWidth());
      const title = player.getMedia?.()?.title;
      const known = place.length();
      if (known !== undefined) clock.start();
      return {
        params: {
          ...guessOf({
            source: ads.isLent() ? player.ads!.contentSrc! : player.currentSrc(),
            length: known,
            live: clock.startsLive(),
            audio,
          }),
          ...(title && { 'media.name': title }),
        },
        native: player,
      };
    },
    qoe: () =>
      frames.sample({
        time: medium.currentTime,
        shows: !medium.seeking && !document.hidden,
        quality: player.getVideoPlaybackQuality(),
        source: player.currentSrc(),
      }),
    subscribe: (emitIntent, signal) => {
      const filtered = filterStates(states, emitIntent);
      const emit: Emit = (intent) => {
        // The frames of an ad are none of the content.
        if (!ads.isAd() || intent.type === 'unloaded') clock.follow(intent);
        filtered(intent);
      };
      /** In its ad mode the player's events do not belong to the content, except those that end or open a viewing. */
      const emitContent: Emit = (intent) => {
        const { type } = intent;
        if (ads.isAd() && !/^(state|playRequested|unloaded|durationKnown)$/.test(type)) return;
        if (type === 'playing' || type === 'progress') emitBitrate(type === 'playing');
        emit(intent);
      };
      let lastBandwidth = 0;
      const emitBitrate = (isFirst: boolean): void => {
        const now = bandwidth();
        if (now && (isFirst || now !== lastBandwidth)) emit(bitrateIntent(now, bitrateUnit));
        lastBandwidth = now;
      };
      const { snapshot } = player.ads ?? {};
      place.isReady = medium.readyState > 1;
      place.isFresh = !hasPlayed();
      stitched?.reset();
      // In a break the player may return the time of the ad.
      if (ads.isLent()) place.last = snapshot && snapshot.currentTime >= 0 ? playheadAt(snapshot.currentTime) : NaN;
      else if (medium.readyState) place.last = place.now();
      const showing = (): Intent => {
        // Looking at the chapters is what loads their track.
        place.chapter();
        return captionState(tracks);
      };
      let bound = new AbortController();
      /** After videojs-contrib-ads, which renames the events of ads for all listeners that are added later. */
      const bind = (): undefined => {
        bound.abort();
        bound = new AbortController();
        listen(player, content, emitContent, bound.signal);
        listen(player, ads.intents, (intent) => (ads.isAd() ? emit : emitContent)(intent), bound.signal);
      };
      bind();
      signal.addEventListener('abort', () => {
        bound.abort();
        if (!ads.isAd()) stitched?.finish().forEach(emit);
      });
      const manages = (): undefined => followIma(player, emit, signal) as undefined;
      listen(player, { 'pluginsetup:ads': bind, 'ads-manager': manages }, emit, signal);
      followIma(player, emit, signal);
      listen(tracks, { change: showing, addtrack: showing, removetrack: showing }, emit, signal);

      for (const intent of [muteOf(medium), fullScreenOf(player), showing()]) emit(intent);
      emitBitrate(true);
      emit(playerState('pictureInPicture', !!player.isInPictureInPicture()));
      if (states.includes('inFocus')) followFocus(player.el().ownerDocument, emit, signal);
      watchPresence(player.el(), () => medium.paused, emit, signal);
      const shown = ads.alreadyShown();
      const isAd = ads.isAd();
      // An ad in another element pauses the content.
      if ((shown[0] && !ads.isLent()) || !(medium.paused || medium.ended || medium.error)) {
        const stopped = !medium.playbackRate;
        const runs = medium.readyState > 2 && !medium.seeking && !isAd && !stopped;
        emit({ type: 'playRequested', isLate: runs, playhead: medium.readyState && !isAd ? place.now() : undefined });
        if (runs) for (const intent of [...(stitched?.update() ?? []), { type: 'playing' } as const]) emit(intent);
        else if (stopped && !isAd) emit({ type: 'paused' });
      }
      // An ad that stands begins when the viewer lets it go on.
      shown.forEach(emit);
    },
  };
}

/** @throws TypeError when it is no player, or one that was disposed of. */
export function demandPlayer(player: unknown): asserts player is VideoJsPlayer {
  const given = player as VideoJsPlayer | undefined;
  if (typeof given?.textTracks !== 'function' || given.isDisposed?.())
    refuse('videojs', 'a Video.js player that is not disposed of', player);
}

/**
 * Follows a Video.js 8 player without its plugin, for a tracker that follows more than one kind of player.
 * @throws TypeError when it is given something else, or a player that was disposed of, or an option is wrong.
 */
export function videojs(player: VideoJsPlayer, options?: VideojsOptions): Adapter {
  demandPlayer(player);
  const adapter = createAdapter(player, (player.version?.() as { 'video.js'?: string } | undefined)?.['video.js'] ?? '', options);
  return {
    ...adapter,
    subscribe: (emit, signal) => {
      adapter.subscribe(emit, signal);
      listen(player, { dispose: () => ({ type: 'unloaded' }) }, emit, signal);
    },
  };
}
