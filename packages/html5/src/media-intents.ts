import type { Chapter, Intent, Intents } from '@media-collection/core';
import type { Stitched } from './ads';
import { state } from './states';

/** Where in the content the element is, and was, for the moments when it has already forgotten. */
export interface Place {
  /** Seconds; NaN while nothing is known. */
  last: number;
  /** Seconds of the content, or of the day. */
  now(): number;
  /** Seconds; undefined while nobody knows. */
  length(): number | undefined;
  /** The chapter that is shown; undefined: none, null: this content has none. */
  chapter(): Chapter | undefined | null;
  /** The ads that are part of the stream. */
  readonly ads?: Stitched;
}

/** `loop` jumps from about here to about the start. */
const LOOP_SECONDS = 0.5;
/** A clock that goes on by so much between two of its words does run. */
const FRAME_SECONDS = 0.05;

const isMuted = ({ muted, volume }: Medium): boolean => muted || volume === 0;

/** What is read of a media element, or of a player that stands for one. */
export type Medium = Pick<
  HTMLMediaElement,
  | 'currentTime'
  | 'duration'
  | 'ended'
  | 'error'
  | 'isConnected'
  | 'loop'
  | 'muted'
  | 'networkState'
  | 'NETWORK_NO_SOURCE'
  | 'paused'
  | 'readyState'
  | 'seeking'
  | 'volume'
>;

/** The mute state as it stands. */
export const muteOf = (element: Medium): Intent => state('mute', isMuted(element));

const pictureInPicture = (on: boolean) => () => state('pictureInPicture', on);
const fullScreen = (on: boolean) => () => state('fullScreen', on);

/** Nothing of it can play: it failed, or no source is chosen yet, which takes a moment after `src` was set. */
export const isBroken = ({ error, networkState, NETWORK_NO_SOURCE }: Medium): boolean =>
  !!error || networkState === NETWORK_NO_SOURCE;

/** What the chapter is now: no word where this content has none. */
const chapterOf = (chapter: Chapter | undefined | null): Intent[] => (chapter === null ? [] : [{ type: 'chapter', chapter }]);

const lookAt = ({ ads }: Place): Intent[] => ads?.look() ?? [];

const hasLooped = ({ loop, currentTime }: Medium, { last, length }: Place): boolean =>
  loop && currentTime < LOOP_SECONDS && last > (length() ?? NaN) - LOOP_SECONDS;

/** Native events of a media element that the table speaks of; some are Safari's own. */
export type MediaEvents = Pick<
  HTMLMediaElementEventMap,
  | 'play'
  | 'playing'
  | 'pause'
  | 'waiting'
  | 'seeking'
  | 'seeked'
  | 'timeupdate'
  | 'durationchange'
  | 'loadedmetadata'
  | 'ended'
  | 'emptied'
  | 'error'
  | 'volumechange'
> &
  Record<'enterpictureinpicture' | 'leavepictureinpicture' | 'webkitbeginfullscreen' | 'webkitendfullscreen', Event>;

/** Players that feed an element tell it the length first; only with the metadata is it known whether there is a picture. */
const lengthIntents = (place: Place): Intents<Pick<MediaEvents, 'durationchange' | 'loadedmetadata'>> => {
  const length = (): Intent | undefined => {
    const seconds = place.length();
    return seconds === undefined ? undefined : { type: 'length', seconds };
  };
  return { durationchange: length, loadedmetadata: length };
};

/**
 * What the words of a media element mean (players.md, sections 0 and 7): for every player that owns one.
 * `inserted`: the element stood in the document, so that its removal ends the viewing.
 */
export const mediaIntents = (element: Medium, place: Place, inserted: boolean): Intents<MediaEvents> => {
  /** It said that it plays before it had gone where it was told to. */
  let early = false;
  return {
    ...lengthIntents(place),
    play: () =>
      isBroken(element)
        ? undefined
        : { type: 'start', playhead: element.readyState ? place.now() : element.currentTime || undefined },
    playing: () => {
      // play() and pause() in one task: `playing` comes, and the element is paused already.
      if (element.paused) return undefined;
      // Of a replay Firefox and WebKit say it before they are at the start, as does a Video.js that was reset.
      early = element.seeking;
      return early ? undefined : [...lookAt(place), { type: 'run' }, ...chapterOf(place.chapter())];
    },
    pause: () => {
      if (inserted && !element.isConnected) return { type: 'unload' };
      return element.ended || element.error ? undefined : { type: 'halt' };
    },
    waiting: () => ({ type: 'wait' }),
    // A loop tells neither `pause` nor `ended`.
    seeking: () =>
      hasLooped(element, place)
        ? [
            ...(place.chapter() === null ? [] : chapterOf(undefined)),
            { type: 'end', playhead: place.length() },
            { type: 'start', playhead: 0 },
          ]
        : [...(place.ads?.leave(true) ?? []), { type: 'seek' }],
    seeked: () => {
      // What did not run dry on the way does not say it again.
      const runs = early && !element.paused && element.readyState > 2;
      early = false;
      return runs ? [{ type: 'sought' }, { type: 'run' }] : { type: 'sought' };
    },
    timeupdate: () => {
      if (element.seeking || !element.readyState) return undefined;
      const { last } = place;
      place.last = place.now();
      // After a jump in a file WebKitGTK plays on and calls itself out of data; where data are missing the clock stands.
      if (element.paused || (element.readyState < 3 && place.last - last < FRAME_SECONDS)) return undefined;
      return [...lookAt(place), { type: 'move' }, ...chapterOf(place.chapter())];
    },
    // The last chapter was played through, too.
    ended: () => [...(place.ads?.leave(false) ?? []), ...(place.chapter() === null ? [] : chapterOf(undefined)), { type: 'end' }],
    emptied: () => {
      const playhead = place.last;
      place.last = NaN;
      place.ads?.forget();
      return { type: 'unload', playhead };
    },
    error: () =>
      (element.error && { type: 'fail', id: `html5.${element.error.code}`, external: element.error.code === 2 }) || undefined,
    volumechange: () => muteOf(element),
    enterpictureinpicture: pictureInPicture(true),
    leavepictureinpicture: pictureInPicture(false),
    webkitbeginfullscreen: fullScreen(true),
    webkitendfullscreen: fullScreen(false),
  };
};
