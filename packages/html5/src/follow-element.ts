import { listen, type Adapter, type Emit, type Guess } from '@media-collection/core';
import { createStitched, type Ads } from './ads';
import { chapterAt, type Chapters } from './chapters';
import { createFrames } from './frames';
import { guessOf } from './guess';
import { DAY_S, shownSecond } from './live';
import { isBroken, mediaIntents, muteOf, type Place } from './media-intents';
import { captions, followFocus, only, state, STATES } from './states';

/** How an element is followed, whoever plays in it. */
export interface FollowOptions {
  /** Player states to report instead of the default ones; `[]` for none. */
  states?: readonly string[];
  /** Chapters of the content; without them those of a chapters track count. */
  chapters?: Chapters;
  /** Ads that are part of the stream itself: they are told as ads, and do not count as content. */
  ads?: Ads;
}

/** What a player that owns an element knows better than the element itself. */
export interface Owner {
  /** Whether it plays live; an element knows it by an endless duration. */
  isLive?(): boolean;
  /** The second of the day of what a live stream shows; undefined where the player does not know either. */
  shownSecond?(): number | undefined;
  /** Whether captions are shown otherwise than by the element's own tracks. */
  captions?(): boolean;
}

/** Whether a node is inside an element, also through shadow roots: from outside, only the host is seen to be full screen. */
const isWithin = (node: Node, element: Element): boolean => {
  const root = node.getRootNode();
  return element.contains(node) || (root instanceof ShadowRoot && isWithin(root.host, element));
};

const isAudio = ({ localName, readyState, videoWidth }: HTMLVideoElement): boolean =>
  localName === 'audio' || (readyState > 0 && !videoWidth);

/** Follows a media element for an adapter of it, or of a player that owns it: everything of an adapter but its name. */
export function followElement(
  element: HTMLMediaElement,
  { states = STATES, chapters, ads }: FollowOptions = {},
  { isLive = () => element.duration === Infinity, shownSecond: shown, captions: captioned }: Owner = {},
): Omit<Adapter, 'name' | 'media'> & { media(): Guess<'sessionStart'> } {
  const frames = createFrames();
  const stitched = createStitched(element, ads);
  const second = (): number => stitched.content(element.currentTime);
  const place: Place = {
    ads: stitched,
    last: NaN,
    now: () => (isLive() ? (shown?.() ?? shownSecond(element)) : second()),
    length: () =>
      !element.readyState ? undefined : isLive() ? DAY_S : element.duration > 0 ? stitched.content(element.duration) : undefined,
    chapter: () => chapterAt(second(), stitched.content(element.duration), element.textTracks, chapters),
  };
  return {
    playhead: () => (element.seeking || !element.readyState ? place.last : place.now()),
    media: () => {
      frames.restart();
      const audio = isAudio(element as HTMLVideoElement);
      return { params: guessOf({ source: element.currentSrc, length: place.length(), live: isLive(), audio }), native: element };
    },
    qoe: () =>
      frames.look({
        time: element.currentTime,
        shows: !element.seeking && !element.ownerDocument.hidden,
        quality: (element as Partial<HTMLVideoElement>).getVideoPlaybackQuality?.(),
      }),
    subscribe: (tell, signal) => {
      const emit: Emit = only(states, tell);
      const inserted = element.isConnected;
      if (element.readyState) place.last = place.now();
      const page = element.ownerDocument;
      const fullScreen = () => {
        const full = page.fullscreenElement;
        // A page that is full screen as a whole is not the player's doing.
        return state('fullScreen', !!full && full !== page.documentElement && isWithin(element, full));
      };
      const showing = () => {
        // Looking at the chapters is what loads their track.
        place.chapter();
        return captions(element.textTracks, captioned?.());
      };
      listen(element, mediaIntents(element, place, inserted), emit, signal);
      listen(page, { fullscreenchange: fullScreen }, emit, signal);
      listen(element.textTracks, { change: showing, addtrack: showing, removetrack: showing }, emit, signal);
      // A <source> says to itself alone that it failed; the last one leaves the element without any.
      const failed = () => !element.error && isBroken(element) && emit({ type: 'fail', id: 'html5.4' });
      element.addEventListener('error', failed, { capture: true, signal });
      // A paused element says nothing when it is removed; its box does. One that plays may still be put back in time.
      const box = new ResizeObserver(() => inserted && !element.isConnected && element.paused && emit({ type: 'unload' }));
      box.observe(element);
      signal.addEventListener('abort', () => box.disconnect());

      emit(muteOf(element));
      emit(fullScreen());
      emit(state('pictureInPicture', (element.getRootNode() as Document).pictureInPictureElement === element));
      emit(showing());
      if (states.includes('inFocus')) followFocus(page, emit, signal);
      // Told to play in this very task: `play` is still to come, and only then the source is known.
      if (element.paused || element.ended || isBroken(element)) return;
      const runs = element.readyState > 2 && !element.seeking;
      emit({ type: 'start', late: runs, playhead: place.now() });
      if (runs) emit({ type: 'run' });
    },
  };
}
