import { listen, type Adapter, type Emit, type Intent } from '@media-collection/core';
import {
  bitrateOf,
  captions,
  chapterAt,
  createFrames,
  createStitched,
  DAY_S,
  followFocus,
  guessOf,
  muteOf,
  only,
  secondOfDay,
  shownSecond,
  state,
  STATES,
  type BitrateUnit,
  type FollowOptions,
  type Place,
} from '@media-collection/html5';
import { createAdTable, followIma } from './ads';
import type { VideoJsPlayer } from './player';
import { fullScreenOf, mediumOf, playerIntents } from './player-intents';
import { isSegments, shownSegment } from './rendition';

/** How a player is followed. */
export interface VideojsOptions extends FollowOptions {
  /** What the report counts bitrates in: kilobits per second, unless the report suite has always been given bits. */
  bitrateUnit?: BitrateUnit;
}

/** Follows a Video.js player: by its own events only, for it replaces its element, and through its own methods, for middleware counts. */
export function createAdapter(player: VideoJsPlayer, version: string, options: VideojsOptions = {}): Adapter {
  const { states = STATES, chapters, bitrateUnit } = options;
  const medium = mediumOf(player);
  const stitched = createStitched(medium, options.ads);
  const second = (): number => stitched.content(medium.currentTime);
  const tracks = player.textTracks();
  const frames = createFrames();
  const isLive = (): boolean => medium.duration === Infinity || !!player.liveTracker?.isLive();
  const shown = (): number => {
    const { startTime = 0, value } = shownSegment(tracks) ?? {};
    const date = value?.dateTimeObject;
    return date
      ? secondOfDay(+date + (medium.currentTime - startTime) * 1_000)
      : shownSecond({ currentTime: medium.currentTime, seekable: player.seekable() });
  };
  const place: Place = {
    ads: stitched,
    last: NaN,
    now: () => (isLive() ? shown() : second()),
    length: () =>
      ads.isLent() ? undefined : isLive() ? DAY_S : medium.duration > 0 ? stitched.content(medium.duration) : undefined,
    chapter: () => chapterAt(second(), stitched.content(medium.duration), tracks, chapters),
  };
  const bitrate = (): Intent => bitrateOf(shownSegment(tracks)?.value.bandwidth ?? 0, bitrateUnit);
  const content = playerIntents(player, place);
  const ads = createAdTable(player, place, content);

  return {
    name: 'videojs',
    version,
    playhead: () => (medium.seeking || !medium.readyState || ads.isAd() ? place.last : place.now()),
    media: () => {
      frames.restart();
      const audio = player.isAudio() || (medium.readyState > 0 && !player.videoWidth());
      const title = player.getMedia?.()?.title;
      return {
        params: {
          ...guessOf({
            source: ads.isLent() ? player.ads!.contentSrc! : player.currentSrc(),
            length: place.length(),
            live: isLive(),
            audio,
          }),
          ...(title && { 'media.name': title }),
        },
        native: player,
      };
    },
    qoe: () =>
      frames.look({
        time: medium.currentTime,
        shows: !medium.seeking && !document.hidden,
        quality: player.getVideoPlaybackQuality(),
      }),
    subscribe: (tell, signal) => {
      const emit = only(states, tell);
      /** In its ad mode what the player says is not the content's, but for what ends or opens a viewing. */
      const about: Emit = (intent) => (ads.isAd() && !/^(st|un|le)/.test(intent.type)) || emit(intent);
      if (medium.readyState && !ads.isAd()) place.last = place.now();
      const showing = (): Intent => {
        // Looking at the chapters is what loads their track.
        place.chapter();
        return captions(tracks);
      };
      const followSegments = (track: object): unknown =>
        isSegments(track) && listen(track as EventTarget, { cuechange: bitrate }, about, signal);
      const added = ({ track }: TrackEvent): Intent => {
        followSegments(track!);
        return showing();
      };
      let bound = new AbortController();
      /** Behind videojs-contrib-ads, which keeps the words of ads from those who listen after it, under names of their own. */
      const bind = (): undefined => {
        bound.abort();
        bound = new AbortController();
        listen(player, content, about, bound.signal);
        listen(player, ads.intents, emit, bound.signal);
      };
      bind();
      signal.addEventListener('abort', () => bound.abort());
      const manages = (): undefined => followIma(player, emit, signal) as undefined;
      listen(player, { 'pluginsetup:ads': bind, 'ads-manager': manages }, emit, signal);
      followIma(player, emit, signal);
      listen(tracks, { change: showing, addtrack: added, removetrack: showing }, emit, signal);
      for (const track of Array.from(tracks)) followSegments(track);

      for (const intent of [muteOf(medium), fullScreenOf(player), showing(), bitrate()]) emit(intent);
      emit(state('pictureInPicture', !!player.isInPictureInPicture()));
      if (states.includes('inFocus')) followFocus(player.el().ownerDocument, emit, signal);
      if (medium.paused || medium.ended || medium.error) return;
      const runs = medium.readyState > 2 && !medium.seeking && !ads.isAd();
      emit({ type: 'start', late: runs, playhead: medium.readyState && !ads.isAd() ? place.now() : undefined });
      if (runs) emit({ type: 'run' });
    },
  };
}
