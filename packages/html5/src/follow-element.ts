import { listen, type Adapter, type Emit, type Guess, type Intent, type Intents } from '@media-collection/core';
import { createStitchedAds, type Ads } from './stitched-ads';
import { chapterAt, type Chapters } from './chapters';
import { createFrames } from './frames';
import { guessOf } from './media-params';
import { createLiveClock, DAY_S, type LiveClock, type LiveMedium } from './live-position';
import { isBroken, mediaIntents, muteOf, requestAt } from './media-intents';
import type { MediaElementEvents, PlaybackPosition } from './media-like';
import { watchPresence } from './presence';
import { captionState, followFocus, filterStates, playerState, STATES } from './states';

/** The options that every adapter takes. */
export interface FollowOptions {
  /** The player states to track; `[]` for none. Default: `mute`, `fullScreen`, `pictureInPicture`, `closedCaptioning`. */
  states?: readonly string[];
  /** Chapters of the content, which take precedence over those of the player, or a function that returns them. */
  chapters?: Chapters;
  /** Ads that are part of the stream and unknown to the player (SSAI, DAI), or a function that returns them. */
  ads?: Ads;
}

/** What a player that owns an element knows better than the element itself. */
export interface ElementOverrides {
  /** Whether it plays live; an element knows it by an endless duration. */
  isLive?(): boolean;
  /** The clock of its content, which the player follows itself: it knows dates, or lends the element to ads. */
  readonly clock?: LiveClock;
  /** Whether captions are shown otherwise than by the element's own tracks. */
  captions?(): boolean;
  /** The address of the content, where a player gives the element another one to play from. */
  source?(): string;
  /** Whether the player itself stops playback, by a rate of 0, until it has buffered enough. */
  holds?(): boolean;
  /** The player reports itself when its content goes: it empties the element also to recover. */
  readonly reportsUnload?: true;
}

/** Whether a node is inside an element, also through shadow roots: from outside, only the host is seen to be full screen. */
const isWithin = (node: Node, element: Element): boolean => {
  const root = node.getRootNode();
  return element.contains(node) || (root instanceof ShadowRoot && isWithin(root.host, element));
};

const isAudio = ({ localName, readyState, videoWidth }: HTMLVideoElement): boolean =>
  localName === 'audio' || (readyState > 0 && !videoWidth);

/** What an adapter of a player asks of the element beside what a tracker does. */
export interface Follower {
  media(): Guess<'sessionStart'>;
  /** The intents of an ad that is part of the stream and was shown whole, as the content goes. */
  finish(): readonly Intent[];
  /** The content is gone, with the ads that are part of its stream. */
  forget(): void;
  /** The intents of the end of the content, where its player knows that it is over although the element does not fire `ended`. */
  end(): readonly Intent[];
}

/** Where nobody knows better, a first frame is no longer ago than this, in seconds. */
export const MOMENT_S = 1;

/** An element that no player owns. */
const NONE: ElementOverrides = {};
const sameSecond = (second: number): number => second;

/** Follows a media element for an adapter of it, or of a player that owns it: everything of an adapter but its name. */
export function followElement(
  element: HTMLMediaElement,
  { states = STATES, chapters, ads }: FollowOptions = {},
  owner: ElementOverrides = NONE,
): Omit<Adapter, 'name' | 'media'> & Follower {
  const frames = createFrames();
  const own = createLiveClock(() => element as LiveMedium, owner.isLive ?? (() => element.duration === Infinity));
  const clock = owner.clock ?? own;
  const { isLive } = clock;
  const playheadAt = (second: number): number => (isLive() ? clock.second() - (element.currentTime - second) : contentAt(second));
  const stitched = ads && createStitchedAds(element, ads, playheadAt);
  const contentAt = stitched ? stitched.content : sameSecond;
  const place: PlaybackPosition = {
    last: NaN,
    now: () => playheadAt(element.currentTime),
    length: () => {
      if (!place.isReady) return undefined;
      return clock.startsLive() ? DAY_S : element.duration > 0 ? contentAt(element.duration) : undefined;
    },
    chapter: () =>
      chapters || element.textTracks.length
        ? chapterAt(contentAt(element.currentTime), contentAt(element.duration), element.textTracks, chapters)
        : null,
    at: playheadAt,
    first: () => {
      const { currentTime, localName, played } = element;
      if (!played?.length) return undefined;
      // Chromium counts what is before a position that was set early as played.
      const second = Math.max(played.start(0), place.sought ?? 0);
      // A custom element may count what it jumped over.
      return localName.includes('-') && currentTime - second > MOMENT_S ? undefined : second;
    },
    ...(stitched && { ads: owner.reportsUnload ? { ...stitched, reset: () => {} } : stitched }),
    ...(owner.holds && { holds: owner.holds }),
  };
  let intents: Intents<MediaElementEvents>;
  const finish = (): readonly Intent[] => stitched?.finish() ?? [];
  return {
    target: element,
    finish,
    forget: () => stitched?.reset(),
    end: () => {
      // dash.js has just set the place, and the element still seeks.
      if (!isLive()) place.last = place.length() ?? place.last;
      return intents.ended!({} as Event) as Intent[];
    },
    // A jump leaves a place where a frame of the content was shown before.
    playhead: () => ((element.seeking && element.played.length) || !element.readyState ? place.last : place.now()),
    media: () => {
      frames.restart();
      const audio = isAudio(element as HTMLVideoElement);
      const source = owner.source?.() ?? element.currentSrc;
      const length = place.length();
      if (length !== undefined) clock.start();
      return { params: guessOf({ source, length, live: clock.startsLive(), audio }), native: element };
    },
    qoe: () =>
      frames.sample({
        time: element.currentTime,
        shows: !element.seeking && !element.ownerDocument.hidden,
        quality: (element as Partial<HTMLVideoElement>).getVideoPlaybackQuality?.(),
        source: element.currentSrc,
      }),
    subscribe: (emitIntent, signal) => {
      const wanted = filterStates(states, emitIntent);
      const emit: Emit = (intent) => {
        // Until its player has given it a source, the element is asked to play in vain: the player asks again.
        if (owner.source && intent.type === 'playRequested' && !element.currentSrc) return;
        own.follow(intent);
        wanted(intent);
      };
      const inserted = element.isConnected;
      place.isReady = element.readyState > 1;
      place.isFresh = place.first!() === undefined;
      if (!owner.reportsUnload) stitched?.reset();
      if (element.readyState) place.last = place.now();
      const page = element.ownerDocument;
      const fullScreen = () => {
        const full = page.fullscreenElement;
        // A page that is full screen as a whole is not the player's doing.
        return playerState('fullScreen', !!full && full !== page.documentElement && isWithin(element, full));
      };
      const showing = () => {
        // Looking at the chapters is what loads their track.
        place.chapter();
        return captionState(element.textTracks, owner.captions?.());
      };
      intents = mediaIntents(element, place, inserted);
      signal.addEventListener('abort', () => finish().forEach(emit));
      listen(element, intents, emit, signal);
      listen(page, { fullscreenchange: fullScreen }, emit, signal);
      listen(element.textTracks, { change: showing, addtrack: showing, removetrack: showing }, emit, signal);
      // A <source> fires `error` on itself only; when the last one fails, the element has no source left.
      const failed = () => !element.error && isBroken(element) && emit({ type: 'failed', id: 'html5.4' });
      element.addEventListener('error', failed, true);
      signal.addEventListener('abort', () => element.removeEventListener('error', failed, true));
      watchPresence(element, () => element.paused, emit, signal);

      emit(muteOf(element));
      emit(fullScreen());
      emit(playerState('pictureInPicture', (element.getRootNode() as Document).pictureInPictureElement === element));
      emit(showing());
      if (states.includes('inFocus')) followFocus(page, emit, signal);
      // Where play() was called in this very task, `play` is still to come, and only then the source is known.
      if (element.paused || element.ended || isBroken(element)) return;
      const stopped = element.playbackRate === 0;
      const runs = element.readyState > 2 && !element.seeking && !stopped;
      emit({ ...requestAt(element, place), isLate: runs });
      if (runs) for (const intent of [...(stitched?.update() ?? []), { type: 'playing' } as const]) emit(intent);
      else if (stopped) emit({ type: owner.holds?.() ? 'waiting' : 'paused' });
    },
  };
}
